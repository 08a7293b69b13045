"""The page of a person, from what the documents tell that this reader may see, and the day it is shown."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from cases.pages.case_page import CasePage
from cases.pages.rows import CaseRow, card_row
from cases.pages.values import Said


@dataclass(frozen=True)
class PersonPage(CasePage):
    """Read like the page of a case, whose person this is; the body is the person's own."""

    @property
    def ref(self) -> str:
        return str(self.body["ref"])

    @property
    def person(self) -> dict:
        return self.body

    @cached_property
    def rows(self) -> list[CaseRow]:
        return [card_row(card, self.today) for card in self.body["cases"]]

    @property
    def named_in(self) -> list[Said]:
        """The cases of others that name the person, each with its ref as text and target."""
        return [Said("", case["ref"], target=case["ref"]) for case in self.body["named_in"]]
