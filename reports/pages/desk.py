"""The editor's desk: candidates, the issue as it reads with what stands behind each passage, and what was found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import orjson
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.gate import told_beforehand
from people.groups import name_in_words
from reports.checks import Finding
from reports.choices import EntryKind, EntryState, Voice
from reports.desk import SECOND_PERSON, findings_for
from reports.forms.desk import EntryForm
from reports.models import Entry, Issue, Passage, Section
from reports.pages.evidence import Evidence, Records, evidence_of, evidence_of_record, kind_in_words, records_behind
from reports.recompiling import Recompiled, is_rewritten, present_wordings
from reports.rendering import issue_json, said_by
from tracker.models import User


@dataclass(frozen=True)
class Noted:
    """A finding and the place on the page that it leads to."""

    finding: Finding
    text: str

    @property
    def anchor(self) -> str:
        return self.finding.where.replace(":", "-")

    @property
    def blocks(self) -> bool:
        return self.finding.blocks


@dataclass(frozen=True)
class DeskPassage:
    """`number` counts within the entry; `now` is what the compiler would say in the place of a rewritten one."""

    row: Passage
    number: int
    evidence: list[Evidence]
    names: list[str]
    is_rewritten: bool
    now: str

    @property
    def is_editors(self) -> bool:
        return self.row.voice == Voice.EDITOR


@dataclass(frozen=True)
class DeskEntry:
    """`up` and `down` are the places that put it before its neighbour in the issue, or after; 0 for none. `stale`
    is the finding about newer versions of what it tells: stale, kept, withdrawn or none."""

    row: Entry
    title: str
    why: str
    words: int
    passages: list[DeskPassage]
    form: EntryForm
    up: int
    down: int
    elsewhere: list[tuple[str, str]]
    stale: str

    @property
    def state(self) -> EntryState:
        return EntryState(self.row.state)


@dataclass(frozen=True)
class DeskSection:
    row: Section
    entries: list[DeskEntry]

    @property
    def included(self) -> list[DeskEntry]:
        return [entry for entry in self.entries if entry.state == EntryState.INCLUDED]


@dataclass(frozen=True)
class DeskPage:
    """`last` is the issue before this one as data, if there is one, and `last_dated` its day; `epigraph`
    what stands behind it, `totals` as they are printed; `words` counts the text of the included entries; `second` says
    why this reader can't freeze the issue, whatever stands in it; `recompiled` what came of compiling again, if
    somebody did."""

    issue: Issue
    sections: list[DeskSection]
    findings: list[Noted]
    second: str
    last: dict[str, Any] | None
    last_dated: date | None
    epigraph: list[Evidence]
    totals: dict[str, Any] | None
    words: int
    passages: int
    recompiled: str

    @property
    def entries(self) -> int:
        return sum(len(section.entries) for section in self.sections)

    @property
    def notes(self) -> int:
        return sum(entry.row.kind == EntryKind.NOTE for section in self.sections for entry in section.entries)

    @property
    def candidates(self) -> int:
        return self.entries - self.notes

    @property
    def blocking(self) -> int:
        return sum(noted.blocks for noted in self.findings)


def desk_page(issue: Issue, user: User) -> DeskPage:
    """The desk of an issue read with `for_desk()`, as this user may see it."""
    entries = [entry for section in issue.sections.all() for entry in section.entries.all()]
    records = records_behind({told.publication.ref for entry in entries for told in entry.told.all()}, user)
    rewritten = [e for e in entries if e.state == EntryState.INCLUDED and any(map(is_rewritten, e.passages.all()))]
    now = present_wordings(issue, rewritten)
    findings = told_beforehand(findings_for(issue, user))
    stale = {one.where: one.code for code in ("kept", "stale", "withdrawn") for one in findings if one.code == code}
    sections = [_section(section, issue, records, now, stale) for section in issue.sections.all()]
    included = [entry for section in sections for entry in section.included]
    last = Issue.objects.before(issue).select_related("series").first()
    return DeskPage(
        issue=issue,
        sections=sections,
        findings=in_words(one for one in findings if one.code != SECOND_PERSON),
        second=next((one.text for one in findings if one.code == SECOND_PERSON), ""),
        last=said_by(last) if last else None,
        last_dated=last.dated if last else None,
        epigraph=[evidence_of_record(issue.epigraph_record, records)] if issue.epigraph_record else [],
        totals=issue_json(issue).get("totals"),
        words=sum(entry.words for entry in included),
        passages=sum(len(entry.passages) for entry in included),
        recompiled=recompiled_in_words(issue.recompiled),
    )


def in_words(findings: Iterable[Finding]) -> list[Noted]:
    """The findings, those that block first, without a word of what an editor may not know."""
    return sorted((Noted(one, _said(one)) for one in findings), key=lambda one: not one.blocks)


def _said(finding: Finding) -> str:
    """Neither a record's key nor whose name it is: both may be of a case that is hidden from the desk's reader."""
    if finding.code == "withheld_name":
        return _("“%(quote)s” stands in the issue, a name that its readers may not see.") % {"quote": finding.quote}
    if finding.code in ("withheld_text", "sealed_source"):
        return _("Words that the readers of this series may not see stand in this paragraph.")
    return finding.text


def recompiled_in_words(said: dict[str, Any] | None) -> str:
    """What came of compiling an issue again, which it holds; empty where nobody did."""
    if said is None:
        return ""
    if said.get("failed"):
        return _("It could not be compiled again and is as it was: tell whoever runs this site.")
    done = Recompiled(**said)
    parts = [
        (done.added, _("new: %(refs)s")),
        (done.changed, _("told otherwise now: %(refs)s")),
        (done.dropped, _("dropped, since there is nothing to tell any more: %(refs)s")),
    ]
    told = [text % {"refs": ", ".join(refs)} for refs, text in parts if refs] or [_("nothing changed")]
    if done.kept:
        kept = ngettext("%(n)d passage that you rewrote stays", "%(n)d passages that you rewrote stay", done.kept)
        told.append(kept % {"n": done.kept})
    return _("Compiled again. %(what)s.") % {"what": capfirst("; ".join(told))}


def sections_to_choose(issue: Issue) -> list[tuple[str, str]]:
    return [(str(section.pk), section.heading) for section in issue.sections.all()]


def entry_title(entry: Entry) -> str:
    """The people whom an entry tells, as its readers may name them; of a note its first words."""
    bodies = [orjson.loads(told.publication.body) for told in entry.told.all() if told.publication.body]
    names = [name_in_words(body["person"]) or _("name withheld") for body in bodies]
    if names:
        return ", ".join(names)
    first = next(iter(entry.passages.all()), None)
    return Truncator(first.text).words(6) if first else capfirst(entry.get_kind_display())


def _section(
    section: Section, issue: Issue, records: Records, now: dict[int, str], stale: dict[str, str]
) -> DeskSection:
    rows = list(section.entries.all())
    shown = [place for place, row in enumerate(rows, 1) if row.state == EntryState.INCLUDED]
    sections = sections_to_choose(issue)
    entries = []
    for place, row in enumerate(rows, 1):
        passages = [_passage(number, passage, records, now) for number, passage in enumerate(row.passages.all(), 1)]
        entries.append(
            DeskEntry(
                row=row,
                title=entry_title(row),
                why="; ".join(_reasons(row.why, records)),
                words=sum(len(passage.row.text.split()) for passage in passages),
                passages=passages,
                form=EntryForm(entry=row, place=place, sections=sections),
                up=max((other for other in shown if other < place), default=0),
                down=min((other for other in shown if other > place), default=0),
                elsewhere=[one for one in sections if one[0] != str(section.pk)],
                stale=stale.get(f"entry:{row.pk}", ""),
            )
        )
    return DeskSection(section, entries)


def _passage(number: int, passage: Passage, records: Records, now: dict[int, str]) -> DeskPassage:
    evidence = evidence_of(passage, records)
    names = [
        _("the person") if item.is_of_person else item.record.name if item.record else item.kind or item.title
        for item in evidence
    ]
    return DeskPassage(
        row=passage,
        number=number,
        evidence=evidence,
        names=list(dict.fromkeys(filter(None, names))),
        is_rewritten=is_rewritten(passage),
        now=now.get(passage.pk, ""),
    )


def _reasons(why: str, records: Records) -> Iterator[str]:
    """The compiler's reasons with the names that pages give to records: “Detention 2, Charge”."""
    for case in filter(None, why.split("; ")):
        keys = case.split(", ")
        yield ", ".join(dict.fromkeys(_record_name(key, records) for key in keys))


def _record_name(key: str, records: Records) -> str:
    if key in records:
        return records[key][1].name
    return kind_in_words(key)
