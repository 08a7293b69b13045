"""What is new in a case: the claims that the last issue did not tell, and those that it told otherwise.

Bodies are compared claim by claim, so that a change which no sentence would show is no news.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

from cases.documents import Body, records_of
from reports.telling.arrangement import arrange
from reports.telling.book import PhraseBook
from reports.telling.claims import Claim, Reader, Stage, Urgency
from reports.telling.paragraph import CaseNews, Sentence, tell
from reports.telling.tellable import tellable
from reports.telling.tellers import claims_of

# What changes with time: another value is the next piece of news and corrects nothing.
_MOVES_ON = {
    "returned",
    "care",
    "state",
    "whereabouts",
    "family",
    "counsel",
    "appeal",
    "acknowledged",
    "needs",
    "next",
    "response",
    "outcome",
}


@dataclass(frozen=True)
class Correction:
    """A claim as it was told, and as the record says it now; `after` is None where the record no longer says so.
    `beside` is what the same sentence told and the record still says."""

    before: Claim
    after: Claim | None
    beside: tuple[Claim, ...] = ()


@dataclass(frozen=True)
class Printed:
    """The passage of an issue of that date that told a record's version first, with the keys of all that it told; its
    text may be an editor's."""

    record: str
    dated: date
    text: str
    keys: frozenset[str]


@dataclass
class News:
    """The news of a case and what makes the compiler choose it."""

    case: CaseNews
    corrections: list[Correction] = field(default_factory=list)
    new_events: frozenset[str] = frozenset()

    @property
    def claims(self) -> list[Claim]:
        return self.case.claims + [c.after or c.before for c in self.corrections]

    @property
    def order(self) -> tuple[int, int]:
        """Most urgent first, then the newest."""
        urgency = min((claim.urgency for claim in self.claims), default=Urgency.OTHER)
        return urgency, -max((claim.on for claim in self.claims if claim.on), default=date.min).toordinal()

    @property
    def why(self) -> str:
        """For the editor: the records that are new or changed."""
        return ", ".join(dict.fromkeys(claim.key for claim in self.claims))

    @property
    def began_together(self) -> frozenset[str]:
        """The events that are news here: the case is told of its arrest, and of them, for the first time."""
        has_arrest = any(claim.stage in (Stage.ARREST, Stage.AGAIN) for claim in self.case.claims)
        return self.new_events if has_arrest and not self.case.is_follow_up else frozenset()


@dataclass(frozen=True)
class ToldBefore:
    """What readers know of a case: the body of the version told last; where it was emptied, the keys told from it."""

    body: Body | None = None
    keys: frozenset[str] = frozenset()


def news_of(now: Body, before: ToldBefore | None, book: PhraseBook, dated: date) -> News | None:
    """What readers were not told yet; None where there is nothing. A first telling tells all."""
    now = tellable(now)
    claims = claims_of(Reader(now, book, dated))
    events = frozenset(event["key"] for event in now.get("events", []))
    if before is None:
        return News(CaseNews(now, claims), new_events=events) if claims else None
    if before.body is None:
        fresh = [claim for claim in claims if claim.key not in before.keys]
        return News(CaseNews(now, fresh, is_follow_up=True)) if fresh else None
    told = claims_of(Reader(tellable(before.body), book, dated))
    known = {claim.said for claim in told}
    fresh = [claim for claim in claims if claim.said not in known]
    corrections = _corrections(told, fresh, _taken_back(claims, told, now))
    corrections = [replace(one, beside=_beside(one, corrections, told, claims)) for one in corrections]
    corrected = {id(claim) for correction in corrections for claim in (correction.after, *correction.beside)}
    fresh = [claim for claim in fresh if id(claim) not in corrected]
    if (not fresh and not corrections) or _says_nothing(fresh, corrections):
        return None
    known_events = {event["key"] for event in before.body.get("events", [])}
    still = [claim for claim in claims if claim.said in known]
    return News(CaseNews(now, fresh, still, is_follow_up=True), corrections, events - known_events)


def _says_nothing(fresh: list[Claim], corrections: list[Correction]) -> bool:
    """Whether all that is left goes without saying: the serving of a sentence that was told."""
    return not corrections and all(claim.message == "serving" for claim in fresh)


def _taken_back(claims: list[Claim], told: list[Claim], now: Body) -> set[str]:
    """The keys of records that no longer count, and that of a death which nothing tells any more.

    A record that is not there may have been withheld, such as a recognition that the person wants withdrawn: a notice
    that quotes what was printed would tell it again.
    """
    keys = {record["key"] for _, record in records_of(now) if record["counts"] == "no"}
    if not any(claim.urgency == Urgency.DEATH for claim in claims):
        keys |= {claim.key for claim in told if claim.slot == "died"}
    return keys


def _corrections(told: list[Claim], fresh: list[Claim], taken_back: set[str]) -> list[Correction]:
    """Told claims whose value is another now, or whose record was taken back: once for each record."""
    by_place = {claim.place_of_claim: claim for claim in fresh}
    found: dict[str, Correction] = {}
    for before in told:
        after = by_place.get(before.place_of_claim)
        if before.key in taken_back:
            found.setdefault(before.key, Correction(before, None))
        elif after is not None and _takes_back(before, after):
            found.setdefault(f"{before.key}/{before.slot}", Correction(before, after))
    return list(found.values())


def _takes_back(before: Claim, after: Claim) -> bool:
    """Whether a value that readers were told was changed or removed; one that was only added corrects nothing."""
    if before.slot in _MOVES_ON or before.bare:
        return False
    if before.message != after.message:
        return before.slot in ("imposed", "condition", "end", "recognized")
    was, now = dict(before.args), dict(after.args)
    changed = [name for name, value in was.items() if value not in (None, False, "") and now.get(name) != value]
    return bool(changed) or (before.subject != after.subject and before.subject is not None)


def _beside(
    one: Correction, corrections: list[Correction], told: list[Claim], claims: list[Claim]
) -> tuple[Claim, ...]:
    """What the sentence of a corrected claim told too and still holds, whoever says so now: left out of the corrected
    sentence, it would read as taken back."""
    sentences = ({claim.place_of_claim for claim in plan.claims} for plan in arrange(told, [one.before.person_ref]))
    places = next((places for places in sentences if one.before.place_of_claim in places), set())
    places = places - {other.before.place_of_claim for other in corrections}
    values = {(claim.place_of_claim, claim.message, claim.args) for claim in told if claim.place_of_claim in places}
    return tuple(claim for claim in claims if (claim.place_of_claim, claim.message, claim.args) in values)


def tell_corrections(news: News, quoted: list[tuple[Correction, Printed]], book: PhraseBook, dated: date) -> Sentence:
    """“In our issue of … we wrote …; the record now says …”, of all that one passage needs to have corrected."""
    corrections, (was, *_) = [one for one, _ in quoted], [printed for _, printed in quoted]
    after, before = None, {printed.record for _, printed in quoted}
    corrected = {one.before.key for one in corrections}
    # In both versions, by which the issue that printed the older one is found again (reports/corrections.py).
    there = [f"{record['key']}@{record['version']}" for _, record in records_of(news.case.body)]
    records = [*sorted(before), *(key for key in there if key.split("@")[0] in corrected)]
    claims = [claim for one in corrections for claim in (one.after, *one.beside) if claim]
    if claims:
        now = list({claim.place_of_claim: claim for claim in claims}.values())
        told = tell([CaseNews(news.case.body, now, is_follow_up=True)], book, dated, as_news=False)
        after = _inside_quotes(" ".join(sentence.text for sentence in told))
        records += [key for sentence in told for key in sentence.records]
    text = book.say("correction", day=book.day(was.dated), before=_inside_quotes(was.text), after=after)
    return Sentence(text, list(dict.fromkeys(records)))


def _inside_quotes(text: str) -> str:
    return text.replace("“", "‘").replace("”", "’")
