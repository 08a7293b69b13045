"""What a filter asks: conditions on documents and on the spells in them (design: interface, "What matches")."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q

from cases.codes import code
from cases.models import Deadline
from people import naming

# Asked of the document; `facility` and `custody_type` are asked of one detention.
OF_DOCUMENTS = ("status", "sex", "region", "category", "health", "treatment", "recognition")
OF_CHARGES = ("article", "charge_group")


class Questions:
    """`asked` are a filter's cleaned parameters, `places` the codes of the facilities in them with all that were merged
    with those; `named` is what its name asks."""

    def __init__(self, asked: dict[str, Any], places: Any, today: date, named: Q) -> None:
        self.asked = asked
        self.places = places
        self.today = today
        self.named = named

    @property
    def certain(self) -> bool:
        return bool(self.asked["certainty"] == "certain")

    def of_document(self) -> Q:
        """What the document as a whole must answer."""
        asked = self.asked
        question = self.named
        for parameter in OF_DOCUMENTS:
            question &= _codes("", parameter, asked[parameter])
        if asked["q"]:
            question &= has_words("words", asked["q"])
        if asked["updated_since"]:
            question &= Q(updated_at__gte=asked["updated_since"])
        if asked["silent_for"] is not None:
            silent = Q(last_news_on__lte=self.today - timedelta(days=asked["silent_for"]))
            # A case whose news nobody could date would else never be missed.
            question &= silent if self.certain else silent | Q(last_news_on=None)
        if asked["deadline_within"] is not None:
            last = self.today + timedelta(days=asked["deadline_within"])
            own = Deadline.objects.filter(document=OuterRef("pk"), audience=OuterRef("audience"))
            question &= Q(Exists(own.due(self.today, last, certainly=self.certain)))
        question &= self._window("ends", "ends")
        # Without a day, charges need not belong to the very detention that answers the rest.
        return question if asked["held_on"] else question & self._of_charges("")

    def of_spell(self, prefix: str = "") -> Q | None:
        """What one and the same counted detention must answer; None when nothing is asked of it."""
        asked = self.asked
        question = Q(**{f"{prefix}codes__overlap": self.places}) if asked["facility"] else Q()
        question &= _codes(prefix, "custody_type", asked["custody_type"])
        if asked["held_on"]:
            column = "held_certain" if self.certain else "held_possible"
            question &= Q(**{f"{prefix}{column}__contains": asked["held_on"]}) & self._of_charges(prefix)
        question &= self._window("detained", f"{prefix}began") & self._window("released", f"{prefix}released")
        if not question:
            return None
        return question & Q(**{f"{prefix}counts_fully": True}) if self.certain else question

    def _of_charges(self, prefix: str) -> Q:
        question = Q()
        for parameter in OF_CHARGES:
            question &= _codes(prefix, parameter, self.asked[parameter])
        if self.asked["charge"]:
            question &= has_words(f"{prefix}charge_words", self.asked["charge"])
        return question

    def _window(self, what: str, column: str) -> Q:
        """A range of days: possible is to overlap it, certain to lie inside."""
        first, last = self.asked[f"{what}_from"], self.asked[f"{what}_to"]
        if first is None and last is None:
            return Q()
        days = (first, last + timedelta(days=1) if last else None)
        if self.certain:
            return Q(**{f"{column}_certain__contained_by": days})
        return Q(**{f"{column}_possible__overlap": days})


def _codes(prefix: str, parameter: str, values: list[str]) -> Q:
    return Q(**{f"{prefix}codes__overlap": [code(parameter, value) for value in values]}) if values else Q()


def has_words(column: str, text: str) -> Q:
    words = naming.fold_words(text).split()
    query = " & ".join("'" + word.replace("\\", "\\\\").replace("'", "''") + "'" for word in words)
    # Nothing but marks was asked for: no case has that word.
    return Q(**{f"{column}__matches": query}) if words else Q(pk=None)
