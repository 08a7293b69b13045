"""What the pages of bulletins say: templates place it."""
