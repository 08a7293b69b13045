"""A body without what no sentence can be made of.

A text that names somebody whose name is withheld is left out of a document; the record stays, and with nothing to quote
there is nothing to tell of it.
"""

from __future__ import annotations

from typing import Any

from cases.documents import Body

# Of each list of a body the text that its sentences are made around.
_NEEDED = {
    "charges": "text",
    "statements": "text",
    "treatment_notes": "text",
    "interventions": "text",
    "items": "item",
}


def tellable(body: Body) -> Body:
    """The same body without records, items, names, places and organisations whose own text was left out."""
    said: Body = _without_nameless(body)
    person = said["person"]
    if "names" in person:
        # The first stands for the person's name itself, which is there or said to be withheld.
        person["names"] = [name for number, name in enumerate(person["names"]) if not number or "text" in name]
    return said


def _without_nameless(value: Any) -> Any:
    if isinstance(value, list):
        return [_without_nameless(item) for item in value]
    if not isinstance(value, dict):
        return value
    said = {name: _without_nameless(item) for name, item in value.items() if not _is_nameless(item)}
    for name, needed in _NEEDED.items():
        if name in said:
            said[name] = [item for item in said[name] if needed in item]
    if "affiliations" in said:
        said["affiliations"] = [a for a in said["affiliations"] if "organisation" in a or "role" in a]
    return said


def _is_nameless(value: Any) -> bool:
    """A place or an organisation, which have a kind, without the name that would be said."""
    return isinstance(value, dict) and "kind" in value and not {"name", "ref", "key"} & set(value)
