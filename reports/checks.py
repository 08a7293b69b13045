"""What keeps an issue from being frozen, and what an editor should look at first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import orjson
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.choices import PublicationKind
from cases.gate import Reason, consent_reasons, names_in_text
from cases.material import load
from cases.models import Case, Publication
from reports.choices import EntryState, Voice
from reports.models import Entry, Issue, Passage
from reports.rendering import issue_json
from tracker.audiences import Audience

LONGEST_PARAGRAPH = 240


@dataclass(frozen=True)
class Finding:
    """One finding. `where` is passage:ID, entry:ID or issue; one that `blocks` keeps the issue from being frozen."""

    code: str
    text: str
    where: str
    blocks: bool = False


def check_issue(issue: Issue) -> list[Finding]:
    """Everything found in an issue read with `for_reading()`."""
    entries = [e for section in issue.sections.all() for e in section.entries.all() if e.state == EntryState.INCLUDED]
    return [
        *_untraced(entries),
        *_unsupported(entries),
        *_withheld(issue, entries),
        *_stale(issue, entries),
        *_form(issue, entries),
    ]


def _untraced(entries: list[Entry]) -> Iterator[Finding]:
    for passage in _passages(entries):
        if not passage.is_traced and passage.voice != Voice.EDITOR:
            text = _("No record carries this passage: link one, or mark it as the editor's voice.")
            yield Finding("untraced", text, f"passage:{passage.pk}", blocks=True)


def _passages(entries: list[Entry]) -> Iterator[Passage]:
    for entry in entries:
        yield from entry.passages.all()


_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_NAME = re.compile(r"(?<=\w )[A-ZƏĞÇŞÖÜİ]\w+")


def _unsupported(entries: list[Entry]) -> Iterator[Finding]:
    """Numbers and names of an edited passage that neither the compiler said nor its records hold."""
    for entry in entries:
        known = " ".join(told.publication.body for told in entry.told.all())
        for passage in entry.passages.all():
            if not passage.compiled_text or not passage.is_edited:
                continue
            held = f"{known} {passage.compiled_text}"
            words = [*_NUMBER.findall(passage.text), *_NAME.findall(passage.text)]
            for word in dict.fromkeys(w for w in words if w not in held):
                text = _("No linked record has “%(word)s”.") % {"word": word}
                yield Finding("unsupported", text, f"passage:{passage.pk}")


def _withheld(issue: Issue, entries: list[Entry]) -> Iterator[Finding]:
    """Withheld names in the rendered text, and consents that no longer cover what is told."""
    audience = Audience(issue.series.audience)
    day = timezone.localdate()
    rendered = orjson.dumps(issue_json(issue)).decode()
    for reason in names_in_text(rendered, audience):
        yield _of(reason, "issue")
    ids = {told.case_id: entry.pk for entry in entries for told in entry.told.all() if told.case_id}
    for material in load(Case.objects.filter(pk__in=ids).order_by("pk")):
        for reason in consent_reasons(material, audience, day):
            yield _of(reason, f"entry:{ids[material.case.pk]}")


def _of(reason: Reason, where: str) -> Finding:
    return Finding(reason.code, reason.text, where, blocks=reason.blocks)


def _stale(issue: Issue, entries: list[Entry]) -> Iterator[Finding]:
    """Cases that were published again, or withdrawn, after they were compiled."""
    rows = {told.publication.ref: (told.publication, entry) for entry in entries for told in entry.told.all()}
    newest = Publication.objects.for_audience(Audience(issue.series.audience)).filter(ref__in=rows).newest()
    for row in newest:
        told, entry = rows[row.ref]
        if row.seq == told.seq:
            continue
        if row.kind == PublicationKind.WITHDRAWN:
            text = _("Case %(ref)s was withdrawn: drop the entry.") % {"ref": row.ref}
        else:
            text = _("Case %(ref)s changed after compiling: compile the issue again.") % {"ref": row.ref}
        yield Finding("stale", text, f"entry:{entry.pk}", blocks=True)


def _form(issue: Issue, entries: list[Entry]) -> Iterator[Finding]:
    if not issue.epigraph:
        yield Finding("no_epigraph", _("The epigraph is empty."), "issue")
    wanted = [s.heading for s in issue.series.sections.all()]
    used = [s.heading for s in issue.sections.all() if s.heading in wanted]
    if used != [heading for heading in wanted if heading in used]:
        yield Finding("section_order", _("The sections stand in another order than the series has."), "issue")
    for entry in entries:
        words = sum(len(passage.text.split()) for passage in entry.passages.all())
        if words > LONGEST_PARAGRAPH:
            text = _("The paragraph has %(words)d words; %(most)d are the most.") % {
                "words": words,
                "most": LONGEST_PARAGRAPH,
            }
            yield Finding("long", text, f"entry:{entry.pk}")
