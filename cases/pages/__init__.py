"""What the pages of cases say, worked out from documents: templates place it, and nothing here reads a record."""
