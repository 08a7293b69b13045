"""What a case's body claims, one claim for everything that a sentence could say, in no words yet.

Two bodies of one case are compared claim by claim (`reports/news.py`), so that a change which no sentence would show,
such as another spelling or a newer “still there on”, is no news.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from enum import IntEnum
from typing import Any

from cases.choices import Certainty, ClaimStatus
from cases.records import RECORD_TYPES
from cases.status import read_date
from people.groups import is_group
from reports.telling.book import PhraseBook
from tracker.dates import PartialDate

Body = dict[str, Any]
Record = dict[str, Any]


class Stage(IntEnum):
    """The order inside a paragraph (design: bulletin, "The form", 5)."""

    DEATH = 0
    ARREST = 20
    ACCOUNT = 25
    TERMS = 30
    SEARCH = 35
    SEIZED = 36
    RETURNED = 38
    CHARGE = 40
    SENTENCE = 41
    RELEASE = 42
    SERVING = 43
    HEARING = 44
    AGAIN = 45
    HEALTH = 50
    LEGAL = 51
    TREATMENT = 60
    CONCERN = 70
    OTHERS = 75
    OWN = 80
    COMPLAINT = 85
    MOTIVE = 90
    INTERVENTION = 92
    RECOGNITION = 94


class Urgency(IntEnum):
    """What an issue tells first (design: bulletin, "Compiling")."""

    DEATH = 0
    TORTURE = 1
    HEALTH = 2
    DETENTION = 3
    SENTENCE = 4
    CHARGE = 5
    TRANSFER = 6
    HEARING = 7
    RELEASE = 8
    OTHER = 9


class Hedge(IntEnum):
    """How far the sentence itself must keep its distance."""

    NONE = 0
    POSSIBLE = 1
    ALLEGED = 2
    INFERRED = 3
    ARGUED = 4
    CONFLICT = 5


@dataclass(frozen=True)
class Said:
    """A value and how it is said. Two are equal when the values are: another sentence form is no news."""

    value: Any
    text: str = field(compare=False)

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Someone:
    """A person named by a record beside the one the case is about."""

    ref: str
    person: Body = field(compare=False)


@dataclass(frozen=True)
class Voice:
    """Whose claim it is. `ref` where the person is known; `words` as the attribution stands in a sentence; `tail` what
    follows the name in it: “through his lawyer”."""

    ref: str = ""
    words: str = ""
    tail: str = ""
    is_self: bool = False
    is_lawyer: bool = field(default=False, compare=False)
    person: Body = field(default_factory=dict, compare=False)


@dataclass(frozen=True)
class Noun:
    """A subject that is not the case's person: a text with its number, or a message that takes `$whose` and `what`."""

    text: Said | None = None
    message: str = ""
    number: str = "one"
    what: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True)
class Claim:
    """One thing that can be said: of `subject` (None: the case's person) the predicate `message`.

    `group` names what may share a sentence; `finite` is a predicate in a researcher's words, which can't be bent;
    `whole` a clause with its own subject; `aside` arguments whose change is no news, such as an older “still there on”;
    `also_tells` the keys of facts that the same words tell.
    """

    record: str
    slot: str
    message: str
    stage: Stage
    group: str
    args: tuple[tuple[str, Any], ...] = ()
    aside: tuple[tuple[str, Any], ...] = ()
    subject: Noun | None = None
    voice: Voice | None = None
    hedge: Hedge = Hedge.NONE
    verb: str = "said"
    finite: bool = False
    whole: bool = False
    dated: bool = False
    bare: bool = False
    urgency: Urgency = Urgency.OTHER
    on: date | None = None
    person_ref: str = ""
    also_tells: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        return self.record.split("@")[0]

    @property
    def place_of_claim(self) -> tuple[str, str]:
        """The record and what of it: the same over versions."""
        return self.key, self.slot

    @property
    def said(self) -> tuple[Any, ...]:
        """What readers of a sentence would learn; equal for two versions that say the same."""
        return (*self.place_of_claim, self.message, self.args, self.subject, self.voice, self.hedge)

    def arg(self, name: str) -> Any:
        return dict(self.args).get(name)

    def with_args(self, **args: Any) -> Claim:
        return replace(self, args=tuple({**dict(self.args), **args}.items()))


class Reader:
    """Reads one case's body for claims in one language, for an issue of one date."""

    def __init__(self, body: Body, book: PhraseBook, dated: date) -> None:
        self.body = body
        self.book = book
        self.dated = dated
        self.person: Body = body["person"]
        published = {s["ref"]: read_date(s.get("published")) for s in body.get("sources", [])}
        self._published = {ref: when.latest for ref, when in published.items() if when and when.latest}

    def claim(self, record: Record, slot: str, message: str, stage: Stage, group: str, **more: Any) -> Claim:
        """A claim of that record with its voice and hedge, unless `more` has others."""
        args = {name: _plain(value) for name, value in more.pop("args", {}).items()}
        aside = {name: _plain(value) for name, value in more.pop("aside", {}).items()}
        values = {"voice": self.voice(record), "hedge": self.hedge(record), "on": self.news_day(record), **more}
        return Claim(
            record=f"{record['key']}@{record['version']}",
            slot=slot,
            message=message,
            stage=stage,
            group=group,
            args=tuple(args.items()),
            aside=tuple(aside.items()),
            **values,
        )

    def hedge(self, record: Record, certainty: str = "") -> Hedge:
        """The distance that a sentence keeps when no voice carries the claim."""
        match certainty or record["certainty"]:
            case Certainty.POSSIBLE:
                return Hedge.POSSIBLE
            case Certainty.INFERRED:
                return Hedge.INFERRED
            case Certainty.ALLEGED:
                return Hedge.ALLEGED
        if record.get("claim_status") == ClaimStatus.CONFLICT:
            return Hedge.CONFLICT
        if record.get("claim_status") == ClaimStatus.DISPUTED:
            return Hedge.ALLEGED
        return Hedge.NONE

    def voice(self, record: Record, attribution: str = "") -> Voice | None:
        """Who says it; None for a claim in the source's own voice."""
        words = attribution or record.get("attribution", "")
        if attribution:
            return Voice(words=words)
        person = record.get("attributed_person")
        if person:
            return self.voice_of(person, words)
        organisation = record.get("attributed_organisation")
        if organisation:
            return Voice(words=str(self.organisation(organisation)))
        return Voice(words=words) if words else None

    def voice_beside(self, record: Record, doer: Said | None) -> Voice | None:
        """Who says it; None where that is whoever did it: nobody reports that they themselves asked."""
        voice = self.voice(record)
        return None if voice and doer and voice.words in (doer.value, doer.text) else voice

    def voice_of(self, person: Body, words: str = "") -> Voice:
        name = person.get("name", "")
        tail = words[len(name) :].lstrip(", ") if name and words.startswith(name) else ""
        is_self = person["ref"] == self.person["ref"]
        roles = " ".join(a.get("role", "") for a in person.get("affiliations", []))
        lawyers = self.book.say("words-for-lawyer").split(", ")
        is_lawyer = any(word in f"{roles} {words}".lower() for word in lawyers)
        shown = "" if is_self or tail or words == name else words
        return Voice(person["ref"], shown, tail, is_self, is_lawyer and not is_self, person)

    def when(self, record: Record, name: str) -> Said | None:
        """The date as a sentence says it; None where the source gives none.

        A date that is open at its beginning and bounded only by the day its source appeared, or by the issue's own, was
        worked out from that day: no reader is told it as if the source had said it.
        """
        value = read_date(record.get(name))
        if value is None:
            return None
        cited = [self._published[c["source"]] for c in record.get("citations", []) if c["source"] in self._published]
        bounds = [*cited, self.dated]
        if value.earliest is None and (value.latest is None or value.latest >= min(bounds)):
            return None
        return Said(value.edtf, value.in_sentence(self.book.language, omit_year=self.dated.year))

    def due(self, record: Record, name: str) -> Said | None:
        """A date that lies ahead when it is said, as a sentence says it; None where there is none."""
        value = read_date(record.get(name))
        return Said(value.edtf, value.in_sentence(self.book.language, omit_year=self.dated.year)) if value else None

    def day(self, day: date) -> str:
        """A day without its preposition, and without the issue's own year."""
        return PartialDate.on(day).in_words(self.book.language, omit_year=self.dated.year)

    def news_day(self, record: Record) -> date | None:
        """The latest possible day of the record's dates."""
        days = [read_date(record.get(name)) for name in RECORD_TYPES[record["key"].partition(":")[0]].dated]
        return max((day.latest for day in days if day and day.latest), default=None)

    def organisation(self, value: Body | None, text: str = "") -> Said | None:
        """An organisation by its sentence form or its name; else the free text."""
        if not value:
            return Said(text, text) if text else None
        form = self.book.own_form(value, "name") or self.book.say("organisation", name=value["name"])
        return Said(value["name"], form)

    def where(self, record: Record) -> Said | None:
        """The facility (“at …”) or the place in the source's words (“in …”)."""
        facility = record.get("facility")
        if facility:
            name = self.book.own_form(facility, "name") or self.book.say("facility", name=facility["name"])
            return Said(("facility", facility["slug"]), self.book.say("at-facility", name=name))
        place = self.book.form(record, "place")
        return Said(("place", record["place"]), self.book.say("in-place", name=place)) if place else None

    def whither(self, record: Record) -> Said | None:
        """The same place without its preposition, as after “to”."""
        facility = record.get("facility")
        if facility:
            name = self.book.own_form(facility, "name") or self.book.say("facility", name=facility["name"])
            return Said(("facility", facility["slug"]), name)
        place = self.book.form(record, "place")
        return Said(("place", record["place"]), place) if place else None

    def own_clause(self, record: Record, name: str) -> dict[str, Any]:
        """What a claim with the message “clause” needs to say a free text: of the person where it begins with their
        pronoun, else with the subject that it has."""
        text = self.book.form(record, name).strip().rstrip(".")
        predicate = self.own_predicate(text)
        said = Said(record[name], predicate or text)
        return {"args": {"clause": said}, "whole": not predicate, "finite": bool(predicate)}

    def own_predicate(self, text: str) -> str:
        """A clause without its leading pronoun when that is the person's: “he was beaten” gives “was beaten”."""
        sex = self.person.get("sex")
        kind = "group" if is_group(self.person) else sex or "unknown"
        for pronoun in self.book.say("subject-pronouns", sex=kind).split(", "):
            if text.lower().startswith(f"{pronoun} "):
                return text[len(pronoun) + 1 :]
        return ""


def _plain(value: Any) -> Any:
    return value if value not in ("", None) else None


def someone(person: Body | None) -> Someone | None:
    return Someone(person["ref"], person) if person else None
