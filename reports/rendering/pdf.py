"""The PDF form: tagged, PDF/UA, set by typst. Texts reach it as data, so no character of theirs is markup."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import fontpkg_noto_sans_arabic
import fontpkg_noto_serif
import orjson
import typst

from reports.rendering.printed import printed

_TEMPLATE = Path(__file__).with_name("issue.typ")
_FONTS = [package.ROOT / "files" for package in (fontpkg_noto_serif, fontpkg_noto_sans_arabic)]
_FIRST_DAY = date(1970, 1, 1)


def as_pdf(said: dict[str, Any], language: str, mark: str) -> bytes:
    """The PDF, made at midnight of the issue's date.

    A letter that none of the fonts has (Chinese, emoji) is drawn as a box; such a document can't call itself PDF/UA.
    """
    issue = orjson.dumps(printed(said, language.partition("-")[0], mark)).decode()
    made = (date.fromisoformat(said["dated"]) - _FIRST_DAY).total_seconds()
    try:
        return _compiled(issue, int(made), True)
    except typst.TypstError as fault:
        if "could not be displayed with font" not in str(fault):
            raise
        return _compiled(issue, int(made), False)


def _compiled(issue: str, made: int, is_accessible: bool) -> bytes:
    return typst.compile(
        _TEMPLATE,
        font_paths=_FONTS,
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"issue": issue},
        pdf_standards=["ua-1"] if is_accessible else [],
        timestamp=made,
    )
