"""Boxes that link to what many records share: what is typed is matched, made new where asked, or kept as words."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from cases.forms.articles import ArticlesBox, LawBox, Named, Reading
from cases.forms.links import KEEP_WORDS, MAKE_NEW, NamedThing, Unknown, make_named, names_like
from cases.forms.people_box import PersonBox, call, make_person, people_alike, person_of_ref
from cases.forms.seen import send_on
from cases.models import Article
from people.models import Person
from tracker.audiences import Audience
from tracker.models import User

# What is typed here when a name is not known stays as the source's words there.
_IN_WORDS = {
    "facility": "place",
    "authority": "authority_text",
    "perpetrator": "perpetrator_text",
    "perpetrator_organisation": "perpetrator_text",
    "speaker": "speaker_text",
    "by_organisation": "by_text",
    "to_organisation": "to_text",
}


def new_boxes(name: str) -> tuple[str, str, str, str, str]:
    """The names of the fields beside a box: who is meant of people alike, the tick that makes something new, the one
    that keeps words, whom its page asked about, and the code of law of articles."""
    return f"{name}_meant", f"{name}_new", f"{name}_kept", f"{name}_asked", f"{name}_law"


class LinkingForm(forms.ModelForm):
    """Read inside the transaction that saves: what reading makes new goes with a refusal. `made` are the people whom
    reading made."""

    made: list[Person]

    def offer_links(self, *, user: User, country: str, audience: Audience) -> None:
        """Shows what is linked now, as that audience reads it, and offers to make new what is not known."""
        self.user, self.country = user, country
        self.made = []
        for name, field in list(self.fields.items()):
            if isinstance(field, NamedThing):
                self.initial[name] = str(getattr(self.instance, name) or "")
                self._offer_new(name, field.model)
            elif isinstance(field, PersonBox):
                field.user = user
                person = getattr(self.instance, name, None)  # a new tie has nobody yet
                self.initial[name] = call(person, audience) if person else ""
                self._offer_new(name, Person)
                self.fields[f"{name}_asked"] = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)
            elif isinstance(field, ArticlesBox):
                known = self.instance.articles.select_related("code") if self.instance.pk else []
                self.initial[name] = ", ".join(str(article) for article in known)
                self._offer_new(name, Article)
                self.fields[f"{name}_law"] = LawBox()

    def _offer_new(self, name: str, model: type[models.Model]) -> None:
        if model is not Article and not self.prefix:
            self.fields[name].widget.attrs["list"] = f"names-{name}"
        self.fields[f"{name}_new"] = forms.BooleanField(required=False, label=MAKE_NEW[model.__name__])
        if isinstance(self.fields[name], NamedThing) and self.is_bound and _IN_WORDS.get(name) in self.fields:
            # Asked only of somebody who wrote a name that is not known.
            self.fields[f"{name}_kept"] = forms.BooleanField(required=False, label=KEEP_WORDS)

    def offered(self, name: str) -> list[str]:
        """The known names that the box offers to pick."""
        return []

    def clean(self) -> dict[str, Any]:
        super().clean()
        for name, field in list(self.fields.items()):
            said = self.cleaned_data.get(name)
            if isinstance(field, ArticlesBox) and name in self.cleaned_data:
                self._read_articles(name, self.cleaned_data[name])
            elif isinstance(field, NamedThing) and isinstance(said, Unknown):
                self._make_or_keep(name, field.model, said.text)
            elif isinstance(field, PersonBox) and isinstance(said, Unknown):
                self._ask_who(name, said.text)
        return self.cleaned_data

    def _make_or_keep(self, name: str, model: type[models.Model], text: str) -> None:
        """A new one where that was asked for, words beside the link where those were: nobody finds a case by a place
        that is words. A person who is not known stays as words without a question."""
        self.cleaned_data[name] = None
        words, box = _IN_WORDS.get(name), {"box": self.fields[f"{name}_new"].label}
        kept = f"{name}_kept"
        if self.cleaned_data.get(f"{name}_new"):
            try:
                self.cleaned_data[name] = make_person(text) if model is Person else make_named(model, text)
                self.made += [self.cleaned_data[name]] if model is Person else []
            except ValidationError as fault:
                self.add_error(name, " ".join(fault.messages))
        elif words not in self.fields:
            said = _("Nothing is known by this name. If it is right, tick “%(box)s”.") % box
            self.add_error(name, said + self._near(name, text))
        elif self.cleaned_data.get(words) not in ("", text):
            self._contradicts(name, words)
        elif kept not in self.fields or self.cleaned_data[kept] or self.cleaned_data[words]:
            self.cleaned_data[words] = text
        else:
            said = _("“%(typed)s” is not known. If it is right, tick “%(box)s”, or “%(kept)s”.")
            said %= {"typed": text, "kept": self.fields[kept].label, **box}
            self.add_error(name, said + self._near(name, text))

    def _near(self, name: str, text: str) -> str:
        """The offered names that are like what was typed, in words; empty for none."""
        known = self.offered(name) if isinstance(self.fields[name], NamedThing) else []
        near = names_like(text, known)
        return " " + _("Known are: %(names)s.") % {"names": "; ".join(near)} if near else ""

    def _contradicts(self, name: str, words: str) -> None:
        said = _(
            "Nothing is known by this name, and “%(field)s” says something else. Tick “%(box)s”, or leave one"
            " of the two fields empty."
        )
        self.add_error(name, said % {"field": self.fields[words].label, "box": self.fields[f"{name}_new"].label})

    def _ask_who(self, name: str, text: str) -> None:
        """People of a name like this are offered before another one is made, or the name is kept as words."""
        alike = people_alike(text, self.user)
        asked = set(self.cleaned_data.get(f"{name}_asked", "").split())
        meant, is_new = self.data.get(self.add_prefix(f"{name}_meant")), self.cleaned_data.get(f"{name}_new")
        if meant in alike and not is_new:
            self.cleaned_data[name] = person_of_ref(meant, self.user)
        elif set(alike) - asked or (alike and not is_new):
            self.cleaned_data[name] = None
            offered = forms.ChoiceField(
                required=False, widget=forms.RadioSelect, choices=list(alike.items()), label=_("Who is meant")
            )
            self.fields[f"{name}_meant"] = offered
            self.order_fields([part for each in list(self.fields) for part in (each, *new_boxes(each))])
            text = _("People of a name like this are known: choose the one who is meant, or tick “%(box)s”.")
            self.add_error(name, text % {"box": self.fields[f"{name}_new"].label})
            send_on(self, **{self.add_prefix(f"{name}_asked"): " ".join(sorted(alike))})
        else:
            self._make_or_keep(name, Person, text)

    def _read_articles(self, name: str, said: list[Named]) -> None:
        title, make = self.cleaned_data.get(f"{name}_law"), bool(self.cleaned_data.get(f"{name}_new"))
        if title is None:
            return  # it was refused already
        reading = Reading(said, country=self.country, title=title, make=make)
        self.cleaned_data[name] = reading.found
        for part, text in reading.faults:
            self.add_error(f"{name}_{part}" if part else name, text)
