"""Eight weeks of invented, realistic changes, one issue each; their texts are in `docs/examples/`.

A week is a list of acts, done in order: `new` opens a case, `add` adds a record, `change` alters the newest record of a
type, `end` ends the newest detention and `spell` begins the next one; `withdraw` takes a case back. Every case that was
touched is approved and published to partners before the issue is compiled.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from cases.choices import WithdrawalReason
from cases.models import (
    Case,
    CaseRecord,
    Charge,
    ChargeStatus,
    Detention,
    Facility,
    HealthNote,
    Hearing,
    Intervention,
    Recognition,
    SeizedItem,
    Sentence,
    Statement,
    TreatmentNote,
)
from cases.models import Search as SearchRecord
from cases.publishing import withdraw
from cases.writing import add_record, editing_case
from people.models import Organisation, Person
from tests import factories
from tracker.audiences import Audience
from tracker.models import User


@dataclass
class Weeks:
    """The invented people so far, and what happened to them, written by these two."""

    researcher: User
    reviewer: User
    cases: dict[str, Case] = field(default_factory=dict)
    touched: list[str] = field(default_factory=list)

    def play(self, day: str, acts: list[Callable[[Weeks], None]]) -> None:
        self.source = factories.make_source(f"Invented Wire, {day}", published=day)
        self.touched = []
        for act in acts:
            act(self)
        for handle in dict.fromkeys(self.touched):
            factories.approve_and_publish(self.cases[handle], by=self.reviewer)

    def write(self, handle: str, record: CaseRecord, *, articles: list[str] | None = None) -> CaseRecord:
        self.touched.append(handle)
        record.recorded_by = self.researcher
        with editing_case(self.cases[handle], by=self.researcher) as locked:
            record.case = locked
            add_record(record, citations=[factories.make_citation("As reported.", source=self.source)])
            if isinstance(record, Charge) and articles:
                record.articles.set([factories.named_article(number) for number in articles])
        return record

    def newest(self, handle: str, model: type[CaseRecord]) -> Any:
        return model.objects.filter(case=self.cases[handle]).order_by("-pk")[0]


Act = Callable[[Weeks], None]
POLICE = "Sabail District Police Department"
COURT = "Yasamal District Court"
APPEALS = "Court of Appeal"
PRISON = "Prison No. 2"
REMAND = "Remand Prison No. 1"


def _values(values: dict[str, Any]) -> dict[str, Any]:
    """Names of places and bodies as the rows they stand for."""
    found = dict(values)
    for name in ("authority", "court", "by_organisation", "to_organisation", "perpetrator_organisation"):
        if name in found:
            found[name] = _organisation(found[name])
    if "facility" in found:
        found["facility"] = _facility(found["facility"])
    if found.get("attributed_person"):
        found["attributed_person"] = _lawyer(found["attributed_person"])
        found["attribution"] = f"Lawyer {values['attributed_person']}"
    return {"visibility": Audience.PARTNER, **found}


def _organisation(name: str) -> Organisation:
    return factories.make_organisation(name)


def _facility(name: str) -> Facility:
    slug = name.lower().replace(" ", "-").replace(".", "")
    return factories.make_facility(slug, name)


def _lawyer(name: str) -> Person:
    found = Person.objects.filter(names__text=name).first()
    return found or factories.make_person(name, occupation="lawyer", exposure=Audience.PARTNER)


def new(handle: str, name: str, sex: str, occupation: str, detention: dict[str, Any], **person: Any) -> Act:
    def act(weeks: Weeks) -> None:
        someone = factories.make_person(name, sex=sex, occupation=occupation, **person)
        if person.get("kind") == "group":
            someone.names.all().delete()
        weeks.cases[handle] = Case.objects.create(person=someone, lead=weeks.researcher)
        weeks.write(handle, Detention(**_values(detention)))

    return act


def charge_only(
    handle: str, name: str, sex: str, occupation: str, text: str, articles: list[str], **values: Any
) -> Act:
    """Somebody who is charged and was never held."""

    def act(weeks: Weeks) -> None:
        someone = factories.make_person(name, sex=sex, occupation=occupation)
        weeks.cases[handle] = Case.objects.create(person=someone, lead=weeks.researcher)
        weeks.write(handle, Charge(**_values({"text": text, **values})), articles=articles)

    return act


def add(handle: str, model: type[CaseRecord], *, articles: list[str] | None = None, **values: Any) -> Act:
    def act(weeks: Weeks) -> None:
        weeks.write(handle, model(**_values(values)), articles=articles)

    return act


def searched(handle: str, items: list[dict[str, Any]], **values: Any) -> Act:
    def act(weeks: Weeks) -> None:
        record = weeks.write(handle, SearchRecord(**_values(values)))
        with editing_case(weeks.cases[handle], by=weeks.researcher):
            for item in items:
                SeizedItem.objects.create(search=record, **item)

    return act


def change(handle: str, model: type[CaseRecord], **values: Any) -> Act:
    def act(weeks: Weeks) -> None:
        record = weeks.newest(handle, model)
        with editing_case(weeks.cases[handle], by=weeks.researcher):
            for name, value in _values({"visibility": record.visibility, **values}).items():
                setattr(record, name, value)
            record.full_clean()
            record.save()
        weeks.touched.append(handle)

    return act


def end(handle: str, kind: str, ended: str = "", **values: Any) -> Act:
    return change(handle, Detention, end_kind=kind, ended=ended, **values)


def spell(handle: str, **values: Any) -> Act:
    return add(handle, Detention, **values)


def decided(handle: str, state: str, since: str = "") -> Act:
    def act(weeks: Weeks) -> None:
        charge = weeks.newest(handle, Charge)
        with editing_case(weeks.cases[handle], by=weeks.researcher):
            ChargeStatus.objects.create(charge=charge, state=state, since=since)
            charge.save()
        weeks.touched.append(handle)

    return act


def taken_back(handle: str) -> Act:
    def act(weeks: Weeks) -> None:
        withdraw(
            cases=[weeks.cases[handle]],
            audience=Audience.PARTNER,
            by=weeks.reviewer,
            reason=WithdrawalReason.CONSENT,
        )

    return act


WEEKS: dict[str, list[Act]] = {
    "2026-01-12": [
        new(
            "karimli",
            "Leyla Karimli",
            "female",
            "journalist",
            {
                "began": "2026-01-08",
                "authority": POLICE,
                "pretext": "She was told that she was a witness",
                "custody_type": "police_custody",
                "counsel_contact": False,
            },
            residence="Baku",
        ),
        add("karimli", Charge, text="smuggling of foreign currency", articles=["206.3.2"], charge_group="economic"),
        searched(
            "karimli",
            [{"item": "laptop", "quantity": 2}, {"item": "notebook", "quantity": 1}],
            place="Karimli’s flat",
            by_organisation=POLICE,
            warrant_shown=False,
            happened="2026-01-08",
        ),
        new(
            "samadov",
            "Rauf Samadov",
            "male",
            "trade unionist",
            {"began": "2026-01-09/2026-01-10", "authority_text": "plainclothes officers", "force_used": True},
            residence="Sumgait",
        ),
        add(
            "samadov",
            Sentence,
            kind="administrative_arrest",
            term_days=20,
            court="Sumgait City Court",
            imposed="2026-01-10",
        ),
        add(
            "samadov",
            Statement,
            kind="suspected_motive",
            text="his arrest is retaliation for the strike of the bus drivers",
            attribution="Colleagues",
        ),
    ],
    "2026-01-19": [
        end("karimli", "transfer", "2026-01-10"),
        spell(
            "karimli",
            began="2026-01-10",
            custody_type="pretrial_remand",
            authority=COURT,
            facility=REMAND,
            known_on=date(2026, 1, 18),
        ),
        new(
            "protesters",
            "Protesters of January",
            "",
            "protester",
            {
                "began": "2026-01-17",
                "authority": POLICE,
                "ended": "2026-01-18",
                "end_kind": "fine_instead",
            },
            kind="group",
            group_size=12,
            group_qualifier="at_least",
        ),
        add("protesters", Sentence, kind="fine", amount=300, currency="AZN", court=COURT, imposed="2026-01-18"),
        add(
            "samadov",
            TreatmentNote,
            violation="beating",
            text="he was beaten on the way to the police station",
            certainty="alleged",
            attributed_person="Vusal Mammadli",
            happened="2026-01-09/2026-01-10",
        ),
    ],
    "2026-01-26": [
        new(
            "tural",
            "Tural Samadov",
            "male",
            "student",
            {"began": "2026-01-22", "authority": POLICE, "facility": "Temporary Detention Place No. 1"},
        ),
        add("tural", Charge, text="disobeying the police", articles=["CAO:535.1"], charge_group="resisting"),
        end("samadov", "administrative_term_served", "2026-01-25"),
        new(
            "balakov",
            "Anar Balakov",
            "male",
            "blogger",
            {"began": "../2026-01-23", "custody_type": "pretrial_remand", "facility": REMAND, "whereabouts": ""},
        ),
        add("balakov", Charge, text="drug offences", articles=["234.4.3"], charge_group="drugs"),
        add("balakov", Statement, kind="denial", text="the drugs are his", speaker_text="Balakov"),
    ],
    "2026-02-02": [
        add(
            "balakov",
            HealthNote,
            category="hunger_strike",
            noted="2026-01-29",
            visibility=Audience.PARTNER,
            attribution="His wife",
        ),
        add("balakov", Statement, kind="complaint", text="his letters are not sent", speaker_text="Balakov"),
        end("tural", "fine_instead", "2026-01-27", end_basis="a court decision"),
        new(
            "shirinova",
            "Nigar Shirinova",
            "female",
            "teacher",
            {
                "began": "2026-01-30",
                "authority_text": "masked men",
                "custody_type": "enforced_disappearance",
                "whereabouts": "unknown",
            },
            residence="Ganja",
        ),
        add("shirinova", Statement, kind="concern", text="deep concern for her", attribution="Her colleagues"),
        add(
            "karimli",
            Hearing,
            kind="appeal",
            court=APPEALS,
            held="2026-01-28",
            outcome="the appeal against her detention was rejected",
        ),
    ],
    "2026-02-09": [
        end("shirinova", "transfer", "2026-02-03", whereabouts="disclosed"),
        spell(
            "shirinova",
            began="2026-02-03",
            custody_type="pretrial_remand",
            facility="Ganja Remand Prison",
            authority="Ganja City Court",
        ),
        add("shirinova", Charge, text="spreading banned information", articles=["148-1"], charge_group="expression"),
        change("karimli", Charge, text="smuggling of foreign currency by an organised group"),
        new(
            "dadashov",
            "Ilkin Dadashov",
            "male",
            "lawyer",
            {"began": "2026-02-05", "custody_type": "house_arrest", "authority": COURT},
        ),
        add("dadashov", Charge, text="forgery", articles=["320.1"]),
    ],
    "2026-02-16": [
        end("karimli", "transfer", "2026-02-10"),
        spell("karimli", began="2026-02-10", custody_type="pretrial_remand", authority=COURT, facility=REMAND),
        add(
            "balakov",
            TreatmentNote,
            violation="solitary",
            text="he was put into a punishment cell",
            attribution="His wife",
            facility=REMAND,
            happened="2026-02-11",
        ),
        taken_back("dadashov"),
        end("tural", "fine_instead", "2026-01-28", end_basis="a court decision"),
        new(
            "orudov",
            "Murad Orudov",
            "male",
            "driver",
            {
                "began": "2025-11-03",
                "custody_type": "pretrial_remand",
                "facility": PRISON,
                "ended": "2026-02-13",
                "end_kind": "death",
                "end_attribution": "The Penitentiary Service",
                "end_certainty": "stated",
            },
        ),
        add(
            "orudov",
            Statement,
            kind="complaint",
            text="he had asked for a doctor for a week",
            attribution="His brother",
        ),
    ],
    "2026-02-23": [
        add(
            "balakov",
            Sentence,
            kind="imprisonment",
            term_years=3,
            term_months=6,
            court="Baku Court of Grave Crimes",
            imposed="2026-02-19",
        ),
        decided("balakov", "convicted", "2026-02-19"),
        end("shirinova", "bail", "2026-02-20"),
        add(
            "karimli",
            Recognition,
            term="political_prisoner",
            by_organisation="Committee of Families",
            list_name="The List of Winter",
            since="2026-02-18",
            scheme="pace",
            criteria=["a", "d"],
        ),
        add(
            "karimli",
            Intervention,
            by_text="four international organisations",
            to_text="the President",
            text="release her",
            asked="2026-02-20",
        ),
        charge_only(
            "hatamova",
            "Sevda Hatamova",
            "female",
            "lawyer",
            "slander",
            ["147.1"],
            filed="2026-02-17",
        ),
    ],
    "2026-03-02": [
        end("balakov", "pardon", "2026-02-27"),
        decided("shirinova", "dropped", "2026-02-26"),
        new(
            "samadov-again",
            "Elmar Samadov",
            "male",
            "",
            {"began": "2026-02-24~", "authority": POLICE, "claim_status": "conflict", "attribution": "His sister"},
        ),
        spell(
            "samadov-again",
            began="2026-02-26",
            authority=POLICE,
            claim_status="conflict",
            attribution="The Sabail District Police Department",
        ),
        end("karimli", "house_arrest_instead", "2026-02-26"),
        spell("karimli", began="2026-02-26", custody_type="house_arrest", authority=APPEALS),
        add(
            "hatamova",
            Hearing,
            kind="preliminary",
            court=COURT,
            held="2026-02-27",
            next_date="2026-03-12",
        ),
    ],
}
