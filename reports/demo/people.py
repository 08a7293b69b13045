"""The people, organisations and places that the bulletin names. Who is not detained is named in a public role."""

from __future__ import annotations

from datetime import date

from cases.choices import FacilityKind
from cases.models import Facility, FacilityAlias
from cases.writing import cite
from people.choices import (
    Category,
    ConsentBasis,
    ConsentSubject,
    NameKind,
    OrganisationKind,
    RelationshipKind,
    Sex,
)
from people.models import Affiliation, Consent, Name, Organisation, Person, Relationship
from reports.demo.facts import Bulletin
from tracker.audiences import Audience

DAY = date(2023, 9, 26)


class Cast:
    """Everybody and every place of the demo, by a short name."""

    def __init__(self, bulletin: Bulletin) -> None:
        self.bulletin = bulletin
        self._organisations()
        self._facilities()
        self._detained()
        self._others()
        self._ties()

    def _organisations(self) -> None:
        self.party = _organisation(
            "Azerbaijan Popular Front Party", OrganisationKind.PARTY, "the Azerbaijan Popular Front Party", "APFP"
        )
        self.police = _organisation(
            "Gazakh District Police Department", OrganisationKind.POLICE, "the Gazakh District Police Department"
        )

    def _facilities(self) -> None:
        self.kurdakhani = _facility(
            "kurdakhani",
            "Kurdakhani detention facility",
            FacilityKind.REMAND,
            "the Kurdakhani detention facility",
            ["Kurdakhani Detention Center", "Baku Investigative Prison No. 1 (Kurdakhani)"],
        )
        self.administrative = _facility(
            "administrative-detention-center",
            "Administrative Detention Center",
            FacilityKind.ADMINISTRATIVE,
            "the Administrative Detention Center",
            [],
        )
        self.prosecutor = _facility(
            "prosecutor-foreign-affairs-department",
            "Foreign Affairs Department of the Prosecutor General’s Office",
            FacilityKind.PROSECUTOR,
            "the Foreign Affairs Department of the Prosecutor General’s Office",
            [],
        )

    def _detained(self) -> None:
        cite_ = self.bulletin.cite
        self.fazail = _person("Fazail Aliyev", cite_("A01"), sex=Sex.MALE, categories=[Category.POLITICIAN])
        self.farid = _person("Farid Aliyev", cite_("A08"), sex=Sex.MALE)
        self.ibrahimov = _person("Emin Ibrahimov", cite_("B02"), sex=Sex.MALE)
        self._name(self.ibrahimov, "Emin Shaig Ibrahimov", NameKind.PATRONYMIC, "B03")
        self.khudayi = _person(
            "Ibrahim Khudayi",
            cite_("C01"),
            sex=Sex.MALE,
            occupation="satirical poet",
            categories=[Category.WRITER],
            residence="Salyan",
        )
        self.libre = _person(
            "Nurlan Libre",
            cite_("N01"),
            kind=NameKind.PSEUDONYM,
            sex=Sex.MALE,
            occupation="journalist",
            categories=[Category.JOURNALIST],
        )
        for person, fact in (
            (self.fazail, "A01"),
            (self.farid, "A08"),
            (self.ibrahimov, "B02"),
            (self.khudayi, "C01"),
            (self.libre, "N01"),
        ):
            consent = Consent.objects.create(
                person=person,
                audience=Audience.PUBLIC,
                subjects=[ConsentSubject.NAME, ConsentSubject.HEALTH, ConsentSubject.FAMILY],
                basis=ConsentBasis.ALREADY_PUBLIC,
                given_on=DAY,
                note="Published by the bulletin with the person's name and circumstances.",
            )
            cite(consent, cite_(fact))

    def _name(self, person: Person, text: str, kind: NameKind, fact: str) -> None:
        cite(Name.objects.create(person=person, text=text, kind=kind), self.bulletin.cite(fact))

    def _others(self) -> None:
        self.babash = self._official("Rajab Babash", "Head of the Executive Power", "A14")
        self.layij = self._official("Agil Layij", "lawyer", "B01", Category.LAWYER)

    def _official(self, name: str, role: str, fact: str, category: Category = Category.OFFICIAL) -> Person:
        person = _person(name, self.bulletin.cite(fact), categories=[category], is_public_role=True)
        affiliation = Affiliation.objects.create(person=person, role=role, visibility=Audience.PUBLIC)
        cite(affiliation, self.bulletin.cite(fact))
        return person

    def _ties(self) -> None:
        member = Affiliation.objects.create(
            person=self.fazail,
            organisation=self.party,
            branch="Gazakh District Branch",
            role="member",
            visibility=Audience.PUBLIC,
        )
        cite(member, self.bulletin.cite("A02"))
        for person, other, kind, fact, visibility in (
            (self.farid, self.fazail, RelationshipKind.CHILD, "A08", Audience.PUBLIC),
            (self.fazail, self.farid, RelationshipKind.PARENT, "A08", Audience.PUBLIC),
            (self.layij, self.ibrahimov, RelationshipKind.LAWYER, "B01", Audience.PUBLIC),
        ):
            tie = Relationship.objects.create(person=person, other=other, kind=kind, visibility=visibility)
            cite(tie, self.bulletin.cite(fact))


def _organisation(name: str, kind: OrganisationKind, in_sentence: str, abbreviation: str = "") -> Organisation:
    forms = {"en": {"name": in_sentence}}
    return Organisation.objects.create(name=name, kind=kind, abbreviation=abbreviation, sentence_forms=forms)


def _facility(slug: str, name: str, kind: FacilityKind, in_sentence: str, aliases: list[str]) -> Facility:
    facility = Facility.objects.create(slug=slug, name=name, kind=kind, sentence_forms={"en": {"name": in_sentence}})
    for text in [name, *aliases]:
        FacilityAlias.objects.create(facility=facility, text=text, language="en")
    return facility


def _person(name: str, citations: list, kind: NameKind = NameKind.LEGAL, **fields: object) -> Person:
    person = Person.objects.create(name_exposure=Audience.PUBLIC, **fields)
    cite(Name.objects.create(person=person, text=name, kind=kind, is_main=True, language="en"), citations)
    cite(person, citations)
    return person
