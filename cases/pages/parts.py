"""A body in lines, part by part, so that two bodies of one case can be read beside each other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cases.documents import Body
from cases.pages.case_page import CasePage
from cases.pages.records import Quote, ShownRecord
from cases.pages.values import Said


@dataclass(frozen=True)
class Part:
    """The case as a whole (key `case`), or one record, in lines of label and text; one without a label is its head."""

    key: str
    name: str
    lines: list[Said]


def parts_of(body: Body, today: date) -> list[Part]:
    """Everything that a reader of this body is told; nothing for an empty one."""
    if not body:
        return []
    page = CasePage(body, today)
    whole = Part("case", _("Person and case"), [said for said in _of_the_case(page) if said.text])
    return [whole, *(Part(record.key, record.name, list(_of_a_record(record))) for record in page.records)]


def _of_the_case(page: CasePage) -> Iterator[Said]:
    yield Said(_("Name"), page.name)
    for other in page.other_names:
        yield Said(_("Also named (%(kind)s)") % {"kind": other.label}, other.text)
    yield Said(_("Who"), page.introduction)
    for said in [*page.about, *page.background]:
        yield Said(capfirst(said.label) or _("Affiliation"), said.text)
    for event in page.events:
        yield Said(_("Part of"), event.text)
    yield Said(_("Status"), " · ".join(filter(None, [page.status.label, page.status_on])))
    yield Said(_("Ends"), page.ends)
    for deadline in page.deadlines:
        yield Said(_("Deadline"), ": ".join(filter(None, [deadline.title, deadline.when])))
    for quote in page.about_quotes:
        yield Said(_("Quote"), _quote(quote))
    for clash in page.clashes:
        names = _("%(one)s does not fit %(other)s") % {"one": clash.first.name, "other": clash.second.name}
        yield Said(_("Clash"), ": ".join(filter(None, [names, clash.note])))
    for source in page.sources:
        yield Said(_("Source"), " · ".join(filter(None, [source.title, source.facts, source.url])))


def _of_a_record(record: ShownRecord) -> Iterator[Said]:
    yield Said("", record.title)
    for said in record.fields:
        yield Said(capfirst(said.label), said.text)
    if record.note:
        yield Said(_("Note"), record.note)
    claim = [record.claim_status, record.certainty, record.voice or _("unattributed")]
    yield Said(_("Claim"), " · ".join(filter(None, claim)))
    for quote in record.quotes:
        yield Said(_("Quote for the end") if quote.of_end else _("Quote"), _quote(quote))


def _quote(quote: Quote) -> str:
    words = f"“{quote.text}”" if quote.text else ""
    return " · ".join(filter(None, [words, quote.title, quote.locator, quote.stated]))
