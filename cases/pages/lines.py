"""A case in one line of a page that stands open to everybody, and where such pages lead their readers.

The team is led to pages of cases; whoever else comes has none, and no link leads them to data for programs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.urls import reverse

from cases.pages.rows import ShownStatus, show_status
from people.groups import count_beside_name, name_in_words
from tracker.audiences import Audience


@dataclass(frozen=True)
class CaseLine:
    """`address` is empty where the reader has no page of the case, `name` where it is withheld; `told` is what
    the page says of the case."""

    address: str
    ref: str
    name: str
    about: str
    status: ShownStatus
    told: str


def case_line(card: dict[str, Any], audience: Audience, told: str = "") -> CaseLine:
    person = card["person"]
    return CaseLine(
        address=case_address(card["ref"], audience),
        ref=card["ref"],
        name=name_in_words(person),
        about=", ".join(filter(None, [count_beside_name(person), person["occupation"]])),
        status=show_status(card["status"]),
        told=told,
    )


def case_address(ref: str, audience: Audience) -> str:
    """The page of a case; empty for whom there is none."""
    return reverse("cases:detail", args=[ref]) if audience == Audience.TEAM else ""


def list_address(query: QueryDict, audience: Audience) -> str:
    """Where that list of cases is read; empty for whom there is no such page."""
    return f"{reverse('cases:list')}?{query.urlencode()}" if audience == Audience.TEAM else ""


def query_of(**parameters: str) -> QueryDict:
    """Parameters of `CaseFilter`."""
    query = QueryDict(mutable=True)
    query.update(parameters)
    return query
