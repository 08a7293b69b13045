"""What a set of cases is: the one filter behind list page, API, exports, saved searches and bulletins.

It asks documents only, so it knows nothing that its audience may not see. Parameters combine with AND, a repeated one
means OR; `facility`, `custody_type`, `held_on`, `detained_*` and `released_*` must hold for one counted detention.
An unknown or bad parameter is an error at every door (design: interface, "API v1").
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django import forms
from django.db.models import DateField, Exists, F, Func, OuterRef, Q, QuerySet
from django.http import QueryDict
from django.utils import timezone

from cases.choices import ChargeGroup, CustodyType, HealthCategory, Status, Violation
from cases.fields import Day, Days, Moment, Repeated, Whole, Words
from cases.models import Document, Facility, Spell
from cases.paging import ORDERS, BadCursor, Order, read_cursor
from people import naming
from people.choices import Category, Sex
from tracker.api import BadParameters, problem

VIEWS = ("card", "full")
LONGEST_LIST = 1000
USUAL_LIST = 100
MOST_REPEATS = 100
# Of the people whose name has the sounds asked for, so many are ranked; more say that the name was too short.
MOST_RANKED = 1000


class CaseFilter(forms.Form):
    """Bound to an address's parameters and to the documents its reader may see.

    `check()` raises `BadParameters`; afterwards `matches()` are the documents and `sorting` says how they are sorted.
    """

    q = Words("words anywhere in the case")
    name = Words("a name, in any spelling; ranked")
    facility = Repeated("slug of a facility; any counted detention there, ever, or on `held_on`")
    article = Repeated(
        "article number such as 234.4.3 or CC:234.4.3; 228 finds its paragraphs",
        r"^([A-Z]{1,20}:)?[0-9][0-9.\-]{0,19}$",
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
    held_on = Day("held on that day; with `facility`, held there")
    detained_from = Day("detained on that day or later")
    detained_to = Day("detained on that day or before")
    released_from = Day("released on that day or later; transfers are no releases")
    released_to = Day("released on that day or before")
    ends_from = Day("projected end on that day or later")
    ends_to = Day("projected end on that day or before")
    silent_for = Days("no news for that many days")
    certainty = forms.ChoiceField(
        required=False,
        choices=[("possible", "possible"), ("certain", "certain")],
        help_text="how date parameters are meant: `possible` (default) or `certain`",
    )
    updated_since = Moment("changed at that moment or later, with its offset: 2026-06-01T00:00:00Z")
    order = forms.ChoiceField(
        required=False, choices=[(code, code) for code in ORDERS], help_text="order; `-detained` if not given"
    )
    limit = Whole(1, LONGEST_LIST, f"length of the list, {USUAL_LIST} if not given")
    cursor = forms.CharField(required=False, max_length=500, help_text="from `next`")
    view = forms.ChoiceField(
        required=False, choices=[(v, v) for v in VIEWS], help_text="`card` (default) or `full` documents"
    )
    count = forms.ChoiceField(
        required=False, choices=[("true", "true"), ("false", "false")], help_text="`true`: count the matches too"
    )

    def __init__(self, data: QueryDict, documents: QuerySet[Document]) -> None:
        super().__init__(data)
        self.data: QueryDict = data
        self.documents = documents
        self.today = timezone.localdate()

    def check(self) -> CaseFilter:
        """Itself, checked. Raises `BadParameters` with every problem at once."""
        problems = [
            problem(name, "there is no such parameter", given=name, known=self.fields)
            for name in self.data
            if name not in self.fields
        ]
        for name in self.fields:
            given = self.data.getlist(name)
            if len(given) > 1 and not isinstance(self.fields[name], Repeated):
                problems.append(problem(name, "it may stand once only"))
            elif len(given) > MOST_REPEATS:
                problems.append(problem(name, f"it may stand {MOST_REPEATS} times at most"))
        problems = problems or [self._field_problem(name) for name in self.errors]
        problems = problems or list(self._problems_between())
        if problems:
            raise BadParameters(problems)
        return self

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
        yield from self._unknown_codes()

    def _unknown_codes(self) -> Iterable[dict[str, str]]:
        """A slug or article that this reader's documents don't name is answered like one that does not exist."""
        for slug in self.cleaned_data["facility"]:
            if not self.documents.filter(facilities__overlap=_merged_slugs([slug])).exists():
                known = self._known("facilities")
                yield problem("facility", "no facility here has this slug", given=slug, known=known)
        for number in self.cleaned_data["article"]:
            if not self.documents.filter(articles__contains=[number]).exists():
                yield problem(
                    "article", "no charge here names this article", given=number, known=self._known("articles")
                )

    def _known(self, column: str) -> set[str]:
        """The codes that this reader's documents name, to find the nearest."""
        return set(self.documents.values_list(Func(F(column), function="unnest"), flat=True).distinct()[:5000])

    @property
    def certain(self) -> bool:
        return self.cleaned_data["certainty"] == "certain"

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

    def matches(self) -> QuerySet[Document]:
        """The documents asked for, unordered."""
        asked = self.cleaned_data
        found = self.documents
        for column in ("status", "sex", "region"):
            if asked[column]:
                found = found.filter(**{f"{column}__in": asked[column]})
        for parameter, column in (("category", "categories"), ("health", "health"), ("treatment", "treatment")):
            if asked[parameter]:
                found = found.filter(**{f"{column}__overlap": asked[parameter]})
        if asked["q"]:
            found = found.filter(_has_words("words", asked["q"]))
        if asked["name"]:
            keys = naming.name_keys(asked["name"])
            found = found.filter(name_keys__contains=keys) if keys else found.none()
        if asked["updated_since"]:
            found = found.filter(updated_at__gte=asked["updated_since"])
        if asked["silent_for"] is not None:
            found = found.filter(last_news_on__lte=self.today - timedelta(days=asked["silent_for"]))
        found = self._by_projected_end(found)
        spells = self._spells()
        if spells is not None:
            return found.filter(Exists(spells))
        return found.filter(self._charge_question())

    def _by_projected_end(self, found: QuerySet[Document]) -> QuerySet[Document]:
        window = _window(self.cleaned_data["ends_from"], self.cleaned_data["ends_to"])
        if window is None:
            return found
        if self.certain:
            return found.filter(ends_certain__contained_by=window)
        return found.filter(ends_possible__overlap=window)

    def _spells(self) -> QuerySet[Spell] | None:
        """The detentions that answer the questions which one detention must answer alone; None if there is none."""
        asked = self.cleaned_data
        spells = Spell.objects.filter(document=OuterRef("pk"))
        questions = Q()
        if asked["facility"]:
            questions &= Q(facility__in=_merged_slugs(asked["facility"]))
        if asked["custody_type"]:
            questions &= Q(custody_type__in=asked["custody_type"])
        if asked["held_on"]:
            column = "held_certain" if self.certain else "held_possible"
            questions &= Q(**{f"{column}__contains": asked["held_on"]}) & self._charge_question()
        for what, column in (("detained", "began"), ("released", "released")):
            window = _window(asked[f"{what}_from"], asked[f"{what}_to"])
            if window and self.certain:
                questions &= Q(**{f"{column}_certain__contained_by": window})
            elif window:
                questions &= Q(**{f"{column}_possible__overlap": window})
        if not questions:
            return None
        if self.certain:
            questions &= Q(counts_fully=True)
        if not asked["held_on"]:
            # Without a day, charges need not belong to that very detention.
            return spells.filter(questions, self._charge_question("document__"))
        return spells.filter(questions)

    def _charge_question(self, prefix: str = "") -> Q:
        """What is asked of charges, about a spell or a document; with a prefix, about a spell's document."""
        asked = self.cleaned_data
        question = Q()
        if asked["article"]:
            question &= Q(**{f"{prefix}articles__overlap": asked["article"]})
        if asked["charge_group"]:
            question &= Q(**{f"{prefix}charge_groups__overlap": asked["charge_group"]})
        if asked["charge"]:
            question &= _has_words(f"{prefix}charge_words", asked["charge"])
        return question

    def ranked(self) -> list[Document]:
        """The matches of a name, best first, `length` of them."""
        body = "body" if self.cleaned_data["view"] == "full" else "card"
        asked = self.cleaned_data["name"]
        found = list(self.matches().only(body, "names", "case_id")[:MOST_RANKED])
        scores = {d.case_id: max((r.match.score for r in naming.rank(asked, d.names)), default=0) for d in found}
        return sorted(found, key=lambda d: (-scores[d.case_id], d.case_id))[: self.length]

    def page(self) -> tuple[list[Document], Document | None]:
        """One page in order, and its last document if more follow."""
        if self.is_ranked:
            return self.ranked(), None
        found = self.sorting.sort(self.matches().annotate(ends_first=_first_day("ends_possible")))
        if self.cleaned_data["cursor"]:
            value, case_id = read_cursor(self.cleaned_data["cursor"], self.sorting)
            found = found.filter(self.sorting.after(value, case_id))
        body = "body" if self.cleaned_data["view"] == "full" else "card"
        rows = list(
            found.only(body, "case_id", self.sorting.column.replace("ends_first", "ends_possible"))[: self.length + 1]
        )
        return rows[: self.length], rows[self.length - 1] if len(rows) > self.length else None


def _has_words(column: str, text: str) -> Q:
    words = naming.fold_words(text).split()
    query = " & ".join("'" + word.replace("\\", "\\\\").replace("'", "''") + "'" for word in words)
    # Nothing but marks was asked for: no case has that word.
    return Q(**{f"{column}__matches": query}) if words else Q(pk=None)


def _merged_slugs(slugs: list[str]) -> list[str]:
    """These facilities' slugs with those merged into them, so that a merge acts at once."""
    merged = Facility.objects.filter(Q(merged_into__slug__in=slugs)).values_list("slug", flat=True)
    into = Facility.objects.filter(slug__in=slugs, merged_into__isnull=False).values_list(
        "merged_into__slug", flat=True
    )
    return sorted({*slugs, *merged, *into})


def _window(first: date | None, last: date | None) -> tuple[date | None, date | None] | None:
    if first is None and last is None:
        return None
    return (first, last + timedelta(days=1) if last else None)


def _first_day(column: str) -> Func:
    return Func(F(column), function="lower", output_field=DateField())
