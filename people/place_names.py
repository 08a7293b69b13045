"""Names of places in every spelling: their key, their number, and the name that stands in brackets."""

from __future__ import annotations

import re

from people.naming import LETTERS, rank_form

_NUMBER = re.compile(
    r"(?:№|#|\bn[o°º]\.?|\bnum(?:ber|\.)|\bnömrə|\bномер)[ .]*(\d+)"
    r"|\b(\d+)(?:st|nd|rd|th|-[йя]|[ -]?(?:saylı|nömrəli))\b",
    re.IGNORECASE,
)
_BRACKETED = re.compile(r"[(\[（]([^()\[\]（）]*)[)\]）]")


def bracketed(text: str) -> str:
    """The name in brackets: “Kurdakhani” of “Baku Investigative Prison (Kurdakhani)”; empty when there is none."""
    found = [part.strip() for part in _BRACKETED.findall(text)]
    return found[0] if found else ""


def place_number(text: str) -> str:
    """The number of a place, without zeros in front: 7 for “Prison №7”, “# 7” and “7 saylı həbsxana”; else empty."""
    match = _NUMBER.search(text) or re.search(r"\b(\d+)\b", text)
    return next(group for group in match.groups() if group).lstrip("0") if match else ""


def place_key(text: str) -> str:
    """What a place is found by: its words as they sound, in order of the alphabet, and its number; brackets left out.

    A name that stands in brackets alone is its own key. At most 200 characters.
    """
    plain = _BRACKETED.sub(" ", text)
    if not re.search(r"\w", plain):
        plain = bracketed(text)
    plain = _NUMBER.sub(lambda match: f" {match[1] or match[2]} ", plain)
    words = [rank_form(word) for word in re.findall(LETTERS, plain) if word.lower() != "the"]
    numbers = [number.lstrip("0") or "0" for number in re.findall(r"\d+", plain)]
    return " ".join([*sorted(word for word in words if word), *numbers])[:200]
