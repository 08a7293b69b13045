"""Who may be meant by a name as somebody typed it: across spelling, script, order and typing errors.

Each typed word leads through the dictionary to the words near it, these to the documents whose names hold them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, reduce
from itertools import pairwise
from operator import and_, or_
from typing import Any

from django.db.models import Exists, F, Func, IntegerField, Q, QuerySet

from cases.listing import Listed
from cases.models import Document
from cases.name_words import look_up
from cases.ordering import NEVER, sortable
from people.misspelling import fit, halves, nearness, typed_words
from people.naming import Match, level, words_of

# PostgreSQL ranks all matches roughly; of the best so many more than were asked for are ranked exactly.
MARGIN = 40
ROUGH = ("case_id", "last_news_on", "names", "newest")
# One of three words and more may be wrong altogether, or a father's name that nobody has recorded.
FEWEST_TO_SPARE_ONE, MOST_TO_SPARE_ONE = 3, 6
# A text of more words, or one that can be read in more ways, is no name.
MOST_WORDS, MOST_READINGS = 16, 12

# For one typed word, the dictionary's words near it and how near.
Near = dict[str, int]


@dataclass(frozen=True, eq=False, slots=True)
class Reading:
    """One way to divide what was typed into words, and what is near each."""

    words: tuple[str, ...]
    near: tuple[Near, ...]

    def question(self, *, sparing: int | None = None) -> Q:
        """Names with a word near each one read, or near each but the one at that place."""
        asked = [near for place, near in enumerate(self.near) if place != sparing]
        if not all(asked):
            return Q(pk__in=[])
        return reduce(and_, (Q(name_words__shares=sorted(near)) for near in asked))


class Fit(Func):
    """About how well a document's names fit: for each word read how near the nearest is, of the readings the best.

    Written out here, because the same from `Case` and `When` takes Django longer to compile than PostgreSQL to answer.
    """

    def __init__(self, readings: list[Reading]) -> None:
        super().__init__(F("name_words"), output_field=IntegerField())
        self.readings = readings

    def as_sql(self, compiler: Any, connection: Any, **context: Any) -> Any:  # type: ignore[override]
        column, _params = compiler.compile(self.source_expressions[0])
        params: list[Any] = []
        readings = []
        for reading in self.readings:
            words = []
            for near in reading.near:
                scores = sorted(set(near.values()), reverse=True)
                params += [[word for word, score in near.items() if score == step] for step in scores]
                steps = "".join(f" WHEN {column} && %s::text[] THEN {score}" for score in scores)
                words.append(f"CASE{steps} ELSE 0 END" if steps else "0")
            readings.append(f"({' + '.join(words)}) / {len(words)}")
        return f"GREATEST({', '.join(readings)})", params


class NameSearch:
    """A typed name, asked of the documents that its reader may see."""

    def __init__(self, typed: str, documents: QuerySet[Document]) -> None:
        self.documents = documents
        self.spelt = {word.lower() for word in words_of(typed)}
        words = typed_words(typed)
        self.words = tuple(words) if len(words) <= MOST_WORDS else ()

    @cached_property
    def readings(self) -> list[Reading]:
        """First the words as they were typed, then those joined or divided otherwise that the dictionary knows."""
        others = [
            (*self.words[:place], level(one + two), *self.words[place + 2 :])
            for place, (one, two) in enumerate(pairwise(self.words))
        ]
        others += [
            (*self.words[:place], *pair, *self.words[place + 1 :])
            for place, word in enumerate(self.words)
            for pair in sorted(halves(word))
        ]
        typed = set(self.words)
        known = look_up(self.documents, near=typed, exactly={word for words in others for word in words} - typed)
        # A word that was not typed by itself is taken for one only if somebody bears exactly it.
        others = [words for words in others if known.issuperset(set(words) - typed)]
        near = {word: {other: score for other in known if (score := nearness(word, other))} for word in typed}
        near |= {word: {word: 100} for words in others for word in set(words) - typed}
        found = [Reading(words, tuple(near[word] for word in words)) for words in (self.words, *others)]
        return [found[0], *(reading for reading in found[1:] if all(reading.near))][:MOST_READINGS]

    @cached_property
    def strict(self) -> Q:
        """Names with a word near each one typed, in one of its readings."""
        return reduce(or_, (reading.question() for reading in self.readings)) if self.words else Q(pk__in=[])

    @property
    def spares_one(self) -> bool:
        """Whether one of the words may be lacking, where nobody has all."""
        return FEWEST_TO_SPARE_ONE <= len(self.words) <= MOST_TO_SPARE_ONE

    @cached_property
    def question(self) -> Q:
        """`strict`; where nobody fits that, one word of three and more may be lacking.

        Whether somebody fits is asked of all of this reader's documents, whatever else a filter asks, so that more
        parameters never find more.
        """
        if not self.spares_one:
            return self.strict
        as_typed = self.readings[0]
        sparing_one = reduce(or_, (as_typed.question(sparing=place) for place in range(len(self.words))))
        return self.strict | (sparing_one & ~Q(Exists(self.documents.filter(self.strict))))

    def rough(self, matches: QuerySet[Document], column: str, length: int) -> QuerySet:
        """Of the matches about the best, with that column and the rest of `ROUGH`: some more than `length`."""
        # Without a word nothing is near, and nothing is found either.
        near = [Fit(self.readings).desc()] if self.words else []
        fewest_words = Func(F("name_words"), function="cardinality", output_field=IntegerField())
        found = matches.annotate(newest=sortable("newest_began", NEVER)).order_by(
            *near, fewest_words, "-newest", "-case_id"
        )
        return found.values_list(column, *ROUGH)[: length + MARGIN]

    def best(self, matches: QuerySet[Document], column: str, length: int) -> list[Listed]:
        """Of the matches those that fit best, the best first, then by their newest detention; with that column."""
        return self.ranked(self.rough(matches, column, length), length)

    def ranked(self, rough: Iterable[tuple[Any, ...]], length: int) -> list[Listed]:
        """The best of the rows of `rough`."""
        ranked = sorted(((self.fit(row[3]).score, row[4], row[1], row) for row in rough), reverse=True)
        return [
            Listed(text, case_id, score, news_on, names)
            for score, _newest, _case, (text, case_id, news_on, names, _began) in ranked[:length]
        ]

    def fit(self, names: Iterable[str]) -> Match:
        """How well the best fitting of these names fits, and why."""
        fits = [match for reading in self.readings for name in names if (match := fit(reading.words, name, self.spelt))]
        return max(fits, key=lambda match: match.score, default=Match(0, ""))
