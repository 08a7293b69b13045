"""The box for articles of law: numbers are matched in the codes of the case's country; an article, and the code that it
is of, is made new where that is asked for."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import slug_re
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.forms.links import LONGEST_NAME, MAKE_NEW, typed_line
from cases.models import Article, LegalCode
from cases.models.reference import ARTICLE_NUMBER
from people import place_names

LONGEST_SLUG: int = LegalCode._meta.get_field("slug").max_length or 0


class Named(NamedTuple):
    """An article as it is written: the short form of its code, empty where none is, and its number."""

    code: str
    number: str

    def __str__(self) -> str:
        return f"{self.code}:{self.number}" if self.code else self.number


class ArticlesBox(forms.Field):
    """`234.4.3, CAO:510` as `Named` articles, each once."""

    widget = forms.TextInput

    def to_python(self, value: Any) -> list[Named]:
        parts = [part for part in re.split(r"[,;\s]+", typed_line(value, 500)) if part]
        return [self._read(part) for part in dict.fromkeys(parts)]

    def _read(self, text: str) -> Named:
        code, _sep, number = text.rpartition(":")
        try:
            ARTICLE_NUMBER(number)
        except ValidationError as fault:
            raise ValidationError(
                _("“%(text)s” is no article: it reads like 234.4.3, or CAO:510 with its code."), params={"text": text}
            ) from fault
        return Named(code, number)


class LawBox(forms.Field):
    """The title of a code of law, on one line."""

    widget = forms.TextInput

    def __init__(self, **kwargs: Any) -> None:
        hint = gettext_lazy(
            "its title, where the articles do not say it. To add a code that is not known yet, write its short form"
            " before the number, like CC:234.4.3, and its title here"
        )
        super().__init__(required=False, label=gettext_lazy("code of law"), help_text=hint, **kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"maxlength": str(LONGEST_NAME), "autocomplete": "off", "list": "names-articles_law"}

    def to_python(self, value: Any) -> str:
        return typed_line(value)


class Reading:
    """Articles as the codes of a country have them: `found`, and `faults` with the part that each is about, "" for the
    articles, "law" for the title of their code. What is not known is made new where `make` says so."""

    def __init__(self, articles: list[Named], *, country: str, title: str, make: bool) -> None:
        self.country, self.title, self.make = country, title, make
        self.faults: list[tuple[str, str]] = []
        self.laws = {law.slug.lower(): law for law in LegalCode.objects.filter(country=country).order_by("slug")}
        unknown = list(dict.fromkeys(a.code for a in articles if a.code and a.code.lower() not in self.laws))
        self.chosen = self._chosen()
        if title and not articles:
            self._fault("law", _("Write the article's number too, like CC:234.4.3."))
        elif title and not self.chosen:
            self._enter_law(unknown)
        elif unknown:
            self._refuse(", ".join(unknown))
        self.found = [article for article in map(self._read, articles) if article]

    def _chosen(self) -> LegalCode | None:
        """The known code of that title in any spelling, or of that short form."""
        alike = (law for law in self.laws.values() if self.title and _sound(law.title) == _sound(self.title))
        return next(alike, self.laws.get(self.title.lower()))

    def _enter_law(self, unknown: list[str]) -> None:
        """The code of that title, by the short form that stands before its numbers."""
        slug = unknown[0] if len(unknown) == 1 else ""
        elsewhere = LegalCode.objects.filter(slug__iexact=slug).first()
        if not slug:
            text = _(
                "No code of law is known by this title. If it is new, write its short form before its numbers, like"
                " CC:234.4.3, and one new code at a time."
            )
            self._fault("law", text + self._known_codes())
        elif elsewhere:
            text = _("“%(slug)s” already stands for the %(title)s of another country: choose another short form.")
            self._fault("", text, slug=slug, title=elsewhere.title)
        elif len(slug) > LONGEST_SLUG or not slug_re.match(slug):
            text = _("“%(slug)s” can't be a short form: it has Latin letters, digits and hyphens, 20 at most.")
            self._fault("", text, slug=slug)
        elif self.make:
            # Somebody else may enter it in the same moment.
            law, _made = LegalCode.objects.get_or_create(
                slug=slug, defaults={"title": self.title, "country": self.country}
            )
            self.chosen = self.laws[slug.lower()] = law

    def _refuse(self, codes: str) -> None:
        if self.chosen:
            text = _("The %(title)s is known as %(slug)s: write that in the place of %(codes)s.")
            self._fault("", text, title=self.chosen.title, slug=self.chosen.slug, codes=codes)
        else:
            text = _("No code of law is known as %(codes)s. If that is right, write its title here.")
            self._fault("law", text + self._known_codes(), codes=codes)

    def _read(self, article: Named) -> Article | None:
        law = self._law_of(article)
        within = Article.objects.filter(number=article.number, code__country=self.country).select_related("code")
        if law:
            within = within.filter(code=law)
        elif article.code or self.title:
            within = within.none()
        if len(known := list(within)) > 1:
            text = _("“%(article)s” stands in several codes: write %(names)s.")
            self._fault("", text, article=article, names=", ".join(map(str, known)))
        elif not known and not (law or article.code or self.title):
            text = _("Say which code “%(article)s” is of: write the code's short form before it, like CC:%(article)s.")
            self._fault("", text + self._known_codes(), article=article)
        elif not known and not self.make:
            text = _("“%(article)s” is not known. If it is right, tick “%(box)s”.")
            self._fault("", text, article=article, box=MAKE_NEW["Article"])
        elif not known and law:
            known = [Article.objects.get_or_create(code=law, number=article.number)[0]]
        return known[0] if known else None

    def _law_of(self, article: Named) -> LegalCode | None:
        """The code that the article says, else the one that is named beside it, else the only one that is known."""
        if article.code:
            return self.laws.get(article.code.lower())
        if self.title or len(self.laws) != 1:
            return self.chosen
        return next(iter(self.laws.values()))

    def _fault(self, part: str, text: str, **said: Any) -> None:
        self.faults.append((part, text % said))

    def _known_codes(self) -> str:
        known = "; ".join(f"{law.slug}, {law.title}" for law in self.laws.values())
        return " " + _("Known codes: %(known)s.") % {"known": known.replace("%", "%%")} if known else ""


def _sound(title: str) -> str:
    """What a title is known by, however it is spelt; a year in brackets is a part of it."""
    return place_names.place_key(re.sub(r"[()\[\]]", " ", title)) or title.lower()
