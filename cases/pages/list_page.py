"""The case list, from a filter that was checked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.urls import reverse

from cases.exports import OF_A_LIST, ExportForm
from cases.filters import CaseFilter
from cases.pages.facets import LABELS, Facet, shown_facets
from cases.pages.filter_form import FilterForm, filter_form
from cases.pages.filter_words import filter_in_words
from cases.pages.rows import CaseRow, case_rows
from cases.pages.values import Said
from cases.paging import Place, write_cursor


@dataclass(frozen=True)
class ListPage:
    """`words` is the filter in a sentence; `following` the address of the next page, empty on the last; `exports` the
    addresses of every match by the label of the form; `leads` the pages of the facilities and articles asked for."""

    form: FilterForm
    rows: list[CaseRow]
    count: int
    people: int
    facets: list[Facet]
    words: str
    leads: list[Said]
    following: str
    exports: dict[str, str]

    @property
    def is_whole(self) -> bool:
        """Whether nothing was asked, so that an empty list means that there is no case at all."""
        return not self.words


def list_page(asked: CaseFilter) -> ListPage:
    """One page of the list. Raises `BadParameters` with every fault of the filter."""
    (listed, last), counts = asked.check_parameters().page_and_counts("card", LABELS)
    form = filter_form(asked, counted=counts.codes)
    return ListPage(
        form=form,
        rows=case_rows(listed, asked.today, why=asked.why),
        count=counts.cases,
        people=counts.people,
        facets=shown_facets(asked, counts.codes, form.facilities),
        words=filter_in_words(asked, form.facilities),
        leads=list(_leads(asked, counts.codes, form.facilities)),
        following=_following(asked, last),
        exports=_exports(asked),
    )


def _leads(asked: CaseFilter, codes: dict[str, int], facilities: dict[str, str]) -> Iterator[Said]:
    for slug in asked.cleaned_data["facility"]:
        yield Said("", facilities.get(slug, slug), target=reverse("cases:facility", args=[slug]))
    for number in asked.cleaned_data["article"]:
        # A bare number may be told of several codes of law.
        for told in sorted(codes):
            law, _colon, its_number = told.removeprefix("article:").partition(":")
            if told.startswith("article:") and its_number and number in (its_number, f"{law}:{its_number}"):
                yield Said("", f"{law} {its_number}", target=reverse("cases:article", args=[law, its_number]))


def _exports(asked: CaseFilter) -> dict[str, str]:
    query = asked.data.copy()
    for name in {*_empty(asked.data.lists()), *OF_A_LIST}:
        query.pop(name, None)
    asks = f"?{query.urlencode()}" if query else ""
    return {form.label: reverse(f"cases:list-{form.value}") + asks for form in ExportForm}


def _following(asked: CaseFilter, last: Place | None) -> str:
    if last is None:
        return ""
    query = asked.data.copy()
    for name in _empty(asked.data.lists()):
        del query[name]
    query["cursor"] = write_cursor(asked.sorting, last)
    return f"?{query.urlencode()}"


def _empty(given: Iterable[tuple[str, list[str]]]) -> list[str]:
    """Boxes that were left empty: an address needs none of them."""
    return [name for name, values in given if not any(values)]
