"""Every match of a filter, taken along: as lines of JSON, as CSV, as a workbook.

CSV has no place for who took it and when that a parser would not stumble over, so its file name and the log say it;
a workbook says it on its second sheet.
"""

from __future__ import annotations

import csv
import io
import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import orjson
from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, F, Func, TextChoices, Value
from django.http import FileResponse, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _

from cases.copying import Copy, log_fault
from cases.filters import LONGEST_LIST, CaseFilter
from cases.models import Publication
from cases.querysets import DocumentQuerySet
from cases.workbooks import open_file, write_workbook
from tracker.api import problem
from tracker.audiences import Audience


class ExportForm(TextChoices):
    CSV = "csv", "CSV"
    XLSX = "xlsx", "XLSX"
    NDJSON = "ndjson", "NDJSON"


# What asks for a part of a list; an export takes every match whole.
OF_A_LIST = ("limit", "cursor", "view", "fields", "count", "facets")
MEDIA_TYPES = {
    ExportForm.NDJSON: "application/x-ndjson",
    ExportForm.CSV: "text/csv; charset=utf-8",
    ExportForm.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# The dates, the place and the custody are those of the newest counted detention; charges and articles are the case's.
COLUMNS = (
    "ref",
    "name",
    "occupation",
    "status",
    "status_on",
    "began",
    "ended",
    "custody_type",
    "facility",
    "facility_name",
    "charges",
    "articles",
    "ends",
    "updated",
    "version",
    "url",
)
# What a spreadsheet would take for a formula when it opens a CSV.
FORMULA_BEGINS = ("=", "+", "-", "@", "\t", "\r")
# The last line of a CSV whose rows ended early, since the end of an answer looks the same to its reader either way.
CUT_OFF = "CUT OFF: rows are missing, take this export again"

# Of the cases of a name so many are put in order, as on the longest page; the others come after them.
MOST_RANKED = LONGEST_LIST

# The full address of a case's ref.
AddressOf = Callable[[str], str]


class ExportFilter(CaseFilter):
    """A filter whose every match is taken; parameters that ask for a part of a list are refused."""

    def _stray_and_repeated(self) -> Iterator[dict[str, str]]:
        yield from (said for said in super()._stray_and_repeated() if said["parameter"] not in OF_A_LIST)
        for name in OF_A_LIST:
            if any(self.data.getlist(name)):
                yield problem(name, "an export takes every match whole: this is for lists")

    def taken(self) -> DocumentQuerySet:
        """Every match in the list's order; of a name with very many matches the first are ranked."""
        if not (self.is_ranked and self.named):
            return self.matches().order_by(*self.sorting.terms())
        ranked = self.named.best(self.matches(), "ref", MOST_RANKED)
        best = Value([row.case_id for row in ranked], ArrayField(BigIntegerField()))
        place = Func(best, F("case_id"), function="array_position")
        return self.matches().order_by(place.asc(nulls_last=True), "case_id")


def export_cases(
    asked: ExportFilter,
    form: ExportForm,
    *,
    audience: Audience,
    address_of: AddressOf,
    taken_by: str = "",
    squeeze: bool = False,
) -> HttpResponseBase:
    """The answer that holds every match of a filter that was checked. `taken_by` is somebody of the team; `squeeze`:
    the reader takes gzip.

    Raises `Busy`, `TooLong` and, until the first rows are there, `DatabaseError`. The server that sends it closes it.
    """
    ledger = Publication.objects.all()
    if audience < Audience.TEAM:
        # Of their own audience alone: how much is published to others is not theirs to know.
        ledger = ledger.for_audience(audience)
    if form == ExportForm.XLSX:
        copy = Copy(asked.taken(), "card", ledger=ledger)
        return _named(_workbook(asked, copy, audience, address_of, taken_by), form, audience, taken_by)
    if form == ExportForm.CSV:
        lines = Lines(Copy(asked.taken(), "card", ledger=ledger), lambda copy: csv_lines(copy, address_of))
    else:
        documents = asked.taken() if asked.cleaned_data["order"] else asked.matches().order_by("case_id")
        lines = Lines(Copy(documents, "body", ledger=ledger), ndjson)
    if squeeze:
        lines.squeeze()
    answer = StreamingHttpResponse(lines, headers={"Content-Encoding": "gzip"} if squeeze else None)
    return _named(answer, form, audience, taken_by)


def export_headers(form: ExportForm, *, audience: Audience, taken_by: str = "") -> HttpResponse:
    """The answer to HEAD: nothing is worked out for it."""
    return _named(HttpResponse(), form, audience, taken_by)


def _named(answer: Any, form: ExportForm, audience: Audience, taken_by: str) -> Any:
    name = "-".join(filter(None, ["cases", audience.code, f"{timezone.now():%Y-%m-%d-%H%M}", taken_by]))
    answer["Content-Type"] = MEDIA_TYPES[form]
    answer["Content-Disposition"] = content_disposition_header(True, f"{get_valid_filename(name)}.{form.value}")
    return answer


class Lines:
    """The lines told of a copy, which ends with them, however they end."""

    def __init__(self, copy: Copy, told: Callable[[Copy], Iterator[bytes]]) -> None:
        self.copy = copy
        self.lines = told(copy)

    def squeeze(self) -> None:
        """Gzip at its quickest: the usual level takes five times as long for a fifth less."""
        self.lines = _squeezed(self.lines)

    def __iter__(self) -> Iterator[bytes]:
        return self.lines

    def close(self) -> None:
        self.copy.close()


def _squeezed(lines: Iterator[bytes]) -> Iterator[bytes]:
    squeeze = zlib.compressobj(level=1, wbits=zlib.MAX_WBITS | 16)
    yield from (out for line in lines if (out := squeeze.compress(line)))
    yield squeeze.flush()


def ndjson(copy: Copy) -> Iterator[bytes]:
    """Bodies as they are, and the line that says that all are there; without it the stream was cut."""
    try:
        yield from copy
    except Exception as fault:  # noqa: BLE001  the answer has begun: what is left is to end it without its last line
        log_fault(fault, copy)
        return
    yield b'{"seq":%d,"lines":%d}\n' % (copy.seq, copy.lines)


def csv_lines(copy: Copy, address_of: AddressOf) -> Iterator[bytes]:
    """The header and a line for each card of the copy."""
    yield _csv([COLUMNS])
    try:
        for chunk in copy:
            yield _csv([_harmless(value) for value in row] for row in rows_of(chunk, address_of))
    except Exception as fault:  # noqa: BLE001  as above
        log_fault(fault, copy)
        yield _csv([[CUT_OFF, *[""] * (len(COLUMNS) - 1)]])


def _csv(rows: Iterable[Iterable[Any]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def _harmless(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_BEGINS) else value


def rows_of(chunk: bytes, address_of: AddressOf) -> Iterator[list[Any]]:
    """The row of each card, in the order of `COLUMNS`; what is not known is empty."""
    for line in chunk.split(b"\n")[:-1]:
        yield row_of(orjson.loads(line), address_of)


def row_of(card: dict[str, Any], address_of: AddressOf) -> list[Any]:
    detention = card["detentions"][0] if card["detentions"] else {}
    facility = detention.get("facility") or {}
    charges = [charge for held in card["detentions"] for charge in held["charges"]] + card["charges"]
    row = [
        card["ref"],
        card["person"]["name"],
        card["person"]["occupation"],
        card["status"]["code"],
        card["status"]["on"],
        detention.get("began"),
        detention.get("ended"),
        detention.get("custody_type"),
        facility.get("slug"),
        facility.get("name"),
        _joined(charge["text"] for charge in charges),
        _joined(article for charge in charges for article in charge["articles"]),
        card["ends"],
        card["updated"],
        card["version"],
        address_of(card["ref"]),
    ]
    return ["" if value is None else value for value in row]


def _joined(texts: Iterable[str]) -> str:
    """Each text once, in order."""
    return "; ".join(dict.fromkeys(filter(None, texts)))


def _workbook(
    asked: ExportFilter, copy: Copy, audience: Audience, address_of: AddressOf, taken_by: str
) -> FileResponse:
    file = open_file()
    try:
        rows = (row for chunk in copy for row in rows_of(chunk, address_of))
        about = [
            (_("audience"), audience.code),
            (_("taken on"), f"{timezone.now():%Y-%m-%d %H:%M} UTC"),
            *([(_("taken by"), taken_by)] if taken_by else []),
            *((name, ", ".join(values)) for name, values in sorted(asked.data.lists()) if any(values)),
        ]
        write_workbook(file, COLUMNS, rows, about)
    except BaseException:
        file.close()
        raise
    finally:
        copy.close()
    file.seek(0)
    return FileResponse(file)
