"""The text form of an issue: written from an issue, and an old bulletin read back into one, byte for byte.

Blocks of text are set apart by blank lines: masthead, epigraph in quotation marks, then headings and paragraphs, the
dateline last. Needs no database.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from tracker.dates import PartialDate, UnreadableDate

_AFTER_MASTHEAD = "\n\n\n"
_BETWEEN = "\n\n"
_BLANK = " \t\r\n\u00a0"
_LONGEST_MASTHEAD = 200
_LONGEST_HEADING = 120
_MOST_WORDS = 15
# The sentence in quotation marks, and perhaps whose it is.
_QUOTED = re.compile(r"[“„«\"].*[”“»\"].{0,80}", re.DOTALL)


class NotABulletin(ValueError):
    """A text that has not the shape of a bulletin: the message says what is missing, and `line` where, from 1."""

    def __init__(self, missing: str, line: int) -> None:
        super().__init__(f"line {line}: {missing}")
        self.line = line


@dataclass(frozen=True, slots=True)
class _Block:
    text: str
    line: int


def issue_as_text(issue: dict[str, Any]) -> str:
    """The issue as text. A section without entries is left out; an archived issue keeps the blank space it had."""
    blocks = [issue["masthead"]]
    if issue.get("epigraph"):
        blocks.append(issue["epigraph"])
    for section in issue["sections"]:
        entries = [" ".join(passage["text"] for passage in entry["passages"]) for entry in section["entries"]]
        if any(entries):
            blocks += [section["heading"], *(text for text in entries if text)]
    blocks.append(issue["dateline"])
    layout = issue.get("layout") or {}
    gaps = layout.get("gaps") or []
    if len(gaps) != len(blocks) - 1:
        # Entries have come or gone since it was archived: its spaces no longer belong to these blocks.
        gaps = _usual_gaps(len(blocks))
    text = "".join(block + gap for block, gap in zip(blocks, [*gaps, ""], strict=True))
    return f"{layout.get('before', '')}{text}{layout.get('after', '')}"


def parse_bulletin(text: str) -> dict[str, Any]:
    """An old bulletin as an issue: one passage a paragraph, no records, and in the editor's voice.

    `layout` is there only when the blank space is not the usual one. Raises `NotABulletin`.
    """
    blocks, layout = _blocks(text)
    _refuse_other_texts(blocks)
    masthead, dateline = blocks[0], blocks[-1]
    body = blocks[1:-1]
    epigraph = body.pop(0) if body and _QUOTED.fullmatch(body[0].text) else None
    issue: dict[str, Any] = {
        "series": None,
        "dated": _dated(dateline),
        "masthead": masthead.text,
        "epigraph": epigraph.text if epigraph else "",
        "sections": _sections(body, dateline),
        "dateline": dateline.text,
    }
    return {**issue, "layout": layout} if layout else issue


def _blocks(text: str) -> tuple[list[_Block], dict[str, Any] | None]:
    """The stretches between blank lines, and the blank space where it is not the usual one."""
    if "\x00" in text:
        raise NotABulletin("a NUL character, which no text has.", text.count("\n", 0, text.index("\x00")) + 1)
    bare = text.strip("\ufeff" + _BLANK)
    before, _bare, after = text.partition(bare) if bare else (text, "", "")
    breaks = [space.span() for space in re.finditer(f"[{_BLANK}]+", bare) if space[0].count("\n") > 1]
    edges = [(0, 0), *breaks, (len(bare), len(bare))]
    blocks = [
        _Block(bare[end:start], text.count("\n", 0, len(before) + end) + 1) for (_, end), (start, _) in pairwise(edges)
    ]
    gaps = [bare[start:end] for start, end in breaks]
    if (before, gaps, after) == ("", _usual_gaps(len(blocks)), ""):
        return blocks, None
    return blocks, {"before": before, "gaps": gaps, "after": after}


def _usual_gaps(blocks: int) -> list[str]:
    return [_AFTER_MASTHEAD, *[_BETWEEN] * (blocks - 2)][: max(0, blocks - 1)]


def _refuse_other_texts(blocks: list[_Block]) -> None:
    masthead = blocks[0]
    if not masthead.text:
        raise NotABulletin("the text is empty.", 1)
    if len(masthead.text) > _LONGEST_MASTHEAD:
        raise NotABulletin(
            f"no masthead: the text begins with {len(masthead.text)} characters without a blank line.", masthead.line
        )
    if len(blocks) < 2:
        raise NotABulletin("nothing but one line: no section, no dateline.", masthead.line)


def _dated(dateline: _Block) -> str:
    """The day of the dateline, as ISO text."""
    line = dateline.line + dateline.text.count("\n")
    try:
        certain = PartialDate.read(dateline.text).certain
    except UnreadableDate as fault:
        raise NotABulletin("no dateline: the last line is not a date such as September 26, 2023.", line) from fault
    if certain is None or certain[0] != certain[1]:
        raise NotABulletin("the dateline is not one day.", line)
    return certain[0].isoformat()


def _sections(body: list[_Block], dateline: _Block) -> list[dict[str, Any]]:
    sections: list[dict[str, Any]] = []
    for block, following in pairwise([*body, dateline]):
        if _reads_like_heading(block.text) and following is not dateline and not _reads_like_heading(following.text):
            sections.append({"heading": block.text, "entries": []})
        elif sections:
            passage = {"text": block.text, "records": [], "voice": "editor"}
            sections[-1]["entries"].append({"case": None, "passages": [passage]})
        else:
            raise NotABulletin("no section heading before this paragraph.", block.line)
    if not sections:
        raise NotABulletin("no section between masthead and dateline.", dateline.line)
    return sections


def _reads_like_heading(text: str) -> bool:
    """A short line by itself that is no sentence: no full stop at its end or inside."""
    if "\n" in text or len(text) > _LONGEST_HEADING or len(text.split()) > _MOST_WORDS:
        return False
    return not re.search(r"[.…;,]$|\w{3}[.…]\s", text.rstrip("”“»\"’')]"))
