"""Invented people for trials: the same number gives the same case, nine in ten are published to partners.

The rest are in every other state. Dates are as uncertain, claims as contradictory and spellings as various as
researchers meet them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from cases.bulk import Entered
from cases.choices import (
    CaseAccess,
    Certainty,
    ClaimStatus,
    CustodyType,
    EndKind,
    FacilityKind,
    HealthCategory,
    SentenceKind,
    SourceKind,
    StatementKind,
    Violation,
    WithdrawalReason,
)
from cases.loading.blocks import Block, Entry, Loaders, known_keys, write_block
from cases.models import (
    Article,
    Case,
    CaseMember,
    Charge,
    Citation,
    Conflict,
    Detention,
    Facility,
    FacilityAlias,
    HealthNote,
    LegalCode,
    Sentence,
    Source,
    Statement,
    TreatmentNote,
)
from cases.publishing import approve, send_to_review, withdraw
from people.choices import Category, ConsentBasis, ConsentSubject, NameKind, Sex
from people.models import Consent, Name, Person
from tracker.audiences import Audience
from tracker.bulk import Staging

ORIGIN = "invented"
BLOCK = 250
LAST_DAY = date(2026, 6, 30)

_GIVEN = [
    "Rauf",
    "Tural",
    "Elmar",
    "Samir",
    "Zaur",
    "Orkhan",
    "Ilkin",
    "Togrul",
    "Murad",
    "Anar",
    "Nihad",
    "Javid",
    "Ramin",
    "Emil",
    "Farhad",
    "Kamran",
]
_GIVEN_F = [
    "Leyla",
    "Aysel",
    "Gunel",
    "Nigar",
    "Sevda",
    "Turana",
    "Lala",
    "Arzu",
    "Narmin",
    "Fidan",
    "Jamila",
    "Samira",
]
_FAMILY = [
    "Samad",
    "Guliz",
    "Tarver",
    "Mirash",
    "Balak",
    "Shirin",
    "Zeynal",
    "Orud",
    "Novruzal",
    "Kazan",
    "Ilyas",
    "Hatam",
    "Dadash",
    "Cavan",
    "Goyush",
]
_ENDINGS = ["ov", "li", "zade", "oghlu"]
_OCCUPATIONS = ["satirical poet", "reporter", "trade unionist", "teacher", "blogger", "lawyer", "student", "driver"]
_REGIONS = ["North District", "Lake District", "Harbour", "Old Town", "Steppe", "Hills"]
_ACCUSATIONS = [
    "drug offences",
    "hooliganism",
    "smuggling of currency",
    "disobeying the police",
    "tax evasion",
    "treason",
]
_ARTICLES = ["234.4.3", "221.3", "206.3.2", "213.1", "274", "CAO:535.1", "CAO:510"]
_QUOTES = [
    "He was taken from his flat in the early morning.",
    "The court met behind closed doors.",
    "She has not been allowed to see her lawyer.",
    "The family learned of it a week later.",
]
_BACKGROUNDS = [
    "Wrote for a local newspaper until it was closed.",
    "Founded a union of bus drivers and led its first strike.",
    "Known for short poems about officials.",
    "",
]
_CUSTODY = [
    CustodyType.POLICE_CUSTODY,
    CustodyType.ADMINISTRATIVE_ARREST,
    CustodyType.PRETRIAL_REMAND,
    CustodyType.IMPRISONMENT_GENERAL,
    CustodyType.HOUSE_ARREST,
    CustodyType.UNKNOWN,
]
_ENDS = [EndKind.END_OF_TERM, EndKind.PARDON, EndKind.BAIL, EndKind.TRANSFER, EndKind.UNKNOWN, EndKind.CHARGES_DROPPED]
# Of a hundred cases ninety are published to partners; each of the others is in one of these states.
_STATES = ["draft", "in_review", "approved", "public", "withdrawn", "members_only", "name_withheld", "closed"]


@dataclass(frozen=True)
class Shared:
    facilities: list[Facility]
    articles: list[Article]


def load_shared() -> Shared:
    """The invented places and the articles, made when they are not there."""
    facilities = []
    for number, region in enumerate(_REGIONS * 2, start=1):
        kind = FacilityKind.PRISON if number % 2 else FacilityKind.REMAND
        name = f"{region} {kind.label.capitalize()} No. {number}"
        values = {"name": name, "kind": kind, "region": region}
        facility, made = Facility.objects.get_or_create(slug=f"invented-{number}", defaults=values)
        if made:
            FacilityAlias.objects.create(facility=facility, text=name, language="en")
        facilities.append(facility)
    return Shared(facilities, [_article(said) for said in _ARTICLES])


def _article(said: str) -> Article:
    slug, _, number = said.rpartition(":")
    law, _made = LegalCode.objects.get_or_create(
        slug=slug or "CC", defaults={"title": "Invented Code", "country": "AZ"}
    )
    return Article.objects.get_or_create(code=law, number=number)[0]


def parts(count: int) -> Iterator[range]:
    """The numbers of the cases, a block at a time."""
    for first in range(1, count + 1, BLOCK):
        yield range(first, min(first + BLOCK, count + 1))


def state_of(number: int) -> str:
    return "partner" if number % 10 else _STATES[number // 10 % len(_STATES)]


def write_part(numbers: range, shared: Shared, by: Loaders) -> Entered:
    """Writes those of these cases that are not there yet."""
    known = known_keys(ORIGIN, (str(number) for number in numbers))
    block = Block(ORIGIN, Staging())
    for number in numbers:
        if str(number) not in known:
            _Entry(block, shared, number, by).add()
    entered = write_block(block, by) if block.cases else Entered()
    for number in numbers:
        # Also for cases whose load was interrupted before they came to their state.
        _finish(str(number), state_of(number), block, by)
    return entered


def _finish(key: str, state: str, block: Block, by: Loaders) -> None:
    if state not in ("in_review", "approved", "withdrawn"):
        return
    case = block.cases.get(key) or Case.objects.get(import_key__origin=ORIGIN, import_key__key=key)
    if state == "in_review":
        send_to_review(case=case, by=by.researcher)
    elif state == "approved":
        approve(case=case, by=by.reviewer)
    else:
        withdraw(cases=[case], audience=Audience.PARTNER, by=by.reviewer, reason=WithdrawalReason.ERROR)


class _Entry(Entry):
    """One invented case."""

    def __init__(self, block: Block, shared: Shared, number: int, by: Loaders) -> None:
        super().__init__(block)
        self.shared, self.number, self.state, self.by = shared, number, state_of(number), by
        self.random = Random(f"case {number}")  # noqa: S311

    def add(self) -> None:
        access = CaseAccess.MEMBERS if self.state == "members_only" else CaseAccess.TEAM
        case = Case(person=self.person(), background=self.random.choice(_BACKGROUNDS), access=access)
        if self.state == "closed":
            case.closed_on = LAST_DAY
        self.block.add(str(self.number), case, self.audience)
        if self.state == "members_only":
            self.stage(CaseMember(case=case, user=self.by.researcher))
        detentions = self.detentions(case)
        self.charges(case, detentions[-1])
        self.sentence(case, detentions[-1])
        self.notes(case)
        self.cite(case, [self.citation() for _ in range(self.random.randint(1, 3))])

    @property
    def audience(self) -> Audience | None:
        if self.state in ("draft", "in_review", "approved", "members_only"):
            return None
        return Audience.PUBLIC if self.state == "public" else Audience.PARTNER

    def person(self) -> Person:
        chance = self.random
        woman = chance.random() < 0.25
        person = self.stage(
            Person(
                sex=Sex.FEMALE if woman else Sex.MALE,
                born=chance.choice(
                    ["", f"{chance.randint(1945, 2004)}", f"{chance.randint(1945, 2004)}-0{chance.randint(1, 9)}"]
                )
                or None,
                occupation=chance.choice(_OCCUPATIONS),
                categories=chance.sample(list(Category.values), chance.randint(0, 2)),
                region=chance.choice(_REGIONS),
                name_exposure=Audience.TEAM if self.state == "name_withheld" else Audience.PUBLIC,
            )
        )
        given, family = chance.choice(_GIVEN_F if woman else _GIVEN), chance.choice(_FAMILY)
        ending = chance.choice(_ENDINGS) + ("a" if woman else "")
        self.stage(Name(person=person, text=f"{given} {family}{ending}", is_main=True, language="en"))
        if chance.random() < 0.3:
            spelling = f"{given} {family}{ending}".replace("sh", "ş").replace("a", "ə", 1)
            if spelling != f"{given} {family}{ending}":
                self.stage(Name(person=person, text=spelling, kind=NameKind.SPELLING, language="az"))
        self.stage(
            Consent(
                person=person,
                audience=Audience.PUBLIC,
                subjects=[s for s in ConsentSubject.values if s != ConsentSubject.HEALTH or self.number % 3 == 0],
                basis=ConsentBasis.FAMILY,
                given_on=date(2020, 1, 1),
            )
        )
        return person

    def day(self) -> date:
        return LAST_DAY - timedelta(days=int(self.random.random() ** 2 * 3000))

    def inexact(self, day: date) -> str:
        """A day as a source may tell it."""
        forms = [
            day.isoformat(),
            day.isoformat(),
            day.isoformat(),
            day.isoformat()[:7],
            f"../{day.isoformat()}",
            f"{(day - timedelta(days=1)).isoformat()}/{day.isoformat()}",
            f"{day.isoformat()}~",
        ]
        return self.random.choice(forms)

    def detentions(self, case: Case) -> list[Detention]:
        chance = self.random
        day, made = self.day(), []
        for turn in range(chance.choices((1, 2, 3), (6, 3, 1))[0]):
            detention = Detention(
                case=case,
                facility=chance.choice(self.shared.facilities) if chance.random() < 0.8 else None,
                custody_type=chance.choice(_CUSTODY),
                began=self.inexact(day),
                visibility=Audience.PUBLIC,
                certainty=chance.choices((Certainty.STATED, Certainty.ALLEGED, Certainty.POSSIBLE), (8, 3, 1))[0],
            )
            later = day + timedelta(days=chance.randint(20, 600))
            if later < LAST_DAY and (turn == 0 or chance.random() < 0.6):
                told = self.inexact(later)
                detention.ended = later.isoformat() if told.startswith("..") else told
                detention.end_kind = chance.choice(_ENDS)
                detention.end_certainty = chance.choice(["", "", "", Certainty.POSSIBLE])
            made.append(self.record(detention))
            day = later
            if later >= LAST_DAY:
                break
        if chance.random() < 0.1:
            self.contradict(case, made[-1])
        return made

    def contradict(self, case: Case, detention: Detention) -> None:
        """A second source names another day and place; both claims stay."""
        other = self.record(
            Detention(
                case=case,
                facility=self.random.choice(self.shared.facilities),
                custody_type=detention.custody_type,
                began=self.inexact(self.day()),
                claim_status=ClaimStatus.CONFLICT,
                visibility=Audience.PUBLIC,
            )
        )
        self.stage(Conflict(case=case, first=detention, second=other, note="the sources name different days"))

    def charges(self, case: Case, detention: Detention) -> None:
        for text in self.random.sample(_ACCUSATIONS, self.random.randint(0, 2)):
            own = detention if self.random.random() < 0.8 else None
            charge = self.record(Charge(case=case, detention=own, text=text, visibility=Audience.PUBLIC))
            if self.random.random() < 0.7:
                article = self.random.choice(self.shared.articles)
                self.stage(Charge.articles.through(charge=charge, article=article))

    def sentence(self, case: Case, detention: Detention) -> None:
        if self.random.random() < 0.3:
            starts = self.day()
            self.record(
                Sentence(
                    case=case,
                    kind=SentenceKind.IMPRISONMENT,
                    term_years=self.random.randint(1, 8),
                    imposed=starts.isoformat(),
                    starts=starts.isoformat() if self.random.random() < 0.7 else None,
                    visibility=Audience.PUBLIC,
                )
            )

    def notes(self, case: Case) -> None:
        chance = self.random
        if chance.random() < 0.25:
            told = Audience.PARTNER if self.number % 3 == 0 else Audience.RESTRICTED
            category = chance.choice([c for c in HealthCategory.values if c != "unknown"])
            self.record(HealthNote(case=case, category=category, condition="in need of treatment", visibility=told))
        if chance.random() < 0.3:
            violation = chance.choice([Violation.BEATING, Violation.COUNSEL_DENIAL, Violation.MEDICAL_DENIAL])
            happened = self.inexact(self.day())
            self.record(TreatmentNote(case=case, violation=violation, text="as told by the lawyer", happened=happened))
        if chance.random() < 0.2:
            self.record(Statement(case=case, kind=StatementKind.DENIAL, text="there was anything of the kind"))

    def citation(self) -> Citation:
        day = self.day()
        source = self.stage(
            Source(
                kind=SourceKind.ARTICLE,
                title=f"Invented Gazette, {day.isoformat()}",
                publisher="Invented Gazette",
                url=f"https://example.org/{self.number}/{day.isoformat()}",
                published=day.isoformat(),
            )
        )
        return self.stage(Citation(source=source, quote=self.random.choice(_QUOTES)))
