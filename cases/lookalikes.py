"""Who may be the person that somebody is about to enter, and why. A suggestion to a person, never a link."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.models import Document
from cases.name_search import NameSearch
from cases.querysets import mention_key
from people import naming
from people.models import Name, Person
from tracker.audiences import Audience
from tracker.dates import PartialDate
from tracker.models import User

MOST_SHOWN = 8
# Of a common surname there are thousands; so many are compared.
MOST_COMPARED = 200


@dataclass(frozen=True)
class LookAlike:
    """`told` is what else is known: occupation, birth, residence and the number of cases that the reader may see."""

    ref: str
    name: str
    reason: str
    told: str
    score: int


def look_alikes(names: Iterable[str], born: PartialDate | None, user: User | AnonymousUser) -> list[LookAlike]:
    """People whose names are like one of these, of cases that this user may see or named in one, the likest first."""
    documents = Document.objects.visible_to(user)
    found: dict[int, naming.Match] = {}

    def note(person: int, match: naming.Match | None) -> None:
        if match and match.score > found.get(person, naming.Match(0, "")).score:
            found[person] = match

    for typed in names:
        keys = naming.name_keys(typed)
        search = NameSearch(typed, documents)
        for listed in search.best(documents.filter(search.strict), "person_id", MOST_SHOWN):
            note(int(listed.text), search.fit(listed.names))
        within = Q(keys__contains=keys) | Q(keys__contained_by=keys)
        known = Name.objects.visible_to_audience(Audience.TEAM).filter(within)
        own = Q(person__in=documents.values("person"))
        for name in known.filter(own).order_by("-pk")[:MOST_COMPARED]:
            note(name.person_id, naming.compare(typed, name.text))
        others = known.exclude(own).select_related("person").order_by("-pk")
        compared = [(name.person, naming.compare(typed, name.text)) for name in others[:MOST_COMPARED]]
        named = documents.naming([mention_key(person) for person, match in compared if match])
        for person, match in compared:
            if mention_key(person) in named:
                note(person.pk, match)
    people = Person.objects.filter(pk__in=found).prefetch_related("names")
    counted = list(documents.filter(person__in=found).values_list("person_id", flat=True))
    made = [_look_alike(person, found[person.pk], born, counted.count(person.pk)) for person in people]
    return sorted(made, key=lambda one: (-one.score, one.ref))[:MOST_SHOWN]


def _look_alike(person: Person, match: naming.Match, born: PartialDate | None, cases: int) -> LookAlike:
    reasons, score = [match.reason], match.score
    years = [_year(date) for date in (born, person.born)]
    if all(years):
        same = years[0] == years[1]
        reasons.append(_("same birth year") if same else _("another birth year"))
        score += 10 if same else -10
    facts = [
        person.occupation,
        _("born %(when)s") % {"when": person.born.in_words()} if person.born else "",
        person.residence,
        ngettext("%(n)s case", "%(n)s cases", cases) % {"n": cases} if cases else _("named in cases of others"),
    ]
    names = person.names_for(Audience.TEAM)
    return LookAlike(
        ref=person.ref,
        name=names[0].text if names else person.ref,
        reason=", ".join(reasons),
        told=", ".join(filter(None, facts)),
        score=score,
    )


def _year(date: PartialDate | None) -> int | None:
    """The one year that a date lies in, if it is one."""
    if date is None or date.earliest is None or date.latest is None:
        return None
    return date.earliest.year if date.earliest.year == date.latest.year else None
