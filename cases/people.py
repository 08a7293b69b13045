"""A person as one audience may see them: from documents alone, their own cases' and those that name them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import orjson

from cases.documents import Body, records_of
from cases.querysets import DocumentQuerySet


def person_body(ref: str, documents: DocumentQuerySet) -> dict[str, Any] | None:
    """The person of that ref as the newest of these documents says them, with the sources it cites, the cards of their
    cases and the cases that name them, newest first; None where no document shows them."""
    found = documents.filter(mentions__contains=[f"person:{ref}"]).order_by("-updated_at", "-case_id")
    cards = [(pk, orjson.loads(card)) for pk, card in found.values_list("pk", "card")]
    if not cards:
        return None
    own = [(pk, card) for pk, card in cards if card["person"]["ref"] == ref]
    newest, _card = (own or cards)[0]
    body = orjson.loads(documents.values_list("body", flat=True).get(pk=newest))
    person = next(_persons(body, ref))
    cited = {citation["source"] for citation in _citations(person)}
    sources = [source for source in body.get("sources", []) if source["ref"] in cited]
    return {
        **person,
        **({"sources": sources} if sources else {}),
        "cases": [card for _, card in own],
        "named_in": [
            {name: card[name] for name in ("ref", "url")} for _, card in cards if card["person"]["ref"] != ref
        ],
    }


def _persons(body: Body, ref: str) -> Iterator[Body]:
    """The places of a body that speak of the person, the one that says most first."""
    person = body["person"]
    named = [person, *(tie["other"] for tie in person.get("relationships", []) if "other" in tie)]
    named += [value for _, record in records_of(body) for value in record.values() if isinstance(value, dict)]
    yield from (said for said in named if said.get("ref") == ref)


def _citations(person: Body) -> Iterator[Body]:
    facts = [person]
    for name in ("names", "affiliations", "relationships"):
        facts += person.get(name, [])
    for fact in facts:
        yield from fact.get("citations", [])
