"""Notes that belong to no case: their passages and the words of sources that carry each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.forms.citations import NEW_SOURCE, WORDS, CitationForm
from cases.forms.seen import SeenForm
from cases.models import Citation, Source
from reports.choices import EntryKind, Voice
from reports.forms.desk import OneParagraph
from reports.models import Issue, Passage


class NoteForm(forms.Form):
    """A new passage of a note; a new note is asked for its section too."""

    section = forms.ChoiceField(label=gettext_lazy("Section"))
    text = OneParagraph(
        label=gettext_lazy("Text"), rows=5, error_messages={"required": gettext_lazy("Write what the note says.")}
    )

    def __init__(self, data: Any = None, *, sections: list[tuple[str, str]] | None = None) -> None:
        super().__init__(data)
        if sections:
            self.fields["section"].choices = sections  # type: ignore[attr-defined]
        else:
            del self.fields["section"]


class NoteDeleteForm(SeenForm):
    """Nothing to fill in: it carries the text that is to be deleted, as its page showed it."""

    text = forms.CharField(label=gettext_lazy("Note"), widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, passages: Iterable[Passage]) -> None:
        super().__init__(data, initial={"text": "\n".join(passage.text for passage in passages)})


class NoteSourcesForm(CitationForm):
    """Citations of a note's passage to keep, to share and to add. The source is one of the issue's notes, or new."""

    def __init__(self, data: Any = None, *, issue: Issue, passage: Passage | None = None) -> None:
        forms.Form.__init__(self, data, prefix="cite")
        notes = Citation.objects.filter(passages__entry__section__issue=issue, passages__entry__kind=EntryKind.NOTE)
        found = notes.filter(source__is_sealed=False).select_related("source").distinct().order_by("pk")
        self.known = {str(citation.pk): citation for citation in found}
        self.own = {str(c.pk) for c in passage.citations.all()} if passage else set()
        words = [(pk, _in_words(citation)) for pk, citation in self.known.items()]
        self._choices("drop", [one for one in words if one[0] in self.own])
        self._choices("use", [one for one in words if one[0] not in self.own])
        if "use" in self.fields:
            self.fields["use"].label = _("Words of this issue's notes that carry this passage too")
        self.sources = {citation.source.ref: citation.source for citation in self.known.values()}
        named = sorted((source.title, ref) for ref, source in self.sources.items())
        self.fields["source"].choices = [("", _("a new one")), *((ref, title) for title, ref in named)]  # type: ignore[attr-defined]
        del self.fields["for_end"]

    def save_to(self, passage: Passage) -> None:
        """Writes the passage's citations; with none it is in the editor's voice."""
        said = self.cleaned_data
        passage.citations.remove(*[self.known[pk] for pk in said.get("drop", [])])
        passage.citations.add(*[self.known[pk] for pk in said.get("use", [])])
        if said.get("source") or said["title"]:
            source = self.sources[said["source"]] if said.get("source") else self._found_or_made()
            words = {"source": source, **{name: said[name] or "" for name in WORDS}}
            known = next((citation for citation in self.known.values() if _says(citation, words)), None)
            passage.citations.add(known or Citation.objects.create(**words))
        is_cited = passage.citations.exists()
        if not is_cited or not self.own:
            passage.voice = Voice.RECORD if is_cited else Voice.EDITOR
            passage.save(update_fields=["voice"])

    def _found_or_made(self) -> Source:
        """The same source of another note of this issue, else a new one."""
        facts = {name: self.cleaned_data[name] or "" for name in NEW_SOURCE}
        same = next((source for source in self.sources.values() if _says(source, facts)), None)
        return same or Source.objects.create(**facts)


def _says(row: Citation | Source, facts: dict[str, Any]) -> bool:
    return all((getattr(row, name) or "") == value for name, value in facts.items())


def _in_words(citation: Citation) -> str:
    quote = citation.quote
    shown = f"“{quote[:160]}{'…' if len(quote) > 160 else ''}”" if quote else ""
    return " · ".join(filter(None, [citation.source.title, citation.locator, shown]))
