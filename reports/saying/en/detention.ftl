apprehended = { $number ->
    [one] has
   *[other] have
} been apprehended{ $by ->
    [none] {""}
   *[other] { " " }by { $by }
}{ $when ->
    [none] {""}
   *[other] { " " }{ $when }
}
held = { $number ->
    [one] is
   *[other] are
} held { $place ->
    [none] in custody
   *[other] { $place }
}
at = at { $name }
in = in { $name }
pretext = { $pretext }
manner = { $authority } { $manner }{ $taken ->
    [none] {""}
   *[other] { " " }and took { $him } to { $taken }
}
met = met { $him } there
after-days = After { $days ->
    [1] one day
   *[other] { $days } days
} in detention
released = { $kind ->
    [fine_instead] released on the basis of a court decision
    [bail] released on bail
    [pardon] pardoned and released
    [amnesty] released under an amnesty
    [acquittal] acquitted and released
    [end_of_term] released at the end of the term
    [administrative_term_served] released at the end of the term
    [undertaking] released under an undertaking not to leave
    [charges_dropped] released after the charges were dropped
    [procedures_stopped] released after the proceedings were stopped
    [no_charge] released without charge
   *[other] released
}
transferred = transferred
died = has died in custody
release-kind-death = died
was = was { $what }{ $when ->
    [none] {""}
   *[other] { " " }{ $when }
}
appears = appears to have been { $what }
