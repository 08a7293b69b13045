"""Who is found by what: the design's rules in plain Python, asked of what was recorded and not of documents.

It shares nothing with the product, not even the reading of dates: a `When` carries its days beside its text.
Rules: model, "Dates" and "Status"; interface, "What matches".
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

LAST_DAY = date(2200, 12, 31)
FULL = ("stated", "confirmed", "alleged", "inferred")


@dataclass(frozen=True)
class When:
    """EDTF text and the days it may mean; None is an open end."""

    text: str
    first: date | None
    last: date | None
    kind: str = "days"
    doubtful: bool = False

    @property
    def is_certain(self) -> bool:
        return self.first is not None and self.last is not None and not self.doubtful


@dataclass(frozen=True)
class Claim:
    claim_status: str = "accepted"
    certainty: str = "stated"
    superseded: bool = False

    @property
    def counts(self) -> str:
        """What the record counts for: every question, `possible` ones, or `history` only."""
        if self.claim_status == "retracted" or self.certainty == "denied" or self.superseded:
            return "history"
        return "every" if self.claim_status == "accepted" and self.certainty in FULL else "possible"


@dataclass(frozen=True)
class Spell(Claim):
    facility: str = ""
    custody_type: str = "unknown"
    began: When | None = None
    ended: When | None = None
    end_kind: str = ""
    end_certainty: str = ""
    known_on: date | None = None

    @property
    def end_counts(self) -> str:
        """The same for the end, a claim of its own that never counts for more than its detention."""
        if not self.end_kind or self.end_certainty == "denied":
            return "history"
        return "possible" if self.end_certainty == "possible" and self.counts == "every" else self.counts


@dataclass(frozen=True)
class Accusation(Claim):
    """`spell` is the number of its detention in the case, if it has one; articles read CC:234.4.3."""

    articles: tuple[str, ...] = ()
    spell: int | None = None


@dataclass(frozen=True)
class Term(Claim):
    """`replaced` is the number of the sentence that replaced it."""

    years: int = 0
    months: int = 0
    days: int = 0
    credit: int = 0
    starts: When | None = None
    imposed: When | None = None
    suspended: bool = False
    replaced: int | None = None


@dataclass(frozen=True)
class Facts:
    """All that is recorded of a case."""

    spells: tuple[Spell, ...] = ()
    accusations: tuple[Accusation, ...] = ()
    terms: tuple[Term, ...] = ()

    def smaller(self) -> Iterable[Facts]:
        """The same without one of its records, for the shortest story that still fails."""
        for n in range(len(self.terms)):
            if all(term.replaced is None for term in self.terms):
                yield replace(self, terms=self.terms[:n] + self.terms[n + 1 :])
        for n in range(len(self.accusations)):
            yield replace(self, accusations=self.accusations[:n] + self.accusations[n + 1 :])
        for n in range(len(self.spells)):
            if all(charge.spell is None for charge in self.accusations):
                yield replace(self, spells=self.spells[:n] + self.spells[n + 1 :])


@dataclass(frozen=True)
class Question:
    facility: tuple[str, ...] = ()
    custody_type: tuple[str, ...] = ()
    article: tuple[str, ...] = ()
    held_on: date | None = None
    detained: tuple[date | None, date | None] = (None, None)
    released: tuple[date | None, date | None] = (None, None)
    ends: tuple[date | None, date | None] = (None, None)
    certain: bool = False

    @property
    def is_of_a_detention(self) -> bool:
        dated = self.held_on or any((*self.detained, *self.released))
        return bool(dated or self.facility or self.custody_type)

    def parameters(self) -> list[tuple[str, str]]:
        """Name and value as an address carries them."""
        said = [(name, value) for name in ("facility", "custody_type", "article") for value in getattr(self, name)]
        if self.held_on:
            said.append(("held_on", self.held_on.isoformat()))
        for name in ("detained", "released", "ends"):
            for side, day in zip(("from", "to"), getattr(self, name), strict=True):
                if day:
                    said.append((f"{name}_{side}", day.isoformat()))
        return [*said, ("certainty", "certain")] if self.certain else said


@dataclass
class Oracle:
    """Knows the facts of every case of a batch, by ref."""

    facts: dict[str, Facts]
    merged: dict[str, str] = field(default_factory=dict)

    def unknown(self, asked: Question) -> set[str]:
        """Parameters refused because they name what no case of the batch names."""
        places = {self.current(s.facility) for f in self.facts.values() for s in f.spells if s.counts != "history"}
        laws = [a for f in self.facts.values() for c in f.accusations if c.counts != "history" for a in c.articles]
        bad = {"facility" for slug in asked.facility if self.current(slug) not in places - {""}}
        return bad | {"article" for code in asked.article if not any(_is_under(law, code) for law in laws)}

    def current(self, slug: str) -> str:
        return self.current(self.merged[slug]) if slug in self.merged else slug

    def answer(self, asked: Question) -> set[str]:
        return {ref for ref, facts in self.facts.items() if self.matches(facts, asked)}

    def matches(self, facts: Facts, asked: Question) -> bool:
        charges = [c for c in facts.accusations if c.counts != "history"]
        if asked.ends != (None, None) and not _ends_within(facts, asked):
            return False
        if not asked.held_on and not _are_charged(charges, asked):
            return False
        if not asked.is_of_a_detention:
            return True
        return any(self._is_meant(n, spell, charges, asked) for n, spell in enumerate(facts.spells))

    def _is_meant(self, n: int, spell: Spell, charges: list[Accusation], asked: Question) -> bool:
        """Whether this one detention answers everything that one detention must."""
        if spell.counts == "history" or (asked.certain and spell.counts != "every"):
            return False
        if asked.facility and self.current(spell.facility) not in {self.current(slug) for slug in asked.facility}:
            return False
        if asked.custody_type and spell.custody_type not in asked.custody_type:
            return False
        if asked.held_on:
            of_this = [c for c in charges if c.spell in (n, None)]
            if not _are_charged(of_this, asked) or not _is_held(spell, asked.held_on, asked.certain):
                return False
        if not _lies(spell.began, asked.detained, asked.certain):
            return False
        if asked.released == (None, None):
            return True
        if spell.end_kind == "transfer" or spell.end_counts == "history":
            return False
        if asked.certain and spell.end_counts != "every":
            return False
        return _lies(spell.ended, asked.released, asked.certain)


def _is_held(spell: Spell, day: date, certain: bool) -> bool:
    """Possibly: in one course of events that fits the record. Certainly: in each.

    A course has a beginning and an end within their days, and holds the day of `known_on`. An end that is only possible
    may also come later than its days, or never.
    """
    ended = spell.ended if spell.end_counts != "history" else None
    first_begin, last_begin = (spell.began.first, spell.began.last) if spell.began else (None, None)
    first_end = ended.first if ended else None
    last_end = ended.last if ended and spell.end_counts == "every" else None
    if not certain:
        return (first_begin or date.min) <= day <= (last_end or date.max)
    begun_by = min(last_begin or date.max, spell.known_on or date.max, last_end or date.max)
    still_there = max(first_end or date.min, spell.known_on or date.min, first_begin or date.min)
    return begun_by <= day <= still_there


def _lies(when: When | None, window: tuple[date | None, date | None], certain: bool) -> bool:
    """Possible: the days overlap the window. Certain: all lie inside. An unknown date may be any day."""
    opens, closes = window[0] or date.min, window[1] or date.max
    if window == (None, None):
        return True
    if certain:
        return when is not None and when.is_certain and opens <= when.first and when.last <= closes  # type: ignore[operator]
    first, last = (when.first, when.last) if when else (None, None)
    return (first or date.min) <= closes and opens <= (last or date.max)


def _is_under(law: str, asked: str) -> bool:
    number = law if ":" in asked else law.split(":")[1]
    return f"{number}.".startswith(f"{asked}.")


def _are_charged(charges: list[Accusation], asked: Question) -> bool:
    laws = [law for charge in charges for law in charge.articles]
    return not asked.article or any(_is_under(law, code) for law in laws for code in asked.article)


def _ends_within(facts: Facts, asked: Question) -> bool:
    """By the newest term that runs; by one that counts for possible questions only where there is no other."""

    def runs(term: Term) -> bool:
        by = facts.terms[term.replaced] if term.replaced is not None else None
        has_term = term.years or term.months or term.days
        return bool(has_term) and not term.suspended and (by is None or by.counts == "history")

    running = [term for term in facts.terms if runs(term)]
    sure = [term for term in running if term.counts == "every"]
    left = sure or [term for term in running if term.counts == "possible"]
    if not left or (asked.certain and not sure):
        return False
    newest = max(enumerate(left), key=lambda t: ((t[1].imposed and t[1].imposed.last) or date.min, t[0]))[1]
    return _lies(end_of(newest), asked.ends, asked.certain)


def end_of(term: Term) -> When | None:
    """The days the term may end on. A start known to the month, moved by months, is still known to the month."""
    if term.starts is None:
        return None
    days = term.days - term.credit
    latest = term.starts.last or term.starts.first
    if latest and latest.year + term.years + term.months // 12 >= LAST_DAY.year:
        return When("", LAST_DAY, None)  # dates are kept until then
    first = _moved(term.starts.first, term, days)
    last = _moved(term.starts.last, term, days)
    if term.starts.kind == "month" and last and not days:
        last = last.replace(day=monthrange(last.year, last.month)[1])
    return When("", first, last, doubtful=term.starts.doubtful)


def _moved(day: date | None, term: Term, days: int) -> date | None:
    if day is None:
        return None
    months = day.year * 12 + day.month - 1 + term.years * 12 + term.months
    year, month = divmod(months, 12)
    length = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, length)) + timedelta(days=days)
