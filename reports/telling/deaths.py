"""The death that the person's own data says, where no record tells it."""

from __future__ import annotations

from collections.abc import Iterator

from cases.status import read_date
from reports.telling.claims import Claim, Reader, Stage, Urgency


def claims(reader: Reader, of_records: list[Claim]) -> Iterator[Claim]:
    """A death in custody, which a record tells with its voice and hedge, is not told once more."""
    died = read_date(reader.person.get("died"))
    if died is None or any(claim.urgency == Urgency.DEATH for claim in of_records):
        return
    when = reader.when(reader.person, "died")
    yield Claim(
        record=f"death:{reader.person['ref']}",
        slot="died",
        message="died",
        stage=Stage.DEATH,
        group="death",
        args=(("when", when),),
        urgency=Urgency.DEATH,
        dated=bool(when),
        on=died.latest,
    )
