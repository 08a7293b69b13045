"""What a set of cases is: the one filter behind list page, API, exports, saved searches and bulletins.

It asks documents only, so it knows nothing that its audience may not see. Parameters combine with AND, a repeated one
means OR; `facility`, `custody_type`, `held_on`, `detained_*` and `released_*` must hold for one counted detention.
An unknown or bad parameter is an error at every door (design: interface, "API v1").
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import cached_property
from itertools import chain, islice
from typing import Any, Self

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Exists, F, OuterRef, Q
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils import timezone

from cases.choices import ChargeGroup, CustodyType, HealthCategory, RecognitionTerm, Status, Violation
from cases.codes import FACETS, code
from cases.documents import body_fields
from cases.fields import Cursor, Day, Days, Moment, Names, OneOf, Repeated, Several, Whole, Words
from cases.indexing import CARD_FIELDS
from cases.listing import Counting, Counts, Listed, Matches, code_counts, read_page
from cases.merges import WithMerged, merged_codes
from cases.models import Spell
from cases.name_search import ROUGH, NameSearch
from cases.paging import ORDERS, BadCursor, Order, Place, read_cursor
from cases.querysets import DocumentQuerySet
from cases.questions import Questions
from people.choices import Category, Sex
from tracker.api import BadParameters, problem

# The rows of a page, and the place of the last one if more follow.
Page = tuple[list[Listed], Place | None]

VIEWS = ("card", "full")
LONGEST_LIST = 1000
USUAL_LIST = 100
MOST_REPEATS = 100
# So many problems are told at once: to look for the nearest of many unknown names would cost more than an answer.
MOST_PROBLEMS = 10


class CaseFilter(forms.Form):
    """Bound to an address's parameters and to the documents its reader may see.

    `check()` raises `BadParameters`; afterwards `matches()` are the documents and `sorting` says how they are sorted.
    """

    q = Words("words anywhere in the case")
    name = Words("a name, in any spelling; ranked")
    facility = Repeated("slug of a facility; any counted detention there, ever, or on `held_on`")
    article = Repeated(
        "article number such as 234.4.3 or CC:234.4.3; 228 finds its paragraphs",
        r"([A-Z]{1,20}:)?[0-9][0-9.\-]{0,19}",
    )
    charge = Words("words of the charge")
    charge_group = Repeated("charge group", ChargeGroup)
    custody_type = Repeated("custody type", CustodyType)
    status = Repeated("status of the case", Status)
    category = Repeated("what the person is known as", Category)
    sex = Repeated("sex", Sex)
    region = Repeated("region of the person's residence")
    health = Repeated("category of a health note", HealthCategory)
    treatment = Repeated("violation in a treatment note", Violation)
    recognition = Repeated("what a body or a list calls the person or the detention", RecognitionTerm)
    held_on = Day("held on that day; with `facility`, held there")
    detained_from = Day("detained on that day or later")
    detained_to = Day("detained on that day or before")
    released_from = Day("released on that day or later; transfers are no releases")
    released_to = Day("released on that day or before")
    ends_from = Day("projected end on that day or later")
    ends_to = Day("projected end on that day or before")
    deadline_within = Days("a deadline within that many days from today; possible for every start unknown")
    silent_for = Days("no news for that many days; possible for a case without any dated news")
    certainty = OneOf(("possible", "certain"), "how date parameters are meant: `possible` (default) or `certain`")
    updated_since = Moment("changed at that moment or later, with its offset: 2026-06-01T00:00:00Z")
    order = OneOf(ORDERS, "order; `-detained` if not given")
    limit = Whole(1, LONGEST_LIST, f"length of the list, {USUAL_LIST} if not given")
    cursor = Cursor("from `next`")
    view = OneOf(VIEWS, "`card` (default) or `full` documents")
    count = OneOf(("true", "false"), "`true`: count the cases and the people too")
    facets = Several(FACETS, "count the cases by each value of these, comma-separated")

    def __init__(self, data: QueryDict, documents: DocumentQuerySet, *, places: list[str] | None = None) -> None:
        """`places`: the codes of the facilities asked for and of all merged with them, where the caller knows them."""
        super().__init__(data)
        self.data: QueryDict = data
        self.documents = documents
        self._known_places = places
        self.today = timezone.localdate()

    def full_clean(self) -> None:
        """Cleans what was given only: of forty parameters a request has three."""
        self._errors = ErrorDict()
        self.cleaned_data = dict(_NOT_ASKED)
        for name in self.data:
            if name in self.fields:
                self._clean_parameter(name, self.fields[name])

    def _clean_parameter(self, name: str, field: forms.Field) -> None:
        given = self.data.getlist(name) if isinstance(field, Repeated) else self.data.get(name)
        try:
            self.cleaned_data[name] = field.clean(given)
        except ValidationError as fault:
            self.add_error(name, fault)

    def check(self) -> Self:
        """Itself, checked. Raises `BadParameters` with up to `MOST_PROBLEMS` problems at once."""
        self.check_parameters().check_codes()
        return self

    def check_parameters(self) -> Self:
        """Itself, checked but for codes that only the documents can tell, which `page` looks up when it must."""
        for problems_of in (self._stray_and_repeated, self._field_problems, self._problems_between):
            _refuse(problems_of())
        return self

    def _stray_and_repeated(self) -> Iterable[dict[str, str]]:
        for name, given in self.data.lists():
            if name not in self.fields:
                yield problem(name, "there is no such parameter", given=name, known=self.fields)
            elif len(given) > 1 and not isinstance(self.fields[name], Repeated):
                yield problem(name, "it may stand once only")
            elif len(given) > MOST_REPEATS:
                yield problem(name, f"it may stand {MOST_REPEATS} times at most")

    def _field_problems(self) -> Iterable[dict[str, str]]:
        return (self._field_problem(name) for name in self.errors)

    def _field_problem(self, name: str) -> dict[str, str]:
        field = self.fields[name]
        choices = [str(code) for code, _ in getattr(field, "choices", ())]
        given = next((text for text in self.data.getlist(name) if text not in choices), "")
        return problem(name, str(self.errors[name][0]), given=given, known=choices)

    def _problems_between(self) -> Iterable[dict[str, str]]:
        asked = self.cleaned_data
        for what in ("detained", "released", "ends"):
            first, last = asked[f"{what}_from"], asked[f"{what}_to"]
            if first and last and last < first:
                yield problem(f"{what}_to", f"it lies before {what}_from")
        if asked["cursor"]:
            if self.is_ranked:
                yield problem("cursor", "a list ranked by name has one page")
            else:
                try:
                    read_cursor(asked["cursor"], self.sorting)
                except BadCursor as fault:
                    yield problem("cursor", str(fault))
        known = body_fields() if self.is_full else CARD_FIELDS
        for name in asked["fields"]:
            if name not in known:
                yield problem("fields", "there is no such field", given=name, known=known)

    def check_codes(self) -> None:
        """Raises `BadParameters` for a facility or article that this reader's documents don't name: it is answered
        like one that does not exist."""
        asked = self.cleaned_data
        given = [(name, value) for name in ("facility", "article") for value in asked[name]]
        told = self.documents.telling([code(name, value) for name, value in given])
        slugs = [slug for slug in asked["facility"] if code("facility", slug) not in told]
        numbers = [number for number in asked["article"] if code("article", number) not in told]
        _refuse(
            chain(
                self._unknown("facility", "no facility here has this slug", slugs),
                self._unknown("article", "no charge here names this article", numbers),
            )
        )

    def _unknown(self, parameter: str, reason: str, unknown: list[str]) -> Iterable[dict[str, str]]:
        known = code_counts(self.documents, parameter) if unknown else {}
        return (problem(parameter, reason, given=given, known=known) for given in unknown)

    @property
    def is_full(self) -> bool:
        """Whether whole documents are asked for, not cards."""
        return self.cleaned_data["view"] == "full"

    @property
    def is_ranked(self) -> bool:
        """Sorted by how well the name fits: when a name is asked for and no other order."""
        return bool(self.cleaned_data["name"]) and not self.cleaned_data["order"]

    @property
    def sorting(self) -> Order:
        return ORDERS[self.cleaned_data["order"] or "-detained"]

    @property
    def length(self) -> int:
        return self.cleaned_data["limit"] or USUAL_LIST

    @property
    def wants_count(self) -> bool:
        return self.cleaned_data["count"] == "true"

    @property
    def column(self) -> str:
        """What of each document is asked for."""
        return "body" if self.is_full else "card"

    @cached_property
    def named(self) -> NameSearch | None:
        """The search for the name asked for, which looks into the dictionary once; None without one."""
        return NameSearch(self.cleaned_data["name"], self.documents) if self.cleaned_data["name"] else None

    def questions(self, without: str = "", *, strictly: bool = False) -> Questions:
        """What is asked, without one parameter if it is named; `strictly` with no word of the name lacking."""
        asked = {**self.cleaned_data, without: []} if without else self.cleaned_data
        named = (self.named.strict if strictly else self.named.question) if self.named else Q()
        return Questions(asked, self._places if asked["facility"] else [], self.today, named)

    @cached_property
    def _places(self) -> Any:
        """The codes of the facilities asked for and of all that were merged with them. Whoever asks for a name has
        asked more already, and has a question that finds few: there they are worked out inside."""
        if self._known_places is not None:
            return self._known_places
        codes = [code("facility", slug) for slug in self.cleaned_data["facility"]]
        return WithMerged(codes) if self.named else merged_codes(codes)

    def matches(self, without: str = "", *, strictly: bool = False) -> DocumentQuerySet:
        """The documents asked for, unordered; as `questions`.

        Those of a name are a set like any other: the documents in whose names every word typed has one that sounds
        alike or is a typing error away (`NameSearch.question`). A ranked page shows the best of them.
        """
        questions = self.questions(without, strictly=strictly)
        found = self.documents.filter(questions.of_document())
        spell = questions.of_spell()
        if spell is None:
            return found
        spells = Spell.objects.filter(spell, document=OuterRef("pk"), audience=OuterRef("audience"))
        return found.filter(Exists(spells))

    def why(self, row: Listed) -> str:
        """Why a row of `page()` fits the name asked for; empty without one."""
        return self.named.fit(row.names).reason if self.named else ""

    def page(self, column: str = "") -> Page:
        """One page in order, with that column of each document or the one asked for; its last place if more follow.

        Raises `BadParameters` as `check_codes` does.
        """
        column = column or self.column
        if not (self.named and self.is_ranked):
            return self._cut(self._in_order(column))
        for strictly in self._readings(self.named):
            if rows := self.named.best(self.matches(strictly=strictly), column, self.length):
                break
        return self._cut(rows)

    def page_and_counts(self, column: str = "", facets: Collection[str] | None = None) -> tuple[Page, Counts]:
        """`page` and `counts` of one list. Raises `BadParameters` as `check_codes` does."""
        if not self._is_narrowed():
            # Everything is in order in an index, and counted by another: finding it first would help neither.
            return self.page(column), self.counts(facets)
        column = column or self.column
        wanted = self._facets(facets)
        if self.named and self.is_ranked:
            for strictly in self._readings(self.named):
                best = self.named.rough(self.matches(strictly=strictly), column, self.length)
                found, counts = self._counting(wanted, strictly=strictly).after(best, 1 + len(ROUGH))
                if found:
                    break
            return self._cut(self.named.ranked(found, self.length)), counts
        rows, counts = self._counting(wanted).with_page(
            self.sorting, column, self.length + 1, after=self._place, names=bool(self.named)
        )
        return self._cut(rows), counts

    @staticmethod
    def _readings(named: NameSearch) -> tuple[bool, ...]:
        """Strictly, and otherwise only if that finds nobody: to look for both takes three times as long. Whoever is
        found strictly shows that no word may be lacking."""
        return (True, False) if named.spares_one else (True,)

    def _is_narrowed(self, without: str = "") -> bool:
        asked = self.questions(without)
        return bool(asked.of_document()) or asked.of_spell() is not None

    def _cut(self, rows: list[Listed]) -> Page:
        """As many rows as were asked for, of one more that were read, and the last one's place if more follow."""
        doubtful = not rows or any(len(self.cleaned_data[name]) > 1 for name in ("facility", "article"))
        if doubtful:
            self.check_codes()
        return rows[: self.length], rows[self.length - 1].place if len(rows) > self.length else None

    @property
    def _place(self) -> Place | None:
        """Where the list goes on."""
        given = self.cleaned_data["cursor"]
        return read_cursor(given, self.sorting) if given else None

    def _in_order(self, column: str) -> list[Listed]:
        questions, order = self.questions(), self.sorting
        asked_of_spell = questions.of_spell("spells__")
        by_spell = asked_of_spell is not None and order.column == "newest_began"
        place = self._place
        further = Q(order.beyond(place, "spells__" if by_spell else "")) if place else Q()
        if asked_of_spell is not None and by_spell:
            same = Q(spells__audience=F("audience"))
            # In one call, so that all of it is asked of one and the same spell.
            found = self.documents.filter(questions.of_document() & asked_of_spell & same & further)
        else:
            found = self.matches().filter(further)
        return read_page(found, order, column, self.length + 1, by_spell=by_spell, names=bool(self.named))

    def counts(self, facets: Collection[str] | None = None) -> Counts:
        """Cases, people, and the codes of these facets, or of those asked for."""
        wanted = self._facets(facets)
        return self._counting(wanted).alone()

    def _facets(self, facets: Collection[str] | None) -> Collection[str]:
        return self.cleaned_data["facets"] if facets is None else facets

    def _counting(self, facets: Collection[str], *, strictly: bool = False) -> Counting:
        """How what matches is counted: of each of these facets that is a parameter too, in what matches without it."""
        matches = {
            name: Matches(self.matches(name, strictly=strictly), self._is_narrowed(name))
            for name in ["", *(name for name in facets if self.cleaned_data[name])]
        }
        return Counting(matches.pop(""), matches, codes=bool(facets))


# Not in the class body: a form keeps the fields themselves under that name.
_FIELDS = Names("top-level fields of the cards, or of the documents with `view=full`; `ref` always stays")
CaseFilter.declared_fields["fields"] = CaseFilter.base_fields["fields"] = _FIELDS

# What each parameter means where it does not stand.
_NOT_ASKED: dict[str, Any] = {name: field.clean(None) for name, field in CaseFilter.base_fields.items()}


def _refuse(problems: Iterable[dict[str, str]]) -> None:
    """Raises `BadParameters` with the first of these problems, if there is one."""
    if first := list(islice(problems, MOST_PROBLEMS)):
        raise BadParameters(first)
