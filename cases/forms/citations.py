"""Which words of which source carry a record: those that the case has already, or new ones."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.choices import SourceKind
from cases.entering import Desk
from cases.forms.fields import LONGEST_TEXT
from cases.forms.people_box import call
from cases.models import Citation, CitationLink, Detention, Source
from cases.writing import cite
from people.models import Person, Relationship
from tracker.dates import PartialDateFormField

NEW_SOURCE = ("kind", "title", "publisher", "url", "published")
WORDS = ("quote", "locator", "stated")


class CitationForm(forms.Form):
    """Citations to keep, to share and to add. The source is one of the case, or a new one."""

    drop = forms.MultipleChoiceField(
        required=False, widget=forms.CheckboxSelectMultiple, label=gettext_lazy("Take these citations away")
    )
    use = forms.MultipleChoiceField(
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=gettext_lazy("Words of this case that carry this record too"),
    )
    source = forms.ChoiceField(required=False, label=gettext_lazy("Source"))
    kind = forms.ChoiceField(
        required=False, label=gettext_lazy("Kind of the new source"), choices=[("", "—"), *SourceKind.choices]
    )
    title = forms.CharField(required=False, max_length=300, label=gettext_lazy("Title of the new source"))
    publisher = forms.CharField(required=False, max_length=200, label=gettext_lazy("Its publisher"))
    url = forms.URLField(required=False, max_length=1000, label=gettext_lazy("Its address"), assume_scheme="https")
    published = PartialDateFormField(required=False, label=gettext_lazy("Published"))
    quote = forms.CharField(
        required=False,
        max_length=LONGEST_TEXT,
        label=gettext_lazy("Exact words"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    locator = forms.CharField(
        required=False,
        max_length=200,
        label=gettext_lazy("Where in the source"),
        help_text=gettext_lazy("page, paragraph, minute"),
    )
    stated = PartialDateFormField(
        required=False, label=gettext_lazy("Said on"), help_text=gettext_lazy("when the statement itself was made")
    )
    for_end = forms.BooleanField(required=False, label=gettext_lazy("these words are for the end of the detention"))

    def __init__(self, data: Any = None, *, desk: Desk, record: models.Model, source: str = "") -> None:
        super().__init__(data, prefix="cite", initial={"source": source if source in desk.sources else ""})
        self.desk, self.record = desk, record
        links = desk.links_of(record) if record.pk else []
        linked = {link.citation_id for link in links}
        self._choices("drop", [(str(link.pk), desk.citation_in_words(link.citation)) for link in links])
        self._choices(
            "use", [(str(pk), desk.citation_in_words(c)) for pk, c in desk.citations.items() if pk not in linked]
        )
        sources = sorted((desk.source_in_words(source), ref) for ref, source in desk.sources.items())
        self.fields["source"].choices = [("", _("a new one")), *((ref, title) for title, ref in sources)]  # type: ignore[attr-defined]
        if not isinstance(record, Detention):
            del self.fields["for_end"]

    def _choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        if choices:
            self.fields[name].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        new = [name for name in NEW_SOURCE if said.get(name)]
        words = [name for name in WORDS if said.get(name)]
        if said.get("source") and new:
            self.add_error("source", _("Choose a source of the case or describe a new one, not both."))
        if not said.get("source") and (new or words):
            if not said.get("title") and "title" not in self.errors:
                self.add_error("title", _("Choose a source above, or give the new one a title."))
            if not said.get("kind") and "kind" not in self.errors:
                self.add_error("kind", _("Say what kind of source it is."))
        return said

    @property
    def cites(self) -> bool:
        """Whether words of a source are chosen or given."""
        said = self.cleaned_data
        return bool(said.get("use") or said.get("source") or said.get("title"))

    def save(self) -> str:
        """Writes the citations of the saved record, inside `editing_case`; the ref of the source used, if one was."""
        said = self.cleaned_data
        CitationLink.objects.filter(pk__in=said.get("drop", [])).delete()
        citations = [self.desk.citations[int(pk)] for pk in said.get("use", [])]
        if said.get("source") or said["title"]:
            source = self.desk.sources[said["source"]] if said.get("source") else self._new_source()
            words = {"source": source, **{name: said[name] or "" for name in WORDS}}
            # The same words once more, from a form sent twice, are the same citation. Of what its writer may not read
            # nothing is looked up: the answer would tell whether it is there.
            known = Citation.objects.filter(**words, pk__in=self._known()).first()
            citations.append(known or Citation.objects.create(**words))
        for_end = said.get("for_end", False)
        content_type = ContentType.objects.get_for_model(self.record)
        there = CitationLink.objects.filter(content_type=content_type, object_id=self.record.pk, for_end=for_end)
        linked = set(there.values_list("citation", flat=True))
        cite(self.record, {c.pk: c for c in citations if c.pk not in linked}.values(), for_end=for_end)
        return citations[-1].source.ref if citations else ""

    def _known(self) -> set[int]:
        """The citations of the case that the team reads, and those of this very record."""
        return {*self.desk.citations, *(link.citation_id for link in self.desk.links_of(self.record))}

    def _new_source(self) -> Source:
        facts = {name: self.cleaned_data[name] or "" for name in NEW_SOURCE}
        known = Source.objects.filter(**facts, citations__in=self._known()).first()
        return known or Source.objects.create(**facts)


class FactCitationForm(CitationForm):
    """Citations of a person's names and ties: each is cited by itself, all on one page."""

    fact = forms.ChoiceField(required=False, label=gettext_lazy("What the words carry"))

    def __init__(self, data: Any = None, *, desk: Desk, person: Person, facts: Iterable[models.Model]) -> None:
        super().__init__(data, desk=desk, record=person)
        self.facts = {f"{fact._meta.model_name}:{fact.pk}": fact for fact in facts}
        called = {key: f"{capfirst(str(fact._meta.verbose_name))}: {_called(fact)}" for key, fact in self.facts.items()}
        self.fields["fact"].choices = [("", "—"), *called.items()]  # type: ignore[attr-defined]
        links = [(called[key], link) for key, fact in self.facts.items() for link in desk.links_of(fact)]
        self.cited = {link.citation_id for _fact, link in links}
        self.fields["drop"] = forms.MultipleChoiceField(
            required=False, widget=forms.CheckboxSelectMultiple, label=_("Take these citations away")
        )
        dropped = [(str(link.pk), f"{fact} · {desk.citation_in_words(link.citation)}") for fact, link in links]
        self._choices("drop", dropped)
        self._choices("use", [(str(pk), desk.citation_in_words(citation)) for pk, citation in desk.citations.items()])
        if "use" in self.fields:
            self.fields["use"].label = _("Words of case %(ref)s that carry it too") % {"ref": desk.case.ref}
        self.order_fields(["fact", "use", "source", *NEW_SOURCE, *WORDS, "drop"])

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if self.cites and not said.get("fact"):
            self.add_error("fact", _("Say which name or tie the words carry."))
        if said.get("fact") and not self.cites and not self.errors:
            self.add_error("fact", _("Choose the words that carry it, or write them below."))
        return said

    def save(self) -> str:
        """Inside `editing_shared`; the ref of the source used, if one was."""
        self.record = self.facts.get(self.cleaned_data["fact"], self.record)
        return super().save()

    @property
    def others(self) -> list[Person]:
        """Of whom else the tie is told that is cited."""
        fact = self.facts.get(self.cleaned_data["fact"])
        return [fact.other] if isinstance(fact, Relationship) and not fact.is_family else []

    def _known(self) -> set[int]:
        return {*self.desk.citations, *self.cited}


def _called(fact: models.Model) -> str:
    return f"{fact.get_kind_display()} {call(fact.other)}" if isinstance(fact, Relationship) else str(fact)
