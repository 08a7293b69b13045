"""Who is named how: in full with a role first, by surname or pronoun afterwards, never so that two are confused."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from people.choices import NameKind, RelationshipKind
from people.groups import is_group
from reports.telling.book import PhraseBook
from reports.telling.claims import Someone, Voice
from tracker.dates import PartialDate

Body = dict[str, Any]

_FAMILY = [RelationshipKind.CHILD, RelationshipKind.PARENT, RelationshipKind.SPOUSE, RelationshipKind.SIBLING]
# Forms that say who somebody also is; another spelling says nothing new.
_ALSO_KNOWN = [NameKind.LEGAL, NameKind.BIRTH, NameKind.PSEUDONYM, NameKind.NICKNAME, NameKind.PREVIOUS]


@dataclass(frozen=True)
class Reference:
    """The words for somebody, with what verbs and pronouns need to agree."""

    text: str
    number: str = "one"
    sex: str = "unknown"


@dataclass
class Mentions:
    """The people of one paragraph. `told` collects the keys of facts that the present sentence tells about them."""

    book: PhraseBook
    people: dict[str, Body]
    is_follow_up: bool = False
    told: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._named: set[str] = set()
        self._first: dict[str, str] = {}
        self._forms_left: dict[str, list[Body]] = {}
        self._surnames: dict[str, set[str]] = {}
        self._last: list[str] = []
        self._now: list[str] = []
        self._subject = ""
        self._last_subject = ""
        self._pronouns = 0
        self._heard: list[Voice] = []
        for ref, person in self.people.items():
            self.meet(ref, person.get("name", ""))

    def meet(self, ref: str, name: str) -> None:
        """Remembers a name that will stand in the paragraph, so that a surname shared by two is never used alone."""
        if name:
            self._surnames.setdefault(surname(name), set()).add(ref)

    def end_sentence(self) -> list[str]:
        """The facts that the sentence told of people; the next one begins."""
        self._last, self._now = self._now, []
        if self._subject != self._last_subject:
            self._pronouns = 0
        self._last_subject, self._subject = self._subject, ""
        told, self.told = list(dict.fromkeys(self.told)), []
        return told

    # The case's own people.

    def subject(self, refs: tuple[str, ...]) -> Reference:
        """As the sentence's subject: a name, or a pronoun where the sentence before was about the same person only."""
        if len(refs) > 1:
            return self._several(refs)
        (ref,) = refs
        is_first_words = not self._now
        if is_first_words and self._may_be_pronoun(ref):
            self._pronouns += 1
            text = self._pronoun(ref, "subject")
        else:
            if is_first_words:
                self._pronouns = 0
            text = self._name(ref)
        self._subject = self._subject or ref
        self._mention(ref)
        return self.reference(ref, text)

    def inside(self, ref: str, case: str) -> str:
        """Later in a sentence that named them, or whose subject is somebody else: `subject`, `object`, `possessive`."""
        person = self.people[ref]
        alone = len(self.people) == 1 or self._now[-1:] == [ref] or self._subject == ref
        if ref in self._named and alone and self._can_be_pronoun(person):
            return self._pronoun(ref, case)
        return self._cased(ref, case)

    def by_name(self, ref: str) -> str:
        """The name, in full the first time; never a pronoun."""
        return self._cased(ref, "subject")

    @property
    def has_named_somebody(self) -> bool:
        """Whether one of the case's own people was named yet."""
        return any(ref in self._named for ref in self.people)

    def named_now(self, ref: str) -> bool:
        """Whether the present sentence named the person already, and nobody else since."""
        return self._now[-1:] == [ref]

    def possessive(self, ref: str) -> str:
        """“his”, or “Samadov’s” where the sentence before was about somebody else."""
        if self._now and self._subject == ref and self._can_be_pronoun(self.people[ref]):
            return self._pronoun(ref, "possessive")
        if not self._now and self._may_be_pronoun(ref):
            self._pronouns += 1
            text = self._pronoun(ref, "possessive")
        else:
            if not self._now:
                self._pronouns = 0
            text = self._cased(ref, "possessive")
        self._subject = self._subject or ref
        self._mention(ref)
        return text

    def reference(self, ref: str, text: str) -> Reference:
        """That text for the person, with their number and sex."""
        return Reference(text, self._number(ref, text), self.people[ref].get("sex", "unknown"))

    def _number(self, ref: str, text: str) -> str:
        """A group is several, but for “at least one protester”, as it is called the first time."""
        person = self.people[ref]
        is_several = is_group(person) and not (person.get("group_size") == 1 and text == self._first.get(ref))
        return "other" if is_several else "one"

    def owner(self, ref: str) -> dict[str, str | None]:
        """`whose` a thing is, as before it: “his”; or with `of`: “the sentence of Rauf Samadov, a journalist”."""
        if ref in self._named:
            return {"whose": self.possessive(ref), "of": None}
        self._subject = self._subject or ref
        name = self._name(ref)
        self._mention(ref)
        return {"whose": self.book.say("whose-article"), "of": name}

    def _cased(self, ref: str, case: str) -> str:
        if case == "possessive" and ref not in self._named:
            # An apposition can't stand before ’s.
            self._named.add(ref)
            name = self._first[ref] = self._bare_name(self.people[ref])
        else:
            name = self._name(ref)
        self._mention(ref)
        return self.book.say("possessive", name=name, number=self._number(ref, name)) if case == "possessive" else name

    def _can_be_pronoun(self, person: Body) -> bool:
        return is_group(person) or person.get("sex") in ("male", "female")

    def _may_be_pronoun(self, ref: str) -> bool:
        alone = self._last_subject == ref and set(self._last) <= {ref} and self._pronouns < 2
        return alone and ref in self._named and self._can_be_pronoun(self.people[ref])

    def _pronoun(self, ref: str, case: str) -> str:
        person = self.people[ref]
        return self.book.say(f"pronoun-{case}", sex="group" if is_group(person) else person.get("sex"))

    def _mention(self, ref: str) -> None:
        self._now.append(ref)

    def _name(self, ref: str) -> str:
        person = self.people[ref]
        if ref not in self._named:
            self._named.add(ref)
            self._first[ref] = self._in_full(person)
            return self._first[ref]
        forms = self._forms_left.get(ref)
        if forms:
            # The fuller form of the same name is used once, where the name comes again.
            form = forms.pop(0)
            self.told.append(form["key"])
            return str(form["text"])
        if is_group(person):
            return self.book.say("the-group", noun=self.book.form(person, "occupation"))
        name = person.get("name")
        if not name:
            return self.book.say("the-person", occupation=person.get("occupation"))
        return self._short(ref, name)

    def _short(self, ref: str, name: str) -> str:
        return surname(name) if len(self._surnames.get(surname(name), {ref})) < 2 else name

    def _in_full(self, person: Body) -> str:
        name = self._bare_name(person)
        said = self._apposition(person)
        return self.book.say("with-apposition", name=name, apposition=self.book.listed(said)) if said else name

    def _bare_name(self, person: Body) -> str:
        """The name as it stands the first time, with what it is a form of; the facts go to `told`."""
        ref = person["ref"]
        names = person.get("names", [])
        if person.get("citations"):
            self.told.append(f"person:{ref}")
        if names:
            self.told.append(names[0]["key"])
        if not person.get("name"):
            return self._nameless(person)
        if not self.is_follow_up:
            self._forms_left[ref] = [n for n in names[1:] if n.get("kind") == NameKind.PATRONYMIC]
        known = [] if self.is_follow_up else [n for n in names[1:] if n.get("kind") in _ALSO_KNOWN]
        self.told += [name["key"] for name in known]
        also = [self.book.say(f"also-{name['kind']}", name=name["text"]) for name in known]
        return self.book.say("also-known", name=person["name"], also=self.book.listed(also)) if also else person["name"]

    def _nameless(self, person: Body) -> str:
        if not is_group(person):
            return self.book.say("name-withheld", occupation=self.book.form(person, "occupation"))
        return self._group(person)

    def _group(self, person: Body) -> str:
        """“at least 12 protesters”, “at least 12 unnamed people from Salyan”; beside a name “at least 12 people”."""
        return self.book.say(
            "group",
            noun=self.book.form(person, "occupation"),
            count=person.get("group_size"),
            qualifier=person.get("group_qualifier") or "unknown",
            named=bool(person.get("name")),
            residence=self.book.form(person, "residence"),
        )

    def _apposition(self, person: Body) -> list[str]:
        """What somebody is: occupation and residence, roles, and the family that the reader may know of."""
        said = []
        occupation = self.book.form(person, "occupation") if person.get("name") else ""
        residence = self.book.form(person, "residence")
        if is_group(person):
            if person.get("name") and (occupation or residence or person.get("group_size")):
                said.append(self._group(person))
        elif occupation or residence:
            said.append(self.book.say("occupation", occupation=occupation, residence=residence))
        said += self._roles(person)
        if not self.is_follow_up:
            said += self._relatives(person)
        return said

    def _roles(self, person: Body) -> list[str]:
        said = []
        for affiliation in person.get("affiliations", []):
            self.told.append(affiliation["key"])
            organisation = affiliation.get("organisation")
            role = affiliation.get("role")
            named = self.book.own_form(organisation, "name") if organisation else ""
            if organisation and not named:
                named = self.book.say("organisation", name=organisation["name"])
            abbreviation = organisation.get("abbreviation") if organisation else None
            said.append(
                self.book.say(
                    "role",
                    number="other" if is_group(person) else "one",
                    role=role,
                    titled=bool(role) and role[:1].isupper(),
                    former=_is_past(affiliation.get("until")),
                    branch=affiliation.get("branch"),
                    organisation=named,
                    abbreviation=abbreviation if abbreviation != named else None,
                )
            )
        return said

    def _relatives(self, person: Body) -> list[str]:
        """Family whose case is not told in the same entry: there they stand side by side."""
        said = []
        for tie in [] if is_group(person) else person.get("relationships", []):
            other = tie["other"]
            if tie["kind"] in _FAMILY and other.get("name") and other["ref"] not in self.people:
                self.told.append(tie["key"])
                self.meet(other["ref"], other["name"])
                said.append(self.book.say("relative-of", kind=tie["kind"], sex=person.get("sex"), name=other["name"]))
        return said

    def _several(self, refs: tuple[str, ...]) -> Reference:
        """“Fazail Aliyev, a member of …, and his son, Farid Aliyev,”: relatives by what they are to the first."""
        new = [ref for ref in refs if ref not in self._named]
        if len(refs) == 2 and len(new) == 2:
            text = self._pair(*refs)
        else:
            text = self._listed([self._name(ref) for ref in refs])
        self._subject = " ".join(refs)
        for ref in refs:
            self._named.add(ref)
            self._mention(ref)
        return Reference(text, "other")

    def _listed(self, names: list[str]) -> str:
        """Names in a row; with semicolons where a comma inside one would make it read as two."""
        if len(names) < 3 or not any("," in name for name in names):
            return self.book.listed(names)
        bare = [name.rstrip(",") for name in names]
        return self.book.say("semicolons", items="; ".join(bare[:-1]), last=names[-1])

    def _pair(self, first: str, second: str) -> str:
        one, other = self.people[first], self.people[second]
        ties = [t for t in one.get("relationships", []) if t["other"]["ref"] == second]
        back = [t for t in other.get("relationships", []) if t["other"]["ref"] == first]
        lead = self._name(first)
        if not ties or one.get("sex") not in ("male", "female"):
            return self.book.say("pair", first=lead, second=self._name(second))
        self.told += [tie["key"] for tie in [*ties, *back]]
        relation = self.book.say("relation", kind=ties[0]["kind"], sex=other.get("sex"))
        his = self._pronoun(first, "possessive")
        self._named.add(second)
        name, said = self._bare_name(other), self._apposition(other)
        return self.book.say(
            "pair-of-relatives", first=lead, his=his, relation=relation, second=name, apposition=self.book.listed(said)
        )

    # People named beside them.

    def someone(self, someone: Someone) -> str:
        """A third person: with their roles the first time, by surname afterwards."""
        if someone.ref in self.people:
            return self.inside(someone.ref, "object")
        self._mention(someone.ref)
        name = someone.person.get("name")
        if is_group(someone.person) and (not name or someone.ref in self._named):
            return self._group(someone.person)
        if not name:
            return self.book.say("somebody-withheld")
        if someone.ref in self._named:
            return self._short(someone.ref, name)
        self._named.add(someone.ref)
        self.meet(someone.ref, name)
        self.told.append(f"person:{someone.ref}")
        roles = self._roles(someone.person)
        return self.book.say("with-apposition", name=name, apposition=self.book.listed(roles)) if roles else name

    def speaker(self, voice: Voice) -> Reference:
        """Whoever speaks, as the subject of what is said."""
        if voice.is_self:
            said = self.subject((voice.ref,))
            if not voice.tail or voice in self._heard:
                return said
            # Through whom somebody speaks is said once.
            self._heard.append(voice)
            text = self.book.say("with-apposition", name=said.text, apposition=voice.tail)
            return Reference(text, said.number, said.sex)
        if voice.ref and voice.ref not in self.people:
            self._subject = self._subject or voice.ref
            if voice.words and voice.ref not in self._named:
                return Reference(self._as_attributed(voice))
            return Reference(self.someone(Someone(voice.ref, voice.person)))
        if voice.ref:
            return self.subject((voice.ref,))
        self._subject = self._subject or voice.words
        self._mention(voice.words)
        return Reference(voice.words, self.book.number_of(voice.words))

    def speaker_named(self, voice: Voice) -> str:
        """Whoever speaks, by name: as after “according to”."""
        if voice.ref in self.people:
            return self.by_name(voice.ref)
        return self.speaker(voice).text

    def _as_attributed(self, voice: Voice) -> str:
        """“Lawyer Agil Layij”: the attribution says the name and the role already."""
        self._mention(voice.ref)
        self._named.add(voice.ref)
        name = voice.person.get("name", "")
        self.meet(voice.ref, name)
        self.told.append(f"person:{voice.ref}")
        roles = voice.person.get("affiliations", [])
        self.told += [a["key"] for a in roles if a.get("role", "").lower() in voice.words.lower() and a.get("role")]
        return voice.words


def surname(name: str) -> str:
    """The last word of a name: the family name of Azerbaijani and Russian people as they are written here."""
    return name.split()[-1] if name else ""


def _is_past(until: Body | None) -> bool:
    return until is not None and PartialDate.stored(until["edtf"]).latest is not None
