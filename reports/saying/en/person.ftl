# People: who they are at the first mention, and what they are called afterwards.
member-of = a member of { $branch ->
    [none] { $organisation }
   *[other] the { $branch } of { $organisation }
}
role-of = the { $role }
residing = residing in { $place }
and-child = { $parent }, and { $pronoun ->
    [male] his
    [female] her
   *[unknown] the
} { $child-sex ->
    [male] son
    [female] daughter
   *[unknown] child
}, { $child },
and-others = { $names }
withheld = a person whose name is withheld
group = { $qualifier ->
    [at_least] at least { $count } people
    [at_most] at most { $count } people
    [approximately] about { $count } people
    [exactly] { $count } people
   *[unknown] a group of people
}
he = { $sex ->
    [male] he
    [female] she
    [group] they
   *[unknown] { $name }
}
him = { $sex ->
    [male] him
    [female] her
    [group] them
   *[unknown] { $name }
}
his = { $sex ->
    [male] his
    [female] her
    [group] their
   *[unknown] { $name }’s
}
