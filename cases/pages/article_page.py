"""The page of an article of law: the cases under it and the paragraphs below it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import orjson
from django.utils.translation import gettext as _

from cases.choices import ChargeGroup
from cases.codes import code
from cases.filters import CaseFilter
from cases.listing import Counting, Matches
from cases.models import Article, LegalCode
from cases.models.reference import article_prefixes
from cases.pages.lines import CaseLine, case_line, list_address, query_of
from cases.pages.values import date_in_words, label_of
from cases.querysets import DocumentQuerySet
from cases.told import Told
from tracker.audiences import Audience

MOST_LINES = 100


@dataclass(frozen=True)
class Paragraph:
    """An article below another, with the number of cases under it."""

    number: str
    title: str
    cases: int


@dataclass(frozen=True)
class ArticlePage:
    """`above` are the numbers that this one stands below; `lines` the first of its cases."""

    law: LegalCode
    number: str
    title: str
    charge_group: str
    above: list[str]
    below: list[Paragraph]
    cases: int
    people: int
    lines: list[CaseLine]
    all_address: str

    @property
    def more(self) -> int:
        return self.cases - len(self.lines)


def article_page(law: LegalCode, number: str, documents: DocumentQuerySet, audience: Audience) -> ArticlePage | None:
    """The page of a number of that code of law, whether or not it has a row of its own; None where no document of this
    reader tells it."""
    name = f"{law.slug}:{number}"
    asked = CaseFilter(query_of(article=name, limit=str(MOST_LINES)), documents).check_parameters()
    counts = Counting(Matches(asked.matches(), narrowed=True)).alone()
    if not counts.cases:
        return None
    of_the_law = code("article", f"{law.slug}:")
    below = {
        told.removeprefix(of_the_law): count
        for told, count in counts.codes.items()
        if told.startswith(f"{of_the_law}{number}.")
    }
    rows = {row.number: row for row in Article.objects.filter(code=law, number__in=[number, *below])}
    own = rows.get(number, Article(code=law, number=number))
    listed, _last = asked.page("card")
    cards = [orjson.loads(row.text) for row in listed]
    return ArticlePage(
        law=law,
        number=number,
        title=own.title,
        charge_group=label_of(ChargeGroup, own.charge_group) if own.charge_group else "",
        above=article_prefixes(number)[:-1],
        below=[
            Paragraph(each, rows[each].title if each in rows else "", below[each])
            for each in sorted(below, key=_in_order)
        ],
        cases=counts.cases,
        people=counts.people,
        lines=[case_line(card, audience, _since(card)) for card in cards],
        all_address=list_address(query_of(article=name), audience),
    )


def articles_by_law(told: Iterable[Told]) -> list[tuple[str, list[Told]]]:
    """The articles of each code of law that is named, in the order of their numbers, with its title."""
    laws: dict[str, list[Told]] = {}
    for article in sorted(told, key=lambda one: _in_order(one["number"])):
        laws.setdefault(article["code"], []).append(article)
    named = LegalCode.objects.filter(slug__in=laws).order_by("title")
    return [(title, laws[slug]) for slug, title in named.values_list("slug", "title")]


def _in_order(number: str) -> list[tuple[int, ...]]:
    """As people count: 228.2 before 228.10."""
    return [tuple(int(part) for part in level.split("-")) for level in number.split(".")]


def _since(card: dict) -> str:
    began = date_in_words(card["detentions"][0]["began"]) if card["detentions"] else ""
    return _("detained %(day)s") % {"day": began} if began else ""
