"""Facilities and articles as the documents of one reader tell them: for the API and the pages alike."""

from __future__ import annotations

from typing import Any

from cases.documents import without_empty
from cases.listing import code_counts
from cases.models import Article, Facility
from cases.querysets import DocumentQuerySet
from tracker.audiences import Audience

Told = dict[str, Any]


def told_facilities(documents: DocumentQuerySet, audience: Audience) -> list[Told]:
    """The facilities of counted detentions by name, with their aliases and the number of cases ever counted there."""
    counts = code_counts(documents, "facility")
    found = Facility.objects.filter(slug__in=counts).prefetch_related("aliases").order_by("name")
    names = [n for n in Facility.exposure.fields_for(audience) if n not in ("operator", "parent", "merged_into")]
    return [
        without_empty(
            {
                **{name: getattr(facility, name) for name in names},
                "aliases": [alias.text for alias in facility.aliases.all()],
                "cases": counts[facility.slug],
            }
        )
        for facility in found
    ]


def told_articles(documents: DocumentQuerySet) -> list[Told]:
    """The articles of charges by code of law and number, each with the number of cases under it."""
    counts = code_counts(documents, "article")
    numbers = [code.split(":", 1)[1] for code in counts if ":" in code]
    found = Article.objects.filter(number__in=numbers).select_related("code").order_by("code__slug", "number")
    return [{**_article(article), "cases": counts[str(article)]} for article in found if str(article) in counts]


def _article(article: Article) -> dict[str, str]:
    said = {"code": article.code.slug, "number": article.number, "title": article.title}
    return {name: value for name, value in {**said, "charge_group": article.charge_group}.items() if value}
