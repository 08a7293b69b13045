"""What is new in a case: its claims against those that the last issue told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from reports.telling.book import PhraseBook
from reports.telling.claims import Body, Claim, Reader, Urgency
from reports.telling.paragraph import CaseNews
from reports.telling.tellers import claims_of


@dataclass(frozen=True)
class News:
    """The news of a case, and what makes the compiler choose it."""

    told: CaseNews
    urgency: Urgency
    on: date

    @property
    def order(self) -> tuple[int, int]:
        """Most urgent first, then the newest."""
        return int(self.urgency), -self.on.toordinal()


def news_of(now: Body, before: Body | None, *, book: PhraseBook, dated: date) -> News | None:
    """The claims that readers were not told yet; None where there are none. A first telling tells all of them."""
    claims = claims_of(Reader(now, book, dated))
    told = claims_of(Reader(before, book, dated)) if before else []
    known = {claim.said for claim in told}
    fresh = [claim for claim in claims if claim.said not in known]
    if not fresh:
        return None
    return News(
        CaseNews(body=now, claims=fresh, told_before=told, is_follow_up=before is not None),
        urgency=min(claim.urgency for claim in fresh),
        on=max((claim.on for claim in fresh if claim.on), default=date.min),
    )


def events_of(claims: CaseNews) -> list[str]:
    """The keys of the events that struck the case."""
    return [event["key"] for event in claims.body.get("events", [])]


def reason(news: News) -> str:
    """Why the compiler chose the case, for the editor: the records that are new."""
    keys = list(dict.fromkeys(claim.key for claim in news.told.claims))
    return ", ".join(keys)[:200]


def by_claim(claims: list[Claim]) -> dict[tuple[str, str], Claim]:
    """Claims by the record and what of it they say."""
    return {claim.place_of_claim: claim for claim in claims}
