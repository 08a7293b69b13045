"""Names in every spelling: keys to find them by, a rank to order what was found, and a scan of texts for them.

A key holds the consonants of a word as they sound, so that Qəhrəmanlı, Gahramanly and Гахраманлы share one; a rank form
keeps the vowels and tells near spellings from far ones. A match is a suggestion to a person, never a merge.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import permutations

from django.utils.translation import gettext as _
from rapidfuzz import fuzz

from people.addresses import addresses_in, decoded

LONGEST_KEY = 40
ENOUGH_ALIKE = 80

# What may stand inside a word: separate accents, invisible signs, apostrophes, a hyphen at a line's end.
_INSIDE = r"(?:[\u0300-\u036f\u00ad\u200b-\u200f\u2060\ufeff'’‘ʼ`´]|[-\u2010]\r?\n\s*)*"
LETTERS = rf"[^\W\d_](?:{_INSIDE}[^\W\d_])*[\u0300-\u036f]*"
_NAME_WORD = re.compile(rf"{LETTERS}(?:[-\u2010\u2011]{LETTERS})*")
_WORD_OR_NUMBER = re.compile(rf"{LETTERS}|\d+(?:[.-]\d+)*")
_POSSESSIVE = re.compile(r"['’ʼ]s$", re.IGNORECASE)
# Both Cyrillic alphabets at once: where the Azerbaijani and the Russian table differ (г, х, ж, ҹ), the key does not.
_CYRILLIC = dict(
    zip(
        "абвгдежзийклмнопрстуфхцчшщыэюяёәғҝөүһҹј",
        re.findall("ts|[cs]h|y[uao]|.", "abvgdejziyklmnoprstufhtschshshieyuyayoaggouhjy"),
        strict=True,
    )
)
_LATIN = {"ə": "a", "ğ": "g", "ş": "sh", "ç": "ch", "x": "h", "ö": "o", "ü": "u", "q": "g", "ı": "i", "w": "v"}
_SOUNDS = str.maketrans({**_CYRILLIC, **_LATIN, "ъ": "", "ь": ""})
_SON_OR_DAUGHTER = frozenset({"oglu", "ogli", "oglı", "ogly", "gizi", "gizy", "kizi", "kyzy", "gyzy", "gyzi"})


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """One spelling for a sound, vowels kept, in small Latin letters; `4` stands for ch and `5` for sh.

    Letters of other scripts stay. Empty for a word without letters.
    """
    text = unicodedata.normalize("NFC", word).replace("I", "i").replace("İ", "i").lower()
    text = re.sub(r"(?<=[аеёиоуыэюя])е", "yе", text.replace("дж", "ҹ"))
    # Гянджа, Гюльнара and Гёйчай are Gəncə, Gülnarə and Göyçay: behind a consonant only the vowel is heard.
    text = re.sub(r"(?<=[бвгджзклмнпрстфхцчшщ])[юяё]", lambda match: "uao"["юяё".index(match[0])], text)
    text = text.translate(_SOUNDS)
    text = "".join(sign for sign in unicodedata.normalize("NFD", text) if sign.isalpha())
    text = re.sub(r"dzh|dj|zh|c(?!h)", "j", text)
    text = text.replace("ch", "4").replace("sh", "5").replace("gh", "g").replace("kh", "h")
    # Russian has no h: Hajiyev is Гаджиев and Ibrahim is Ибрагим there.
    return re.sub(r"^g(?=aj)", "h", text).replace("brag", "brah")


@lru_cache(maxsize=65536)
def key(word: str) -> str:
    """What a word is found by: its consonants as they sound, g, k and h taken as one; `_a` marks a woman's form."""
    text = fold(word)
    woman = "_a" if text.endswith("a") and not text.endswith("zada") else ""
    text = text[:1].replace("e", "a").replace("y", "i") + re.sub("[aeiouy]", "", text[1:])
    text = re.sub("[gkh]+", "k", _single(text))
    return _single(text)[:LONGEST_KEY] + woman


@lru_cache(maxsize=65536)
def rank_form(word: str) -> str:
    """What two words of one key are compared by: vowels kept, but the usual confusions of them levelled."""
    return level(fold(word))


def level(folded: str) -> str:
    """A folded word without what ears and pens confuse: y for i, e for a, k for g, a letter twice."""
    return _single(re.sub("iy|yi|y", "i", folded).replace("e", "a").replace("k", "g"))


def _single(text: str) -> str:
    return re.sub(r"(.)\1+", r"\1", text)


def words_of(name: str) -> list[str]:
    """The words of a name without “oğlu” and “qızı”, unless there is nothing else; hyphens join."""
    words = [_owned(word) for word in _NAME_WORD.findall(name)]
    telling = [word for word in words if fold(word) not in _SON_OR_DAUGHTER]
    return telling or words


@lru_cache(maxsize=65536)
def _owned(word: str) -> str:
    return _POSSESSIVE.sub("", word)


def name_keys(text: str) -> list[str]:
    """The keys of a name, each once and sorted: equal for any order of its words. Empty without letters."""
    return sorted({key(word) for word in words_of(text)} - {""})


def fold_words(text: str) -> str:
    """The text for full-text search: Cyrillic and Latin spellings of one word become the same, numbers stay."""
    words = _WORD_OR_NUMBER.findall(text)
    return " ".join(_spelt(word) if not word[0].isdigit() else word for word in words)


@lru_cache(maxsize=65536)
def _spelt(word: str) -> str:
    return fold(word).replace("4", "ch").replace("5", "sh")


# `~` sorts after every letter, so that ç stands between c and d whatever follows it.
_ALPHABET = str.maketrans(
    {"ç": "c~", "ə": "e~", "ğ": "g~", "x": "h~", "ı": "h~~", "q": "k~", "ö": "o~", "ş": "s~", "ü": "u~", "w": "v~"}
)
_CYRILLIC_ORDER = str.maketrans(
    {**_CYRILLIC, "ә": "ə", "ө": "ö", "ү": "ü", "ғ": "ğ", "ш": "ş", "ч": "ç", "ы": "ı", "ъ": "", "ь": ""}
)


def sort_key(text: str) -> str:
    """A text that plain byte order sorts by the Azerbaijani alphabet; Cyrillic stands among the Latin letters."""
    lowered = unicodedata.normalize("NFC", text).replace("İ", "i").lower().translate(_CYRILLIC_ORDER)
    letters = lowered.translate(_ALPHABET)
    plain = "".join(sign for sign in unicodedata.normalize("NFD", letters) if sign.isalnum() or sign in " ~")
    return " ".join(plain.split())


@dataclass(frozen=True, slots=True)
class Match:
    """How alike two names are: `score` 0 to 100, `reason` in the reader's language."""

    score: int
    reason: str


def compare(one: str, other: str) -> Match | None:
    """Why the two may be one name, or None: every word of the shorter must sound like one of the longer."""
    if one.split() == other.split() and name_keys(one):
        return Match(100, _("same spelling"))
    words, others = words_of(one), words_of(other)
    if len(words) > len(others):
        words, others = others, words
    if not words:
        return None
    pairs = _pair_up(words, others)
    if pairs is None:
        return None
    alike = sum(score for _place, score in pairs) / len(pairs)
    if len(words) < len(others):
        return Match(round(alike * (0.5 + 0.5 * len(words) / len(others))), _("one name within the other"))
    if [place for place, _score in pairs] != list(range(len(words))):
        return Match(min(98, round(alike)), _("same name in another order"))
    return Match(min(99, round(alike)), _("same sound, other spelling"))


def _pair_up(words: list[str], others: list[str]) -> list[tuple[int, float]] | None:
    """For each word its place among the others and how alike they are, the best first; None when one has none."""
    pairs: list[tuple[int, float]] = []
    for word in words:
        taken = {place for place, _score in pairs}
        found = [(alike(word, other), -place) for place, other in enumerate(others) if place not in taken]
        score, place = max(found, default=(0.0, 0))
        if score < ENOUGH_ALIKE:
            return None
        pairs.append((-place, score))
    return pairs


def alike(word: str, other: str) -> float:
    """0 for words of different keys, else how alike their rank forms are, up to 100."""
    if not key(word) or key(word) != key(other):
        return 0.0
    return fuzz.ratio(rank_form(word), rank_form(other))


@dataclass(frozen=True, slots=True)
class Found:
    """A name that stands in a text: `whole` tells a full name from a lone word of it."""

    name: str
    quote: str
    start: int
    whole: bool


@dataclass(frozen=True, slots=True)
class _Place:
    """A word of a text that may stand for a word of a name: its number among the words, and where it stands."""

    index: int
    start: int
    text: str
    form: str
    bent: bool

    @property
    def end(self) -> int:
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class _Sought:
    """A name prepared for the search: its words, and every two of them written as one word, as addresses have them."""

    words: tuple[str, ...]
    joined: tuple[str, ...]


# Case endings: an Azerbaijani name bends its last word only, a Russian one each.
_BENT_LATIN = re.compile(r"(?<=[^\W\d_]{3})(?:n?[ıiuü]n|[ny]?[ıiuüaə]|d[aə]n?|l[aə])$")
_BENT_CYRILLIC = re.compile(r"(?<=[^\W\d_]{3})(?:[ыиоеё]м|[ое]й|[оуею]ю|[ыи]х|[аяуюеыи])$")
_CYRILLIC_LETTER = re.compile(r"[\u0400-\u04ff]")
_STILL_ALIKE = 60
_VERY_ALIKE = 90
# In an address any small word stands: “trial” must not pass for Tural there, while “guseynov” is Huseynov.
_ALIKE_IN_ADDRESSES = 85
_LONG_ENOUGH = 6
# What makes another name of a name, as `rank_form` has it: Hasanova of Hasanov, Ibrahimov and Ibrahimli of Ibrahim.
_OTHER_NAME = re.compile("a|[ia]?[ao]va?|li|lu|zada|oglu|bail[iu]")


def find_names(text: str, names: Iterable[str]) -> list[Found]:
    """Where the names stand in a text, in any spelling, script, order or case, in the order of the text.

    Whole: two words of the name within one word more than it has; or as one word, as in addresses; a name of one word
    wherever it stands with a capital or as a handle. Not whole: a lone word of four letters and more that sounds and
    looks like one of the name's, with a capital or anyhow in an address. What is escaped there is found at the start.
    Errs towards finding: in Russian “Самира Самадова” may be his genitive or her name.
    """
    sought = [(name, _prepare(name)) for name in names]
    found = _hits(text, sought)
    seen = {(hit.name, hit.quote) for hit in found}
    for shown in decoded(text) if sought else []:
        hits = {(hit.name, hit.quote): hit.whole for hit in _hits(shown, sought)}
        found += [Found(*said, 0, whole) for said, whole in hits.items() if said not in seen]
    return sorted(found, key=lambda hit: (hit.start, hit.name))


def _hits(text: str, sought: list[tuple[str, _Sought]]) -> list[Found]:
    places, addresses = _places_by_key(text), addresses_in(text)
    return [
        hit
        for name, words in sought
        for hit in _whole_hits(text, name, words, places)
        or _apart([*_lone_hits(text, name, words, places, addresses), *_glued_hits(text, name, words, addresses)])
    ]


@lru_cache(maxsize=4096)
def _prepare(name: str) -> _Sought:
    words = tuple(words_of(name))
    return _Sought(words, tuple(one + other for one, other in permutations(words, 2)))


def _places_by_key(text: str) -> dict[str, list[_Place]]:
    """The words of the text by each key they may stand for; a hyphenated word stands for its parts and as one."""
    places: dict[str, list[_Place]] = {}
    index = 0
    for compound in _NAME_WORD.finditer(text):
        if fold(compound[0]) in _SON_OR_DAUGHTER:
            # “Kamil oğlu” between two words of a name does not set them apart.
            index = max(0, index - 1)
            continue
        parts = [(part.start(), part[0]) for part in re.finditer(LETTERS, compound[0])]
        for number, (start, word) in enumerate(parts if len(parts) == 1 else [*parts, (0, compound[0])]):
            at = index + number % len(parts)
            for form, bent in _forms(word):
                places.setdefault(key(form), []).append(_Place(at, compound.start() + start, word, form, bent))
        index += len(parts)
    places.pop("", None)
    return places


@lru_cache(maxsize=65536)
def _forms(word: str) -> tuple[tuple[str, bool], ...]:
    """The words that this one may be a case of, and whether it then is a bent Azerbaijani one."""
    plain = _POSSESSIVE.sub("", word)
    if _CYRILLIC_LETTER.search(plain):
        stem = _BENT_CYRILLIC.sub("", plain)
        return tuple((form, False) for form in dict.fromkeys((plain, stem, stem + "а")))
    stem = _BENT_LATIN.sub("", plain)
    return ((plain, False),) if stem == plain or plain[0].islower() else ((plain, False), (stem, True))


def _whole_hits(text: str, name: str, sought: _Sought, places: dict[str, list[_Place]]) -> list[Found]:
    hits = [
        Found(name, place.text, place.start, True)
        for word in (sought.joined or sought.words)
        for place in places.get(key(word), [])
        if _near(place, word) >= ENOUGH_ALIKE and (sought.joined or _stands_out(text, place))
    ]
    if sought.joined:
        hits += _pairs(text, name, sought, places)
    return _apart(hits)


def _apart(hits: list[Found]) -> list[Found]:
    """The hits without those that begin inside another."""
    kept: list[Found] = []
    for hit in sorted(hits, key=lambda one: (one.start, -len(one.quote))):
        if not kept or hit.start >= kept[-1].start + len(kept[-1].quote):
            kept.append(hit)
    return kept


def _pairs(text: str, name: str, sought: _Sought, places: dict[str, list[_Place]]) -> list[Found]:
    """Two different words of the name near each other, with what follows of it."""
    seen = [
        (place.start, number, place)
        for number, word in enumerate(sought.words)
        for place in places.get(key(word), [])
        # In small letters a word may be any word: “fared well” must not pass for Farid Vali.
        if _near(place, word) >= (_STILL_ALIKE if _stands_out(text, place) else _VERY_ALIKE)
    ]
    seen.sort(key=lambda one: one[:2])
    hits: list[Found] = []
    for at, (start, number, place) in enumerate(seen):
        ends = [
            other.end
            for _start, other_number, other in seen[at + 1 :]
            if other_number != number
            and other.start >= place.end
            and other.index - place.index <= len(sought.words)
            and not (place.bent and other.bent)
        ]
        if ends:
            hits.append(Found(name, text[start : max(ends)], start, True))
    return hits


def _lone_hits(
    text: str, name: str, sought: _Sought, places: dict[str, list[_Place]], addresses: list[range]
) -> list[Found]:
    return [
        Found(name, place.text, place.start, False)
        for word in sought.words
        if len(_spelt(word)) >= 4
        for place in places.get(key(word), [])
        if not place.bent and _near(place, word) >= _alike_enough(text, word, place, addresses)
    ]


def _alike_enough(text: str, word: str, place: _Place, addresses: list[range]) -> float:
    # Of four letters, two are vowels that the key leaves out: “Feed” must not pass for Fuad.
    enough = ENOUGH_ALIKE if len(_spelt(word)) > 4 else _VERY_ALIKE
    if _stands_out(text, place):
        return enough
    return max(enough, _ALIKE_IN_ADDRESSES) if any(place.start in one for one in addresses) else 101


def _glued_hits(text: str, name: str, sought: _Sought, addresses: list[range]) -> list[Found]:
    """Long words of the name inside other words of addresses and handles: freesamadov.example, #SamadovdanXəbər."""
    stems = [rank_form(word) for word in sought.words if len(_spelt(word)) >= _LONG_ENOUGH]
    return [
        Found(name, word[0], one.start + word.start(), False)
        for one in (addresses if stems else [])
        for word in re.finditer(LETTERS, text[one.start : one.stop])
        for stem in stems
        if stem in (form := rank_form(word[0])) and not _OTHER_NAME.fullmatch(form.partition(stem)[2])
    ]


def _near(place: _Place, word: str) -> float:
    return fuzz.ratio(rank_form(place.form), rank_form(word))


def _stands_out(text: str, place: _Place) -> bool:
    """With a capital, or as a handle; a script without capitals always does."""
    return not place.text[0].islower() or text[max(0, place.start - 1) : place.start] in ("@", "#")
