health = { $registered ->
    [yes] is registered as
   *[no] is
} { $condition }{ $group ->
    [none] {""}
    [I] { " " }with a first-group disability
    [II] { " " }with a second-group disability
   *[III] { " " }with a third-group disability
}
needs = needs { $needs }
