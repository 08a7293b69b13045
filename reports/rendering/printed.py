"""An issue as printed forms say it: its texts alone, without records and sources.

Characters that XML forbids, and other control characters, stand as U+FFFD in every printed form; text and JSON keep
them. A line break inside a paragraph stays one, however it was written.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

_LINE_BREAK = re.compile(r"\r\n?")
_NOT_PRINTED = re.compile(r"[^\t\n\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def printed(said: dict[str, Any], language: str, mark: str = "") -> dict[str, Any]:
    """The issue's title, language and blocks of text, each `{"text", "rtl"}`; a section without text is left out."""
    sections = []
    for section in said["sections"]:
        entries = [" ".join(passage["text"] for passage in entry["passages"]) for entry in section["entries"]]
        paragraphs = [block(text) for text in entries if text]
        if paragraphs:
            sections.append({"heading": block(section["heading"]), "paragraphs": paragraphs})
    if said.get("totals"):
        sections.append({"heading": block(said["totals"]["heading"]), "paragraphs": [block(said["totals"]["text"])]})
    return {
        "title": title(said),
        "language": language,
        "dated": said["dated"],
        "mark": block(mark),
        "masthead": block(said["masthead"]),
        "epigraph": block(said.get("epigraph") or ""),
        "sections": sections,
        "dateline": block(said["dateline"]),
    }


def title(said: dict[str, Any]) -> str:
    """Masthead and dateline on one line: what a document is called."""
    return " ".join(f"{clean(said['masthead'])}, {clean(said['dateline'])}".split())


def block(text: str) -> dict[str, Any]:
    return {"text": clean(text), "rtl": reads_from_right(text)}


def clean(text: str) -> str:
    return _NOT_PRINTED.sub("\ufffd", _LINE_BREAK.sub("\n", text))


def reads_from_right(text: str) -> bool:
    """Whether the first letter belongs to a script that is written from right to left."""
    strong = (kind for kind in map(unicodedata.bidirectional, text) if kind in ("L", "R", "AL"))
    return next(strong, "L") != "L"
