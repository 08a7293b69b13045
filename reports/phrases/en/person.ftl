### How people are named.

pronoun-subject = { $sex ->
    [female] she
    [male] he
   *[group] they
}
pronoun-object = { $sex ->
    [female] her
    [male] him
   *[group] them
}
pronoun-possessive = { $sex ->
    [female] her
    [male] his
   *[group] their
}
# With what a researcher's clause about the person may begin.
subject-pronouns = { $sex ->
    [female] she
    [male] he
    [group] they
   *[unknown] he, she
}
own-possessive = { $sex ->
    [female] her
    [male] his
    [group] their
   *[unknown] none
}
possessive = { $number ->
    [other] { OWNERS($name) }
   *[one] { $name }’s
}
whose-article = the
with-apposition = { $name }, { $apposition },

occupation = { $occupation ->
    [none] { AN("resident") } of { $residence }
   *[other] { AN($occupation) }{ $residence ->
        [none] { "" }
       *[other] { " " }residing in { $residence }
    }
}
role = { $role ->
    [none] { $number ->
        [other] members
       *[one] { AN("member") }
    } of { in-organisation }
   *[other] { role-itself }{ $organisation ->
        [none] { "" }
       *[other] { " " }of { in-organisation }
    }
}
role-itself = { $number ->
    [other] { $former ->
        [yes] former { PLURAL($role) }
       *[no] { PLURAL($role) }
    }
   *[one] { one-role }
}
one-role = { $titled ->
    [yes] { $former ->
        [yes] the former { $role }
       *[no] the { $role }
    }
   *[no] { $former ->
        [yes] a former { $role }
       *[no] { AN($role) }
    }
}
in-organisation = { $branch ->
    [none] { "" }
   *[other] { THE($branch) } of{ " " }
}{ $organisation }{ $abbreviation ->
    [none] { "" }
   *[other] { " " }({ $abbreviation })
}

relation = { $kind ->
    [parent] { $sex ->
        [female] daughter
        [male] son
       *[other] child
    }
    [child] { $sex ->
        [female] mother
        [male] father
       *[other] parent
    }
    [spouse] { $sex ->
        [female] wife
        [male] husband
       *[other] spouse
    }
    [sibling] { $sex ->
        [female] sister
        [male] brother
       *[other] sibling
    }
    [co_accused] co-accused
    [lawyer] client
    [client] lawyer
   *[colleague] colleague
}
relative-of = { $kind ->
    [parent] { $sex ->
        [female] the mother
        [male] the father
       *[other] a parent
    }
    [child] { $sex ->
        [female] the daughter
        [male] the son
       *[other] a child
    }
    [spouse] { $sex ->
        [female] the wife
        [male] the husband
       *[other] the spouse
    }
   *[sibling] { $sex ->
        [female] a sister
        [male] a brother
       *[other] a sibling
    }
} of { $name }
pair = { $first } and { $second }
pair-of-relatives = { $first } and { $his } { $relation }, { $second },{ $apposition ->
    [none] { "" }
   *[other] { " " }{ $apposition },
}

also-known = { $name } ({ $also })
also-legal = whose legal name is { $name }
also-birth = born { $name }
also-pseudonym = known as { $name }
also-nickname = known as { $name }
also-previous = formerly { $name }

name-withheld = { $occupation ->
    [none] { AN("person") }
   *[other] { AN($occupation) }
} whose name is withheld
the-person = { $occupation ->
    [none] this person
   *[other] the { $occupation }
}
somebody-withheld = a person whose name is withheld
the-group = { $noun ->
    [none] members of the group
   *[other] the { PLURAL($noun) }
}
group = { group-counted }{ $residence ->
    [none] { "" }
   *[other] { " " }from { $residence }
}
group-counted = { $qualifier ->
    [at_least] at least { group-size }
    [at_most] at most { group-size }
    [approximately] about { group-size }
    [exactly] { group-size }
   *[unknown] { $count ->
        [none] a number of { group-noun }
       *[other] { group-size }
    }
}
group-size = { SMALL($count) } { group-noun }
group-noun = { $noun ->
    [none] { $count ->
        [one] { unnamed } person
       *[other] { unnamed } people
    }
   *[other] { $count ->
        [one] { $noun }
       *[other] { PLURAL($noun) }
    }
}
unnamed = { $named ->
    [yes] { "" }
   *[no] unnamed
}
died = { $form ->
    [perfect] { have } died
    [infinitive] have died
    [may] may have died
   *[past] died
} { when }
