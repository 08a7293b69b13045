"""How a case's news is said: records become parts (`parts.py`), parts become sentences (`paragraph.py`), in a language's
words (`en/`, one file a record type)."""
