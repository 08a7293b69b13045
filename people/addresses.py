"""Addresses and file names in a text: there a name stands in small letters, escaped, or glued to other words."""

from __future__ import annotations

import re
from urllib.parse import unquote, unquote_to_bytes

_RUN = re.compile(r"\S+")
# What somebody wrote for a machine: news.example/velizade, velizade_2.pdf, v@mail.example, #free, xn--…
_SIGN = re.compile(r"[^\W_]\.[^\W\d_]|[/_=&@#\\]\w|xn--|%[0-9a-f]{2}", re.IGNORECASE)
_PUNYCODE = re.compile(r"xn--([a-z0-9-]+)", re.IGNORECASE)
# An address inside a parameter of another one is escaped twice, seldom more often.
_MOST_TIMES = 4


def addresses_in(text: str) -> list[range]:
    """Where the addresses, handles and file names stand."""
    return [range(*found.span()) for found in _RUN.finditer(text) if _SIGN.search(found[0])]


def decoded(text: str) -> list[str]:
    """The text as programs show it, escapes and hosts in other scripts decoded; empty where nothing is encoded."""
    plain = _PUNYCODE.sub(_host, text)
    old = ""
    for _time in range(_MOST_TIMES):
        if "%" not in plain or (further := unquote(plain)) == plain:
            break
        if "\ufffd" in further and not old:
            # Sites of twenty years ago escape Cyrillic in the Windows alphabet.
            old = unquote_to_bytes(plain.encode("cp1251", "replace")).decode("cp1251", "replace")
        plain = further
    return [one for one in (plain, old) if one and one != text]


def _host(found: re.Match[str]) -> str:
    try:
        return found[1].encode("ascii").decode("punycode")
    except UnicodeError:
        return found[0]
