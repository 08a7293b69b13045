"""Who someone is: people and their names, organisations, ties between them, and what they allow to be said."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people import naming
from people.choices import (
    FAMILY,
    FROM_THE_OTHER_SIDE,
    Category,
    ConsentBasis,
    ConsentSubject,
    NameKind,
    OrganisationKind,
    PersonKind,
    Qualifier,
    RelationshipKind,
    Script,
    Sex,
)
from people.querysets import NameQuerySet, PersonQuerySet, RelationshipQuerySet
from tracker.audiences import Audience
from tracker.dates import PartialDateField
from tracker.exposure import Exposure
from tracker.history import tracked
from tracker.refs import ref_field
from tracker.sealed import SealedTextField


@tracked()
class Person(models.Model):
    """Someone with a name or a pseudonym, or an unnamed group with a count."""

    ref = ref_field()
    kind = models.CharField(max_length=12, choices=PersonKind.choices, default=PersonKind.INDIVIDUAL)
    group_size = models.PositiveIntegerField(null=True, blank=True, verbose_name=_("how many"))
    group_qualifier = models.CharField(
        max_length=14, choices=Qualifier.choices, blank=True, verbose_name=_("number meant as")
    )
    sex = models.CharField(max_length=8, choices=Sex.choices, blank=True)
    born = PartialDateField(_("born"), blank=True)
    died = PartialDateField(_("died"), blank=True)
    citizenship = models.CharField(max_length=80, blank=True)
    residence = models.CharField(max_length=200, blank=True, help_text=_("the place as it would stand in a sentence"))
    region = models.CharField(max_length=80, blank=True)
    occupation = models.CharField(max_length=200, blank=True, help_text=_("in the source's words: satirical poet"))
    categories = ArrayField(models.CharField(max_length=20, choices=Category.choices), default=list, blank=True)
    name_exposure = models.PositiveSmallIntegerField(
        choices=Audience.choices,
        default=Audience.TEAM,
        help_text=_("the lowest audience that sees the name; others see “Name withheld” and the ref"),
        verbose_name=_("who sees the name"),
    )
    is_public_role = models.BooleanField(
        default=False,
        help_text=_("an official or a lawyer, named in that role: needs no consent"),
        verbose_name=_("has a public role"),
    )

    objects: ClassVar[PersonQuerySet] = PersonQuerySet.as_manager()  # type: ignore[assignment]
    exposure = Exposure(
        public=[
            "ref",
            "kind",
            "group_size",
            "group_qualifier",
            "sex",
            "occupation",
            "categories",
            "residence",
            "region",
        ],
        partner=["born", "died", "citizenship"],
        team=["name_exposure", "is_public_role"],
        never=["id"],
    )

    class Meta:
        indexes = [models.Index(fields=["name_exposure"], name="person_name_exposure")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=PersonKind.GROUP) | Q(group_size=None, group_qualifier=""),
                name="person_count_only_of_group",
                violation_error_message=_("Only a group has a count."),
            ),
            models.CheckConstraint(
                condition=Q(group_size__isnull=False, group_size__gt=0)
                | Q(group_size=None, group_qualifier__in=["", Qualifier.UNKNOWN]),
                name="person_qualifier_of_count",
                violation_error_message=_("A count is one or more; “at least” and the like need one."),
            ),
        ]

    def __str__(self) -> str:
        return self.main_name or self.ref

    @property
    def main_name(self) -> str:
        """The name chosen as main, else the first entered; empty for someone without one."""
        names = sorted(self.names.all(), key=lambda n: (not n.is_main, n.pk))
        return names[0].text if names else ""

    def called(self, audience: Audience = Audience.TEAM) -> str:
        """Their main name as that audience reads it, else “person REF”."""
        names = self.names_for(audience)
        return names[0].text if names else _("person %(ref)s") % {"ref": self.ref}

    def names_for(self, audience: Audience) -> list[Name]:
        """The names that audience may see, main first; none where the name is withheld from it."""
        if self.name_exposure > audience:
            return []
        return sorted((n for n in self.names.all() if n.visibility <= audience), key=lambda n: (not n.is_main, n.pk))

    def names_withheld_from(self, audience: Audience) -> list[str]:
        """The texts of the names that must not reach that audience in any spelling.

        A name that sounds like one the audience may see is not withheld from it.
        """
        shown = [naming.name_keys(n.text) for n in self.names_for(audience)]
        hidden = [n.text for n in self.names.all() if self.name_exposure > audience or n.visibility > audience]
        return [text for text in hidden if naming.name_keys(text) not in shown]

    def consents_to(self, subject: ConsentSubject, audience: Audience, day: date) -> bool:
        """Whether a consent valid on that day covers the subject for that audience or a wider one."""
        return any(c.audience <= audience and subject in c.subjects and c.is_valid_on(day) for c in self.consents.all())


@tracked()
class Name(models.Model):
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="names")
    text = models.CharField(max_length=200)
    kind = models.CharField(max_length=12, choices=NameKind.choices, default=NameKind.LEGAL)
    script = models.CharField(max_length=10, choices=Script.choices, default=Script.LATIN)
    language = models.CharField(max_length=8, blank=True)
    is_main = models.BooleanField(default=False, verbose_name=_("main name"))
    visibility = models.PositiveSmallIntegerField(
        choices=Audience.choices,
        default=Audience.PUBLIC,
        help_text=_("narrower than the person's own exposure for a name that must not travel with the others"),
    )
    keys = ArrayField(models.CharField(max_length=60), default=list, editable=False)

    objects: ClassVar[NameQuerySet] = NameQuerySet.as_manager()  # type: ignore[assignment]
    exposure = Exposure(
        public=["text", "kind", "script", "language", "is_main"], team=["visibility"], never=["id", "person", "keys"]
    )

    class Meta:
        indexes = [
            GinIndex(fields=["keys"], name="name_keys"),
            models.Index(fields=["visibility"], name="name_visibility"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(is_main=True), name="name_one_main"),
            models.UniqueConstraint(fields=["person", "text"], name="name_once"),
        ]

    def __str__(self) -> str:
        return self.text

    def save(self, *args: object, **kwargs: object) -> None:
        self.compute()
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def compute(self) -> None:
        self.keys = naming.name_keys(self.text)

    def clean(self) -> None:
        if not naming.name_keys(self.text):
            raise ValidationError({"text": _("A name needs at least one letter.")})


@tracked()
class Organisation(models.Model):
    name = models.CharField(max_length=250, unique=True)
    abbreviation = models.CharField(max_length=20, blank=True)
    kind = models.CharField(max_length=20, choices=OrganisationKind.choices, default=OrganisationKind.OTHER)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="parts")
    # Case forms are data, not rules: {"en": {"name": "the Gazakh District Police Department"}}.
    sentence_forms = models.JSONField(default=dict, blank=True)

    exposure = Exposure(public=["name", "abbreviation", "kind", "parent", "sentence_forms"], never=["id"])

    def __str__(self) -> str:
        return self.name


@tracked()
class OrganisationAlias(models.Model):
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="aliases")
    text = models.CharField(max_length=250)
    language = models.CharField(max_length=8, blank=True)

    exposure = Exposure(public=["text", "language"], never=["id", "organisation"])

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "text"], name="organisation_alias_once")]

    def __str__(self) -> str:
        return self.text


@tracked()
class Affiliation(models.Model):
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="affiliations")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="affiliations", null=True, blank=True
    )
    branch = models.CharField(max_length=200, blank=True)
    role = models.CharField(max_length=120, blank=True)
    since = PartialDateField(_("since"), blank=True)
    until = PartialDateField(_("until"), blank=True)
    visibility = models.PositiveSmallIntegerField(choices=Audience.choices, default=Audience.PARTNER)

    exposure = Exposure(
        public=["organisation", "branch", "role", "since", "until"], team=["visibility"], never=["id", "person"]
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation__isnull=False) | ~Q(role=""),
                name="affiliation_says_something",
                violation_error_message=_("Name an organisation or a role."),
            )
        ]

    def __str__(self) -> str:
        return " ".join(str(part) for part in (self.role, self.branch, self.organisation) if part)


@tracked()
class Relationship(models.Model):
    """`person` is `kind` the `other`: Farid is the child of Fazail."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="relationships")
    other = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="related_to", verbose_name=_("whom"))
    kind = models.CharField(max_length=12, choices=RelationshipKind.choices)
    visibility = models.PositiveSmallIntegerField(choices=Audience.choices, default=Audience.RESTRICTED)

    objects: ClassVar[RelationshipQuerySet] = RelationshipQuerySet.as_manager()  # type: ignore[assignment]
    exposure = Exposure(public=["other", "kind"], team=["visibility"], never=["id", "person"])

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(person=models.F("other")), name="relationship_of_two"),
            # The same tie may stand once for each audience: a restricted one must not be noticed by not fitting.
            models.UniqueConstraint(fields=["person", "other", "kind", "visibility"], name="relationship_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.other}"

    @property
    def is_family(self) -> bool:
        return self.kind in FAMILY

    def turned(self) -> Relationship:
        """The tie as the other person has it: who is the lawyer of somebody is had as lawyer. Not to be stored."""
        kind = FROM_THE_OTHER_SIDE[self.kind]
        return Relationship(
            pk=self.pk, person_id=self.other_id, other_id=self.person_id, kind=kind, visibility=self.visibility
        )


@tracked()
class Consent(models.Model):
    """What a person allows to be said, of which subjects, to whom. Who gave it is sealed."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="consents")
    audience = models.PositiveSmallIntegerField(
        choices=[(a.value, a.label) for a in Audience if a < Audience.RESTRICTED],
        help_text=_("the widest audience it covers; narrower ones are covered with it"),
        verbose_name=_("for whom"),
    )
    subjects = ArrayField(
        models.CharField(max_length=12, choices=ConsentSubject.choices), verbose_name=_("what may be said")
    )
    basis = models.CharField(max_length=16, choices=ConsentBasis.choices)
    given_by = SealedTextField(blank=True)
    given_on = models.DateField()
    expires_on = models.DateField(null=True, blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True)

    exposure = Exposure(
        team=["audience", "subjects", "basis", "given_on", "expires_on", "withdrawn_on"],
        restricted=["given_by", "note"],
        never=["id", "person"],
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_on=None) | Q(expires_on__gte=models.F("given_on")),
                name="consent_expires_after_given",
                violation_error_message=_("A consent can't expire before it was given."),
            )
        ]

    def __str__(self) -> str:
        return f"{', '.join(self.subjects)} for {Audience(self.audience).label}"

    def is_valid_on(self, day: date) -> bool:
        """Given, not expired and not withdrawn on that day."""
        return (
            self.given_on <= day
            and (self.expires_on is None or day <= self.expires_on)
            and (self.withdrawn_on is None or day < self.withdrawn_on)
        )

    def subjects_lost_since(self, before: Consent) -> list[str]:
        """The subjects that this consent covered before and covers no more, or for fewer readers or days."""
        narrower = (
            self.audience > before.audience
            or self.given_on > before.given_on
            or (self.expires_on or date.max) < (before.expires_on or date.max)
        )
        return [subject for subject in before.subjects if narrower or subject not in self.subjects]
