### Whoever speaks, and how.

says-opening = { have } reported { $clauses }
says-said = { $also ->
    [yes] also said
   *[no] said
} { $clauses }
says-reported = { $also ->
    [yes] also reported
   *[no] reported
} { $clauses }
says-insists = { $number ->
    [other] insist
   *[one] insists
} { $clauses }
says-denies = { $number ->
    [other] deny
   *[one] denies
} { $clauses }
says-argues = { $number ->
    [other] argue
   *[one] argues
} { $clauses }
says-suspects = { $number ->
    [other] suspect
   *[one] suspects
} { $clauses }
says-expressed = { have } expressed { CONCERN($clause) }
according = according to { $speaker }, { $clauses }
words-for-lawyer = lawyer, attorney, counsel, advocate
