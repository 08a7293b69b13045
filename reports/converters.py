"""Parts of bulletins' addresses."""

from datetime import date

from reports.choices import FormKind


class DayConverter:
    regex = "[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)

    def to_url(self, value: date | str) -> str:
        return str(value)


class FormConverter:
    regex = "|".join(FormKind.values)

    def to_python(self, value: str) -> FormKind:
        return FormKind(value)

    def to_url(self, value: str) -> str:
        return str(value)
