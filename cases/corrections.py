"""When a publication corrects what readers were told before."""

from __future__ import annotations

from collections.abc import Iterable

from cases.documents import Body, records_of

# Worked out from records, or growing with them: their change alone corrects nothing.
_NOT_CLAIMS = {"version", "updated", "status", "ends", "conflicts", "conflicts_with", "counts", "citations"}


def is_correction(before: Body, after: Body) -> bool:
    """Whether a value that readers already had was changed or taken back; what was only added corrects nothing."""
    told, tells = dict(records_by_key(before)), dict(records_by_key(after))
    if any(key not in tells or _changed(record, tells[key]) for key, record in told.items()):
        return True
    plain = {name: value for name, value in before.items() if not isinstance(value, list)}
    return _changed({**plain, "person": before.get("person", {})}, after)


def records_by_key(body: Body) -> Iterable[tuple[str, Body]]:
    return ((record["key"], record) for _, record in records_of(body))


def _changed(before: object, after: object) -> bool:
    if isinstance(before, dict) and isinstance(after, dict):
        return any(_changed(value, after.get(name)) for name, value in before.items() if name not in _NOT_CLAIMS)
    if isinstance(before, list) and isinstance(after, list):
        return any(item not in after for item in before)
    return before != after
