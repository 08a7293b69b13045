### Hearings. `$hearing` is one of the names below.

hearing-remand = remand hearing
hearing-extension = hearing on the extension of detention
hearing-preliminary = preliminary hearing
hearing-trial = trial hearing
hearing-verdict = hearing for the verdict
hearing-appeal = appeal hearing
hearing-cassation = cassation hearing
hearing-parole = parole hearing
hearing-administrative = administrative hearing
hearing-unknown = hearing

# “a trial hearing in his case”, “a trial hearing in the case of Rauf Samadov”.
whose-hearing = { AN($hearing) } in { $whose } case { of }
whose-next-hearing = the next hearing in { $whose } case { of }
hearing-held = { was } held { at-court } { when }
hearing-due = { $form ->
    [infinitive] { due-then }
    [may] may { due-then }
    [reported] was
   *[past] { $over ->
        [yes] was
       *[no] is
    }
} due { at-court } { when }
due-then = { $over ->
    [yes] have been
   *[no] be
}
at-court = { $court ->
    [none] { $judge ->
        [none] { "" }
       *[other] before Judge { $judge }
    }
   *[other] at { $court }{ judge }
}
