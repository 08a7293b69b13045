"""What a case still lacks, worked out from what its records leave open; shown on the case page and in the work list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from cases.choices import SentenceKind, Status
from cases.documents import records_of
from cases.records import RECORD_TYPES
from people.choices import RelationshipKind

Body = dict[str, Any]
TIE = "relationship"

# Statuses of people whose stay in custody has been, or must be, ordered by somebody.
_ORDERED = {
    Status.IN_CUSTODY,
    Status.IN_CUSTODY_INVESTIGATION,
    Status.IN_CUSTODY_TRIAL,
    Status.SERVING,
    Status.SERVING_ADMINISTRATIVE,
    Status.HOUSE_ARREST,
    Status.RELEASED_FINED,
    Status.RELEASED_SERVED,
}


class Lack(NamedTuple):
    """A fact that is missing, and what would say it: a record by its key, a type of records by its code, or a tie."""

    text: str
    where: str


def missing_facts(body: Body) -> list[str]:
    """What the facts are called that the case lacks."""
    return [lack.text for lack in lacks_of(body)]


def lacks_of(body: Body) -> list[Lack]:
    """The facts that no counted record gives, in the order in which a researcher would ask for them.

    A fact is missing when nothing in the records says it, not when it is unsure: an uncertain date with a first and a
    last day is a date. A closed case lacks nothing.
    """
    if body["status"]["code"] == Status.CLOSED:
        return []
    lawyer = [] if _names_a_lawyer(body) else [Lack(_("lawyer"), TIE)]
    return [*_of_detentions(body), *_of_charges(body), *_of_sentences(body), *lawyer, *_of_sources(body)]


def _counted(body: Body, plural: str) -> list[Body]:
    return [record for record in body.get(plural, []) if record["counts"] != "no"]


def _of_detentions(body: Body) -> Iterator[Lack]:
    detentions = _counted(body, "detentions")
    if not detentions:
        return
    if not any(detention.get("began", {}).get("earliest") for detention in detentions):
        yield Lack(_("date of arrest"), "detention")
    if not any("authority" in detention or "authority_text" in detention for detention in detentions):
        yield Lack(_("authority"), "detention")
    if not any("facility" in detention or "place" in detention for detention in detentions):
        yield Lack(_("place of detention"), "detention")


def _of_charges(body: Body) -> Iterator[Lack]:
    charges = _counted(body, "charges")
    if not charges:
        yield Lack(_("charge"), "charge")
    if not any(charge.get("articles") for charge in charges):
        yield Lack(_("article"), "charge")


def _of_sentences(body: Body) -> Iterator[Lack]:
    sentences = _counted(body, "sentences")
    if not sentences and body["status"]["code"] not in _ORDERED:
        return
    if not any("court" in record for record in [*sentences, *_counted(body, "hearings")]):
        yield Lack(_("court"), "sentence")
    if not any(_says_how_much(sentence) for sentence in sentences):
        yield Lack(_("term"), "sentence")
    if body.get("ends", {}).get("start_unknown"):
        yield Lack(_("start of the term"), "sentence")


def _says_how_much(sentence: Body) -> bool:
    term = sentence.get("term_years") or sentence.get("term_months") or sentence.get("term_days")
    return bool(term) or "amount" in sentence or sentence["kind"] == SentenceKind.LIFE


def _names_a_lawyer(body: Body) -> bool:
    """Whether the person has somebody as lawyer, or a record names somebody who is called one; a lawyer without a name
    can't be asked anything."""
    if any(tie["kind"] == RelationshipKind.CLIENT for tie in body["person"].get("relationships", [])):
        return True
    people = [value for _code, record in records_of(body) for value in record.values() if isinstance(value, dict)]
    roles = [a.get("role", "") for person in people if "ref" in person for a in person.get("affiliations", [])]
    return any("lawyer" in role.casefold() for role in roles)


def _of_sources(body: Body) -> Iterator[Lack]:
    """The records that cite nothing, called as their page calls them: none of them can be published."""
    total = Counter(code for code, _record in records_of(body))
    seen: Counter[str] = Counter()
    for code, record in records_of(body):
        seen[code] += 1
        if not record.get("citations"):
            name = str(RECORD_TYPES[code].label)
            numbered = f"{name} {seen[code]}" if total[code] > 1 else name
            yield Lack(_("source of %(record)s") % {"record": numbered}, record["key"])
