### Helping verbs and what joins clauses. `$form`: perfect, past, reported (after “said that”), infinitive (after
### “appears to”), may. `$number`: one, other. Absent arguments come as “none”.

was = { $form ->
    [perfect] { have } been
    [reported] had been
    [infinitive] have been
    [may] may have been
   *[past] { $number ->
        [other] were
       *[one] was
    }
}
have = { $number ->
    [other] have
   *[one] has
}
is = { $number ->
    [other] are
   *[one] is
}
be = { $form ->
    [infinitive] be
    [may] may be
   *[past] { is }
}
# “has”, “had”, “have” before a past participle; nothing in the simple past.
had = { $form ->
    [perfect] { have }
    [infinitive] have
    [may] may have
   *[past] { "" }
}
# Words that two predicates of one subject say once: “has been fined and released”.
helping-words = has have had been was were is are be may not
of = { $of ->
    [none] { "" }
   *[other] of { $of }
}

when = { $when ->
    [none] { "" }
   *[other] { $when }
}
by = { $by ->
    [none] { "" }
   *[other] by { $by }
}
where = { $where ->
    [none] { "" }
   *[other] { $where }
}

semicolons = { $items }; and { $last }
semicolon = { $first }; { $second }
and-word = and
that = that { $clause }
two-clauses = { $first }, and { $second }
acts = { $first }, and { $second }

hedge-alleged = { is } said to { $predicates }
hedge-possible = { $number ->
    [other] appear
   *[one] appears
} to { $predicates }
hedge-inferred = { is } thought to { $predicates }
hedge-clause = { $hedge ->
    [possible] it is possible that
    [inferred] it is thought that
    [argued] it is argued that
    [one] according to one account,
    [another] according to another account,
   *[alleged] it is alleged that
} { $clause }
in-the-case = in the case of { $name }, { $clause }
owned = { $whose } { $thing } { of }

quoted = “{ $words }”
organisation = { THE($name) }
facility = { THE($name) }
at-facility = at { $name }
in-place = in { $name }
as-of = as of { $day }

recall = recall that { $clause }
correction = In our issue of { $day } we wrote: “{ $before }” { $after ->
    [none] The record no longer says so.
   *[other] The record now says: “{ $after }”
}
withdrawn-here = The report that stood here was withdrawn on { $day }{ $reason ->
    [consent] { "" }, as consent to it had ended
    [error] { "" }, as it had been published in error
   *[none] { "" }
}.
withdrawal = A report in our issue of { $day } has been withdrawn.

count-years = { $count } { $count ->
    [one] year
   *[other] years
}
count-months = { $count } { $count ->
    [one] month
   *[other] months
}
count-days = { $count } { $count ->
    [one] day
   *[other] days
}
money-AZN = { $amount } { $amount ->
    [one] manat
   *[other] manats
}
money-other = { $amount } { $currency }
