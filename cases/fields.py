"""The kinds of parameters that `CaseFilter` takes; each refuses what it can't mean and says why."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django import forms
from django.contrib.postgres.search import SearchVectorField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Lookup
from django.utils.dateparse import parse_date, parse_datetime

FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2200, 12, 31)
LONGEST_WORDS = 500


class Parameter(forms.Field):
    """A field that no form changes: every filter uses the same one instead of a copy of its own."""

    def __deepcopy__(self, memo: dict[int, Any]) -> Any:
        return self


class Words(Parameter, forms.CharField):
    """Free words, 500 characters at most."""

    def __init__(self, help_text: str) -> None:
        super().__init__(required=False, max_length=LONGEST_WORDS, help_text=help_text)

    def clean(self, value: Any) -> str:
        # Before Django's own checks: a message must not repeat a megabyte.
        if value and len(value) > LONGEST_WORDS:
            raise ValidationError(f"it is longer than {LONGEST_WORDS} characters")
        try:
            (value or "").encode()
        except UnicodeEncodeError as fault:
            raise ValidationError("it holds characters that are no text") from fault
        return str(super().clean(value))


class OneOf(Parameter, forms.ChoiceField):
    """One of a few codes."""

    def __init__(self, codes: Iterable[str], help_text: str) -> None:
        # Django's own message would repeat what was given, a megabyte of it too.
        messages = {"invalid_choice": "it is none of the choices"}
        choices = [(code, code) for code in codes]
        super().__init__(required=False, choices=choices, help_text=help_text, error_messages=messages)


class Cursor(Parameter):
    """A place in a list, as the list gave it; `cases/paging.py` reads it."""

    longest = 4000

    def __init__(self, help_text: str) -> None:
        super().__init__(required=False, help_text=help_text)

    def clean(self, value: Any) -> str:
        if value and len(value) > self.longest:
            raise ValidationError("it is not one that this list gave")
        return value or ""


class Repeated(Parameter):
    """A parameter that may stand several times, meaning OR: codes of a list, or texts of a pattern."""

    widget = forms.SelectMultiple

    def __init__(self, help_text: str, allowed: type[models.TextChoices] | str | None = None) -> None:
        super().__init__(required=False, help_text=help_text)
        self.choices = list(allowed.choices) if isinstance(allowed, type) else []
        self.pattern = re.compile(allowed) if isinstance(allowed, str) else None

    def clean(self, value: Any) -> list[str]:
        texts = [text for text in value or [] if text]
        codes = {code for code, _ in self.choices}
        for text in texts:
            if len(text) > 200 or "\x00" in text:
                raise ValidationError("it is too long or holds characters that are no text")
            if codes and text not in codes:
                raise ValidationError("it is none of the choices")
            if self.pattern and not self.pattern.fullmatch(text):
                raise ValidationError("it does not have the form of one")
        return texts


class Several(Parameter):
    """Words of a list, separated by commas."""

    def __init__(self, allowed: Iterable[str], help_text: str) -> None:
        super().__init__(required=False, help_text=help_text)
        self.allowed = list(allowed)

    def clean(self, value: Any) -> list[str]:
        words = [word for word in (value or "").split(",") if word]
        if any(word not in self.allowed for word in words):
            raise ValidationError(f"it holds a word that is none of {', '.join(self.allowed)}")
        return list(dict.fromkeys(words))


class Names(Repeated):
    """Names, comma-separated or repeated."""

    def clean(self, value: Any) -> list[str]:
        return super().clean([name.strip() for text in value or [] for name in text.split(",")])


class Day(Parameter):
    """A day as YYYY-MM-DD, between 1900 and 2200."""

    widget = forms.DateInput(attrs={"type": "date"})

    def __init__(self, help_text: str) -> None:
        super().__init__(required=False, help_text=f"{help_text} (YYYY-MM-DD)")

    def clean(self, value: Any) -> date | None:
        if not value:
            return None
        try:
            day = parse_date(value) if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value) else None
        except ValueError as fault:
            raise ValidationError("there is no such day") from fault
        if day is None:
            raise ValidationError("a day reads like 2026-06-01")
        if not FIRST_DAY <= day <= LAST_DAY:
            raise ValidationError("days between 1900 and 2200 only")
        return day


class Moment(Parameter):
    """A moment with its offset from UTC."""

    def __init__(self, help_text: str) -> None:
        super().__init__(required=False, help_text=help_text)

    def clean(self, value: Any) -> datetime | None:
        if not value:
            return None
        try:
            # A plus sign that was not escaped in the address arrives as a space.
            moment = parse_datetime(value.replace(" ", "+")) if len(value) <= 40 else None
        except ValueError as fault:
            raise ValidationError("there is no such moment") from fault
        if moment is None or moment.tzinfo is None or not FIRST_DAY <= moment.date() <= LAST_DAY:
            raise ValidationError("a moment reads like 2026-06-01T00:00:00Z, with its offset")
        return moment


class Whole(Parameter, forms.IntegerField):
    """A whole number between two bounds."""

    def __init__(self, lowest: int, highest: int, help_text: str) -> None:
        bounds = f"a whole number from {lowest} to {highest}"
        super().__init__(
            required=False,
            min_value=lowest,
            max_value=highest,
            help_text=help_text,
            error_messages={"invalid": bounds, "min_value": bounds, "max_value": bounds},
        )

    def clean(self, value: Any) -> int | None:
        if value and not re.fullmatch(r"[0-9]{1,9}", value):
            raise ValidationError(self.error_messages["invalid"])
        result: int | None = super().clean(value)
        return result


class Days(Whole):
    def __init__(self, help_text: str) -> None:
        super().__init__(0, 100_000, help_text)


@SearchVectorField.register_lookup
class Matches(Lookup):
    """`words__matches="'kurdakhani' & 'drug'"`: a tsquery of words folded by Python."""

    lookup_name = "matches"

    def get_prep_lookup(self) -> str:
        return str(self.rhs)

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        left, left_params = self.process_lhs(compiler, connection)
        return f"{left} @@ %s::tsquery", [*left_params, self.rhs]
