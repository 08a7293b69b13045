"""The text of a PDF that typst has made, read back from its bytes: what a reader can copy out of it.

Knows as much of PDF as typst writes: plain objects, deflated pages, two-byte glyphs with a table of their letters.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from reports.rendering.printed import reads_from_right

_OBJECT = re.compile(rb"(\d+) 0 obj\n(.*?)(?:\nendobj|\nstream\r?\n)", re.DOTALL)
_GLYPH = re.compile(rb"<([0-9A-F]{4})> <([0-9A-F]+)>")
_PIECE = re.compile(
    rb"/ActualText ?<FEFF(?P<actual>[0-9A-F]*)>|(?P<end>EMC)|/(?P<font>f\d+) [\d.]+ Tf|(?P<y>-?[\d.]+) cm\b"
    rb"|(?P<literal>\()|<(?P<hex>[0-9A-F]+)>"
)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
_NAMED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
# Glyphs of other fonts stand a little higher or lower on one line.
_SAME_LINE = 4.0


def text_of_pdf(content: bytes) -> str:
    """The pages' text, a line a line; of a script from right to left the letters of each word in reading order."""
    objects = dict(_objects(content))
    pages = [dictionary for dictionary, _ in objects.values() if b"/Type/Page/" in dictionary]
    return "\n".join(_page(page, objects) for page in pages)


def _objects(content: bytes) -> Iterator[tuple[bytes, tuple[bytes, bytes]]]:
    """(number, (dictionary, content of its stream)) of every object."""
    at = 0
    while found := _OBJECT.search(content, at):
        number, dictionary = found.groups()
        at = found.end()
        stream = b""
        if not found[0].endswith(b"endobj"):
            length = int(re.search(rb"/Length (\d+)", dictionary)[1])  # type: ignore[index]
            stream, at = content[at : at + length], at + length
            if b"/FlateDecode" in dictionary:
                stream = zlib.decompress(stream)
        yield number, (dictionary, stream)


def _page(page: bytes, objects: dict[bytes, tuple[bytes, bytes]]) -> str:
    contents = objects[_reference(rb"/Contents", page)][1]
    resources = objects[_reference(rb"/Resources", page)][0]
    fonts = {
        name: _glyphs(objects[_reference(rb"/ToUnicode", objects[number][0])][1])
        for name, number in re.findall(rb"/(f\d+) (\d+) 0 R", resources)
    }
    return "".join(_pieces(contents, fonts))


def _reference(name: bytes, dictionary: bytes) -> bytes:
    return re.search(name + rb" (\d+) 0 R", dictionary)[1]  # type: ignore[index]


def _glyphs(table: bytes) -> dict[bytes, str]:
    return {bytes.fromhex(glyph.decode()): _utf16(text) for glyph, text in _GLYPH.findall(table)}


def _utf16(digits: bytes) -> str:
    return bytes.fromhex(digits.decode()).decode("utf-16-be", "replace")


def _pieces(contents: bytes, fonts: dict[bytes, dict[bytes, str]]) -> Iterator[str]:
    glyphs: dict[bytes, str] = {}
    line, at, replaced = 0.0, 0, False
    while piece := _PIECE.search(contents, at):
        at = piece.end()
        if piece["y"]:
            if abs(float(piece["y"]) - line) > _SAME_LINE:
                yield "\n"
            line = float(piece["y"])
        elif piece["font"]:
            glyphs = fonts[piece["font"]]
        elif piece["actual"] is not None:
            replaced = True
            yield _utf16(piece["actual"])
        elif piece["end"]:
            replaced = False
        else:
            shown, at = (bytes.fromhex(piece["hex"].decode()), at) if piece["hex"] else _literal(contents, at)
            if not replaced:
                yield _in_reading_order([glyphs.get(shown[i : i + 2], "") for i in range(0, len(shown), 2)])


def _literal(contents: bytes, start: int) -> tuple[bytes, int]:
    """The string whose bracket was opened before `start`, and where it has ended; inner brackets come in pairs."""
    at, depth = start, 1
    while depth:
        sign = contents[at : at + 1]
        at += 2 if sign == b"\\" else 1
        depth += (sign == b"(") - (sign == b")")
    return _ESCAPE.sub(_unescaped, contents[start : at - 1]), at


def _unescaped(escape: re.Match[bytes]) -> bytes:
    sign = escape[1]
    return bytes([int(sign, 8)]) if sign.isdigit() else _NAMED.get(sign, sign)


def _in_reading_order(glyphs: list[str]) -> str:
    """Glyphs come as they are drawn, from left to right."""
    return "".join(reversed(glyphs) if any(map(reads_from_right, glyphs)) else glyphs)
