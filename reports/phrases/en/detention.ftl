### Detentions.

apprehended = { $custody ->
    [none] { was }{ $force ->
        [yes] { " " }forcibly
       *[no] { "" }
    } apprehended
    [enforced_disappearance] { was } taken away
    [abduction] { was } abducted
   *[other] { was } placed { in-custody }
}{ $again ->
    [yes] { " " }again
   *[no] { "" }
} { by } { when }
in-custody = { $custody ->
    [administrative_arrest] under administrative arrest
    [pretrial_remand] in pretrial detention
    [trial_remand] in detention pending trial
    [house_arrest] under house arrest
    [imprisonment_general] in a general-regime prison
    [imprisonment_strict] in a strict-regime prison
    [closed_prison] in a closed prison
    [life] in prison for life
    [punishment_cell] in a punishment cell
    [solitary] in solitary confinement
    [psychiatric_compulsory] in compulsory psychiatric treatment
    [prison_hospital] in a prison hospital
    [military] in military custody
    [security_service_facility] in the custody of the security service
    [immigration_extradition] in extradition custody
    [transfer_in_transit] in transit custody
    [unofficial_place] in an unofficial place of detention
   *[other] in custody
}
held = { $as-of ->
    [none] { $over ->
        [yes] { was } held
       *[no] { be } held
    } { $where }
   *[other] { was } held { $where } { $as-of }
}
taken = { $form ->
    [reported] { $number ->
        [other] were
       *[one] was
    }
   *[past] { was }
} taken{ $adjunct ->
    [none] { "" }
   *[other] , { $adjunct },
} to { $where }
manner = { $manner } { when }
unnamed-officers = unidentified people
held-for = { was } held for { $days ->
    [one] one day
   *[other] { $days } days
}
after-days = after { $days ->
    [one] one day
   *[other] { $days } days
} in detention,
met = { held }, where the two met
serving = { be } serving the sentence
moved = { was } { $custody ->
    [house_arrest] moved
   *[other] transferred
} { $from ->
    [none] { "" }
   *[other] from { $from }
} { $where ->
    [none] { $custody ->
        [none] to another place of detention
       *[other] { "" }
    }
   *[other] to { $where }
} { $custody ->
    [none] { "" }
    [house_arrest] to house arrest
   *[other] and placed { in-custody }
} { by } { when }
whose-custody = { $whose } {  $custody ->
    [pretrial_remand] pretrial detention
    [trial_remand] detention pending trial
    [house_arrest] house arrest
    [administrative_arrest] administrative arrest
   *[other] detention
} { of }
extended = { was } extended { by } { when }

a-warrant = a warrant
a-warrant-not = no warrant
warrant = { was } shown
no-warrant = { was } shown
whose-detention = { $whose } detention { of }
not-acknowledged = { $form ->
    [reported] had not been acknowledged
   *[past] { have } not been acknowledged
}
whose-whereabouts = { $whose } whereabouts { of }
unknown = { is } unknown
the-authorities = the authorities
deny-holding = deny holding { $object }
the-place = the place of detention
not-disclosed = { $form ->
    [reported] had not been disclosed
   *[past] { have } not been disclosed
}
counsel = { have } had { $contact ->
    [yes] access
   *[no] no access
} to a lawyer
family = { have } had { $contact ->
    [yes] contact
   *[no] no contact
} with relatives

end-end_of_term = { released } after serving the full sentence { basis } { when }
end-administrative_term_served = { released } at the end of the administrative term { basis } { when }
end-fine_instead = { released } { basis } { when }
end-no_charge = { released } without charge { basis } { when }
end-charges_dropped = { released } after the charges were dropped { basis } { when }
end-procedures_stopped = { released } after the proceedings were stopped { basis } { when }
end-acquittal = { was } acquitted and released { basis } { when }
end-conviction_quashed = { released } after the conviction was quashed { basis } { when }
end-sentence_reduced = { released } after the sentence was lifted or reduced { basis } { when }
end-suspended_sentence = { released } with a suspended sentence { basis } { when }
end-house_arrest_instead = { was } moved to house arrest { basis } { when }
end-parole = { released } on parole { basis } { when }
end-pardon = { was } pardoned and released { basis } { when }
end-amnesty = { released } under an amnesty { basis } { when }
end-bail = { released } on bail { basis } { when }
end-undertaking = { released } on an undertaking not to leave { basis } { when }
end-humanitarian = { released } on health or humanitarian grounds { basis } { when }
end-end_of_treatment = { released } at the end of compulsory treatment { basis } { when }
end-exchange = { released } in a prisoner exchange { basis } { when }
end-expulsion = { released } and made to leave the country { basis } { when }
end-escape = { had } escaped from custody { when }
end-death = { had } died in custody { when }
end-unknown = { released } { basis } { when }
released = { was } released
basis = { $basis ->
    [none] { "" }
   *[other] on the basis of { $basis }
}
