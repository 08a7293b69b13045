"""What English messages need and Fluent has not: articles, plurals, and free texts fitted into a frame."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

_SMALL = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
_AN = re.compile(r"^(?:[aeio]|u(?!ni|se|su|r[ao]))|^(?:hour|heir|honest|honou?r)", re.IGNORECASE)
# By their letters: an MP, an NGO; a UN envoy.
_SPELT_OUT = re.compile(r"^[AEFHILMNORSX](?:[A-Z]|\b)")
_PEOPLE = {"people", "police", "children", "men", "women", "personnel"}
# Everything behind these belongs to the noun before: “police officers of the district”.
_TAIL = re.compile(r",|\s(?:of|in|at|from|near|who|that|which|linked|belonging|claiming|wearing|with|for)\s", re.I)
_CONCERN = re.compile(
    r"^(?:(?:their|deep|grave|serious|great|strong|growing)\s+)*(?:concerns?|alarm|worry|fears?)\b", re.I
)
_OUTCOME = re.compile(
    r"^(?P<what>(?:his|her|their|the|[\w’ -]+’s) (?:\w+ )?"
    r"(?:arrest|detention|sentence|charge|imprisonment|prosecution|case)s?)"
    r" (?P<verb>is|was|are|were) (?P<rest>.+)$"
)


def an(noun: str) -> str:
    """With its article: “a satirical poet”, “an activist”."""
    text = str(noun)
    number = re.match(r"\d+", text)
    if number:
        return f"{'an' if number[0][0] == '8' or number[0] in ('11', '18') else 'a'} {text}"
    is_an = _SPELT_OUT.match(text) if text[:2].isupper() else _AN.match(text)
    return f"{'an' if is_an else 'a'} {text}"


def the(name: str) -> str:
    """A name of several words with its article: “the Ministry of Justice”; “Azersu” and “Prison No. 7” have none."""
    text = str(name)
    if text.lower().startswith(("the ", "his ", "her ", "their ", "a ", "an ")) or " " not in text:
        return text
    if re.search(r"\d|№", text) or re.fullmatch(r"\w+ [A-Z]", text):
        return text
    return f"the {text}"


def small(count: Any) -> str:
    """A count in a sentence: spelt out below ten."""
    number = int(count)
    return _SMALL[number] if 0 <= number < len(_SMALL) else f"{number:,}"


def plural(noun: str) -> str:
    """The noun for several of it; one that reads like a plural already stays."""
    text = str(noun)
    if text.endswith("s") or text.split()[-1] in _PEOPLE:
        return text
    if re.search(r"[^aeiou]y$", text):
        return f"{text[:-1]}ies"
    return f"{text}es" if re.search(r"(?:x|ch|sh)$", text) else f"{text}s"


def owners(name: str) -> str:
    """Several as owners: “the protesters’”, “members of the group’s”."""
    text = str(name)
    return f"{text}’" if text.endswith("s") else f"{text}’s"


def number_of(noun: str) -> str:
    """Whether the verb after this noun is plural: “activists”, “officers of the district”, “a guard and a doctor”."""
    head = _TAIL.split(noun.strip())[0]
    last = head.split()[-1] if head.split() else ""
    is_plural = bool(re.search(r"\sand\s", noun)) or last.lower() in _PEOPLE or bool(re.search(r"[^s’']s$", last))
    return "other" if (is_plural and not re.match(r"(?:a|an|one)\s", head)) or " and " in noun else "one"


def method(text: str) -> str:
    """How it was done: after a preposition as it stands, else in brackets."""
    words = str(text)
    return words if re.match(r"(?:with|without|by|using|through|on|in|at|for|while)\s", words) else f"({words})"


def concern(text: str) -> str:
    """What is expressed: “deep concern for him”, or “concern that …” for a clause."""
    return str(text) if _CONCERN.match(str(text)) else f"concern that {text}"


def thought(clause: str) -> str:
    """A clause as somebody's thought: “his arrest is thought to be a result of …”, “it is thought that …”."""
    found = _OUTCOME.match(str(clause))
    if not found:
        return f"it is thought that {clause}"
    plain = "be" if found["verb"] in ("is", "are") else "have been"
    verb = "are" if found["verb"] in ("are", "were") else "is"
    return f"{found['what']} {verb} thought to {plain} {found['rest']}"


def marks_inside(text: str) -> str:
    """A comma or full stop stands before the closing quotation mark, as in the bulletins that this one continues."""
    text = re.sub(r"([,.…!?])”([,.])", lambda m: f"{m[1] if m[1] in '…!?' else m[2]}”", text)
    return re.sub(r"(?<![,.…!?])”([,.])", r"\1”", text)


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "AN": an,
    "THE": the,
    "SMALL": small,
    "PLURAL": plural,
    "OWNERS": owners,
    "METHOD": method,
    "CONCERN": concern,
    "THOUGHT": thought,
}
