"""A record as it is entered: its form, the rows that hang on it, its citations."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cases.entering import Desk
from cases.forms.citations import CitationForm
from cases.forms.fields import in_words
from cases.forms.records import RecordForm, record_form
from cases.forms.rows import MOST_ROWS, Rows, rows_of
from cases.models import CaseRecord
from cases.records import RecordType
from tracker.audiences import Audience
from tracker.models import User
from tracker.unfinished import unchecked

# (label, theirs, yours) of what two editors say differently.
Differences = list[tuple[str, str, str]]


@dataclass(frozen=True)
class Entry:
    kind: RecordType
    form: RecordForm
    rows: list[Rows]
    citations: CitationForm

    @classmethod
    def open(
        cls, kind: RecordType, record: CaseRecord, *, by: User, data: QueryDict | None = None, source: str = ""
    ) -> Entry:
        is_restricted = record.pk and record.visibility == Audience.RESTRICTED
        desk = Desk.of(record.case, Audience.RESTRICTED if is_restricted else Audience.TEAM, by)
        form = record_form(kind)(data, desk=desk, instance=record)
        rows = list(rows_of(record, data, desk.withholds))
        form.withheld += [each.label for each in rows if each.has_withheld]
        return cls(kind, form, rows, CitationForm(data, desk=desk, record=record, source=source))

    @classmethod
    def kept(cls, kind: RecordType, record: CaseRecord, *, by: User, data: QueryDict) -> Entry:
        """What was typed, shown again and not judged: reading it could make what it names."""
        entry = cls.open(kind, record, by=by, data=data)
        unchecked(entry.form)
        unchecked(entry.citations)
        for rows in entry.rows:
            rows.unjudged()
        return entry

    def is_valid(self) -> bool:
        is_valid = all([self.form.is_valid(), *(rows.is_valid() for rows in self.rows), self.citations.is_valid()])
        if self.citations.cites and self.form.ask_who_still_says():
            return False
        if is_valid and self._says_nothing():
            text = _("Nothing is said here yet: fill in a field of the %(record)s, or the words of a source.")
            self.form.add_error(None, text % {"record": self.kind.label})
            return False
        return is_valid

    def _says_nothing(self) -> bool:
        """Of a new record; whoever empties a stored one takes its words away with open eyes."""
        has_rows = any(rows.is_bound and rows.in_words() for rows in self.rows)
        said = self.form.says_something or self.citations.cites or has_rows
        return self.form.instance._state.adding and not said

    def sent_before(self) -> CaseRecord | None:
        """The record that the same form made when it was first sent."""
        return next((r for r in self.form.sent_before() if all(rows.is_said_of(r) for rows in self.rows)), None)

    def save(self) -> str:
        """Inside `editing_case`; the ref of the source that was used, if one was."""
        record = self.citations.record = self.form.save()
        for rows in self.rows:
            rows.save(record)
        return self.citations.save()


def with_another_row(data: QueryDict, kind: RecordType) -> QueryDict | None:
    """What was sent, with room for one more of the rows that its writer asked for; None where they asked for none."""
    name = data.get("more", "")
    if name not in kind.model.exposed_children or f"{name}-TOTAL_FORMS" not in data:
        return None
    sent, count = data.copy(), str(data[f"{name}-TOTAL_FORMS"])
    if count.isdecimal() and int(count) < MOST_ROWS:
        sent[f"{name}-TOTAL_FORMS"] = str(int(count) + 1)
        # An empty row says what its model says by default: else it would count as typed.
        columns = kind.model._meta.get_field(name).related_model._meta.fields  # type: ignore[union-attr]
        sent.update({f"{name}-{count}-{c.name}": str(c.default) for c in columns if c.choices and c.has_default()})
    return sent


def differences(theirs: Entry, yours: Entry) -> Differences:
    """Of the fields and rows that do not say the same; `yours` is the entry as it was sent."""
    found = []
    for field in yours.form:
        if (
            field.name == "why"
            or field.name.endswith(("_meant", "_new", "_kept", "_asked", "_law"))
            or field.name not in theirs.form.fields
        ):
            continue
        found.append((capfirst(str(field.label)), in_words(theirs.form[field.name]), in_words(field)))
    found += [
        (str(typed.label), now.in_words(), typed.in_words())
        for now, typed in zip(theirs.rows, yours.rows, strict=True)
        if typed.is_bound
    ]
    return [each for each in found if each[1] != each[2]]
