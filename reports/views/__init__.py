"""Pages of bulletins, one module for each thing that a person does with them."""
