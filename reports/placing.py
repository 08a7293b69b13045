"""Which section of an issue news goes into: the first whose rule its case fits, else the default one.

A rule is a question to the case list (`CaseFilter`), asked of the documents that the series' readers see.
"""

from __future__ import annotations

from django.http import QueryDict

from cases.filters import CaseFilter
from cases.models import Document
from reports.choices import EntryKind, Fills
from reports.models import Issue, Section, SeriesSection
from tracker.api import BadParameters
from tracker.audiences import Audience


class Sections:
    """The sections of an issue that the compiler fills. Made once for a compilation."""

    def __init__(self, issue: Issue, refs: set[str]) -> None:
        filled = list(issue.series.sections.filter(fills=Fills.CASES))
        plain = next((one for one in filled if not one.rule), None)
        self._default = _section(issue, plain or (filled[0] if filled else None))
        self._has_rest = plain is not None or not filled
        self._ruled = [
            (_section(issue, one, self._default), _refs_that_fit(issue, one, refs)) for one in filled if one.rule
        ]

    def of(self, refs: list[str]) -> tuple[Section, bool]:
        """The section for news of these cases, and whether it is there for want of a better one: each section has a
        rule, and the cases fit none."""
        for section, fitting in self._ruled:
            if fitting & set(refs):
                return section, False
        return self._default, not self._has_rest


def rule_asked(rule: str, audience: Audience) -> CaseFilter:
    """The rule as a filter of what this audience reads. Raises `BadParameters`."""
    return CaseFilter(QueryDict(rule), Document.objects.for_audience(audience)).check_parameters()


def _refs_that_fit(issue: Issue, filled: SeriesSection, refs: set[str]) -> set[str]:
    """A rule that can't be read any more, such as one of an older release, fits nothing."""
    try:
        fitting = rule_asked(filled.rule, Audience(issue.series.audience)).matches()
    except BadParameters:
        return set()
    return set(fitting.filter(ref__in=refs).values_list("ref", flat=True))


def _section(issue: Issue, filled: SeriesSection | None, default: Section | None = None) -> Section:
    """The issue's section of that heading; where an editor gave it another one, the default, or the first of cases."""
    heading = filled.heading if filled else issue.series.name
    named = issue.sections.filter(heading=heading).first()
    section = named or default or issue.sections.filter(entries__kind=EntryKind.CASE).first()
    return section or Section.objects.create(issue=issue, heading=heading, position=0)
