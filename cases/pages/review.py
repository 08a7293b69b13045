"""The reviewer's pages: what waits, what each audience would read in the place of what, and what it would not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

import orjson
from django.conf import settings
from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.changes import history_of
from cases.choices import ReviewOutcome, Stage
from cases.documents import Body, records_of
from cases.gate import Reason
from cases.models import Case, Document, Publication, ReviewRound
from cases.pages.case_page import restricted_count
from cases.pages.history import Reading
from cases.pages.parts import Part, parts_of
from cases.pages.records import anchor_of, names_of
from cases.pages.values import Said, label_of
from cases.prospects import Prospect, count_reasons, prospects
from people.choices import ConsentSubject, RelationshipKind
from people.groups import name_in_words
from people.models import Person
from tracker.audiences import Audience
from tracker.models import User


@dataclass(frozen=True)
class Waiting:
    """A case that waits; `reasons` stand against publishing it to partners, `is_own` where the reader edited it."""

    ref: str
    name: str
    since: datetime
    editors: list[str]
    reasons: int
    is_own: bool


@dataclass(frozen=True)
class ReviewLine:
    """How a case stands between researchers and reviewers; `sent_back` is the round that came back and is open."""

    stage: str
    editors: list[str]
    sent_back: ReviewRound | None
    is_draft: bool
    waits: bool


@dataclass(frozen=True)
class ToMend:
    """A reason of the gate and the address where it is mended; a warning may be cleared."""

    text: str
    address: str
    blocks: bool


@dataclass(frozen=True)
class WhyWithheld:
    """One reason why readers are told no name, and the address where it is mended."""

    text: str
    address: str


@dataclass(frozen=True)
class GivenReason:
    """What somebody typed as the reason for a change."""

    text: str
    by: str
    at: datetime


@dataclass(frozen=True)
class Change:
    """A part that differs: its lines as they stand and as they would be, each with whether the other lacks it."""

    name: str
    kind: str
    before: list[tuple[Said, bool]]
    after: list[tuple[Said, bool]]


@dataclass(frozen=True)
class Outlook:
    """All that a reviewer is told of one audience. `changes` is empty where it would read what it reads already;
    `button` names all that publishing to it does."""

    audience: Audience
    button: str
    readers: str
    standing: int
    is_news: bool
    reasons: list[ToMend]
    changes: list[Change]
    preview: list[Part]
    withheld: list[Part]
    names_withheld: list[WhyWithheld]

    @property
    def blocked(self) -> bool:
        return any(reason.blocks for reason in self.reasons)

    @property
    def warned(self) -> bool:
        return any(not reason.blocks for reason in self.reasons)


@dataclass(frozen=True)
class ReviewPage:
    """Partners first. `restricted` records are in no document; `own` where four eyes keep the reader from deciding;
    `given` are the reasons for changes since the newest version, the last one first."""

    case: Case
    name: str
    line: ReviewLine
    outlooks: list[Outlook]
    restricted: int
    own: bool
    given: list[GivenReason]

    @property
    def is_approved(self) -> bool:
        return self.case.stage == Stage.APPROVED

    @property
    def stands(self) -> bool:
        return any(outlook.standing for outlook in self.outlooks)


def review_page(case: Case, user: User, today: date) -> ReviewPage:
    """What a reviewer needs to decide on a case; nothing of it changes anything."""
    team, found = prospects(case=case, by=user)
    own = settings.FOUR_EYES and user.pk in case.editors
    outlooks = [_outlook(case, prospect, found, team, today) for prospect in reversed(found)]
    name, given = name_in_words(team["person"]), _given_reasons(case, team)
    return ReviewPage(case, name, review_line(case), outlooks, restricted_count(case), own, given)


def _given_reasons(case: Case, team: Body) -> list[GivenReason]:
    """As the case's history tells them, of the changes of records since the newest version."""
    told_at = Publication.objects.filter(ref=case.ref).standing().aggregate(at=Max("published_at"))["at"]
    if told_at is None:
        return []
    history = history_of(case)
    rows = [row for row in history.rows if row.at > told_at]
    of_records = {row.place for row in rows if row.owners}
    changes = Reading(case, history, rows, names_of(team), Audience.TEAM).changes()
    return [GivenReason(one.why, one.by, one.at) for one in changes if one.why and one.place in of_records]


def _outlook(case: Case, prospect: Prospect, found: list[Prospect], team: Body, today: date) -> Outlook:
    will, was = parts_of(prospect.body, today), parts_of(prospect.before, today)
    return Outlook(
        audience=prospect.audience,
        button=_button([one for one in found if one.audience >= prospect.audience]),
        readers=readers_of(prospect.audience),
        standing=prospect.standing,
        is_news=prospect.is_news,
        reasons=to_mend(prospect.reasons, case, {part.key for part in parts_of(team, today)}),
        changes=changes_between(was, will),
        preview=will,
        withheld=withheld_from(parts_of(team, today), will),
        names_withheld=[*_why_withheld(case.person, prospect, today), *_others_withheld(team, prospect)],
    )


def _others_withheld(team: Body, prospect: Prospect) -> Iterator[WhyWithheld]:
    """Whom the team reads by name in what goes to these readers and they do not, why, and where that is changed."""
    told = {record["key"] for _code, record in records_of(prospect.body)}
    named = [
        value
        for _code, record in records_of(team)
        if record["key"] in told
        for value in record.values()
        if isinstance(value, dict) and "ref" in value and "name" in value
    ]
    ties = [
        tie
        for tie in team["person"].get("relationships", [])
        if "name" in tie["other"] and Audience.from_code(tie["visibility"]) <= prospect.audience
    ]
    names = {one["ref"]: one["name"] for one in [*named, *(tie["other"] for tie in ties)]}
    for person in Person.objects.filter(ref__in=names).prefetch_related("names").order_by("pk"):
        if person.names_for(prospect.audience):
            continue
        by_setting = person.name_exposure > prospect.audience
        why = _("their own setting keeps the name from them") if by_setting else _("every name is kept from them")
        text = _("%(name)s is not named to these readers: %(why)s. Texts that hold the name are withheld too.") % {
            "name": names[person.ref],
            "why": why,
        }
        for tie in ties:
            if tie["other"]["ref"] == person.ref:
                kind = label_of(RelationshipKind, tie["kind"])
                text += " " + _("So is the tie “%(kind)s”.") % {"kind": kind}
        address = reverse("cases:person-edit" if by_setting else "cases:person-names", args=[person.ref])
        yield WhyWithheld(text, f"{address}#id_name_exposure" if by_setting else address)


def _button(told: list[Prospect]) -> str:
    """What publishing to these does, the widest first, in which nobody is told again what they read already."""
    news = [prospect for prospect in told if prospect.is_news] or told
    as_what = {prospect.audience: _as_what(prospect) for prospect in news}
    if len(set(as_what.values())) == 1 and len(news) == len(told):
        return _("Publish to %(readers)s %(as_what)s") % {
            "readers": readers_of(told[0].audience),
            "as_what": as_what[told[0].audience],
        }
    each = [_("to %(readers)s %(as_what)s") % {"readers": a.readers, "as_what": said} for a, said in as_what.items()]
    return _("Publish %(each)s") % {"each": _(" and ").join(each)}


def _as_what(prospect: Prospect) -> str:
    if prospect.version == 1:
        return _("for the first time")
    if prospect.is_correction:
        return _("as a correction, version %(version)s") % {"version": prospect.version}
    return _("as version %(version)s") % {"version": prospect.version}


def _why_withheld(person: Person, prospect: Prospect, today: date) -> list[WhyWithheld]:
    """Everything that keeps the name from these readers, each with where it is mended; empty where they are told one,
    or the case is of a group without a name."""
    if name_in_words(prospect.body["person"]) or not person.main_name:
        return []
    found, readers = [], prospect.audience.readers
    if not person.consents_to(ConsentSubject.NAME, prospect.audience, today):
        text = _("The name is withheld: no valid consent lets %(readers)s read it.") % {"readers": readers}
        found.append(WhyWithheld(text, reverse("cases:consent-add", args=[person.ref])))
    if person.name_exposure > prospect.audience:
        text = _("The name is withheld: “Who sees the name” of the person is set to “%(set)s”.")
        address = reverse("cases:person-edit", args=[person.ref]) + "#id_name_exposure"
        found.append(WhyWithheld(text % {"set": Audience(person.name_exposure).label}, address))
    elif all(name.visibility > prospect.audience for name in person.names.all()):
        text = _("The name is withheld: each of the person's names is set to be seen by fewer than %(readers)s.")
        found.append(WhyWithheld(text % {"readers": readers}, reverse("cases:person-names", args=[person.ref])))
    return found


def readers_of(audience: Audience) -> str:
    """Whom publishing to that audience reaches, as it stands behind “to”."""
    return _("partners") if audience == Audience.PARTNER else _("the public and partners")


def changes_between(was: list[Part], will: list[Part]) -> list[Change]:
    """The parts that differ, in reading order, those that would go last."""
    before, after = {part.key: part for part in was}, {part.key: part for part in will}
    found = []
    for key in dict.fromkeys([*after, *before]):
        old = before[key].lines if key in before else []
        new = after[key].lines if key in after else []
        if old == new:
            continue
        kind = _("new") if not old else _("changed") if new else _("taken away")
        name = (after.get(key) or before[key]).name
        marked = [(said, said not in new) for said in old], [(said, said not in old) for said in new]
        found.append(Change(name, kind, *marked))
    return found


def withheld_from(team: list[Part], will: list[Part]) -> list[Part]:
    """What the team's document says and the other does not: whole parts, and lines of those that both have."""
    shown = {part.key: part for part in will}
    parts = [
        Part(part.key, part.name, [said for said in part.lines if part.key not in shown or not _has(shown, part, said)])
        for part in team
    ]
    return [part for part in parts if part.lines]


def _has(shown: dict[str, Part], part: Part, said: Said) -> bool:
    return said in shown[part.key].lines


def to_mend(reasons: Iterable[Reason], case: Case, shown: set[str]) -> list[ToMend]:
    """These reasons, each with where it is mended; a record outside the team's document stands among the restricted."""
    made = (ToMend(reason.text, _address(reason, case, shown), reason.blocks) for reason in reasons)
    return list(dict.fromkeys(made))


def _address(reason: Reason, case: Case, shown: set[str]) -> str:
    page = reverse("cases:detail", args=[case.ref])
    kind = reason.where.partition(":")[0]
    if kind == "case":
        return "#decide"
    if kind == "person":
        return f"{page}#consent" if reason.code in ("no_consent", "no_citation") else f"{page}#records"
    if kind == "source" or reason.where in shown:
        return f"{page}#{anchor_of(reason.where)}"
    return reverse("cases:restricted", args=[case.ref]) + f"#{anchor_of(reason.where)}"


def review_line(case: Case) -> ReviewLine:
    newest = ReviewRound.objects.filter(case=case).select_related("decided_by").order_by("-pk").first()
    came_back = newest if newest and newest.outcome == ReviewOutcome.RETURNED and case.stage == Stage.DRAFT else None
    names = editor_names([case])
    return ReviewLine(
        stage=str(case.stage.label),
        editors=[] if case.stage == Stage.APPROVED else [names[pk] for pk in case.editors if pk in names],
        sent_back=came_back,
        is_draft=case.stage == Stage.DRAFT,
        waits=case.stage == Stage.IN_REVIEW,
    )


def editor_names(cases: Iterable[Case]) -> dict[int, str]:
    """The names of whoever edited one of these cases since its last approval, by id."""
    ids = {pk for case in cases for pk in case.editors}
    return {user.pk: str(user) for user in User.objects.filter(pk__in=ids)}


def waiting_cases(cases: list[Case], user: User) -> list[Waiting]:
    """The lines of these cases, which are `with_review()`, in their order: a fixed number of queries."""
    names, people = case_names(cases), editor_names(cases)
    reasons = count_reasons(cases=cases, audience=Audience.PARTNER, by=user)
    return [
        Waiting(
            ref=case.ref,
            name=names.get(case.pk, ""),
            since=case.sent_at or case.updated_at,  # type: ignore[attr-defined]  # annotated by with_review
            editors=[people[pk] for pk in case.editors if pk in people],
            reasons=reasons[case.ref],
            is_own=settings.FOUR_EYES and user.pk in case.editors,
        )
        for case in cases
    ]


def case_names(cases: Iterable[Case]) -> dict[int, str]:
    """The names in the team's cards of these cases, by id; empty where a person has none."""
    cards = Document.objects.filter(case__in=cases, audience=Audience.TEAM).values_list("case_id", "card")
    return {pk: name_in_words(orjson.loads(card)["person"]) for pk, card in cards}


def withdrawn_in_words(count: int) -> str:
    """What was done; 0: nothing stood any more."""
    if not count:
        return _("Nothing was published any more: nothing was withdrawn.")
    said = ngettext("%(n)s version was withdrawn.", "%(n)s versions were withdrawn.", count)
    return said % {"n": count}
