"""The Atom feed of a series: its newest frozen issues that the reader may see, each with the text that was frozen."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

import orjson
from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed

from reports.choices import FormKind
from reports.corrections import corrections_among
from reports.models import Issue, IssueForm, Series
from reports.rendering.printed import clean, printed

NEWEST = 20


class Item(NamedTuple):
    """An issue, its frozen text as it is printed, and the later issues that correct something in it."""

    issue: Issue
    said: dict[str, Any]
    corrected_in: list[Issue]


class IssueFeed(Feed):
    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest, series: str) -> tuple[Series, list[IssueForm]]:
        """The series with the data of its issues. Without one for this reader, it is as missing."""
        issues = Issue.objects.visible_to(request.user).filter(series__slug=series)
        kept = IssueForm.objects.kept().filter(kind=FormKind.JSON, issue__in=issues).defer("words")
        forms = list(kept.select_related("issue__series").order_by("-issue__dated")[:NEWEST])
        if not forms:
            raise Http404
        return forms[0].issue.series, forms

    def title(self, found: tuple[Series, list[IssueForm]]) -> str:
        return clean(found[0].name)

    def link(self, found: tuple[Series, list[IssueForm]]) -> str:
        return reverse("reports:list")

    def feed_url(self, found: tuple[Series, list[IssueForm]]) -> str:
        return reverse("reports:feed", args=[found[0].slug])

    # Every series has the list as its page, but its own identity.
    feed_guid = feed_url

    def author_name(self, found: tuple[Series, list[IssueForm]]) -> str:
        return clean(found[0].masthead)

    def items(self, found: tuple[Series, list[IssueForm]]) -> list[Item]:
        series, forms = found
        # Who may read one issue of a series may read every frozen one.
        pairs = corrections_among(Issue.objects.filter(series=series))
        return [
            Item(
                form.issue,
                printed(orjson.loads(bytes(form.content)), series.language),
                [one.told_in for one in pairs if one.issue == form.issue],
            )
            for form in forms
        ]

    def item_title(self, item: Item) -> str:
        return str(item.said["title"])

    def item_description(self, item: Item) -> str:
        above = {"series": item.issue.series, "corrected_in": item.corrected_in, "site": settings.SITE.rstrip("/")}
        corrections = render_to_string("reports/issue_corrections.html", above) if item.corrected_in else ""
        return corrections + render_to_string("reports/forms/body.html", {"issue": item.said})

    def item_link(self, item: Item) -> str:
        return reverse("reports:issue", args=[item.issue.series.slug, item.issue.dated])

    def item_updateddate(self, item: Item) -> datetime | None:
        """When it was frozen, or last corrected: programs that read feeds then show it again."""
        return max((one.frozen_at for one in [item.issue, *item.corrected_in] if one.frozen_at), default=None)
