"""An issue as a page reads it, and with each passage's evidence numbered when a team reader asks for that."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import orjson
from django.contrib.auth.models import AnonymousUser
from django.db.models.functions import Length
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from cases.models import Document
from cases.pages.records import ShownRecord, anchor_of, shown_records
from cases.records import RECORD_TYPES
from reports.choices import FormKind, Voice
from reports.models import Issue, Passage
from tracker.models import User
from tracker.permissions import Permission

_OF_PERSON = {
    "person": _lazy("who it is"),
    "name": _lazy("name"),
    "affiliation": _lazy("affiliation"),
    "relationship": _lazy("relationship"),
}

Records = dict[str, tuple[str, ShownRecord]]


@dataclass(frozen=True)
class OfferedForm:
    """A form that can be fetched; size and hash are those of a frozen issue's bytes, `former` are hashes of bytes that
    withdrawals took away."""

    kind: str
    label: str
    size: int | None = None
    sha256: str = ""
    former: tuple[str, ...] = ()


def forms_of(issue: Issue) -> list[OfferedForm]:
    """The forms that were frozen, in the order of `FormKind`; of a draft every form as it would be now."""
    if not issue.is_frozen:
        return [OfferedForm(kind.value, str(kind.label)) for kind in FormKind]
    rows = {form.kind: form for form in issue.forms.kept().defer("content", "words").annotate(size=Length("content"))}
    kept = [(kind, rows[kind]) for kind in FormKind if kind in rows]
    return [
        OfferedForm(kind.value, str(kind.label), row.size, row.sha256, tuple(row.former_sha256)) for kind, row in kept
    ]


@dataclass(frozen=True)
class Evidence:
    """One record or citation behind a passage. `told` is the version that the issue tells.

    `record` is as it stands now, None where the reader's documents no longer have it.
    """

    told: str
    address_ref: str = ""
    anchor: str = ""
    record: ShownRecord | None = None
    quote: str = ""
    title: str = ""
    url: str = ""

    @property
    def is_of_person(self) -> bool:
        """Whether it is no record of the case: a name, an affiliation, the person."""
        return bool(self.told) and self.told.partition(":")[0] not in RECORD_TYPES

    @property
    def kind(self) -> str:
        """What is told, as pages name it: “Detention”, “Affiliation”."""
        return kind_in_words(self.told)

    @property
    def has_changed(self) -> bool:
        return self.record is not None and self.told.rpartition("@")[2] != str(self.record.version)


def kind_in_words(key: str) -> str:
    """What a record's key, or that of something said of a person, names; the key itself where it is unknown."""
    code = key.partition(":")[0]
    kind = RECORD_TYPES.get(code)
    label = kind.label if kind else _OF_PERSON.get(code)
    return capfirst(str(label)) if label else key


@dataclass(frozen=True)
class TracedPassage:
    """`number` counts passages from 1 through the issue; `is_editors` marks the editor's own voice."""

    number: int
    text: str
    is_editors: bool
    evidence: list[Evidence] = field(default_factory=list)


@dataclass(frozen=True)
class TracedSection:
    heading: str
    entries: list[list[TracedPassage]]


def may_trace(user: User | AnonymousUser) -> bool:
    """Whether the reader may see what stands behind a passage: those who read the team's documents."""
    return isinstance(user, User) and user.may(Permission.CASE_READ)


def trace(said: dict[str, Any], user: User | AnonymousUser) -> list[TracedSection]:
    """The sections of an issue, as its JSON says it, with each passage's evidence that this user may see."""
    entries = [entry for section in said["sections"] for entry in section["entries"]]
    records = records_behind({ref for entry in entries for ref in entry.get("cases", [entry.get("case")]) if ref}, user)
    number = 0
    sections = []
    for section in said["sections"]:
        entries = []
        for entry in section["entries"]:
            passages = []
            for passage in entry["passages"]:
                number += 1
                passages.append(_passage(number, passage, records))
            entries.append(passages)
        sections.append(TracedSection(section["heading"], entries))
    return sections


def all_passages(sections: list[TracedSection]) -> list[TracedPassage]:
    """Every passage in the order of its number."""
    return [passage for section in sections for entry in section.entries for passage in entry]


def _passage(number: int, passage: dict[str, Any], records: Records) -> TracedPassage:
    evidence = [evidence_of_record(told, records) for told in passage.get("records", [])]
    evidence += [
        Evidence(told="", quote=s.get("quote", ""), title=s.get("title", ""), url=s.get("url", ""))
        for s in passage.get("sources", [])
    ]
    return TracedPassage(number, passage["text"], passage.get("voice") == Voice.EDITOR, evidence)


def evidence_of_record(told: str, records: Records) -> Evidence:
    """What stands behind a record's key and version, as the reader of these records may see it."""
    key = told.partition("@")[0]
    kind, _sep, number = key.partition(":")
    if kind == "withdrawal":
        return Evidence(told="", title=_("withdrawal, number %(seq)s of the ledger") % {"seq": number})
    if key not in records:
        return Evidence(told)
    ref, record = records[key]
    return Evidence(told, ref, anchor_of(key), record)


def evidence_of(passage: Passage, records: Records) -> list[Evidence]:
    """What stands behind a passage, read with its citations: records, then open sources."""
    open_ones = [citation for citation in passage.citations.all() if not citation.source.is_sealed]
    evidence = [evidence_of_record(told, records) for told in passage.records]
    return evidence + [Evidence("", quote=c.quote, title=c.source.title, url=c.source.url) for c in open_ones]


def records_behind(refs: set[str], user: User | AnonymousUser) -> Records:
    """Case ref and record by key, of those of these cases that this user may see."""
    found = {}
    for document in Document.objects.visible_to(user).filter(ref__in=refs).only("ref", "body"):
        body = orjson.loads(document.body)
        found.update({record.key: (document.ref, record) for record in shown_records(body)})
    return found
