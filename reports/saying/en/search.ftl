searched = { $place } was searched{ $authorised ->
    [no] { " " }without authorization
   *[other] {""}
}
taken = { $items } { $number ->
    [one] was
   *[other] were
} taken
owned = { $items } belonging to { $owner }
perhaps = { $items } may also have been taken
not-returned = The seized items have not been returned
one = { $vowel ->
    [yes] an
   *[no] a
} { $item }
