### Treatment notes. Passive, of the person or the group it was done to; the doer follows with their part in it.

in-own-words = { $words } { tail }
tail = { in-detention } { how } { doer } { when }
in-detention = { $detained ->
    [yes] in detention { where }
   *[no] { where }
}
how = { $method ->
    [none] { "" }
   *[other] { METHOD($method) }
}
doer = { $by ->
    [none] { "" }
   *[other] { $role ->
        [ordered] on the orders of { $by }
        [accomplice] with the complicity of { $by }
        [present] in the presence of { $by }
        [planned] as planned by { $by }
        [failed_to_prevent] , with { $by } failing to prevent it,
       *[carried_out] by { $by }
    }
}
done = { $form ->
    [perfect] { have }{ maybe } been
    [reported] had{ maybe } been
    [infinitive] have been
    [may] may have been
   *[past] { was }{ maybe }
}
maybe = { $allegedly ->
    [yes] { " " }allegedly
   *[no] { "" }
}
subjected = { done } subjected to

violation-torture = { done } tortured { tail }
violation-ill_treatment = { subjected } mistreatment { tail }
violation-beating = { done } beaten { tail }
violation-electric_shock = { subjected } electric shocks { tail }
violation-threats = { done } threatened { tail }
violation-death_threat = { done } threatened with death { tail }
violation-sexual_violence = { subjected } sexual violence or the threat of it { tail }
violation-forced_confession = { done } forced to confess { tail }
violation-food_deprivation = { done } deprived of food or water { tail }
violation-sleep_deprivation = { done } deprived of sleep { tail }
violation-medical_denial = { done } denied needed medical attention { tail }
violation-medication_denial = { done } denied needed medication { tail }
whose-medical-information = { $whose } medical information { of }
violation-medical_records = { done } removed { $whence ->
    [none] { "" }
   *[other] from { $whence }
} { how } { doer } { when }
violation-solitary = { done } kept in solitary confinement { tail }
violation-incommunicado = { done } held incommunicado { tail }
violation-counsel_denial = { done } denied access to a lawyer { tail }
violation-family_denial = { done } denied contact with relatives { tail }
violation-parcels_denial = { done } denied parcels, letters or books { tail }
violation-conditions = { done } kept in poor conditions { tail }
violation-stress = { subjected } stress methods { tail }
violation-degrading = { subjected } degrading treatment { tail }
violation-illegal_search = { subjected } an illegal search { tail }
violation-confiscation = { $form ->
    [perfect] { have } had property confiscated
    [infinitive] have had property confiscated
    [may] may have had property confiscated
   *[past] had property confiscated
} { tail }
violation-arbitrary_arrest = { subjected } arbitrary arrest { tail }
violation-excess_remand = { done } held beyond the legal limit { tail }
whose-relatives = { $whose } relatives { of }
violation-retaliation = { subjected } retaliation { tail }
violation-travel_ban = { done } banned from travelling { tail }
violation-surveillance = { done } put under surveillance { tail }
violation-online_harassment = { done } harassed online { tail }
violation-media_smear = { done } smeared in official media { tail }
violation-death_in_custody = { $form ->
    [perfect] { have } died
    [reported] had died
    [infinitive] have died
    [may] may have died
   *[past] died
} in custody { where } { when }
violation-forced_treatment = { subjected } forced psychiatric treatment { tail }
violation-assault = { done } assaulted { tail }
violation-other = { done } treated in a way described as “{ $words }” { tail }
a-group = { $qualifier ->
    [at_least] at least { SMALL($count) }
    [at_most] at most { SMALL($count) }
    [approximately] about { SMALL($count) }
   *[exactly] { SMALL($count) }
} { $noun }

medical-evidence = the medical evidence
evidence-consistent = { is } consistent with this account
evidence-highly_consistent = { is } highly consistent with this account
evidence-typical = { is } typical of such treatment
evidence-diagnostic = { is } diagnostic of such treatment
