"""Pages of what cases share: facilities, articles of law, sources. Each reader is told what their own documents tell,
so that they stand open to everybody; what none of those documents names is not there."""

from __future__ import annotations

import re

import orjson
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views import View

from cases.models import Document, Facility, LegalCode
from cases.models.reference import ARTICLE_NUMBER
from cases.pages.article_page import article_page, articles_by_law
from cases.pages.facility_page import FacilityReader, facility_lines
from cases.pages.source_page import cited_in, source_of
from cases.querysets import audience_of_user
from cases.told import told_articles, told_facilities

CASES_ON_A_PAGE = 25


class FacilityList(View):
    def get(self, request: HttpRequest) -> HttpResponse:
        told = told_facilities(Document.objects.read_by(request.user), audience_of_user(request.user))
        context = {"facilities": facility_lines(told), "today": timezone.localdate()}
        return render(request, "cases/facility_list.html", context)


class FacilityDetail(View):
    """A facility that another was put in the place of leads there."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        asked = get_object_or_404(Facility.objects.select_related("merged_into", "parent"), slug=slug)
        documents, audience = Document.objects.read_by(request.user), audience_of_user(request.user)
        reader = FacilityReader(asked.current, documents, audience, timezone.localdate())
        if not reader.is_named:
            raise Http404
        if reader.facility != asked:
            return redirect("cases:facility", reader.facility.slug)
        page = reader.page(request.GET.get("on", "").strip())
        context = {"page": page, "today": reader.today}
        return render(request, "cases/facility_detail.html", context, status=400 if page.problem else 200)


class ArticleList(View):
    def get(self, request: HttpRequest) -> HttpResponse:
        told = told_articles(Document.objects.read_by(request.user))
        context = {"laws": articles_by_law(told), "today": timezone.localdate()}
        return render(request, "cases/article_list.html", context)


class ArticleDetail(View):
    def get(self, request: HttpRequest, law: str, article: str) -> HttpResponse:
        code = get_object_or_404(LegalCode, slug=law)
        today = timezone.localdate()
        page = None
        if re.fullmatch(ARTICLE_NUMBER.regex, article):
            documents = Document.objects.read_by(request.user)
            page = article_page(code, article, documents, audience_of_user(request.user))
        if page is None:
            raise Http404
        return render(request, "cases/article_detail.html", {"page": page, "today": today})


class SourceDetail(View):
    def get(self, request: HttpRequest, source: str) -> HttpResponse:
        citing = Document.objects.read_by(request.user).filter(mentions__contains=[f"source:{source}"])
        newest = citing.order_by("-updated_at", "-case_id").values_list("body", "card")
        page = Paginator(newest, CASES_ON_A_PAGE).get_page(request.GET.get("page"))
        rows = [(orjson.loads(body), card) for body, card in page.object_list]
        if not rows:
            raise Http404
        context = {
            "source": source_of([body for body, _card in rows], source),
            "cited": cited_in(rows, source, audience_of_user(request.user), timezone.localdate()),
            "page": page,
        }
        return render(request, "cases/source_detail.html", context)
