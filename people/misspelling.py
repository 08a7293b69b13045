"""Names across typing errors: what a word is looked up by, how near another is, how well a name fits what was typed.

Words are compared in their plain form: as a keyboard without marks would write them, and as a hurried listener would.
Whether two words are near depends on these two alone, so that nothing can be learnt from what else a dictionary holds.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache

from django.utils.translation import gettext as _
from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from people.naming import LONGEST_KEY, Match, fold, key, level, words_of

# Below it, two words of the same consonants are different words, as Ruf and Rafi are.
STILL_ALIKE = 60
# So long a word may hold two errors, if its consonants hold one at most.
LONG_WORD = 7
LONG_KEY = 4
# Nearness from here on.
SAME_SOUND, ONE_ERROR = 85, 50
# Halves of a word that was typed without its space.
SHORTEST_HALF = 3
_KIN = ("oglu", "gizi")
_PLAIN = str.maketrans({"5": "s", "4": "j"})


@lru_cache(maxsize=65536)
def plain_form(word: str) -> str:
    """The rank form without marks: Rəşad, Reshad and resad are `rasad`; empty without letters, 40 letters at most."""
    return level(fold(word).translate(_PLAIN))[:LONGEST_KEY]


def name_words(text: str) -> list[str]:
    """The plain words of a name in their order, “oğlu” and “qızı” left out."""
    return [plain for word in words_of(text) if (plain := plain_form(word))]


def typed_words(text: str) -> list[str]:
    """The plain words of what somebody typed; a misspelt “oğlu” or “qızı” is left out too."""
    words = name_words(text)
    return [word for word in words if not is_kin(word)] or words


def is_kin(word: str) -> bool:
    """Whether a plain word is “oğlu” or “qızı” with one typing error at most."""
    return any(OSA.distance(word, kin, score_cutoff=1) <= 1 for kin in _KIN)


@lru_cache(maxsize=65536)
def clues(word: str) -> tuple[str, ...]:
    """What a plain word is looked up by: any two words that are near share one.

    The word itself and with any one letter left out, its consonants, and these with one left out if there are many.
    """
    found = {word, *(_lacking_one(word) if len(word) > 2 else ())}
    consonants = _consonants(word)
    found.add(f"={consonants}")
    if len(word) >= LONG_WORD:
        found |= {f"~{text}" for text in (consonants, *_lacking_one(consonants)) if len(text) >= LONG_KEY - 1}
    return tuple(sorted(found))


def _consonants(word: str) -> str:
    return key(word).removesuffix("_a")


def _lacking_one(text: str) -> Iterator[str]:
    return (text[:place] + text[place + 1 :] for place in range(len(text)))


@lru_cache(maxsize=65536)
def nearness(word: str, other: str) -> int:
    """How near two plain words are: 100 the same, the same sound, one error or two in falling order, 0 not near."""
    if word == other:
        return 100
    longest = max(len(word), len(other))
    if key(word) == key(other) and (alike := fuzz.ratio(word, other)) >= STILL_ALIKE:
        return round(75 + alike / 5)
    errors = OSA.distance(word, other, score_cutoff=2)
    if errors == 1 and longest > 2:
        return round(84 * (1 - 1 / longest))
    if errors == 2 and min(len(word), len(other)) >= LONG_WORD:
        one, two = _consonants(word), _consonants(other)
        if min(len(one), len(two)) >= LONG_KEY and OSA.distance(one, two, score_cutoff=1) <= 1:
            return round(ONE_ERROR * (1 - 2 / longest))
    return 0


def halves(word: str) -> set[tuple[str, ...]]:
    """The pairs of plain words that one may be, when the space between them was left out, mistyped or took a letter.

    A half that is “oğlu” or “qızı” is left out of its pair.
    """
    found: set[tuple[str, ...]] = set()
    for place in range(SHORTEST_HALF, len(word) - SHORTEST_HALF + 1):
        for rest in (word[place - 1 :], word[place:], word[place + 1 :]):
            if len(rest) >= SHORTEST_HALF:
                found.add((word[:place],) if is_kin(rest) else (word[:place], rest))
    return found


def fit(words: Sequence[str], name: str, spelt: Collection[str] = ()) -> Match | None:
    """How well a name fits the plain words typed, and why; None when it holds none that is near one of them.

    `spelt` are the words as they were typed, in small letters. Words that the name lacks cost their share; words that
    it has beyond those typed cost little, for fathers' names are often left out.
    """
    written = words_of(name)
    others = [plain_form(word) for word in written]
    pairs = _pair_up(words, others)
    if not pairs:
        return None
    lowest = min(score for _place, score in pairs)
    same = lowest == 100 and all(written[place].lower() in spelt for place, _score in pairs)
    in_order = [place for place, _score in pairs] == sorted(place for place, _score in pairs)
    score = sum(score for _place, score in pairs) / len(words) * (0.9 + 0.1 * len(pairs) / len(others))
    reasons = [_("same spelling") if same else _why(lowest)]
    if not in_order:
        reasons.append(_("in another order"))
    if len(pairs) < len(words):
        reasons.append(_("not every word"))
    elif len(pairs) < len(others):
        reasons.append(_("part of the name"))
    return Match(max(1, round(score) - (not same) - (not in_order)), ", ".join(reasons))


def _pair_up(words: Sequence[str], others: Sequence[str]) -> list[tuple[int, int]]:
    """For each word that is near one of the others the nearest one's place, and how near; each place once."""
    pairs: list[tuple[int, int]] = []
    taken: set[int] = set()
    for word in words:
        near = [(nearness(word, other), -place) for place, other in enumerate(others) if place not in taken]
        score, place = max(near, default=(0, 0))
        if score:
            taken.add(-place)
            pairs.append((-place, score))
    return pairs


def _why(lowest: int) -> str:
    if lowest >= SAME_SOUND:
        return _("same sound, other spelling")
    return _("one letter differs") if lowest >= ONE_ERROR else _("spelt alike")
