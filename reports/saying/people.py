"""What people are called in a paragraph: in full with who they are at first, by surname or pronoun after that."""

from __future__ import annotations

from typing import Any

from people import naming
from reports.saying.book import Book

Body = dict[str, Any]
_SUFFIXES = ("oglu", "ogly", "gizi", "gyzy", "qizi")


class Cast:
    """Everybody named in one paragraph. `keys` gathers the facts of people that a sentence tells."""

    def __init__(self, book: Book, people: list[Body]) -> None:
        self.book = book
        self.people = people
        self.introduced: set[str] = set()
        self.keys: list[str] = []
        self._last = ""

    def full(self, person: Body) -> str:
        """The main name; a group by its count; someone withheld as such."""
        if person.get("name"):
            return str(person["name"])
        if person.get("kind") == "group":
            size = person.get("group_size", "")
            return self.book.say("group", qualifier=person.get("group_qualifier", "unknown"), count=str(size))
        return self.book.say("withheld")

    def short(self, person: Body) -> str:
        """The surname, or the whole name where two people of the paragraph share it or it is one word."""
        name = self.full(person)
        if not person.get("name") or len(name.split()) < 2:
            return name
        surname = _surname(name)
        same = [p for p in self.people if p.get("name") and _sounds(_surname(p["name"])) == _sounds(surname)]
        pseudonym = any(n.get("kind") == "pseudonym" and n["text"] == name for n in person.get("names", []))
        return name if len(same) > 1 and not pseudonym else surname

    def introduce(self, person: Body, *, bare: bool = False) -> str:
        """Full name with occupation, membership and residence the first time; later the short name."""
        if person["ref"] in self.introduced:
            return self.short(person)
        self.introduced.add(person["ref"])
        self.keys += [
            f"person:{person['ref']}",
            *(n["key"] for n in person.get("names", []) if n["text"] == person.get("name")),
        ]
        said = [] if bare else self._who(person)
        return f"{self.full(person)}, {' '.join(said)}," if said else self.full(person)

    def _who(self, person: Body) -> list[str]:
        said = []
        if person.get("occupation"):
            occupation = person["occupation"]
            said.append(self.book.say("one", vowel="yes" if occupation[0] in "aeio" else "no", item=occupation))
        for membership in person.get("affiliations", []):
            organisation = membership.get("organisation")
            if organisation:
                self.keys.append(membership["key"])
                name = in_sentence(organisation, self.book.language)
                if organisation.get("abbreviation"):
                    name = f"{name} ({organisation['abbreviation']})"
                said.append(self.book.say("member-of", branch=membership.get("branch", "none"), organisation=name))
        if person.get("residence") and said:
            said.append(self.book.say("residing", place=person["residence"]))
        return said

    def third(self, person: Body) -> str:
        """Somebody beside the people of the cases, with the role they are named in the first time."""
        if person["ref"] in self.introduced or not person.get("name"):
            return self.short(person)
        self.introduced.add(person["ref"])
        for tie in person.get("affiliations", []):
            if tie.get("role"):
                self.keys.append(tie["key"])
                return f"{person['name']}, {self.book.say('role-of', role=tie['role'])},"
        return str(person["name"])

    def subject(self, person: Body) -> str:
        """Name and pronoun in turn, so that sentences don't all begin alike; a name where two people could be meant."""
        if len(self.people) > 1 or self._last != person["ref"] or not person.get("sex"):
            self._last = person["ref"]
            return self.short(person)
        self._last = ""
        return self.pronoun(person, "he")

    def pronoun(self, person: Body, case: str) -> str:
        sex = "group" if person.get("kind") == "group" else person.get("sex", "unknown")
        return self.book.say(case, sex=sex if sex != "other" else "unknown", name=self.short(person))

    def take_keys(self) -> list[str]:
        """The facts told since the last call."""
        told, self.keys = self.keys, []
        return told


def _surname(name: str) -> str:
    words = [w for w in name.split() if naming.fold(w) not in _SUFFIXES]
    return words[-1] if words else name


def _sounds(word: str) -> str:
    return naming.key(word).removesuffix("_a")


def in_sentence(thing: Body, language: str) -> str:
    """A facility or organisation as it stands in a sentence: the entered form, else its name."""
    return str(thing.get("sentence_forms", {}).get(language, {}).get("name") or thing["name"])
