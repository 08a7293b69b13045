### Charges. `$what` is the charge's own words in quotation marks, or a phrase.

charged = { was } charged with { $what } { with-articles } { when }
facing = { $form ->
    [infinitive] be facing
   *[past] { is } facing
} allegations related to { $what } { with-articles }
with-articles = { $articles ->
    [none] { "" }
   *[other] { $articles }
}
under = under { $articles }
articles = { $count ->
    [one] Article
   *[other] Articles
} { $numbers } { $code }
code-CC = of the Criminal Code
code-CAO = of the Code of Administrative Offences
code-CPC = of the Criminal Procedure Code
code-other = of { $code }

whose-charge = the charge of { $what } { with-articles } { $of ->
    [none] { "" }
   *[other] against { $of }
}
charge-dropped = { was } dropped { when }
charge-convicted = { was } convicted of { $what } { with-articles } { when }
charge-acquitted = { was } acquitted of { $what } { with-articles } { when }
charge-on_appeal = { $form ->
    [reported] was on appeal
   *[past] { is } on appeal
}
