"""The API's addresses of cases: lists, documents, the ledger, and the places and articles they name."""

from __future__ import annotations

from typing import Any

import orjson
from django.http import Http404
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework.exceptions import APIException
from rest_framework.request import Request
from rest_framework.response import Response

from cases import schema
from cases.codes import facets
from cases.exports import ExportFilter, ExportForm, export_cases, export_headers
from cases.filters import CaseFilter
from cases.indexing import encode
from cases.ledger import read_changes
from cases.models import Document, Publication
from cases.paging import Place, write_cursor
from cases.people import person_body
from cases.querysets import DocumentQuerySet
from cases.told import told_articles, told_facilities
from tracker.api import BadParameters, ReadView, problem, ready_json
from tracker.audiences import Audience
from tracker.models import Scope
from tracker.statements import Statement

USUAL_CHANGES = 500


class Gone(APIException):
    status_code = 410
    default_detail = "This version was withdrawn; its number and digest remain."


class CaseView(ReadView):
    scope = Scope.CASES.value

    def documents(self) -> DocumentQuerySet:
        return Document.objects.for_audience(self.audience)


class CaseList(CaseView):
    @extend_schema(operation_id="cases", parameters=schema.filter_parameters(), responses={200: schema.list_schema()})
    def get(self, request: Request) -> Response:
        """Cards of the cases asked for, or whole documents with `view=full`; `next` leads on."""
        asked = CaseFilter(request.query_params, self.documents()).check_parameters()
        counted = asked.wants_count or bool(asked.cleaned_data["facets"])
        (rows, last), counts = asked.page_and_counts() if counted else (asked.page(), None)
        following = self._next(asked, last)
        texts = [row.text for row in rows]
        if asked.cleaned_data["fields"]:
            texts = [_with_fields(text, {"ref", *asked.cleaned_data["fields"]}) for text in texts]
        parts = ['{"results":[', ",".join(texts), '],"next":', orjson.dumps(following).decode()]
        if counts:
            if asked.wants_count:
                parts.append(f',"count":{counts.cases},"people":{counts.people}')
            if asked.cleaned_data["facets"]:
                told = facets(counts.codes, asked.cleaned_data["facets"])
                parts += [',"facets":', orjson.dumps(told).decode()]
        return ready_json("".join([*parts, "}"]), link_next=following)

    def _next(self, asked: CaseFilter, last: Place | None) -> str | None:
        if last is None:
            return None
        query = self.request.query_params.copy()
        query["cursor"] = write_cursor(asked.sorting, last)
        return self.request.build_absolute_uri(f"{self.request.path}?{query.urlencode()}")


def _with_fields(text: str, names: set[str]) -> str:
    return encode({name: value for name, value in orjson.loads(text).items() if name in names})


class CaseExport(CaseView):
    """Every case asked for. Each form has an address of its own, and whoever accepts nothing else gets it too."""

    form: ExportForm

    def get(self, request: Request) -> HttpResponseBase:
        asked = ExportFilter(request.query_params, self.documents()).check()
        if request.method == "HEAD":
            return export_headers(self.form, audience=self.audience)
        squeeze = "gzip" in request.headers.get("Accept-Encoding", "")
        answer = export_cases(asked, self.form, audience=self.audience, address_of=self._address_of, squeeze=squeeze)
        patch_vary_headers(answer, ["Accept-Encoding"])
        return answer

    def _address_of(self, ref: str) -> str:
        return self.request.build_absolute_uri(f"/api/v1/cases/{ref}/")

    def perform_content_negotiation(self, request: Request, force: bool = False) -> Any:
        return super().perform_content_negotiation(request, force=True)

    def finalize_response(self, request: Any, response: Any, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().finalize_response(request, response, *args, **kwargs)
        except BaseException:
            # Nobody else ends the copy of an answer that is never sent.
            response.close()
            raise


@extend_schema_view(get=schema.describe_export(ExportForm.NDJSON))
class CaseLines(CaseExport):
    form = ExportForm.NDJSON


@extend_schema_view(get=schema.describe_export(ExportForm.CSV))
class CaseTable(CaseExport):
    form = ExportForm.CSV


@extend_schema_view(get=schema.describe_export(ExportForm.XLSX))
class CaseWorkbook(CaseExport):
    form = ExportForm.XLSX


_BODY = Statement(
    lambda audience, ref: (
        Document.objects.for_audience(audience).filter(ref=ref).values_list("body", "digest", "publication_version")
    ),
    Audience.PUBLIC,
    "a ref",
)


class CaseDetail(CaseView):
    @extend_schema(operation_id="case", responses={200: schema.document_schema()})
    def get(self, request: Request, ref: str) -> Response:
        """One case as this reader may see it."""
        found = _BODY.rows(self.audience, ref)
        if not found:
            raise Http404
        [(body, digest, version)] = found
        return ready_json(body, etag=f"{digest[:32]}.{version}")


class PersonDetail(CaseView):
    @extend_schema(operation_id="person", responses={200: schema.person_schema()})
    def get(self, request: Request, person: str) -> Response:
        """A person as the newest document of their cases says them, with their cases and those that name them."""
        said = person_body(person, self.documents())
        if said is None:
            raise Http404
        return Response(said)


class VersionList(CaseView):
    @extend_schema(operation_id="versions", responses={200: schema.versions_schema()})
    def get(self, request: Request, ref: str) -> Response:
        """The ledger of one case for this reader, oldest first; a withdrawal is a row too."""
        rows = Publication.objects.for_audience(self.audience).filter(ref=ref).order_by("version")
        fields = ("version", "seq", "kind", "published_at", "digest")
        found = list(rows.values(*fields))
        if not found:
            raise Http404
        return Response({"results": found})


class VersionDetail(CaseView):
    @extend_schema(
        operation_id="version",
        parameters=[OpenApiParameter("number", int, "path")],
        responses={200: schema.document_schema()},
    )
    def get(self, request: Request, ref: str, number: int) -> Response:
        """One version of a case. 410 for a withdrawal, and for a version whose body was taken back."""
        row = Publication.objects.for_audience(self.audience).filter(ref=ref, version=number).first()
        if row is None:
            raise Http404
        if not row.body:
            raise Gone
        return ready_json(row.body, etag=f"{row.digest[:32]}.{row.version}")


class ChangeList(CaseView):
    @extend_schema(
        operation_id="changes",
        parameters=[OpenApiParameter("after", int), OpenApiParameter("limit", int)],
        responses={200: schema.changes_schema()},
    )
    def get(self, request: Request) -> Response:
        """Of each case its newest ledger row after `after`, in order. Pass the last `next_after` to go on."""
        after, limit = self._whole("after", 0, 0, 2**62), self._whole("limit", USUAL_CHANGES, 1, 1000)
        unknown = [name for name in request.query_params if name not in ("after", "limit")]
        if unknown:
            known = ("after", "limit")
            raise BadParameters([problem(n, "there is no such parameter", given=n, known=known) for n in unknown])
        changes = read_changes(Publication.objects.for_audience(self.audience), after=after, limit=limit)
        body = b'{"results":[%b],"next_after":%d}' % (changes.text, changes.last)
        return ready_json(body, etag=changes.etag)

    def _whole(self, name: str, usual: int, lowest: int, highest: int) -> int:
        given = self.request.query_params.get(name, "")
        if not given:
            return usual
        if not (given.isascii() and given.isdigit() and len(given) < 20 and lowest <= int(given) <= highest):
            raise BadParameters([problem(name, f"a whole number from {lowest} to {highest}")])
        return int(given)


class FacilityList(CaseView):
    @extend_schema(operation_id="facilities", responses={200: schema.facilities_schema()})
    def get(self, request: Request) -> Response:
        """The facilities that this reader's cases name, with the number of cases ever counted there."""
        return Response({"results": told_facilities(self.documents(), self.audience)})


class ArticleList(CaseView):
    @extend_schema(operation_id="articles", responses={200: schema.articles_schema()})
    def get(self, request: Request) -> Response:
        """The articles that this reader's cases name, with the number of cases under each."""
        return Response({"results": told_articles(self.documents())})
