### Interventions.

asked = { $form ->
    [perfect] { have } asked
    [reported] had asked
    [infinitive] have asked
    [may] may have asked
   *[past] asked
} { $whom ->
    [none] { "" }
   *[other] { $whom }
} { when } to { $what }
was-asked = { was } asked { when } to { $what }
an-appeal = an appeal
appeal-made = { was } made { when } to { $what }
answered = { $form ->
    [perfect] { have } replied
    [reported] had replied
    [infinitive] have replied
    [may] may have replied
   *[past] replied
} that { $clause }
the-answer = the answer
answer-was = { $form ->
    [perfect] { have } been
    [reported] had been
    [infinitive] have been
    [may] may have been
   *[past] was
} that { $clause }
