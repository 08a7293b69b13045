"""What stands between a case and its readers: every reason why it can't be published yet, all at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any, Protocol, TypeVar, cast

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q, QuerySet, Value
from django.utils.translation import gettext as _

from cases.choices import Stage
from cases.documents import Body
from cases.found_in import places_of
from cases.guesses import cases_naming, may_know
from cases.indexing import encode
from cases.material import Material, person_facts
from cases.models import CaseRecord
from cases.records import RECORD_TYPES
from people import naming
from people.choices import ConsentBasis, ConsentSubject
from people.models import Consent, Name, Person
from tracker.audiences import Audience
from tracker.dates import PartialDateField
from tracker.guesses import Refused, is_spent
from tracker.models import User

# A withheld free text shorter than this many words would be found by chance in other texts.
_TELLING_WORDS = 4
# Who speaks for a family, in the words of an attribution.
_KIN = frozenset(
    naming.fold_words(
        "aunt brother brothers cousin daughter family father fiancee grandfather grandmother husband mother nephew"
        " niece parent parents relative relatives sister sisters son spouse uncle widow wife"
    ).split()
)
# The code of a reason of which its reader may be told no more than that it stands.
HIDDEN = "hidden"


class Coded(Protocol):
    @property
    def code(self) -> str: ...

    @property
    def hides(self) -> tuple[str, ...]: ...


R = TypeVar("R", bound=Coded)


@dataclass(frozen=True)
class Reason:
    """One reason of the gate. `where` names what to mend (a record's key, person:REF), `quote` the words that were
    found; a warning can be cleared. `hides` are the refs of the cases that a hidden one comes from, told to nobody."""

    code: str
    text: str
    where: str
    blocks: bool = True
    quote: str = ""
    hides: tuple[str, ...] = ()


class PublicationRefused(Refused):
    """The gate's reasons, all at once."""

    def __init__(self, reasons: list[Reason]) -> None:
        self.reasons = reasons
        super().__init__(reasons)


def hidden_reason(hides: Iterable[str]) -> Reason:
    """Of what its reader may not know: neither the words nor whose they are."""
    text = _(
        "Words stand in the text that its readers may not see. You can be told no more: take out what you are not sure"
        " of, or ask a reviewer who may know. This is noted for them."
    )
    return Reason(HIDDEN, text, "case", hides=tuple(sorted(set(hides))))


def spent_reason() -> Reason:
    """What stands against everything of somebody who was refused for something hidden too often."""
    text = _("You were refused for hidden words too often within an hour: somebody else does this, or you do it later.")
    return Reason("spent", text, "case")


def told_beforehand(reasons: Iterable[R]) -> list[R]:
    """What somebody is told who only looks: a reason that is hidden from them is found by the act alone."""
    return [reason for reason in reasons if reason.code != HIDDEN]


def told_when_refused(reasons: list[R]) -> list[R]:
    """What somebody is told who acts and is refused for these. What is hidden from them is told once, however many
    cases it comes from, and only where nothing else stands in the way: told beside something else, that it is missing
    would be an answer which is noted nowhere."""
    if others := told_beforehand(reasons):
        return others
    hides = tuple(sorted({ref for reason in reasons for ref in reason.hides}))
    return [replace(cast(Any, reason), hides=hides) for reason in reasons[:1]]


Bodies = dict[Audience, Body]


def gate_reasons(drafts: list[tuple[Material, Bodies]], *, by: User, day: date) -> list[list[Reason]]:
    """Of each case why it can't go to these audiences today; warnings included. Empty: nothing stands in the way."""
    read = [(material, {audience: _Read(body) for audience, body in bodies.items()}) for material, bodies in drafts]
    sounds: dict[Audience, set[str]] = {}
    for _material, texts in read:
        for audience, text in texts.items():
            sounds.setdefault(audience, set()).update(text.sounds)
    spent = is_spent(by)
    hidden = {audience: [] if spent else list(withheld_names(heard, audience)) for audience, heard in sounds.items()}
    found = [_reasons_of(material, texts, hidden, by=by, day=day) for material, texts in read]
    return [[*reasons, spent_reason()] for reasons in found] if spent else found


class _Read:
    """A body with its texts, a line each, and how their words sound."""

    def __init__(self, body: Body) -> None:
        self.body = body
        self.prose = prose_of(body)
        self.sounds = frozenset(naming.name_keys(self.prose))


def _reasons_of(
    material: Material, texts: dict[Audience, _Read], hidden: dict[Audience, list[Name]], *, by: User, day: date
) -> list[Reason]:
    reasons = list(_approval(material, by))
    for audience, text in texts.items():
        reasons += _citations(material, audience)
        reasons += consent_reasons(material, audience, day)
        reasons += _family_voices(material, audience, day)
        reasons += scan_body(material, text.body, audience, prose=text.prose)
        reasons += _names_of_others(material, text, audience, hidden[audience], by)
    return list(dict.fromkeys(reasons))


def prose_of(body: Body) -> str:
    """All texts of a body, a line each."""
    texts: list[str] = []
    _collect(body, texts)
    return "\n".join(texts)


def _approval(material: Material, by: User) -> Iterator[Reason]:
    case = material.case
    if case.stage != Stage.APPROVED:
        yield Reason("not_approved", _("This revision is not approved."), f"case:{case.ref}")
    if settings.FOUR_EYES and by.pk in case.editors:
        yield Reason(
            "four_eyes",
            _("You edited this case since its last approval: somebody else publishes it."),
            f"case:{case.ref}",
        )


def shown_records(material: Material, audience: Audience) -> list[CaseRecord]:
    return [record for record in material.all_records() if record.visibility <= audience]


def _citations(material: Material, audience: Audience) -> Iterator[Reason]:
    for record in shown_records(material, audience):
        if not material.links_of(record):
            yield Reason("no_citation", _uncited(record), record.key)
    for thing in person_facts(material.person):
        must_cite = (
            isinstance(thing, Consent) and thing.basis == ConsentBasis.ALREADY_PUBLIC and thing.audience <= audience
        )
        if must_cite and not material.links_of(thing):
            where = f"person:{material.person.ref}"
            yield Reason("no_citation", _("A consent “already public” must cite where."), where)


def _uncited(record: CaseRecord) -> str:
    kind = RECORD_TYPES[str(record._meta.model_name)]
    dates = filter(None, (getattr(record, name) for name in kind.dated))
    said = {"record": kind.label, "date": next((date.in_words() for date in dates), "")}
    if said["date"]:
        return _("The %(record)s of %(date)s has no citation.") % said
    return _("A %(record)s without a date has no citation.") % said


def consent_reasons(material: Material, audience: Audience, day: date) -> Iterator[Reason]:
    """Consents that are missing, expired or withdrawn for what a document of that audience says."""
    person = material.person
    for named in _named_people(material, audience):
        if not named.is_public_role and not named.consents_to(ConsentSubject.NAME, audience, day):
            yield _no_consent(named, ConsentSubject.NAME, audience)
    subjects = {r.consent_subject for r in shown_records(material, audience) if r.consent_subject}
    family = {r.other_id for r in person.relationships.all() if r.is_family}
    speak = {record.attributed_person_id for record in shown_records(material, audience)}
    if family & speak or any(r.is_family and r.visibility <= audience for r in person.relationships.all()):
        subjects.add(ConsentSubject.FAMILY)
    for subject in sorted(subjects):
        if not person.consents_to(ConsentSubject(subject), audience, day):
            yield _no_consent(person, ConsentSubject(subject), audience)


def _family_voices(material: Material, audience: Audience, day: date) -> Iterator[Reason]:
    """A warning for each record whose words give it to a relative, where the person's family may not be spoken of."""
    if material.person.consents_to(ConsentSubject.FAMILY, audience, day):
        return
    for record in shown_records(material, audience):
        for voice in (record.attribution, getattr(record, "end_attribution", "")):
            if not _KIN.isdisjoint(naming.fold_words(voice).split()):
                text = _("“%(voice)s” speaks for the family: no valid consent on “family” for %(readers)s.")
                said = text % {"voice": voice, "readers": audience.readers}
                yield Reason("family_voice", said, record.key, blocks=False, quote=voice)


def _no_consent(person: Person, subject: ConsentSubject, audience: Audience) -> Reason:
    text = _("No valid consent on “%(subject)s” for %(readers)s: %(person)s.") % {
        "subject": subject.label,
        "readers": audience.readers,
        "person": person.called(audience),
    }
    return Reason("no_consent", text, f"person:{person.ref}")


def _named_people(material: Material, audience: Audience) -> list[Person]:
    """The person and everybody whom a shown record or tie names to that audience."""
    ids = {material.person.pk}
    for record in shown_records(material, audience):
        ids |= {getattr(record, f.attname) for f in record._meta.fields if f.related_model is Person}
    ids |= {tie.other_id for tie in material.ties if tie.visibility <= audience}
    people = [material.people[pk] for pk in sorted(filter(None, ids))]
    return [person for person in people if person.names_for(audience)]


def scan_body(material: Material, body: Body, audience: Audience, *, prose: str) -> Iterator[Reason]:
    """Withheld values in a built document: a full name blocks, a lone surname warns, a sealed source or the text of a
    record that this audience may not see blocks."""
    for person in material.people.values():
        withheld = person.names_withheld_from(audience)
        if not withheld:
            continue
        shown = {key for name in person.names_for(audience) for key in naming.name_keys(name.text)}
        for found in naming.find_names(prose, withheld):
            if not found.whole and shown.issuperset(naming.name_keys(found.quote)):
                continue  # a word of the name that this audience may see
            text = _("“%(quote)s” stands in %(places)s: the name of %(person)s is withheld from %(readers)s.") % {
                "quote": found.quote,
                "places": places_of(body, partial(_holds, found)),
                "person": person.called(),
                "readers": audience.readers,
            }
            yield Reason("withheld_name", text, f"person:{person.ref}", blocks=found.whole)
    texts = list(_withheld_texts(material, audience))
    folded = f" {naming.fold_words(prose)} " if texts else ""
    for what, where, value in texts:
        words = naming.fold_words(value)
        if words and (len(words.split()) >= _TELLING_WORDS or what == "sealed_source") and f" {words} " in folded:
            said = {"places": places_of(body, partial(_has_words, words)), "readers": audience.readers}
            yield Reason(what, _("Words that are withheld from %(readers)s stand in %(places)s.") % said, where)
    sealed = {link.citation.source.ref for link in material.all_links() if link.citation.source.is_sealed}
    written = encode(body) if sealed else ""
    for ref in sorted(sealed):
        if ref in written:
            yield Reason("sealed_source", _("A sealed source would be named."), f"source:{ref}")


def _holds(found: naming.Found, text: str) -> bool:
    return any(hit.quote == found.quote for hit in naming.find_names(text, [found.name]))


def _has_words(words: str, text: str) -> bool:
    return f" {words} " in f" {naming.fold_words(text)} "


def _names_of_others(
    material: Material, text: _Read, audience: Audience, hidden: list[Name], by: User
) -> Iterator[Reason]:
    """Full names withheld from that audience that belong to people of other cases: a warning, since it may be a
    namesake, to whoever may know them; nothing where somebody of that very name is shown here."""
    if not hidden:
        return
    shown = [naming.name_keys(n.text) for p in material.people.values() for n in p.names_for(audience)]
    others = [
        n
        for n in hidden
        if n.person_id not in material.people and n.keys not in shown and text.sounds.issuperset(n.keys)
    ]
    yield from _found_names(text.prose, others, audience, blocks=False, by=by)


def names_in_text(prose: str, audience: Audience, by: User | None) -> Iterator[Reason]:
    """Full names withheld from that audience that stand in a text, whoever's they are, as `by` may be told of them;
    None: all of it. One that sounds like a name which the audience may see can't be told apart from it, and passes."""
    sounds = set(naming.name_keys(prose))
    names = list(withheld_names(sounds, audience))
    shown = _sounds_shown(names, audience)
    yield from _found_names(prose, [name for name in names if name.keys not in shown], audience, blocks=True, by=by)


def withheld_names(sounds: set[str], audience: Audience) -> QuerySet[Name]:
    """Names withheld from that audience all of whose sounds are among these."""
    names = Name.objects.withheld_from(audience).filter(keys__contained_by=_array(sounds))
    return names.select_related("person").order_by("pk")


def _sounds_shown(names: list[Name], audience: Audience) -> list[list[str]]:
    """The sounds of those names that the audience may see of somebody else."""
    alike = Q()
    for name in names:
        alike |= Q(keys=name.keys)
    return (
        list(Name.objects.visible_to_audience(audience).filter(alike).values_list("keys", flat=True)) if names else []
    )


def _array(sounds: set[str]) -> Value:
    """One parameter: an expression for each of thousands of words would cost more than the question."""
    return Value(sorted(sounds), ArrayField(models.TextField()))


def _found_names(
    prose: str, names: list[Name], audience: Audience, *, blocks: bool, by: User | None
) -> Iterator[Reason]:
    by_text: dict[str, list[Name]] = defaultdict(list)
    for name in names:
        by_text[name.text].append(name)
    hides: set[str] = set()
    told: list[Reason] = []
    for found in naming.find_names(prose, by_text) if by_text else []:
        for name in by_text[found.name] if found.whole else []:
            if by is not None and not may_know(by, name):
                hides.update(cases_naming(name.person).values_list("ref", flat=True) or [""])
                continue
            text = _("“%(quote)s” stands in the text; the name of person %(ref)s is withheld from %(audience)s.") % {
                "quote": found.quote,
                "ref": name.person.ref,
                "audience": audience.label,
            }
            told.append(Reason("withheld_name", text, f"person:{name.person.ref}", blocks=blocks, quote=found.quote))
    yield from told
    if hides:
        yield hidden_reason(hides)


def _collect(value: object, into: list[str]) -> None:
    if isinstance(value, str):
        into.append(value)
    elif isinstance(value, dict):
        for item in value.values():
            _collect(item, into)
    elif isinstance(value, Iterable):
        for item in value:
            _collect(item, into)


def _withheld_texts(material: Material, audience: Audience) -> Iterator[tuple[str, str, str]]:
    """(reason code, where, text) of what must not be read by that audience.

    Words that a shown record has as well, such as a quote that carries two claims, are not withheld.
    """
    hidden = [record for record in material.all_records() if record.visibility > audience]
    told = shown_records(material, audience) if hidden else []
    shown = {naming.fold_words(text) for record in told for text in _texts_of(material, record)}
    for record in hidden:
        for text in _texts_of(material, record):
            if naming.fold_words(text) not in shown:
                yield "withheld_text", record.key, text
    for citation in {link.citation for link in material.all_links() if link.citation.source.is_sealed}:
        where = f"source:{citation.source.ref}"
        yield "withheld_text", where, citation.quote
        for text in (citation.source.title, citation.source.identity, citation.source.author):
            yield "sealed_source", where, text


def _texts_of(material: Material, record: CaseRecord) -> list[str]:
    """The free texts of a record and the quotes that carry it, but for those of sealed sources."""
    quotes = [c.quote for c in (link.citation for link in material.links_of(record)) if not c.source.is_sealed]
    return [getattr(record, name) for name in _free_text_fields(type(record))] + quotes


def _free_text_fields(model: type[models.Model]) -> list[str]:
    texts = (f for f in model._meta.fields if isinstance(f, models.CharField | models.TextField) and not f.choices)
    return [f.name for f in texts if not isinstance(f, PartialDateField)]
