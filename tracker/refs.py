"""Short random names for people and cases: stable, never the primary key, and telling nothing about order or number."""

import secrets
from collections.abc import Sequence

from django.db import models

# Without 0/O, 1/I/L and U: they are read aloud, typed from paper, and should spell no word.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
# A million refs of eight letters meet about once; of six, seven hundred times.
LENGTH = 8


def new_ref() -> str:
    """A random ref of `LENGTH` letters; uniqueness is the column's."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def redraw_taken(rows: Sequence[models.Model]) -> None:
    """New refs for those of these unsaved rows of one model whose ref is another's already."""
    if rows and hasattr(rows[0], "ref"):
        refs = [row.ref for row in rows]  # type: ignore[attr-defined]
        taken = set(type(rows[0])._default_manager.filter(ref__in=refs).values_list("ref", flat=True))
        for row in rows:
            if row.ref in taken:  # type: ignore[attr-defined]
                row.ref = new_ref()  # type: ignore[attr-defined]


def ref_field() -> models.CharField:
    """A unique ref, given when the row is made. A plain column: history's copy of it must leave uniqueness out."""
    return models.CharField(max_length=12, unique=True, default=new_ref, editable=False)
