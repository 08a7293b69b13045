### The totals of an issue; numbers stay numerals.

totals-heading = Totals
totals-added = { $since ->
    [none] { "" }So far
   *[other] Since our issue of { $since }
}, { $added ->
    [0] no case has been added.
    [one] { $added } case has been added.
   *[other] { $added } cases have been added.
}
totals-released = { $released ->
    [0] No release has been recorded.
    [one] { $released } release has been recorded: { $kinds }.
   *[other] { $released } releases have been recorded: { $kinds }.
}
totals-kind = { $count } { $kind ->
    [released_investigation] while the investigation goes on
    [released_trial] while the trial goes on
    [released_stopped] after the proceedings were stopped
    [released_acquitted] after an acquittal
    [released_served] at the end of a term
    [released_fined] after a fine
    [released_pardoned] by a pardon
    [released_amnestied] under an amnesty
   *[released] on other or unstated grounds
}
totals-held = As of { $day }, { $held ->
    [0] nobody is known to be held
    [one] the person of { $held } case is held
   *[other] the people of { $held } cases are held
}, house arrest included{ $sum ->
    [none] { "" }.
   *[other] : { $sum }.
}
totals-part = { $part ->
    [before] { $count } before
    [taken] plus { $count } added
    [again] plus { $count } newly held
    [released] minus { $count } released
    [died] minus { $count } who died
   *[otherwise] minus { $count } no longer counted for other reasons
}
totals-verified = These figures count only cases that have been verified.
