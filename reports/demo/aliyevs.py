"""First paragraph: father and son, struck by one event."""

from __future__ import annotations

from cases.choices import (
    Certainty,
    CustodyType,
    DisabilityGroup,
    EndKind,
    HealthCategory,
    Involvement,
    SentenceKind,
    StatementKind,
    Violation,
)
from cases.models import Case, Detention, Event, HealthNote, Sentence, Statement, TreatmentNote
from cases.writing import add_record, editing_case
from cases.writing import cite as cite_end
from reports.demo.people import DAY, Cast
from tracker.audiences import Audience
from tracker.models import User

PUBLIC = Audience.PUBLIC
BY_THEN = "../2023-09-26"
TWO_READINGS = (
    "The text reads “and he a 200 manats fine, after which he was released”. Read here as Fazail Aliyev, since his son has "
    "a clause of his own before; it can also be read as Farid Aliyev, whose 30 days it would then contradict."
)


def enter(cast: Cast, by: User) -> list[Case]:
    """Their two cases, in the order in which they are told."""
    fazail = Case.objects.create(person=cast.fazail, lead=by)
    farid = Case.objects.create(person=cast.farid, lead=by)
    event = Event.objects.create(title="Arrest of father and son in Gazakh", happened=BY_THEN, visibility=PUBLIC)
    event.cases.set([fazail, farid])
    with editing_case(fazail, by=by, why="from the bulletin") as case:
        _fazail(cast, case, by)
    with editing_case(farid, by=by, why="from the bulletin") as case:
        _farid(cast, case, by)
    return [fazail, farid]


def _apprehended(cast: Cast, case: Case, by: User, **end: object) -> Detention:
    detention = Detention(
        case=case,
        recorded_by=by,
        visibility=PUBLIC,
        custody_type=CustodyType.POLICE_CUSTODY,
        custody_inferred=True,
        authority=cast.police,
        place="Gazakh District",
        began=BY_THEN,
        ended=BY_THEN,
        duration_days=1,
        **end,
    )
    return add_record(detention, citations=cast.bulletin.cite("A03", "A04"), end_citations=cast.bulletin.cite("A04"))


def _fazail(cast: Cast, case: Case, by: User) -> None:
    cite = cast.bulletin.cite
    common = {"case": case, "recorded_by": by, "visibility": PUBLIC}
    detention = _apprehended(
        cast,
        case,
        by,
        end_kind=EndKind.FINE_INSTEAD,
        end_certainty=Certainty.POSSIBLE,
        end_basis="a court decision",
        end_clarification=TWO_READINGS,
    )
    cite_end(detention, cite("A07"), for_end=True)
    add_record(
        Sentence(
            **common,
            kind=SentenceKind.FINE,
            amount=200,
            currency="AZN",
            imposed=BY_THEN,
            certainty=Certainty.POSSIBLE,
            clarification=TWO_READINGS,
        ),
        citations=cite("A06"),
    )
    add_record(
        HealthNote(
            **common,
            category=HealthCategory.ONCOLOGY,
            condition="oncology patient",
            disability_group=DisabilityGroup.SECOND,
            registered=True,
            noted=BY_THEN,
        ),
        citations=cite("A09"),
    )
    add_record(
        Statement(
            **common,
            kind=StatementKind.LEGAL_CLAIM,
            text="he was not detained, “according to the law,” because of his health",
            clarification=(
                "Read as: no administrative arrest was imposed, because of his health. It can also be read as: the "
                "detention broke the law. The one-day custody stands beside it."
            ),
        ),
        citations=cite("A10"),
    )
    reported = {
        **common,
        "certainty": Certainty.ALLEGED,
        "attribution": "Fazail Aliyev",
        "attributed_person": cast.fazail,
    }
    add_record(
        TreatmentNote(
            **reported,
            violation=Violation.MEDICAL_RECORDS,
            text="his medical information, related to his oncology condition, was removed from the hospital",
            place="the hospital",
            perpetrator=cast.babash,
            involvement=Involvement.SUSPECTED,
            happened=BY_THEN,
            happened_words="yesterday",
        ),
        citations=cite("A11", "A12", "A15"),
    )
    add_record(
        TreatmentNote(
            **reported,
            violation=Violation.MEDICATION_DENIAL,
            text="he was denied essential medication for his illness",
            happened=BY_THEN,
        ),
        citations=cite("A13", "A15"),
    )


def _farid(cast: Cast, case: Case, by: User) -> None:
    common = {"case": case, "recorded_by": by, "visibility": PUBLIC}
    _apprehended(cast, case, by, end_kind=EndKind.TRANSFER, end_clarification="The term followed; where is not said.")
    add_record(
        Sentence(
            **common,
            kind=SentenceKind.ADMINISTRATIVE_ARREST,
            wording="administrative detention",
            term_days=30,
            imposed=BY_THEN,
        ),
        citations=cast.bulletin.cite("A05"),
    )
    add_record(
        Detention(**common, custody_type=CustodyType.ADMINISTRATIVE_ARREST, began=BY_THEN, known_on=DAY),
        citations=cast.bulletin.cite("A05"),
    )
