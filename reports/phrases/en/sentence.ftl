### Sentences.

received = { $form ->
    [perfect] { have } received
    [infinitive] have received
    [may] may have received
   *[past] received
}
sentenced = { was } sentenced
rest = { by-court } { when } { starting }
# Received “from” a court, fined and sentenced “by” it.
from-rest = { $by ->
    [none] { by-court }
   *[other] from { $by }{ judge }
} { when } { starting }
judge = { $judge ->
    [none] { "" }
   *[other] { " " }(Judge { $judge })
}
by-court = { $by ->
    [none] { $judge ->
        [none] { "" }
       *[other] by Judge { $judge }
    }
   *[other] by { $by }{ judge }
}
starting = { $starts ->
    [none] { "" }
   *[other] , starting { $starts }
}
sentence-administrative_arrest = { received } { $days ->
    [none] { AN(arrest-name) } sentence{ $term ->
        [none] { "" }
       *[other] { " " }of { $term }
    }
   *[other] { AN(day-term) }
} { from-rest }
day-term = { $days }-day { arrest-name } sentence
arrest-name = { $wording ->
    [none] administrative arrest
   *[other] { $wording }
}
sentence-fine = { was } fined { $money ->
    [none] { "" }
   *[other] { $money }
} { rest }
sentence-imprisonment = { $suspended ->
    [yes] { received } a suspended prison sentence{ $term ->
        [none] { "" }
       *[other] { " " }of { $term }
    } { from-rest }
   *[no] { sentenced } to { $term ->
        [none] { "" }
       *[other] { $term } in
    } { $wording ->
        [none] prison
       *[other] { $wording }
    } { rest }
}
sentence-life = { sentenced } to life imprisonment { rest }
sentence-restriction = { sentenced } to { of-term } { $wording ->
    [none] restriction of freedom
   *[other] { $wording }
} { rest }
sentence-community_work = { sentenced } to { of-term } { $wording ->
    [none] community work
   *[other] { $wording }
} { rest }
sentence-compulsory_treatment = { sentenced } to { of-term } { $wording ->
    [none] compulsory treatment
   *[other] { $wording }
} { rest }
sentence-other = { sentenced }{ $wording ->
    [none] { $term ->
        [none] { "" }
       *[other] { " " }to { $term }
    }
   *[other] { " " }to { of-term } { $wording }
} { rest }
of-term = { $term ->
    [none] { "" }
   *[other] { $term } of
}
whose-sentence = { $whose } sentence { of }
sentence-extended = { was } extended to { $term } { by-court } { when }
sentence-shortened = { was } reduced to { $term } { by-court } { when }
on-appeal = { was } { $outcome } on appeal
