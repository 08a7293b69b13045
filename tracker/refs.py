"""Short random names for people and cases: stable, never the primary key, and telling nothing about order or number."""

import secrets

from django.db import models

# Without 0/O, 1/I/L and U: they are read aloud, typed from paper, and should spell no word.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 6


def new_ref() -> str:
    """A random ref of `LENGTH` letters; uniqueness is the column's."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def ref_field() -> models.CharField:
    """A unique ref, given when the row is made. A plain column: history's copy of it must leave uniqueness out."""
    return models.CharField(max_length=12, unique=True, default=new_ref, editable=False)
