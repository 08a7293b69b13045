"""The bench's CSV files as cases: one a person, published to partners, `updated` as the file says.

Days are taken as they stand, with the file's precision beside them as words. An end in the files is the first day when
the person is no longer held; here it is the last day of custody. Custody that begins and ends on one day there is the
day before here, so that nobody is held on the day they went home.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import islice
from pathlib import Path

from django.db import models
from django.utils.text import slugify

from cases.bulk import Entered
from cases.choices import CustodyType, EndKind, FacilityKind, SentenceKind, SourceKind, Violation
from cases.loading.blocks import Block, Entry, Loaders, known_keys, write_block
from cases.models import (
    Article,
    Case,
    Charge,
    Citation,
    Detention,
    Facility,
    FacilityAlias,
    HealthNote,
    ImportKey,
    LegalCode,
    Publication,
    Sentence,
    Source,
    TreatmentNote,
)
from people import naming
from people.choices import ConsentBasis, ConsentSubject, NameKind, OrganisationKind
from people.models import Consent, Name, Organisation, Person
from tracker.audiences import Audience
from tracker.bulk import Staging

ORIGIN = "bench"
BLOCK = 500
CHILDREN = ("detention", "charge", "sentence", "health_note", "treatment_note", "source")

_FACILITIES = {
    "prison": FacilityKind.PRISON,
    "pretrial": FacilityKind.REMAND,
    "police": FacilityKind.POLICE,
    "colony": FacilityKind.PRISON,
}
_LAWS = {"cinayət": "CC", "inzibati": "CAO"}
_CUSTODY = {
    "arrest": CustodyType.UNKNOWN,
    "administrative": CustodyType.ADMINISTRATIVE_ARREST,
    "pretrial": CustodyType.PRETRIAL_REMAND,
    "prison": CustodyType.IMPRISONMENT_GENERAL,
    "house_arrest": CustodyType.HOUSE_ARREST,
    "police_custody": CustodyType.POLICE_CUSTODY,
}
_ENDS = {
    "served": EndKind.END_OF_TERM,
    "pardon": EndKind.PARDON,
    "amnesty": EndKind.AMNESTY,
    "acquitted": EndKind.ACQUITTAL,
    "suspended": EndKind.SUSPENDED_SENTENCE,
    "bail": EndKind.BAIL,
    "appeal": EndKind.CONVICTION_QUASHED,
    "transfer": EndKind.TRANSFER,
    "died": EndKind.DEATH,
}
_SENTENCES = {
    "imprisonment": SentenceKind.IMPRISONMENT,
    "suspended": SentenceKind.IMPRISONMENT,
    "fine": SentenceKind.FINE,
    "house_arrest": SentenceKind.RESTRICTION,
}
_VIOLATIONS = {
    "torture": Violation.TORTURE,
    "denial_of_care": Violation.MEDICAL_DENIAL,
    "isolation": Violation.SOLITARY,
    "beating": Violation.BEATING,
    "visit_denied": Violation.FAMILY_DENIAL,
}
Row = dict[str, str]


@dataclass
class Part:
    """Some people of the files, with their rows by table and person."""

    people: list[Row]
    children: dict[str, dict[str, list[Row]]] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        return len(self.people) + sum(len(rows) for table in self.children.values() for rows in table.values())

    def of(self, table: str, person: Row) -> list[Row]:
        return self.children[table].get(person["id"], [])


def read_parts(folder: Path, size: int = BLOCK) -> Iterator[Part]:
    """The files in parts of so many people. Raises `ValueError` where a file's people come in another order."""
    children = {table: _Following(folder / f"{table}.csv") for table in CHILDREN}
    people = _rows(folder / "person.csv")
    while some := list(islice(people, size)):
        ids = {person["id"] for person in some}
        yield Part(some, {table: following.of(ids) for table, following in children.items()})
    for following in children.values():
        following.must_be_over()


def _rows(path: Path) -> Iterator[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


class _Following:
    """A file whose rows come in the order of their people, read as far as they are asked for."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.rows = _rows(path)
        self.ahead = next(self.rows, None)

    def of(self, ids: set[str]) -> dict[str, list[Row]]:
        found: dict[str, list[Row]] = {}
        while self.ahead and self.ahead["person_id"] in ids:
            found.setdefault(self.ahead["person_id"], []).append(self.ahead)
            self.ahead = next(self.rows, None)
        return found

    def must_be_over(self) -> None:
        if self.ahead:
            raise ValueError(f"{self.path.name}: the row of {self.ahead['person_id']} comes out of order.")


@dataclass(frozen=True)
class Shared:
    """What all cases of the files share, by the files' numbers."""

    facilities: dict[str, Facility]
    articles: dict[str, Article]
    courts: dict[str, Organisation]
    citation: Citation


def load_shared(folder: Path) -> Shared:
    """The places, articles and the one source of the files, made when they are not there."""
    facilities = {row["id"]: _facility(row) for row in _rows(folder / "facility.csv")}
    articles = {row["id"]: _article(row) for row in _rows(folder / "article.csv")}
    source, _ = Source.objects.get_or_create(kind=SourceKind.OTHER, title="Bench files, invented people")
    citation, _ = Citation.objects.get_or_create(source=source, locator="the row of the person")
    return Shared(facilities, articles, {}, citation)


def _facility(row: Row) -> Facility:
    slug = slugify(naming.fold_words(row["name"]))
    values = {"name": row["name"], "region": row["region"], "kind": _FACILITIES[row["kind"]]}
    facility, made = Facility.objects.get_or_create(slug=slug, defaults=values)
    if made:
        FacilityAlias.objects.create(facility=facility, text=row["name"], language="az")
    return facility


def _article(row: Row) -> Article:
    slug = _LAWS[row["section"]]
    title = {"CC": "Criminal Code", "CAO": "Code of Administrative Offences"}[slug]
    law, _ = LegalCode.objects.get_or_create(slug=slug, defaults={"title": title, "country": "AZ"})
    return Article.objects.get_or_create(code=law, number=row["code"], defaults={"title": row["title"]})[0]


def write_part(part: Part, shared: Shared, by: Loaders) -> Entered:
    """Writes the people of a part that are not there yet; the rows of the files that this covers."""
    known = known_keys(ORIGIN, (person["id"] for person in part.people))
    people = [person for person in part.people if person["id"] not in known]
    if not people:
        return Entered()
    _find_courts(part, shared)
    block = Block(ORIGIN, Staging())
    for person in people:
        _Entry(block, shared, part, person).add()
    entered = write_block(block, by)
    entered.rows = Part(people, part.children).rows if not known else len(people)
    return entered


def _find_courts(part: Part, shared: Shared) -> None:
    """Before the block's transaction: two writers must not wait for each other's courts."""
    names = {row["court"] for rows in part.children["sentence"].values() for row in rows} - set(shared.courts)
    for name in sorted(names):
        values = {"kind": OrganisationKind.COURT}
        shared.courts[name] = Organisation.objects.get_or_create(name=name, defaults=values)[0]


class _Entry(Entry):
    """One person of the files on the way into a block."""

    def __init__(self, block: Block, shared: Shared, part: Part, person: Row) -> None:
        super().__init__(block)
        self.shared, self.part, self.row = shared, part, person

    def add(self) -> None:
        case = Case(
            person=self.person(),
            background=self.row["narrative"],
            updated_at=datetime.fromisoformat(self.row["updated_at"]),
        )
        self.block.add(self.row["id"], case, Audience.PARTNER)
        detentions = {row["id"]: self.detention(case, row) for row in self.part.of("detention", self.row)}
        for row in self.part.of("charge", self.row):
            self.charge(case, row, detentions[row["detention_id"]])
        for row in self.part.of("sentence", self.row):
            self.sentence(case, row)
        for row in self.part.of("health_note", self.row):
            self.record(
                HealthNote(
                    case=case,
                    condition=row["body"],
                    clarification=row["severity"],
                    noted=row["noted_on"],
                    visibility=Audience.PARTNER,
                )
            )
        for row in self.part.of("treatment_note", self.row):
            violation = _VIOLATIONS[row["kind"]]
            self.record(TreatmentNote(case=case, violation=violation, text=row["body"], happened=row["noted_on"]))
        # Without a source of their own, the files themselves carry the records.
        self.cite(case, [self.source(row) for row in self.part.of("source", self.row)] or [self.shared.citation])

    def person(self) -> Person:
        row = self.row
        person = self.stage(
            Person(
                sex="male" if row["sex"] == "M" else "female",
                born=row["birth_year"],
                occupation=row["profession"],
                region=row["region"],
                name_exposure=Audience.PARTNER,
            )
        )
        self.stage(Name(person=person, text=row["full_name"], kind=NameKind.LEGAL, language="az", is_main=True))
        # Each once, in the file's order, so that every load gives the same document.
        for alias in dict.fromkeys(row["aliases"].split("|")):
            if alias in ("", row["full_name"]):
                continue
            self.stage(Name(person=person, text=alias, kind=NameKind.NICKNAME, language="az"))
        self.stage(
            Consent(
                person=person,
                audience=Audience.PARTNER,
                subjects=list(ConsentSubject.values),
                basis=ConsentBasis.PERSON,
                given_on=date.fromisoformat(row["created_at"][:10]),
            )
        )
        return person

    def detention(self, case: Case, row: Row) -> Detention:
        began = date.fromisoformat(row["start_date"])
        ended = date.fromisoformat(row["end_date"]) - timedelta(days=1) if row["end_date"] else None
        detention = Detention(
            case=case,
            facility=self.shared.facilities[row["facility_id"]],
            custody_type=_CUSTODY[row["type"]],
            began=(min(began, ended) if ended else began).isoformat(),
            began_words=_precision(row["start_precision"]),
        )
        if ended:
            detention.ended = ended.isoformat()
            detention.ended_words = _precision(row["end_precision"])
            detention.end_kind = _ENDS[row["release_kind"]]
        return self.record(detention)

    def charge(self, case: Case, row: Row, detention: Detention) -> None:
        article = self.shared.articles[row["article_id"]]
        charge = self.record(Charge(case=case, detention=detention, text=article.title, filed=row["filed_on"]))
        self.stage(Charge.articles.through(charge=charge, article=article))

    def sentence(self, case: Case, row: Row) -> None:
        kind = _SENTENCES[row["kind"]]
        self.record(
            Sentence(
                case=case,
                kind=kind,
                term_months=int(row["months"]) if kind != SentenceKind.FINE else None,
                suspended=True if row["kind"] == "suspended" else None,
                imposed=row["imposed_on"],
                court=self.shared.courts[row["court"]],
            )
        )

    def source(self, row: Row) -> Citation:
        source = self.stage(
            Source(
                kind=SourceKind.ARTICLE,
                title=row["title"],
                publisher=row["publisher"],
                url=row["url"],
                published=row["published_on"],
            )
        )
        return self.stage(Citation(source=source))


def _precision(said: str) -> str:
    return "" if said in ("", "day") else f"known to the {said}"


def write_ids(folder: Path, shared: Shared) -> Path:
    """`app_ids.json`: refs by the files' ids, and the first number of the ledger that they have."""
    refs = ImportKey.objects.filter(origin=ORIGIN).values_list("key", "case__ref")
    rows = Publication.objects.filter(case__import_key__origin=ORIGIN)
    said = {
        "cases": dict(refs.iterator(chunk_size=10_000)),
        "facilities": {number: facility.slug for number, facility in shared.facilities.items()},
        "articles": {number: article.number for number, article in shared.articles.items()},
        "first_seq": rows.aggregate(first=models.Min("seq"))["first"],
    }
    path = folder / "app_ids.json"
    path.write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")
    return path
