"""The filter against an oracle that knows the records: thousands of invented cases, every date parameter, both ways."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random

import pytest
from django.db import transaction
from django.http import QueryDict
from django.utils.http import urlencode

from cases.filters import CaseFilter
from cases.models import Document
from tests.rules.inventing import ASKED_LAWS, CUSTODY, FIRST, MERGED, PLACES, invented_cases, record
from tests.rules.oracle import LAST_DAY, Facts, Oracle, Question, When, end_of
from tracker.api import BadParameters
from tracker.audiences import Audience

pytestmark = pytest.mark.django_db

BATCH, QUESTIONS = 100, 96


def edges(facts: Facts) -> dict[str, list[date]]:
    """For each date parameter the days where its answer may change: first and last days, and those beside them."""
    began = [s.began for s in facts.spells]
    ended = [s.ended for s in facts.spells]
    known = [When("", s.known_on, None) for s in facts.spells]
    ends = [end_of(term) for term in facts.terms]
    found = {"held_on": began + ended + known, "detained": began, "released": ended, "ends": ends}
    return {
        name: sorted(
            {
                day + timedelta(days=n)
                for when in said
                if when
                for day in (when.first, when.last)
                if day
                for n in (-1, 0, 1)
            }
            - {LAST_DAY + timedelta(days=1)}
        )
        or [FIRST]
        for name, said in found.items()
    }


def questions(batch: list[Facts], chance: Random) -> list[Question]:
    """Each date parameter, alone and with another and with codes, about the days and codes of some case of the batch."""
    asked = []
    for n in range(QUESTIONS):
        facts = chance.choice(batch)
        known = edges(facts)
        dated = ("held_on", "detained", "released", "ends")[n // 2 % 4]
        also = chance.choice([dated] * 6 + ["held_on", "detained", "released", "ends"])
        day = {"held_on": chance.choice(known["held_on"])} if "held_on" in (dated, also) else {}
        ranges = {
            name: _window(known[name], chance, wide=chance.random() < 0.5)
            for name in known
            if name in (dated, also) and name != "held_on"
        }
        codes = {} if n < 8 else _codes(facts, chance)
        asked.append(Question(certain=bool(n % 2), **day, **ranges, **codes))
    return asked


def _window(known: list[date], chance: Random, *, wide: bool) -> tuple[date | None, date | None]:
    first, last = (known[0], known[-1]) if wide else sorted(chance.choices(known, k=2))
    return chance.choice([(first, last), (first, last), (first, None), (None, last)])


def _codes(facts: Facts, chance: Random) -> dict[str, tuple[str, ...]]:
    """Codes of one parameter, or of all three: some of those that a case has, or any; one or two of each."""

    def some(own: list[str], every: list[str]) -> tuple[str, ...]:
        known = own if own and chance.random() < 0.8 else every
        return tuple(chance.sample(sorted(set(known)), chance.choice([1, 1, 2]) if len(set(known)) > 1 else 1))

    own = {
        "facility": ([s.facility for s in facts.spells if s.facility], PLACES),
        "custody_type": ([s.custody_type for s in facts.spells], CUSTODY),
        "article": ([law for c in facts.accusations for law in c.articles], ASKED_LAWS),
    }
    names = chance.choice([[name] for name in own] * 2 + [list(own)])
    return {name: some(*own[name]) for name in names}


def ask(asked: Question) -> set[str] | BadParameters:
    data = QueryDict(urlencode(asked.parameters()))
    documents = Document.objects.filter(audience=Audience.TEAM)
    try:
        return set(CaseFilter(data, documents).check().matches().values_list("ref", flat=True))
    except BadParameters as fault:
        return fault


@dataclass
class Comparison:
    """Counts what was compared, so that a test can say that nothing went unasked."""

    cases: int = 0
    asked: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)

    def disagreement(self, batch: list[Facts], asked: list[Question]) -> tuple[Facts, Question, str] | None:
        """The first case and question that filter and oracle answer differently."""
        with transaction.atomic():
            oracle = Oracle(record(batch), MERGED)
            self.cases += len(batch)
            told = next(filter(None, (self._compare(oracle, question) for question in asked)), None)
            transaction.set_rollback(True)
        return told

    def _compare(self, oracle: Oracle, question: Question) -> tuple[Facts, Question, str] | None:
        unknown, said = oracle.unknown(question), ask(question)
        if isinstance(said, BadParameters):
            assert {p["parameter"] for p in said.problems} == unknown, (question, said)
            return None
        assert unknown == set(), question
        for kind in _kinds(question):
            self.asked[kind] += 1
            self.found[kind] += len(said)
            self.missed[kind] += len(oracle.facts) - len(said)
        for ref in sorted(said ^ oracle.answer(question)):
            says = "is found by the filter and should not be" if ref in said else "should be found and is not"
            return oracle.facts[ref], question, says
        return None


def _kinds(question: Question) -> list[str]:
    """Each date parameter asked, how, and together with which codes."""
    names = {name for name, _ in question.parameters()} - {"certainty"}
    codes = names & {"facility", "article", "custody_type"}
    asked = [f"{name} {'certain' if question.certain else 'possible'}" for name in names - codes]
    return asked + [f"{kind} with {code}" for kind in asked for code in codes]


def shortest(facts: Facts, question: Question, says: str) -> str:
    """The disagreement without every record that it doesn't need."""

    def fails(smaller: Facts, smaller_question: Question) -> bool:
        return Comparison().disagreement([smaller], [smaller_question]) is not None

    # A smaller case may no longer name the codes that were asked for, and be refused for that.
    without_codes = replace(question, facility=(), article=())
    question = without_codes if fails(facts, without_codes) else question
    while smaller := next((f for f in facts.smaller() if fails(f, question)), None):
        facts = smaller
    records = (*facts.spells, *facts.accusations, *facts.terms)
    return "\n".join([f"?{urlencode(question.parameters())}: this case {says}", *map(str, records)])


def test_filter_finds_what_the_oracle_finds():
    seen, chance, made = Comparison(), Random(3), invented_cases()
    for start in range(0, len(made), BATCH):
        batch = made[start : start + BATCH]
        if told := seen.disagreement(batch, questions(batch, chance)):
            pytest.fail(shortest(*told), pytrace=False)
    assert seen.cases >= 2000
    # Seven date parameters, both ways, alone and with each of three codes; each finds some cases and leaves some.
    assert len(seen.asked) == 56
    assert min(seen.asked.values()) >= 25
    assert min(seen.found[kind] for kind in seen.asked) >= 5
    assert min(seen.missed[kind] for kind in seen.asked) >= 500
