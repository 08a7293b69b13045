"""The line that stands for a record: what is claimed, in a few words, and which fields it has used up."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.choices import (
    CRITERIA,
    CustodyType,
    HealthCategory,
    HearingKind,
    RecognitionTerm,
    SentenceKind,
    StatementKind,
    Violation,
)
from cases.pages.values import label_of

Record = dict[str, Any]
Headline = tuple[str, set[str]]


def headline(code: str, record: Record) -> Headline:
    """The words for a record of that type, and the names of the fields said in them."""
    return HEADLINES[code](record)


def place_in_words(record: Record) -> str:
    """The facility's name, else the place in the source's words, else empty."""
    return str(record["facility"].get("name", "") if "facility" in record else record.get("place", ""))


def _detention(record: Record) -> Headline:
    custody = label_of(CustodyType, record["custody_type"])
    if record["custody_type"] == CustodyType.UNKNOWN:
        custody = _("custody type not stated")
    if record.get("custody_inferred"):
        custody = _("%(custody)s (our inference)") % {"custody": custody}
    used = {"custody_type", "custody_inferred", "facility" if "facility" in record else "place"}
    return ", ".join(filter(None, [place_in_words(record), custody])), used


def _charge(record: Record) -> Headline:
    # A text that names somebody whose name is withheld from this reader is left out of what they read.
    return (f"“{record['text']}”", {"text"}) if "text" in record else (_("wording withheld"), set())


def _sentence(record: Record) -> Headline:
    named = record.get("wording") or label_of(SentenceKind, record["kind"])
    used = {"kind", "wording"} if named == record.get("wording") else {"kind"}
    parts = [named, " ".join(_term(record))]
    if "amount" in record:
        parts.append(f"{record['amount']} {record.get('currency', '')}".strip())
    used |= {"amount", "currency", "term_years", "term_months", "term_days"}
    return ", ".join(part for part in parts if part), used


def _term(record: Record) -> Iterator[str]:
    if years := record.get("term_years"):
        yield ngettext("%(n)s year", "%(n)s years", years) % {"n": years}
    if months := record.get("term_months"):
        yield ngettext("%(n)s month", "%(n)s months", months) % {"n": months}
    if days := record.get("term_days"):
        yield ngettext("%(n)s day", "%(n)s days", days) % {"n": days}


def _health_note(record: Record) -> Headline:
    category = label_of(HealthCategory, record["category"])
    if record["category"] == HealthCategory.UNKNOWN:
        category = ""
    return ": ".join(filter(None, [category, record.get("condition", "")])), {"category", "condition"}


def _treatment_note(record: Record) -> Headline:
    return label_of(Violation, record["violation"]), {"violation"}


def _search(record: Record) -> Headline:
    place = record.get("place")
    return (place, {"place"}) if place else (_("place not stated"), set())


def _statement(record: Record) -> Headline:
    said = {"kind": label_of(StatementKind, record["kind"]), "text": record.get("text", "")}
    return _("%(kind)s: %(text)s") % said if said["text"] else said["kind"], {"kind", "text"}


def _hearing(record: Record) -> Headline:
    return label_of(HearingKind, record["kind"]), {"kind"}


def _intervention(record: Record) -> Headline:
    return (record["text"], {"text"}) if "text" in record else (_("wording withheld"), set())


def _recognition(record: Record) -> Headline:
    term = label_of(RecognitionTerm, record["term"])
    withdrawn = _("withdrawn at the person's request") if record.get("withdrawn_at_request") else ""
    return ", ".join(filter(None, [term, withdrawn])), {"term", "withdrawn_at_request"}


def criteria_in_words(record: Record) -> str:
    """Each criterion that a recognition names with its meaning: “a: in violation of …”."""
    meanings = CRITERIA[record["scheme"]]
    return "; ".join(f"{letter}: {label_of(meanings, letter)}" for letter in record["criteria"])


# By the registry's code; a test compares the two.
HEADLINES: dict[str, Callable[[Record], Headline]] = {
    "detention": _detention,
    "charge": _charge,
    "hearing": _hearing,
    "sentence": _sentence,
    "healthnote": _health_note,
    "treatmentnote": _treatment_note,
    "search": _search,
    "statement": _statement,
    "intervention": _intervention,
    "recognition": _recognition,
}
