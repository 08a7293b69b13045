"""The ledger as `changes` tells it: row by row, each with its number, as JSON that is never taken apart."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from django.db import connection

from cases.choices import PublicationKind
from cases.querysets import PublicationQuerySet, written


@dataclass(frozen=True)
class Changes:
    """`text` holds the rows as JSON objects with commas between; `last` is the number of the last one."""

    text: bytes
    last: int
    etag: str


def read_changes(rows: PublicationQuerySet, *, after: int, limit: int) -> Changes:
    """The first rows after a number, of each case its newest; `last` is that number where there are none."""
    newest = rows.filter(seq__gt=after).newest().order_by("seq")
    sql, params = written(newest.values("seq", "ref", "kind", "body")[:limit])
    rows_sent = connection.copy_rows(sql, params)  # type: ignore[attr-defined]  # of tracker/database
    found = [(int.from_bytes(seq), _said(ref, kind, body)) for seq, ref, kind, body in rows_sent]
    text = b",".join(b'{"seq":%d,%b}' % row for row in found)
    last = found[-1][0] if found else after
    # Of a row nothing ever changes, but that its body may be taken back.
    told = sha256(b",".join(b"%d:%d" % (seq, len(said)) for seq, said in found)).hexdigest()
    return Changes(text, last, f"{last}.{told[:32]}")


def _said(ref: bytes, kind: bytes, body: bytes) -> bytes:
    told = b"null" if kind == _WITHDRAWN else body
    return b'"ref":"%b","kind":"%b","case":%b' % (ref, kind, told)


_WITHDRAWN = PublicationKind.WITHDRAWN.value.encode()
