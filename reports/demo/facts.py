"""The bulletin of 26 September 2023 as a source: every fact's exact words become a citation."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

from cases.choices import SourceKind
from cases.models import Citation, Source

FOLDER = Path(__file__).parent.parent / "demo_data"
BULLETIN = FOLDER / "bulletin-2023-09-26.txt"


@lru_cache(maxsize=1)
def quotes() -> dict[str, str]:
    """The exact words of each fact by its id."""
    facts = json.loads((FOLDER / "facts.json").read_text(encoding="utf-8"))["facts"]
    return {fact["id"]: fact["quote"] for fact in facts}


class Bulletin:
    """The source, and a citation of it for each fact, made once."""

    def __init__(self) -> None:
        self.source, _ = Source.objects.get_or_create(
            url="https://cnis-baku.org/eng/25-09-2023/",
            defaults={
                "kind": SourceKind.BULLETIN,
                "title": "Bulletin of the Center for National and International Studies",
                "publisher": "Center for National and International Studies",
                "language": "en",
                "published": "2023-09-26",
            },
        )
        self._made = {citation.locator.removeprefix("fact "): citation for citation in self.source.citations.all()}

    def cite(self, *ids: str) -> list[Citation]:
        """The citations of these facts."""
        for fact in ids:
            if fact not in self._made:
                self._made[fact] = Citation.objects.create(
                    source=self.source, quote=quotes()[fact], locator=f"fact {fact}"
                )
        return [self._made[fact] for fact in ids]
