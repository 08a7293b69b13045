"""A line of a list of cases, and the counts by status, from cards."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import orjson
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cases.choices import CustodyType, Status
from cases.listing import Listed, code_counts
from cases.models import Document
from cases.pages.values import date_in_words, how_long_ago, label_of
from people.groups import count_beside_name, name_in_words
from tracker.models import User

_HELD = {
    Status.IN_CUSTODY,
    Status.IN_CUSTODY_INVESTIGATION,
    Status.IN_CUSTODY_TRIAL,
    Status.SERVING,
    Status.SERVING_ADMINISTRATIVE,
    Status.HELD_ARBITRARILY,
    Status.HOUSE_ARREST,
}
_UNKNOWN = {Status.WHEREABOUTS_UNKNOWN, Status.REPORTED}


@dataclass(frozen=True)
class ShownStatus:
    """A status in words; `meaning` is held, released, unknown or other; `clash` where only unsure records say so."""

    code: str
    label: str
    meaning: str
    clash: bool = False


@dataclass(frozen=True)
class CaseRow:
    """Since, where and charge are those of the newest detention; `name` is empty where it is withheld.

    `count` is that of a group that has a name, `why` says how the name fits the one asked for.
    """

    ref: str
    name: str
    count: str
    occupation: str
    since: str
    ended: str
    where: str
    charge: str
    more_charges: int
    status: ShownStatus
    news: str
    why: str


@dataclass(frozen=True)
class StatusCount:
    status: ShownStatus
    count: int


def show_status(status: dict[str, Any]) -> ShownStatus:
    """The status of a card or a body, in words."""
    code = status["code"]
    return ShownStatus(code, capfirst(label_of(Status, code)), _meaning(code), bool(status.get("clash")))


def _meaning(code: str) -> str:
    if code in _HELD:
        return "held"
    if code.startswith("released"):
        return "released"
    return "unknown" if code in _UNKNOWN else "other"


def case_rows(listed: Iterable[Listed], today: date, why: Callable[[Listed], str]) -> list[CaseRow]:
    """The lines of these cases, in their order; `why` says of one how its name fits what was asked."""
    return [_row(orjson.loads(case.text), case.news_on, today, why(case)) for case in listed]


def card_row(card: dict[str, Any], today: date) -> CaseRow:
    """The line of a card by itself, without the age of its news."""
    return _row(card, None, today, "")


def _row(card: dict[str, Any], news_on: date | None, today: date, why: str) -> CaseRow:
    newest = card["detentions"][0] if card["detentions"] else {}
    charges = [_charge_in_words(charge) for charge in [*newest.get("charges", []), *card["charges"]]]
    return CaseRow(
        ref=card["ref"],
        name=name_in_words(card["person"]),
        count=count_beside_name(card["person"]),
        occupation=card["person"]["occupation"],
        since=date_in_words(newest.get("began")),
        ended=date_in_words(newest.get("ended")),
        where=where_in_words(newest),
        charge=charges[0] if charges else "",
        more_charges=max(len(charges) - 1, 0),
        status=show_status(card["status"]),
        news=how_long_ago(news_on, today),
        why=why,
    )


def _charge_in_words(charge: dict[str, Any]) -> str:
    articles = ", ".join(charge["articles"])
    return f"{charge['text']} ({articles})" if articles else charge["text"]


def where_in_words(detention: dict[str, Any]) -> str:
    """The place of a card's detention, else its custody type; empty for none."""
    if not detention:
        return ""
    if detention["facility"]:
        return str(detention["facility"]["name"])
    custody = detention["custody_type"]
    return _("no facility named") if custody == CustodyType.UNKNOWN else label_of(CustodyType, custody)


def status_counts(user: User) -> list[StatusCount]:
    """How many cases this user may see in each status, in the order of the list of statuses; none for outsiders."""
    counts = code_counts(Document.objects.visible_to(user), "status")
    return [StatusCount(show_status({"code": code}), counts[code]) for code in Status.values if code in counts]
