"""What is typed about people: who they are, their names, what they allow to be said."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from people import naming
from people.choices import Category, ConsentBasis, ConsentSubject, NameKind, PersonKind, Script
from people.models import Consent, Name, Person
from tracker.audiences import Audience

MOST_NAMES = 20
# They turn the text around them; a joiner, which Persian spelling needs, is none of them.
_DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def published_hint(model: Any, name: str) -> Any:
    """Who reads a text of the model once it is published, and what it must not say therefore."""
    if model.exposure.shows(name, Audience.PUBLIC):
        return _("published with the case, and read by everybody then: name nobody here whose name is withheld")
    return _("published with the case, and read by partners then: name nobody here whose name is withheld")


def plain_name(text: str) -> str:
    """The name in one form of its letters, without signs of direction, its spaces single."""
    return " ".join(_DIRECTION.sub("", unicodedata.normalize("NFC", text)).split())


class NameField(forms.CharField):
    """One name; needs a letter."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_length": 200, "label": _("Name"), **options})

    def to_python(self, value: Any) -> str:
        return plain_name(super().to_python(value) or "")

    def clean(self, value: Any) -> str:
        text: str = super().clean(value)
        if text and not naming.name_keys(text):
            raise forms.ValidationError(_("A name needs at least one letter."))
        return text


class PersonForm(forms.ModelForm):
    """Who someone is, names apart."""

    class Meta:
        model = Person
        fields = [
            "kind",
            "group_size",
            "group_qualifier",
            "sex",
            "born",
            "died",
            "occupation",
            "categories",
            "citizenship",
            "residence",
            "region",
            "name_exposure",
        ]
        labels = {
            "kind": _("Who"),
            "group_size": _("How many"),
            "group_qualifier": _("Meant as"),
            "sex": _("Sex"),
            "occupation": _("Occupation"),
            "citizenship": _("Citizenship"),
            "residence": _("Residence"),
            "region": _("Region"),
            "name_exposure": _("Who sees the name"),
        }
        help_texts = {
            "group_size": _("of a group only"),
            "group_qualifier": _("of a group only"),
            "occupation": published_hint(Person, "occupation"),
            "residence": published_hint(Person, "residence"),
            "born": _("2001, March 1988, about 1970, 1988-03-05"),
            "name_exposure": _(
                "public: everybody, once it is published; partner: partners and the team; team: the team alone;"
                " restricted: named members of the case and reviewers. All others read “Name withheld”."
            ),
        }

    categories = forms.MultipleChoiceField(
        label=_("Known as"), choices=Category.choices, widget=forms.CheckboxSelectMultiple, required=False
    )

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        counted = self.cleaned_data.get("group_size") is not None or self.cleaned_data.get("group_qualifier")
        if self.cleaned_data.get("kind") == PersonKind.INDIVIDUAL and counted:
            self.add_error("group_size", _("Only a group has a count."))
        return cleaned


class SpellingsField(forms.CharField):
    """Names, one on a line."""

    widget = forms.Textarea(attrs={"rows": 3})

    def clean(self, value: Any) -> list[str]:
        lines = [plain_name(line) for line in super().clean(value).splitlines()]
        names = list(dict.fromkeys(line for line in lines if line))
        one = NameField()
        if len(names) > MOST_NAMES:
            raise forms.ValidationError(_("Twenty names at most at once."))
        return [one.clean(name) for name in names]


class NewPersonForm(PersonForm):
    """A person who is not there yet, with their names. The names are saved by who opens the case."""

    name = NameField(required=False, help_text=_("the main one; a group may have none"))
    name_kind = forms.ChoiceField(label=_("Kind of name"), choices=NameKind.choices, initial=NameKind.LEGAL)
    name_script = forms.ChoiceField(label=_("Script"), choices=Script.choices, initial=Script.LATIN)
    spellings = SpellingsField(
        label=_("Other spellings"), required=False, help_text=_("one on a line: as sources and other scripts write it")
    )

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        unnamed = "name" in self.cleaned_data and not self.cleaned_data["name"]
        if unnamed and self.cleaned_data.get("kind") == PersonKind.INDIVIDUAL:
            self.add_error("name", _("A person needs a name or a pseudonym; only a group may have none."))
        if unnamed and self.cleaned_data.get("spellings"):
            self.add_error("name", _("Other spellings need a main name."))
        return cleaned

    def new_names(self) -> list[Name]:
        """The names as typed, the main one first, unsaved and of nobody yet."""
        main = self.cleaned_data["name"]
        kind, script = self.cleaned_data["name_kind"], self.cleaned_data["name_script"]
        others = [text for text in self.cleaned_data["spellings"] if text != main]
        names = [Name(text=main, kind=kind, script=script, is_main=True)] if main else []
        return names + [Name(text=text, kind=NameKind.SPELLING, script=script_of(text)) for text in others]


def script_of(text: str) -> Script:
    """The script of a name's first letter."""
    letter = next((sign for sign in text if sign.isalpha()), "")
    named = unicodedata.name(letter, "").partition(" ")[0].lower()
    return Script(named) if named in Script.values else Script.OTHER


class ConsentForm(forms.ModelForm):
    """A consent. `given_by` and `note` are written here and shown on no page."""

    class Meta:
        model = Consent
        fields = ["audience", "subjects", "basis", "given_by", "given_on", "expires_on", "note"]
        labels = {
            "audience": _("For whom"),
            "basis": _("Basis"),
            "given_by": _("Who gave it"),
            "given_on": _("Given on"),
            "expires_on": _("Expires on"),
            "note": _("Note"),
        }
        help_texts = {
            "given_by": _("stored sealed; no page shows it again"),
            "note": _("no page shows it again"),
            "expires_on": _("empty: it does not expire"),
        }
        widgets = {
            "given_by": forms.TextInput,
            "given_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "expires_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "note": forms.Textarea(attrs={"rows": 2}),
        }

    subjects = forms.MultipleChoiceField(
        label=_("What may be said"), choices=ConsentSubject.choices, widget=forms.CheckboxSelectMultiple
    )
    source_title = forms.CharField(
        label=_("Where it is public"), max_length=300, required=False, help_text=_("for “already public” only")
    )
    source_url = forms.URLField(label=_("Its address"), max_length=500, required=False, assume_scheme="https")
    quote = forms.CharField(
        label=_("The exact words"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        self.check_source()
        return cleaned

    def check_source(self) -> None:
        """What is “already public” is so somewhere."""
        if self.cleaned_data.get("basis") == ConsentBasis.ALREADY_PUBLIC:
            for name in ("source_title", "quote"):
                if not self.cleaned_data.get(name) and name not in self.errors:
                    self.add_error(name, _("A consent “already public” must cite where."))


def audience_choices() -> list[tuple[int, str]]:
    """The audiences that a person of the team can name for what the team sees."""
    return [(a.value, str(a.label)) for a in Audience if a < Audience.RESTRICTED]
