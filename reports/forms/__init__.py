"""Forms of the editor's desk and of series."""
