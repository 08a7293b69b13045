### Recognitions.

recognized-political_prisoner = { was } recognized as { $number ->
    [other] political prisoners
   *[one] a political prisoner
} { by-whom-recognized }
recognized-prisoner_of_conscience = { was } recognized as { $number ->
    [other] prisoners of conscience
   *[one] a prisoner of conscience
} { by-whom-recognized }
recognized-arbitrary = { was } found arbitrary { by-whom-recognized }
by-whom-recognized = { by } { in-list } { by-criteria } { when }
in-list = { $list ->
    [none] { "" }
   *[other] in “{ $list }”
}
by-criteria = { $criteria ->
    [none] { "" }
   *[other] { $scheme ->
        [wgad] { $count ->
            [one] under category
           *[other] under categories
        } { $criteria }
       *[pace] { $count ->
            [one] under criterion
           *[other] under criteria
        } { $criteria } of PACE Resolution 1900
    }
}

recognition-political_prisoner = recognition as a political prisoner
recognition-prisoner_of_conscience = recognition as a prisoner of conscience
recognition-arbitrary = recognition as arbitrarily detained
whose-recognition = { $whose } { $term } { by } { of }
recognition-ended = { $form ->
    [perfect] { have } ended
    [reported] had ended
    [infinitive] have ended
    [may] may have ended
   *[past] ended
} { when }
