that = { $verb } that { $clauses }
insist = { $number ->
    [one] insists
   *[other] insist
}
deny = { $number ->
    [one] denies
   *[other] deny
} { $text }
dissatisfied = { $number ->
    [one] has
   *[other] have
} expressed dissatisfaction with { $text }
concern = { $speakers } have expressed { $text } for { $him }
suspect = { $speakers } suspect that { $his } arrest is a response to { $text }
thought = { $his } arrest is thought to be a result of { $text }
legal = it is also said that { $he } { $text }
alleged = it is alleged that { $clauses }
reported = reported
said = said
also-reported = also reported
also-said = also said
according = according to { $speaker }, { $clauses }
has-reported = { $speaker } has reported that { $clauses }
