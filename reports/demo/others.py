"""Second to fourth paragraph: Ibrahimov, Khudayi, Libre, and the three inventions that are withheld."""

from __future__ import annotations

from cases.choices import (
    Certainty,
    ChargeGroup,
    Connection,
    CustodyType,
    EndKind,
    HealthCategory,
    SentenceKind,
    SourceKind,
    StatementKind,
    Violation,
)
from cases.models import (
    Case,
    Charge,
    Citation,
    Detention,
    HealthNote,
    Search,
    SeizedItem,
    Sentence,
    Source,
    Statement,
    TreatmentNote,
)
from cases.writing import add_record, editing_case, note_conflict
from people.choices import Qualifier
from reports.demo.aliyevs import BY_THEN, PUBLIC
from reports.demo.people import DAY, Cast
from tracker.audiences import Audience
from tracker.models import User

NOT_FITTING = (
    "A charge of supporting terrorism does not fit a sanction of 30 days of administrative arrest; both stand as said."
)


def enter(cast: Cast, by: User) -> list[Case]:
    """The three cases, in the order of the bulletin."""
    cases = []
    for person, fill in ((cast.ibrahimov, _ibrahimov), (cast.khudayi, _khudayi), (cast.libre, _libre)):
        made = Case.objects.create(person=person, lead=by)
        with editing_case(made, by=by, why="from the bulletin") as case:
            fill(cast, case, by)
        cases.append(made)
    return cases


def said(**forms: str) -> dict[str, dict[str, str]]:
    """How a record's words stand in an English sentence, where the source's own would not."""
    return {"en": forms}


def _ibrahimov(cast: Cast, case: Case, by: User) -> None:
    cite = cast.bulletin.cite
    common = {"case": case, "recorded_by": by, "visibility": PUBLIC}
    through_lawyer = {
        **common,
        "certainty": Certainty.ALLEGED,
        "attribution": "Emin Ibrahimov, through his lawyer",
        "attributed_person": cast.ibrahimov,
    }
    lawyer = {**common, "attribution": "Lawyer Agil Layij", "attributed_person": cast.layij}
    own = {
        **common,
        "certainty": Certainty.ALLEGED,
        "attribution": "Emin Ibrahimov",
        "attributed_person": cast.ibrahimov,
    }
    add_record(
        Statement(**lawyer, kind=StatementKind.STATED_MOTIVE, text="he was arrested on political grounds"),
        citations=cite("B02", "B04"),
    )
    add_record(
        TreatmentNote(
            **{**lawyer, "certainty": Certainty.ALLEGED},
            violation=Violation.ILL_TREATMENT,
            text="is being subjected to mistreatment while in prison",
            sentence_forms=said(phrase="is being subjected to mistreatment while in detention"),
            clarification="The text says “in prison”; his lawyer met him at the Administrative Detention Center.",
        ),
        citations=cite("B02", "B05"),
    )
    add_record(
        Detention(
            **through_lawyer,
            facility=cast.prosecutor,
            custody_type=CustodyType.UNKNOWN,
            authority_text="several individuals in plainclothes",
            began=BY_THEN,
            began_words="yesterday afternoon",
            ended=BY_THEN,
            end_kind=EndKind.TRANSFER,
            manner="entered his apartment without permission and forcibly detained him",
            force_used=True,
            pretext="individuals claiming to represent Azersu knocked on his door",
        ),
        citations=cite("B08", "B09", "B10", "B11"),
        end_citations=cite("B06"),
    )
    add_record(
        TreatmentNote(
            **through_lawyer,
            violation=Violation.DEGRADING,
            text="he was taken away without his shoes and socks",
            sentence_forms=said(adjunct="without his shoes and socks"),
            happened=BY_THEN,
            happened_words="yesterday afternoon",
        ),
        citations=cite("B12"),
    )
    _searches(cast, common, through_lawyer)
    charge = add_record(
        Charge(
            **common,
            text="supporting terrorism",
            charge_group=ChargeGroup.TERRORISM,
            clarification=NOT_FITTING,
        ),
        citations=cite("B17"),
    )
    sentence = add_record(
        Sentence(
            **common,
            kind=SentenceKind.ADMINISTRATIVE_ARREST,
            wording="administrative arrest",
            term_days=30,
            imposed=BY_THEN,
        ),
        citations=cite("B18"),
    )
    note_conflict(charge, sentence, NOT_FITTING)
    add_record(
        Detention(
            **lawyer,
            facility=cast.administrative,
            custody_type=CustodyType.ADMINISTRATIVE_ARREST,
            began=BY_THEN,
            known_on=DAY,
            counsel_contact=True,
        ),
        citations=cite("B06", "B07"),
    )
    add_record(
        Statement(
            **own,
            kind=StatementKind.STATED_MOTIVE,
            text="the sole reason for his arrest was his expression of opinions and criticisms on social media",
            speaker=cast.ibrahimov,
        ),
        citations=cite("B19"),
    )
    add_record(
        Statement(
            **own,
            kind=StatementKind.DENIAL,
            text="there was any indication of support for terrorism",
            speaker=cast.ibrahimov,
        ),
        citations=cite("B20"),
    )
    add_record(
        Statement(
            **{**common, "certainty": Certainty.INFERRED, "attribution": "the bulletin"},
            kind=StatementKind.CONTEXT,
            text="his arrest is based on his opinions and critical stance, as a stamp on his arrest documents is said to show",
            clarification="The bulletin's own inference. The arrest documents were not seen.",
        ),
        citations=cite("B21"),
    )
    add_record(
        Statement(
            **own,
            kind=StatementKind.COMPLAINT,
            text=(
                "he is dissatisfied with the conditions of his detention and the treatment he has received at the "
                "administrative building of the prosecutor’s office"
            ),
            speaker=cast.ibrahimov,
            clarification="The building is perhaps the Foreign Affairs Department named before; the text doesn't say so.",
        ),
        citations=cite("B22", "B23"),
    )


def _searches(cast: Cast, common: dict, through_lawyer: dict) -> None:
    cite = cast.bulletin.cite
    search = add_record(
        Search(
            **through_lawyer,
            place="his residence",
            authorised=False,
            happened=BY_THEN,
            clarification="“It is confirmed that” things were taken: by whom it was confirmed is not said.",
        ),
        citations=cite("B13", "B14", "B16"),
    )
    family = {"owner": "his family members", "returned": False, "returned_known_on": DAY}
    for item, quantity in (("computer", 1), ("laptop", 1), ("mobile phones", None), ("video recorder", 1)):
        qualifier = Qualifier.EXACTLY if quantity else Qualifier.UNKNOWN
        SeizedItem.objects.create(search=search, item=item, quantity=quantity, qualifier=qualifier, **family)
    possible = add_record(
        Search(**{**common, "certainty": Certainty.POSSIBLE}, place="his residence", happened=BY_THEN),
        citations=cite("B15", "B16"),
    )
    SeizedItem.objects.create(
        search=possible, item="other items", certainty=Certainty.POSSIBLE, returned=False, returned_known_on=DAY
    )


def _khudayi(cast: Cast, case: Case, by: User) -> None:
    cite = cast.bulletin.cite
    common = {"case": case, "recorded_by": by, "visibility": PUBLIC}
    detention = add_record(
        Detention(
            **common,
            facility=cast.kurdakhani,
            custody_type=CustodyType.PRETRIAL_REMAND,
            custody_inferred=True,
            began=BY_THEN,
            known_on=DAY,
        ),
        citations=cite("C02", "C03"),
    )
    add_record(
        Charge(
            **{**common, "certainty": Certainty.ALLEGED},
            text="drug offenses",
            sentence_forms=said(phrase="drug offenses"),
            charge_group=ChargeGroup.DRUGS,
            detention=detention,
        ),
        citations=cite("C04"),
    )
    add_record(
        Statement(
            **{**common, "certainty": Certainty.INFERRED},
            kind=StatementKind.SUSPECTED_MOTIVE,
            text="his arrest is a result of his outspoken criticism",
        ),
        citations=cite("C05"),
    )
    _withheld(case, by)


def _withheld(case: Case, by: User) -> None:
    """Invented, so that audiences can be seen: a sealed source, a note for the team and a restricted one."""
    sealed = Source.objects.create(
        kind=SourceKind.CALL,
        title="Call with Orchid (invented for this demonstration)",
        is_sealed=True,
        identity="Orchid, a guard invented for this demonstration, reached at the blue kiosk",
        connection=Connection.WITNESS,
    )
    heard = Citation.objects.create(source=sealed, quote="They moved the invented bookshelf to the third floor.")
    add_record(
        Statement(
            case=case,
            recorded_by=by,
            visibility=Audience.TEAM,
            kind=StatementKind.CONTEXT,
            text="invented for this demonstration: the bookshelf stands on the third floor now",
        ),
        citations=[heard],
    )
    add_record(
        HealthNote(
            case=case,
            recorded_by=by,
            category=HealthCategory.UNKNOWN,
            condition="invented for this demonstration: needs new reading glasses of four dioptres",
        ),
        citations=[heard],
    )


def _libre(cast: Cast, case: Case, by: User) -> None:
    cite = cast.bulletin.cite
    common = {"case": case, "recorded_by": by, "visibility": PUBLIC}
    account = {
        **common,
        "certainty": Certainty.ALLEGED,
        "attribution": "Nurlan Libre",
        "attributed_person": cast.libre,
        "others_affected": "Karabakh war veterans",
        "others_qualifier": Qualifier.UNKNOWN,
        "perpetrator_text": "police officers",
    }
    add_record(
        Detention(
            **common,
            custody_type=CustodyType.UNKNOWN,
            place="the Binagadi district of Baku",
            began=BY_THEN,
            known_on=DAY,
        ),
        citations=cite("N03"),
    )
    add_record(
        TreatmentNote(
            **{**common, "certainty": Certainty.ALLEGED},
            violation=Violation.TORTURE,
            text="endured torture while in detention",
            place="the Binagadi district of Baku",
            happened=BY_THEN,
        ),
        citations=cite("N02"),
    )
    add_record(
        TreatmentNote(
            **common,
            violation=Violation.ONLINE_HARASSMENT,
            text="have persistently singled out the journalist on social and recently targeted him",
            sentence_forms=said(
                perpetrator_text="troll accounts and accounts linked to government officials",
                active="have persistently singled him out",
            ),
            perpetrator_text="troll accounts and accounts belonging to the government officials media",
            clarification="The text is garbled (“government officials media”, “on social”) and is kept as it stands.",
        ),
        citations=cite("N04"),
    )
    for violation, words, fact in (
        (Violation.ASSAULT, "assaulted Karabakh war veterans", "N08"),
        (Violation.CONFISCATION, "confiscated their medals", "N09"),
    ):
        note = TreatmentNote(**account, violation=violation, text=words, sentence_forms=said(active=words))
        add_record(note, citations=cite(fact))
    add_record(
        Statement(
            **common,
            kind=StatementKind.CONCERN,
            text="deep concern for him",
            speaker_text="activists and human rights advocates",
        ),
        citations=cite("N10"),
    )
    add_record(
        Statement(
            **{**common, "certainty": Certainty.INFERRED},
            kind=StatementKind.SUSPECTED_MOTIVE,
            text="his arrest is a response to his exposure of the veterans’ protest",
            speaker_text="activists",
        ),
        citations=cite("N11"),
    )
    add_record(
        Statement(
            **common,
            kind=StatementKind.CONTEXT,
            text="numerous people are said to have died in prison under suspicious circumstances, often labelled suicides",
        ),
        citations=cite("N05", "N06", "N07"),
    )
