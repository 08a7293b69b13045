"""The text form of an issue: written from an issue, and an old bulletin read back into one, byte for byte.

Blocks of text are set apart by blank lines: masthead, epigraph in quotation marks, then headings and paragraphs, the
dateline last. Needs no database.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from tracker.dates import PartialDate, UnreadableDate

_AFTER_MASTHEAD = "\n\n\n"
_BETWEEN = "\n\n"
_BLANK = " \t\r\n\u00a0"
_LONGEST_MASTHEAD = 200
_LONGEST_HEADING = 120
_MOST_WORDS = 15
LONGEST_PARAGRAPH = 240  # words
# The sentence in quotation marks, and perhaps whose it is.
_QUOTED = re.compile(r"[“„«\"].*[”“»\"].{0,80}", re.DOTALL)


class NotABulletin(ValueError):
    """A text that has not the shape of a bulletin: the message says what is missing, and `line` where, from 1."""

    def __init__(self, missing: str, line: int) -> None:
        super().__init__(_("line %(line)d: %(missing)s") % {"line": line, "missing": missing})
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
    if issue.get("totals"):
        blocks += [issue["totals"]["heading"], issue["totals"]["text"]]
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


def doubts_about(text: str) -> list[tuple[int, str]]:
    """(line, what) of what a person should look at in a text that `parse_bulletin` reads: it may have been meant
    otherwise."""
    issue = parse_bulletin(text)
    _masthead, *body, _dateline = _blocks(text)[0]
    doubts = []
    if issue["epigraph"]:
        body = body[1:]
    else:
        doubts.append((body[0].line, _("no epigraph: no sentence in quotation marks follows the masthead.")))
    headings = {section["heading"] for section in issue["sections"]}
    seen: set[str] = set()
    for block in body:
        if block.text in headings and block.text in seen:
            doubts.append((block.line, _("“%(heading)s” stands here again.") % {"heading": block.text}))
        elif block.text not in headings:
            doubts += [(block.line, said) for said in _doubts_about_paragraph(block.text)]
        seen.add(block.text)
    lines = text.split("\n")
    doubts += [(n, _("a character that could not be read: �.")) for n, line in enumerate(lines, 1) if "\ufffd" in line]
    return sorted(doubts)


def _doubts_about_paragraph(text: str) -> Iterator[str]:
    if _reads_like_heading(text):
        yield _("read as a paragraph, since no paragraph follows: “%(text)s”. Is it a heading?") % {"text": text}
    words = len(text.split())
    if words > LONGEST_PARAGRAPH:
        yield _("a paragraph of %(n)d words. Is a blank line missing?") % {"n": words}


def _blocks(text: str) -> tuple[list[_Block], dict[str, Any] | None]:
    """The stretches between blank lines, and the blank space where it is not the usual one."""
    if "\x00" in text:
        raise NotABulletin(_("a NUL character, which no text has."), text.count("\n", 0, text.index("\x00")) + 1)
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
        raise NotABulletin(_("the text is empty."), 1)
    if len(masthead.text) > _LONGEST_MASTHEAD:
        raise NotABulletin(
            _("no masthead: the text begins with %(n)d characters without a blank line.") % {"n": len(masthead.text)},
            masthead.line,
        )
    if len(blocks) < 2:
        raise NotABulletin(_("nothing but one line: no section, no dateline."), masthead.line)


def _dated(dateline: _Block) -> str:
    """The day of the dateline, as ISO text."""
    line = dateline.line + dateline.text.count("\n")
    try:
        certain = PartialDate.read(dateline.text).certain
    except UnreadableDate as fault:
        raise NotABulletin(_("no dateline: the last line is not a date such as September 26, 2023."), line) from fault
    if certain is None or certain[0] != certain[1]:
        raise NotABulletin(_("the dateline is not one day."), line)
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
            raise NotABulletin(_("no section heading before this paragraph."), block.line)
    if not sections:
        raise NotABulletin(_("no section between masthead and dateline."), dateline.line)
    return sections


def _reads_like_heading(text: str) -> bool:
    """A short line by itself that is no sentence: no full stop at its end or inside."""
    if "\n" in text or len(text) > _LONGEST_HEADING or len(text.split()) > _MOST_WORDS:
        return False
    return not re.search(r"[.…;,]$|\w{3}[.…]\s", text.rstrip("”“»\"’')]"))
