"""The codes of a document: every value that filters ask for and facets count, as `parameter:value` in one array."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from cases.models.reference import article_prefixes

Body = dict[str, Any]

# What a list can be counted by.
FACETS = ("facility", "article", "status", "category", "region", "custody_type")


def code(parameter: str, value: str) -> str:
    return f"{parameter}:{value}"


def document_codes(body: Body, counted: list[Body], charges: list[Body]) -> list[str]:
    """The codes of a body, of its counted detentions and its charges that count."""
    person = body["person"]
    codes = {code("status", body["status"]["code"])}
    codes |= {code(name, person[name]) for name in ("sex", "region") if name in person}
    codes |= {code("category", category) for category in person.get("categories", [])}
    codes |= _of_records(body, "health_notes", "category", "health")
    codes |= _of_records(body, "treatment_notes", "violation", "treatment")
    codes |= _of_records(body, "recognitions", "term", "recognition")
    for detention in counted:
        codes |= _of_detention(detention)
    return sorted(codes.union(_of_charges(charges)))


def spell_codes(detention: Body, charges: list[Body]) -> list[str]:
    """The codes of one detention, with those of its charges and of charges that belong to none."""
    return sorted(_of_detention(detention).union(_of_charges(charges)))


def _of_records(body: Body, plural: str, name: str, parameter: str) -> set[str]:
    counting = (record for record in body.get(plural, []) if record["counts"] != "no")
    return {code(parameter, record[name]) for record in counting if name in record}


def _of_detention(detention: Body) -> set[str]:
    codes = {code("custody_type", detention["custody_type"])}
    if "facility" in detention:
        codes.add(code("facility", detention["facility"]["slug"]))
    return codes


def _of_charges(charges: Iterable[Body]) -> Iterator[str]:
    """Every prefix of every article, bare and with its code of law: 234, 234.4, CC:234, CC:234.4."""
    for charge in charges:
        if "charge_group" in charge:
            yield code("charge_group", charge["charge_group"])
        for article in charge.get("articles", []):
            for prefix in article_prefixes(article["number"]):
                yield code("article", prefix)
                yield code("article", f"{article['code']}:{prefix}")


def facets(counts: dict[str, int], wanted: Iterable[str]) -> dict[str, dict[str, int]]:
    """Of how many cases each value of the wanted parameters is told, by parameter, the most told first; articles by
    their bare numbers, since one list may name several codes of law."""
    found: dict[str, dict[str, int]] = {name: {} for name in wanted}
    for said, count in counts.items():
        parameter, value = said.split(":", 1)
        if parameter in found and not (parameter == "article" and ":" in value):
            found[parameter][value] = count
    return {name: dict(sorted(values.items(), key=lambda item: (-item[1], item[0]))) for name, values in found.items()}
