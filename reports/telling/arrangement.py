"""Which claims go together and in what order: from loose claims to plans of sentences."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from reports.telling.claims import Claim, Noun, Someone, Stage, Voice

# More than this in one sentence, and a reader loses the thread.
MOST_CLAIMS = 3
# What is said by the same people of different things may still share a sentence, with a semicolon.
_LOOSE = {"outcome", "seized"}
# Claims that several cases of one event can make together.
_SHARED = {"arrest", "moved", "terms"}
_SPEECH_ACTS = {"insists", "denies"}
_OPENING, _CONTACT = 10, 15


@dataclass
class Part:
    """Predicates of one subject: the persons of `refs`, or the claims' own noun."""

    refs: tuple[str, ...]
    claims: list[Claim]

    @property
    def first(self) -> Claim:
        return self.claims[0]


@dataclass
class Plan:
    """One sentence: parts in nobody's voice, or all in one voice. `durations` open it: “After one day, …”."""

    parts: list[Part]
    voice: Voice | None = None
    durations: list[Claim] = field(default_factory=list)
    is_opening: bool = False

    @property
    def claims(self) -> list[Claim]:
        return [claim for part in self.parts for claim in part.claims]


def arrange(claims: Iterable[Claim], order: list[str]) -> list[Plan]:
    """The sentences of a paragraph about the persons `order`, the first of them its lead."""
    left = _attach(list(claims), order)
    durations = [claim for claim in left if claim.message == "held-for"]
    left = [claim for claim in left if claim.message != "held-for"]
    shared, left = _share(left, order)
    stages = _opened_by_source([claim for _, claim in shared] + left)
    rank = _outcome_ranks(left, order)
    pairs = shared + [((claim.person_ref,), claim) for claim in left]
    pairs.sort(key=lambda pair: _sort_key(pair[1], pair[0], stages, rank, order))
    plans: list[Plan] = []
    for refs, claim in pairs:
        opening = stages[claim.place_of_claim] == _OPENING
        if not plans or not _join(plans[-1], refs, claim, opening, len(order) > 1):
            plans.append(Plan([Part(refs, [claim])], claim.voice, is_opening=opening))
    _open_with_durations(plans, durations)
    return plans


def _sort_key(
    claim: Claim, refs: tuple[str, ...], stages: dict[tuple[str, str], int], rank: dict[str, int], order: list[str]
) -> tuple[int, int, int, int]:
    stage = stages[claim.place_of_claim]
    who = order.index(refs[0])
    if claim.group == "facing":
        return Stage.SERVING, who, 0, 0
    if claim.group == "outcome":
        return Stage.CHARGE, rank.get(refs[0], who), stage, claim.hedge
    if stage >= Stage.HEALTH:
        # What follows is told person by person.
        return Stage.HEALTH, who, stage, 0
    # A word taken to open with keeps the motive before the treatment, as a source's report goes.
    return stage, 0 if claim.group != "treatment" else 1, who, 0


def _outcome_ranks(claims: list[Claim], order: list[str]) -> dict[str, int]:
    """Whose outcome is told first: whoever's is surest, then whoever's is gravest."""
    outcomes = [claim for claim in claims if claim.group == "outcome"]
    best = {
        ref: min(((c.hedge, c.urgency, order.index(ref)) for c in outcomes if c.person_ref == ref), default=(9, 9, 9))
        for ref in order
    }
    return {ref: place for place, ref in enumerate(sorted(order, key=lambda ref: best[ref]))}


def _opened_by_source(claims: list[Claim]) -> dict[tuple[str, str], int]:
    """The stage of each claim. Where somebody else tells of the arrest too, the paragraph opens with that source."""
    stages = {claim.place_of_claim: int(claim.stage) for claim in claims}
    arrests = [claim for claim in claims if Stage.ARREST <= claim.stage < Stage.SEARCH]
    reports = [claim for claim in claims if claim.group in ("treatment", "statement", "legal")]
    sources = [claim.voice for claim in reports if claim.voice and not claim.voice.is_self]
    if not sources or not arrests or any(claim.voice is None for claim in arrests):
        return stages
    for claim in claims:
        if claim.voice == sources[0] and claim.stage >= Stage.LEGAL:
            stages[claim.place_of_claim] = _OPENING
        elif claim.group == "contact":
            stages[claim.place_of_claim] = _CONTACT
    return stages


def _join(plan: Plan, refs: tuple[str, ...], claim: Claim, opening: bool, several: bool) -> bool:
    """Adds the claim to the sentence where it belongs there. Whether it did."""
    last = plan.claims[-1]
    if claim.voice != plan.voice or len(plan.claims) >= MOST_CLAIMS:
        return False
    together = opening and plan.is_opening
    if plan.voice is None:
        if claim.group != last.group or Stage.MOTIVE in (claim.stage, last.stage) or claim.whole or last.whole:
            return False
        if plan.parts[-1].refs == refs and claim.subject == last.subject and claim.hedge == last.hedge:
            if claim.finite and last.message == "clause":
                return False
            plan.parts[-1].claims.append(claim)
            return True
        return _join_loosely(plan, refs, claim, several)
    same_verb = claim.verb == last.verb or {claim.verb, last.verb} <= _SPEECH_ACTS
    same_matter = claim.group == last.group and (claim.stage == Stage.OTHERS) == (last.stage == Stage.OTHERS)
    if not together and not (same_verb and same_matter):
        return False
    if plan.parts[-1].refs == refs and claim.subject == last.subject and not claim.whole and not last.whole:
        plan.parts[-1].claims.append(claim)
    else:
        plan.parts.append(Part(refs, [claim]))
    return True


def _join_loosely(plan: Plan, refs: tuple[str, ...], claim: Claim, several: bool) -> bool:
    last = plan.claims[-1]
    same_person = plan.parts[-1].refs == refs
    if claim.group not in _LOOSE or (claim.group == "outcome" and (same_person or not several)):
        # A sure and an unsure outcome of one person are two sentences.
        return False
    if len({part.refs for part in plan.parts}) >= 2 or last.finite:
        return False
    plan.parts.append(Part(refs, [claim]))
    return True


def _open_with_durations(plans: list[Plan], durations: list[Claim]) -> None:
    """“After one day in detention” opens the outcome of everybody it is said of; else it is a sentence."""
    left = list(durations)
    for plan in plans:
        first = plan.claims[0]
        if plan.voice or first.stage == Stage.CHARGE or first.group not in ("outcome", "moved"):
            continue
        who = {ref for part in plan.parts for ref in part.refs}
        mine = [d for d in left if d.person_ref in who]
        if {d.person_ref for d in mine} == who and len({d.args for d in mine}) == 1 and not any(d.voice for d in mine):
            plan.durations = mine
            left = [d for d in left if d not in mine]
    for duration in left:
        arrests = [
            plan.parts[-1] for plan in plans if plan.voice == duration.voice and plan.claims[-1].group == "arrest"
        ]
        own = [part for part in arrests if part.refs == (duration.person_ref,) and part.first.hedge == duration.hedge]
        if own:
            own[0].claims.append(duration)
        else:
            plans.append(Plan([Part((duration.person_ref,), [duration])], duration.voice))


def _share(claims: list[Claim], order: list[str]) -> tuple[list[tuple[tuple[str, ...], Claim]], list[Claim]]:
    """What is claimed alike of several persons, told once; and what is left."""
    groups: dict[object, list[Claim]] = {}
    for claim in claims:
        if claim.group in _SHARED and claim.subject is None and len(order) > 1:
            groups.setdefault((claim.message, claim.args, claim.hedge, claim.voice), []).append(claim)
    shared = []
    gone: set[int] = set()
    for alike in groups.values():
        refs = tuple(ref for ref in order if ref in {claim.person_ref for claim in alike})
        if len(refs) > 1:
            others = tuple(key for claim in alike[1:] for key in (claim.record, *claim.also_tells))
            shared.append((refs, replace(alike[0], also_tells=alike[0].also_tells + others)))
            gone |= {id(claim) for claim in alike}
    return shared, [claim for claim in claims if id(claim) not in gone]


def _attach(claims: list[Claim], order: list[str]) -> list[Claim]:
    """Claims that say nothing by themselves go into the sentence of another one that tells them too."""
    place = {claim.place_of_claim: number for number, claim in enumerate(claims)}
    loose = [claim for claim in claims if claim.bare and claim.message != "held-for"]
    loose += [claim for claim in claims if claim.message == "in-own-words" and claim.arg("adjunct")]
    loose += [claim for claim in claims if claim.message == "patient-is" and claim.voice is None and not claim.hedge]
    decided = {claim.record for claim in claims if claim.message in ("charge-convicted", "charge-acquitted")}
    loose += [claim for claim in claims if claim.slot == "charged" and claim.record in decided]
    kept = [claim for claim in claims if claim not in loose]
    for claim in loose:
        host, changed = _host(claim, kept)
        if host is not None:
            kept[kept.index(host)] = replace(changed, also_tells=(*host.also_tells, claim.record, *claim.also_tells))
        elif claim.message != "serving":
            kept.append(claim)
    return _once(sorted(kept, key=lambda claim: (order.index(claim.person_ref), place[claim.place_of_claim])))


def _host(claim: Claim, claims: list[Claim]) -> tuple[Claim | None, Claim]:
    """The claim that can carry it, and how that one then reads."""
    for host in claims:
        if host.person_ref != claim.person_ref:
            continue
        if claim.message == "held" and host.slot == "done" and host.arg("where") == claim.arg("where"):
            return host, replace(host.with_args(detained=True), stage=min(host.stage, Stage.ARREST))
        if claim.slot == "charged" and host.slot == "state" and host.record == claim.record:
            return host, host
        if claim.message == "serving" and host.slot == "imposed":
            return host, host
        if claim.message == "in-own-words" and host.message == "taken" and host.voice == claim.voice:
            return host, host.with_args(adjunct=claim.arg("adjunct"))
        if claim.message == "patient-is" and host.stage == Stage.LEGAL and host.finite and host.voice is None:
            return host, host.with_args(apposition=claim.arg("noun"))
    return None, claim


def _once(claims: list[Claim]) -> list[Claim]:
    """The same thing said by several records of a case is told once."""
    found: dict[object, Claim] = {}
    for claim in claims:
        of_things = isinstance(claim.subject, Noun) and claim.group == "returned"
        key = (claim.person_ref, claim.message, claim.args, claim.voice) if of_things else claim.place_of_claim
        first = found.get(key)
        found[key] = claim if first is None else replace(first, also_tells=(*first.also_tells, claim.record))
    return list(found.values())


def named_in(claims: Iterable[Claim]) -> list[tuple[str, str]]:
    """(ref, name) of everybody whom these claims name beside the case's own person."""
    people = []
    for claim in claims:
        people += [value for _, value in claim.args if isinstance(value, Someone)]
        if claim.voice and claim.voice.ref:
            people.append(Someone(claim.voice.ref, claim.voice.person))
    return [(one.ref, one.person.get("name", "")) for one in people]
