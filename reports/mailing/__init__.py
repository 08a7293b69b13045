"""Issues by e-mail: who gets them, what they get, and that each gets it once."""
