"""Who changed what in a case, when and why, in words: as far as this reader may see the same things live."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import groupby
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Max, Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cases.changes import Columns, History, Row
from cases.models import (
    Article,
    Case,
    CaseRecord,
    Citation,
    CitationLink,
    Conflict,
    Event,
    Facility,
    ReviewRound,
    Source,
)
from cases.pages.records import anchor_of
from cases.pages.values import field_label, value_in_words
from cases.records import RECORD_TYPES
from people import naming
from people.models import Name, Organisation, Person, Relationship
from tracker.audiences import Audience
from tracker.history import event_rows
from tracker.models import User

CHANGES_ON_A_PAGE = 25
PLACE = re.compile(r"\d{8}T\d{12}-[0-9a-f-]+")

# Bookkeeping: said by the line itself, by the rounds of review, or made for machines. A former ref would join old
# copies of a case to one whose name is withheld now.
_UNTOLD = {"ref", "version", "recorded_by", "recorded_at", "in_review", "approved_revision", "revision", "reviewed_on"}
_UNTOLD |= {"updated_at", "sent_at", "decided_at", "sentence_forms", "keys", "citation"}


@dataclass(frozen=True)
class ChangedField:
    label: str
    was: str
    now: str


@dataclass(frozen=True)
class ChangedThing:
    """`target` is the record's anchor on its case's page; `undo` its code and number where it can be brought back."""

    name: str
    what: str
    fields: list[ChangedField]
    target: str = ""
    undo: tuple[str, int] | None = None


@dataclass(frozen=True)
class Change:
    """What was written at one go. `by` is empty for what no account did."""

    at: datetime
    by: str
    why: str
    things: list[ChangedThing]
    place: str


class Withheld(Exception):
    """A value that this reader may not see: its field is left out."""


class Reading:
    """These rows as one audience may read them. `names` is what the case's page calls its records."""

    def __init__(
        self, case: Case, history: History, rows: list[Row], names: dict[str, str], audience: Audience
    ) -> None:
        self.case, self.history, self.names, self.audience = case, history, names, audience
        self.rows = rows

    def changes(self) -> list[Change]:
        """Newest first, without those of which nothing is left to tell."""
        rows = sorted(self.rows, key=lambda row: row.place, reverse=True)
        made = (self._change(list(group)) for _place, group in groupby(rows, key=lambda row: row.place))
        return [change for change in made if change.things]

    def _change(self, rows: list[Row]) -> Change:
        shown = [row for row in rows if row.audience <= self.audience]
        said = rows[0].said
        try:
            # A reason that was given for hidden things too may tell of them.
            why = self.text(str(said.get("why", ""))) if len(shown) == len(rows) else ""
        except Withheld:
            why = ""
        by = self._users.get(said.get("user") or 0, "")
        return Change(rows[0].at, by, why, [thing for row in shown if (thing := self._thing(row))], rows[0].place)

    def _thing(self, row: Row) -> ChangedThing | None:
        if row.model is Citation and row.label != "update":
            return None
        before = row.before.now if row.before and _visible(row.before, self.audience) else None
        opened = row.label == "update" and before is None
        what = (
            _("opened to more readers") if opened else (_REVIEWED if row.model is ReviewRound else _WHAT)[row.label]()
        )
        fields = self._fields(row.model, before or {}, {} if row.label == "delete" else row.now)
        if row.label == "delete":
            fields = self._fields(row.model, row.now, {})
        if not fields and (row.label == "update" or row.model in (CitationLink, Conflict)):
            return None
        code = row.model._meta.model_name or ""
        is_record = code in RECORD_TYPES
        alive = self.history.newest[row.key].label != "delete"
        undo = (code, row.pk) if is_record and row.label == "delete" and row.is_newest else None
        return ChangedThing(self._name(row), what, fields, anchor_of(row.key) if is_record and alive else "", undo)

    def _name(self, row: Row) -> str:
        if row.owners and row.model is not Conflict:
            owner = " · ".join(self._record(key) for key in row.owners if self._is_shown(key))
            return owner if row.key in row.owners else f"{thing_label(row.model)} · {owner}"
        return thing_label(row.model)

    def _record(self, key: str) -> str:
        return capfirst(self.names.get(key) or str(RECORD_TYPES[key.partition(":")[0]].label))

    def _is_shown(self, key: str) -> bool:
        row = self.history.newest.get(key)
        return row is not None and row.audience <= self.audience

    def _fields(self, model: type[models.Model], was: Columns, now: Columns) -> list[ChangedField]:
        """Those that differ. Of a thing that came or went, those that say more than nothing."""
        if model in (CitationLink, Conflict):
            return self._linked(model, was, now)
        exposure = model.exposure  # type: ignore[attr-defined]
        columns = {column.name: column for column in model._meta.concrete_fields}
        found = []
        for name in exposure.fields_for(self.audience):
            if name not in columns or name in _UNTOLD or isinstance(columns[name], models.DateTimeField):
                continue
            column = columns[name]
            old, new = was.get(column.attname), now.get(column.attname)
            if old == new or (not (was and now) and (new if now else old) == _default(column)):
                continue
            try:
                said = ChangedField(field_label(model, name), self.words(column, old), self.words(column, new))
            except Withheld:
                continue
            if said.was != said.now:
                found.append(said)
        return found

    def _linked(self, model: type[models.Model], was: Columns, now: Columns) -> list[ChangedField]:
        """The words that a record got or lost, or what it does not fit."""
        try:
            said = [self._link(model, columns) if columns else "" for columns in (was, now)]
        except Withheld:
            return []
        label = _("Words") if model is CitationLink else _("Clash")
        return [ChangedField(label, *said)] if said[0] != said[1] else []

    def _link(self, model: type[models.Model], columns: Columns) -> str:
        if model is Conflict:
            return self.text(columns["note"]) or _("two records do not fit each other")
        citation = self.history.citation(columns["citation_id"])
        quote = self.text(citation.get("quote") or "") if citation else ""
        title = self.text(self._sources.get(citation.get("source_id", 0), ""))
        return " · ".join(filter(None, [f"“{quote}”" if quote else "", title]))

    def words(self, column: models.Field, value: Any) -> str:
        """A column's value as pages say it. Raises `Withheld`."""
        if value in (None, "", []):
            return ""
        if isinstance(column, models.ForeignKey):
            return self._related(column.related_model, value)
        if isinstance(column, ArrayField):
            labels = dict(column.base_field.flatchoices)
            return ", ".join(str(labels.get(code, code)) for code in value)
        said = value_in_words(column, value)
        return said if column.choices else self.text(said)

    def text(self, text: str) -> str:
        """The text. Raises `Withheld` where it holds the full name of somebody whose name this reader may not see."""
        if text and self._withheld and any(found.whole for found in naming.find_names(text, self._withheld)):
            raise Withheld
        return text

    def _related(self, model: Any, pk: int) -> str:
        if issubclass(model, CaseRecord):
            key = f"{model._meta.model_name}:{pk}"
            if not self._is_shown(key):
                raise Withheld
            return self._record(key)
        if model is Person:
            return self._person(pk)
        known = {User: "_users", Facility: "_facilities", Organisation: "_organisations", Source: "_sources"}
        known |= {Article: "_articles", Event: "_events"}
        names: dict[int, str] = getattr(self, known[model])
        return self.text(names.get(pk, "")) or _("something that is gone")

    def _person(self, pk: int) -> str:
        person = self._people.get(pk)
        if person is None:
            return _("somebody who is gone")
        names = person.names_for(self.audience)
        return names[0].text if names else _("Name withheld (%(ref)s)") % {"ref": person.ref}

    def _ids(self, related: type[models.Model]) -> set[int]:
        """The keys of that model which the rows hold."""
        found: set[int] = set()
        for model in {row.model for row in self.history.rows}:
            columns = [f.attname for f in model._meta.concrete_fields if f.related_model is related]
            found |= {row.now[c] for row in self.history.rows if row.model is model for c in columns if row.now.get(c)}
        return found

    @cached_property
    def _users(self) -> dict[int, str]:
        ids = self._ids(User) | {row.said["user"] for row in self.rows if row.said.get("user")}
        return {user.pk: str(user) for user in User.objects.filter(pk__in=ids)}

    @cached_property
    def _facilities(self) -> dict[int, str]:
        return dict(Facility.objects.filter(pk__in=self._ids(Facility)).values_list("pk", "name"))

    @cached_property
    def _articles(self) -> dict[int, str]:
        found = Article.objects.filter(pk__in=self._ids(Article)).select_related("code")
        return {article.pk: str(article) for article in found}

    @cached_property
    def _events(self) -> dict[int, str]:
        return dict(Event.objects.filter(pk__in=self._ids(Event)).values_list("pk", "title"))

    @cached_property
    def _organisations(self) -> dict[int, str]:
        return dict(Organisation.objects.filter(pk__in=self._ids(Organisation)).values_list("pk", "name"))

    @cached_property
    def _sources(self) -> dict[int, str]:
        return dict(Source.objects.filter(pk__in=self._ids(Source), is_sealed=False).values_list("pk", "title"))

    @cached_property
    def _people(self) -> dict[int, Person]:
        """Whom the rows name, and whom those have ties with, as what a document leaves out is worked out."""
        ids = self._ids(Person) | {self.case.person_id}
        tied = event_rows(Relationship).filter(person_id__in=ids).values("other_id")
        turned = event_rows(Relationship).filter(other_id=self.case.person_id).values("person_id")
        found = Person.objects.filter(Q(pk__in=ids) | Q(pk__in=tied) | Q(pk__in=turned)).prefetch_related("names")
        return {person.pk: person for person in found}

    @cached_property
    def _withheld(self) -> list[str]:
        """The names, former ones too, that this reader may not see: every one of somebody whose name was ever withheld
        from them but those that they may read now."""
        people = self._people
        exposed = event_rows(Person).filter(pgh_obj_id__in=people).values("pgh_obj_id")
        highest = dict(exposed.annotate(highest=Max("name_exposure")).values_list("pgh_obj_id", "highest"))
        texts: dict[int, set[str]] = defaultdict(set)
        for pk, text, visibility in (
            event_rows(Name).filter(person_id__in=people).values_list("person_id", "text", "visibility")
        ):
            if max(highest.get(pk, 0), visibility) > self.audience:
                texts[pk].add(text)
        found = []
        for pk, withheld in texts.items():
            shown = [naming.name_keys(name.text) for name in people[pk].names_for(self.audience)]
            found += [text for text in sorted(withheld) if naming.name_keys(text) not in shown]
        return found


def page_of(changes: Iterable[Change], before: str) -> tuple[list[Change], str]:
    """The changes behind that place, the newest ones without one, and the place where the next page begins, if any."""
    left = [change for change in changes if not before or change.place < before]
    page = left[:CHANGES_ON_A_PAGE]
    return page, page[-1].place if len(left) > len(page) else ""


def _visible(row: Row, audience: Audience) -> bool:
    return int(row.now.get("visibility", 0)) <= audience


def _default(column: models.Field) -> Any:
    return "" if column.has_default() is False and not column.null else column.get_default()


def thing_label(model: type[models.Model]) -> str:
    """What readers call a row of the model."""
    return capfirst(str(model._meta.verbose_name))


_WHAT = {"insert": lambda: _("added"), "update": lambda: _("changed"), "delete": lambda: _("deleted")}
# A round of review is no thing that somebody edits.
_REVIEWED = {"insert": lambda: _("sent"), "update": lambda: _("decided"), "delete": lambda: _("deleted")}
