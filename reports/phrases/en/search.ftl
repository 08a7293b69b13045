### Searches and seizures.

whose-home = { $whose } home { of }
searched = { was } searched { by }{ $unauthorised ->
    [yes] { " " }without authorization
   *[no] { "" }
}{ $warrant ->
    [no] { " " }without a warrant
    [yes] { " " }with a warrant
   *[none] { "" }
} { when }
items-taken = { $reportedly ->
    [yes] { was } reportedly
   *[no] { was }
} confiscated
items-perhaps-taken = { $also ->
    [yes] may also have been
   *[no] may have been
} taken
the-items = the seized items
returned = { $form ->
    [reported] had been returned
   *[past] { have } been returned
}
not-returned = { $form ->
    [reported] had not been returned
   *[past] { have } not been returned
}
things = { $things }{ $owner ->
    [none] { "" }
   *[other] { " " }belonging to { $owner }
}
thing = { $quantity ->
    [none] { $noun }
    [1] { AN($noun) }
   *[other] { $qualifier ->
        [approximately] about { SMALL($quantity) }
        [at_least] at least { SMALL($quantity) }
        [at_most] at most { SMALL($quantity) }
       *[exactly] { SMALL($quantity) }
    } { PLURAL($noun) }
}
