"""Where a person belongs and whose relative, lawyer or colleague they are: all of one kind on one page."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from typing import Any, cast

from django import forms
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.entering import Desk
from cases.forms.fields import form_field
from cases.forms.linking import LinkingForm, new_boxes
from cases.forms.links import NamedThing
from cases.forms.people_box import PersonBox, call
from cases.forms.rows import MOST_ROWS, RowForm, Rows
from cases.models import Case, CitationLink
from people.choices import FAMILY, FROM_THE_OTHER_SIDE, ConsentSubject, RelationshipKind
from people.forms import audience_choices
from people.models import Affiliation, Organisation, Person, Relationship
from tracker.audiences import Audience
from tracker.models import User

FIELDS = {
    "affiliations": ["organisation", "branch", "role", "since", "until", "visibility"],
    "relationships": ["kind", "other", "visibility"],
}
MODELS: dict[str, type[models.Model]] = {"affiliations": Affiliation, "relationships": Relationship}


class TieForm(RowForm, LinkingForm):
    """One affiliation or relationship."""

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        was_family = getattr(self.instance, "kind", "") in FAMILY
        self.was_visible_to = self.instance.visibility if self.instance.pk and was_family else None
        if isinstance(self.instance, Affiliation):
            self.fields["visibility"].choices = audience_choices()  # type: ignore[attr-defined]
        self.offer_links(user=user, country="", audience=Audience.TEAM)
        self.order_fields([part for name in self._meta.fields or () for part in (name, *new_boxes(name))])

    def clean(self) -> dict[str, Any]:
        super().clean()
        other, person = self.cleaned_data.get("other"), self.instance.person
        if other is not None and other == person:
            self.add_error("other", _("This is the person of this page: write another one."))
        if self.cleaned_data.get("kind") in FAMILY:
            self._check_consent(self.cleaned_data.get("visibility"))
        return self.cleaned_data

    def _check_consent(self, wanted: int | None) -> None:
        if wanted in (None, Audience.RESTRICTED, self.was_visible_to):
            return
        if not self.instance.person.consents_to(ConsentSubject.FAMILY, Audience(wanted), timezone.localdate()):
            text = _("Only the person's consent on “%(subject)s” lets this be less than restricted.")
            self.add_error("visibility", text % {"subject": ConsentSubject.FAMILY.label})

    def save(self, commit: bool = True) -> Any:
        """A lawyer's tie is stored as the lawyer's. One that says the same to the same readers, shown or not, stays the
        only one: it takes over what was cited for this one."""
        row = self.instance
        if isinstance(row, Relationship):
            person, other, kind, visibility = _said_by(row)
            row.person_id, row.other_id, row.kind = person, other, kind
            same = Q(person=person, other=other)
            if FROM_THE_OTHER_SIDE.get(kind) == kind:
                same |= Q(person=other, other=person)
            said = Relationship.objects.filter(same, kind=kind, visibility=visibility)
            if known := said.exclude(pk=row.pk).first():
                links = links_of(row)
                has_already = links_of(known).filter(citation=OuterRef("citation"), for_end=OuterRef("for_end"))
                links.filter(Exists(has_already)).delete()
                links.update(object_id=known.pk)
                if row.pk:
                    row.delete()
                return known
        return super().save(commit)


class Ties(Rows):
    """The ties of a person that `audience` reads; those with somebody whose name is withheld from the team stay hidden.
    A page that somebody else's change came before is refused: `differing` has both texts."""

    def __init__(self, data: QueryDict | None, *, parent: Person, name: str, user: User, audience: Audience) -> None:
        self.audience = audience
        desks = [Desk.of(case, Audience.TEAM, user) for case in Case.objects.filter(person=parent)]
        self.seen = data.get("seen", "") if data else ""
        super().__init__(
            data,
            parent=parent,
            name=name,
            withholds=lambda text: any(desk.withholds(text) for desk in desks),
            form_kwargs={"user": user},
        )
        self.stored_text = "\n".join(self._in_words(row) for row in self.stored.values())

    def rows_of(self, parent: Any) -> list[Any]:
        """Of relationships those too that others have with the person, turned round."""
        rows = super().rows_of(parent)
        if self.name == "relationships":
            rows += [tie.turned() for tie in parent.related_to.told_of_both().order_by("pk")]
        return rows

    def shows(self, row: Any, withholds: Callable[[str], bool]) -> bool:
        if isinstance(row, Relationship) and not call(row.other):
            return False
        return bool(row.visibility <= self.audience) and super().shows(row, withholds)

    @property
    def fingerprint(self) -> str:
        return sha256(self.stored_text.encode()).hexdigest()

    @property
    def is_stale(self) -> bool:
        """Whether what is stored is neither what the page was made of nor what it says."""
        return self.is_bound and self.seen != self.fingerprint and self.in_words() != self.stored_text

    def save(self, parent: models.Model) -> None:
        if self.is_bound and self.name == "relationships":
            self._make_way()
        super().save(parent)

    @property
    def others(self) -> list[Person]:
        """Those of whom a tie that changes is told, or will be."""
        if not self.is_bound or self.name != "relationships":
            return []
        changed = [form.instance for form in self.forms if form.has_changed()]
        stored = Relationship.objects.in_bulk([tie.pk for tie in changed if tie.pk])
        told = [tie for tie in (*changed, *stored.values()) if tie.visibility <= Audience.TEAM and not tie.is_family]
        ids = {pk for tie in told for pk in (tie.person_id, tie.other_id)} - {self.parent.pk}
        return list(Person.objects.filter(pk__in=ids))

    @property
    def made(self) -> list[tuple[list[Person], int]]:
        """Of each tie the people whom reading it made, and who sees it."""
        return [(cast(TieForm, form).made, form.instance.visibility) for form in self.staying if self.is_bound]

    def _make_way(self) -> None:
        """A tie that becomes another one while a second becomes what it was is away until it is written anew, with its
        number, by which it keeps what is cited for it: of two that change places neither is taken for the other."""
        ties = [form.instance for form in self.staying if form.has_changed()]
        stored = Relationship.objects.in_bulk([tie.pk for tie in ties if tie.pk])
        moving = [tie for tie in ties if tie.pk not in stored or _said_by(stored[tie.pk]) != _said_by(tie)]
        wanted = {_said_by(tie) for tie in moving}
        away = [tie.pk for tie in moving if tie.pk in stored and _said_by(stored[tie.pk]) in wanted]
        Relationship.objects.filter(pk__in=away).delete()

    def take_away(self, row: models.Model) -> None:
        links_of(row).delete()
        row.delete()


def _said_by(tie: Relationship) -> tuple[int, int, str, int]:
    """Who is what of whom, as it is stored."""
    if tie.kind == RelationshipKind.CLIENT:
        return tie.other_id, tie.person_id, RelationshipKind.LAWYER, tie.visibility
    return tie.person_id, tie.other_id, tie.kind, tie.visibility


def links_of(row: models.Model) -> models.QuerySet[CitationLink]:
    """The citations of a stored row; none of a new one."""
    return CitationLink.objects.filter(content_type=ContentType.objects.get_for_model(row), object_id=row.pk)


def _field(column: models.Field, **kwargs: Any) -> Any:
    if column.name == "organisation":
        return NamedThing(Organisation, required=False, label=gettext_lazy("Organisation"))
    if column.name == "other":
        hint = gettext_lazy("a ref, or a name: people of that name are shown first")
        return PersonBox(label=gettext_lazy("Whom"), help_text=hint)
    return form_field(column, **kwargs)


def ties_of(person: Person, name: str, data: QueryDict | None, *, user: User, audience: Audience) -> Ties:
    form = forms.modelform_factory(MODELS[name], form=TieForm, fields=FIELDS[name], formfield_callback=_field)
    made: Any = forms.formset_factory(
        form, formset=Ties, can_delete=True, max_num=MOST_ROWS, absolute_max=MOST_ROWS, validate_max=True
    )
    ties: Ties = made(data, parent=person, name=name, user=user, audience=audience)
    return ties
