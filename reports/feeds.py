"""The Atom feed of a series: its newest frozen issues that the reader may see, each with the text that was frozen."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import orjson
from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed

from reports.choices import FormKind
from reports.models import Issue, IssueForm, Series
from reports.rendering.printed import clean, printed

NEWEST = 20


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

    def items(self, found: tuple[Series, list[IssueForm]]) -> list[tuple[Issue, dict[str, Any]]]:
        return [
            (form.issue, printed(orjson.loads(bytes(form.content)), form.issue.series.language)) for form in found[1]
        ]

    def item_title(self, item: tuple[Issue, dict[str, Any]]) -> str:
        return str(item[1]["title"])

    def item_description(self, item: tuple[Issue, dict[str, Any]]) -> str:
        return render_to_string("reports/forms/body.html", {"issue": item[1]})

    def item_link(self, item: tuple[Issue, dict[str, Any]]) -> str:
        return reverse("reports:issue", args=[item[0].series.slug, item[0].dated])

    def item_updateddate(self, item: tuple[Issue, dict[str, Any]]) -> datetime | None:
        return item[0].frozen_at
