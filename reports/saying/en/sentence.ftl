term = a { $length } { $wording } sentence
received = received { $what }
fined = fined { $amount } { $currency }
day-term = { $n }-day
month-term = { $n }-month
year-term = { $n }-year
kind = { $kind ->
    [administrative_arrest] administrative arrest
    [imprisonment] prison
    [life] life
    [restriction] restriction of freedom
    [community_work] community work
    [compulsory_treatment] compulsory treatment
   *[other] court
}
currency = { $code ->
    [AZN] manats
    [USD] US dollars
    [EUR] euros
   *[other] { $code }
}
