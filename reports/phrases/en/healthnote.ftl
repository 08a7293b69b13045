### Health notes.

patient-is = { be } { $noun }
a-patient = { AN($noun) }{ $words ->
    [none] { "" }
   *[other] { " " }(“{ $words }”)
}
registered = registered { $noun }
with-group = with a { group-name } disability
group-name = { $group ->
    [I] first-group
    [II] second-group
    [III] third-group
   *[none] { "" }
}
patient-oncology = oncology patient
patient-cardiac = heart patient
patient-diabetes = diabetes patient
patient-infectious = patient with an infectious disease
patient-chronic_serious = patient with a serious chronic illness
patient-mental_health = patient with a mental health condition
patient-disability = person with a { group-name } disability

health-injury = { was } injured in custody { more-words } { when }
health-pregnancy = { be } pregnant { more-words }
health-over_60 = { be } over 60 { more-words }
health-hunger_strike = { $form ->
    [perfect] { have } gone
    [infinitive] have gone
    [may] may have gone
    [reported] had gone
   *[past] went
} on hunger strike { more-words } { when }
health-surgery_needed = { $number ->
    [other] need
   *[one] needs
} surgery { more-words }
health-unknown = { be } in a state of health described as “{ $words }”
more-words = { $words ->
    [none] { "" }
   *[other] (“{ $words }”)
}
about-injury = injury injured in custody
about-pregnancy = pregnancy pregnant
about-over_60 = over 60
about-hunger_strike = hunger strike on a
about-surgery_needed = surgery needed needs

needs = { $number ->
    [other] need
   *[one] needs
} { $needs }
care-none = { have } no access to medical care
care-limited = { have } only limited access to medical care
care-adequate = { $number ->
    [other] receive
   *[one] receives
} adequate medical care
