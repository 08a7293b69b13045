"""What keeps an issue from being frozen, and what an editor should look at first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import orjson
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.choices import PublicationKind
from cases.documents import Body, records_of
from cases.gate import Reason, consent_reasons, hidden_reason, names_in_text, prose_of, scan_body
from cases.material import Material, load
from cases.models import Case, Publication
from reports.archive import LONGEST_PARAGRAPH
from reports.choices import EntryKind, EntryState, FormKind, Voice
from reports.models import Entry, Issue, Passage, Told
from reports.rendering import issue_json
from reports.rendering.reading import text_of_form
from reports.totals import adds_up
from tracker.audiences import Audience
from tracker.models import User


@dataclass(frozen=True)
class Finding:
    """One finding. `where` is passage:ID, entry:ID or issue; one that `blocks` keeps the issue from being frozen;
    `quote` are the words that were found, `hides` the refs of the cases that a hidden one comes from."""

    code: str
    text: str
    where: str
    blocks: bool = False
    quote: str = ""
    hides: tuple[str, ...] = ()


def check_issue(issue: Issue, by: User | None = None) -> list[Finding]:
    """Everything found in an issue read with `for_reading()`, as `by` may be told of it; None: all of it."""
    entries = [e for section in issue.sections.all() for e in section.entries.all() if e.state == EntryState.INCLUDED]
    return [
        *_untraced(entries),
        *_unsupported(entries),
        *_no_longer_told(entries),
        *_withheld(issue, entries, by),
        *_stale(issue, entries),
        *_repeated(issue, entries),
        *_form(issue, entries),
    ]


def check_forms(issue: Issue, forms: dict[FormKind, bytes], by: User | None = None) -> list[Finding]:
    """Withheld names in what can be read in the forms' own bytes. They block."""
    audience = Audience(issue.series.audience)
    found = {}
    for kind, content in forms.items():
        text = text_of_form(kind, content)
        if not text.strip():
            said = _("The form %(form)s can't be read back, so nobody knows what it says.") % {"form": kind.label}
            found[said] = Finding("unreadable_form", said, "issue", blocks=True)
        for reason in names_in_text(text, audience, by):
            found.setdefault(reason.text, _of(reason, "issue"))
    return list(found.values())


def _untraced(entries: list[Entry]) -> Iterator[Finding]:
    for passage in _passages(entries):
        if not passage.is_traced and passage.voice != Voice.EDITOR:
            text = _("No record carries this passage: link one, or mark it as the editor's voice.")
            yield Finding("untraced", text, f"passage:{passage.pk}", blocks=True)


def _passages(entries: list[Entry]) -> Iterator[Passage]:
    for entry in entries:
        yield from entry.passages.all()


def _no_longer_told(entries: list[Entry]) -> Iterator[Finding]:
    """An editor's words about a record that no version told here holds any more, such as one whose consent ended."""
    for entry in entries:
        bodies = [orjson.loads(told.publication.body) for told in entry.told.all() if told.publication.body]
        held = {record["key"] for body in bodies for _, record in records_of(body)}
        for passage in entry.passages.all():
            keys = {key.partition("@")[0] for key in passage.records if "@" in key}
            if passage.is_edited and passage.compiled_text and keys - held:
                text = _(
                    "What this passage tells is no longer published: take it out, or the compiler's words instead."
                )
                yield Finding("no_longer_told", text, f"passage:{passage.pk}", blocks=True)


_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_NAME = re.compile(r"(?<=\w )[A-ZƏĞÇŞÖÜİ]\w+")
# Names and counts of the machinery, which say nothing about anybody.
_BOOKKEEPING = {"key", "ref", "source", "version", "slug", "counts", "updated", "locator"}


def _unsupported(entries: list[Entry]) -> Iterator[Finding]:
    """Numbers, dates and names of an edited passage that neither the compiler said nor its records hold."""
    for entry in entries:
        bodies = [orjson.loads(told.publication.body) for told in entry.told.all() if told.publication.body]
        for passage in entry.passages.all():
            if not passage.compiled_text or not passage.is_edited:
                continue
            held = _words_held(passage, bodies)
            words = [*_NUMBER.findall(passage.text), *_NAME.findall(passage.text)]
            for word in dict.fromkeys(word for word in words if word.replace(",", "") not in held):
                text = _("No linked record has “%(word)s”.") % {"word": word}
                yield Finding("unsupported", text, f"passage:{passage.pk}")


def _words_held(passage: Passage, bodies: list[Body]) -> set[str]:
    """Every word and number of the records that the passage names, of their people, and of what the compiler said."""
    keys = {key.split("@")[0] for key in passage.records}
    linked = [record for body in bodies for _, record in records_of(body) if record["key"] in keys]
    texts = [passage.compiled_text, *_leaves([linked, [body["person"] for body in bodies]])]
    return {word for text in texts for word in re.findall(r"\w+(?:\.\d+)*", text.replace(",", ""))} | {
        word for text in texts for word in re.findall(r"\w+", text)
    }


def _leaves(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for name, item in value.items():
            if name not in _BOOKKEEPING:
                yield from _leaves(item)
    elif isinstance(value, list):
        for item in value:
            yield from _leaves(item)
    else:
        yield str(value)


def _withheld(issue: Issue, entries: list[Entry], by: User | None) -> Iterator[Finding]:
    """Withheld names in the rendered text, and consents that no longer cover what is told."""
    audience = Audience(issue.series.audience)
    day = timezone.localdate()
    rendered = orjson.dumps(issue_json(issue)).decode()
    for reason in names_in_text(rendered, audience, by):
        yield _of(reason, "issue")
    by_case = {told.case_id: entry for entry in entries for told in entry.told.all() if told.case_id}
    # Notes belong to no case: they might hold the words of any.
    everywhere = [issue.epigraph, *(p.text for e in entries if e.kind == EntryKind.NOTE for p in e.passages.all())]
    known = Case.objects.restricted_readable_by(by) if by else Case.objects.all()
    readable = set(known.filter(pk__in=by_case).values_list("pk", flat=True))
    for material in load(Case.objects.filter(pk__in=by_case).order_by("pk")):
        entry = by_case[material.case.pk]
        for reason in consent_reasons(material, audience, day):
            yield _of(reason, f"entry:{entry.pk}")
        said = {"text": [*everywhere, *(passage.text for passage in entry.passages.all())]}
        for reason in scan_body(material, said, audience, prose=prose_of(said)):
            if reason.code != "withheld_name":
                is_told = material.case.pk in readable or _is_of_the_team(material, reason)
                yield _of(reason, f"entry:{entry.pk}") if is_told else _of(hidden_reason([material.case.ref]), "issue")


def _is_of_the_team(material: Material, reason: Reason) -> bool:
    """Whether the words come from a record that whoever sees the case reads."""
    return any(record.key == reason.where and record.visibility <= Audience.TEAM for record in material.all_records())


def _of(reason: Reason, where: str) -> Finding:
    return Finding(reason.code, reason.text, where, blocks=reason.blocks, quote=reason.quote, hides=reason.hides)


def _stale(issue: Issue, entries: list[Entry]) -> Iterator[Finding]:
    """Cases that were published again, or withdrawn, after they were compiled; those that an editor keeps as they are
    told, until they change again, block nothing. What was taken back blocks all the same."""
    entry_of = {told.publication.ref: entry for entry in entries for told in entry.told.all()}
    for told, row in changed_since(issue, entries):
        where = f"entry:{entry_of[row.ref].pk}"
        if row.kind == PublicationKind.WITHDRAWN:
            text = _("Case %(ref)s was withdrawn: drop the entry.") % {"ref": row.ref}
            yield Finding("withdrawn", text, where, blocks=True)
        elif is_taken_back(told, row):
            text = _("What is told of case %(ref)s was taken back: compile the issue again, or drop the entry.")
            yield Finding("taken_back", text % {"ref": row.ref}, where, blocks=True)
        elif row.pk == told.kept_against_id:
            text = _("Case %(ref)s changed after compiling; what is told is kept on purpose: %(why)s")
            yield Finding("kept", text % {"ref": row.ref, "why": told.kept_because}, where)
        else:
            text = _("Case %(ref)s changed after compiling: compile the issue again, or keep what is told on purpose.")
            yield Finding("stale", text % {"ref": row.ref}, where, blocks=True)


def is_taken_back(told: Told, newer: Publication) -> bool:
    """Whether nobody may keep what is told there: the case was withdrawn, or the version emptied, as after a leak."""
    emptied = not told.publication.body and told.publication.kind != PublicationKind.WITHDRAWN
    return emptied or newer.kind == PublicationKind.WITHDRAWN


def changed_since(issue: Issue, entries: Iterable[Entry]) -> Iterator[tuple[Told, Publication]]:
    """What these entries tell, read with their publications, of which the series' readers have a newer version, with
    the newest one."""
    rows = {told.publication.ref: told for entry in entries for told in entry.told.all()}
    newest = Publication.objects.for_audience(Audience(issue.series.audience)).filter(ref__in=rows).newest()
    for row in newest:
        if row.seq != rows[row.ref].publication.seq:
            yield rows[row.ref], row


def _repeated(issue: Issue, entries: list[Entry]) -> Iterator[Finding]:
    """Entries that tell the very version which an earlier issue told."""
    by_publication = {told.publication_id: entry for entry in entries for told in entry.told.all()}
    again = Told.objects.filter(
        publication__in=by_publication,
        entry__state=EntryState.INCLUDED,
        entry__section__issue__in=Issue.objects.before(issue),
    )
    for told in again.select_related("entry__section__issue").order_by("pk"):
        text = _("Told before, unchanged, in the issue of %(day)s.") % {"day": told.entry.section.issue.dated}
        yield Finding("repeated", text, f"entry:{by_publication[told.publication_id].pk}")


def _form(issue: Issue, entries: list[Entry]) -> Iterator[Finding]:
    if issue.totals and not adds_up(issue.totals):
        yield Finding("totals", _("The totals don't add up: compile the issue again."), "totals", blocks=True)
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
