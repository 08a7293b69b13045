"""A paragraph, in the order of the form (design: bulletin): who and what happened, the account, search, charge and
sanction, health, treatment, others, concern, own words, motive. Every sentence keeps the records it tells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Any

from cases.status import end_counts, read_date
from reports.saying.book import Book
from reports.saying.people import Body, Cast, in_sentence

Record = dict[str, Any]


@dataclass
class Told:
    """The news of one case: its body, the keys of the records that are new, and whether readers know the case."""

    body: Body
    fresh: set[str]
    is_follow_up: bool = False

    @property
    def person(self) -> Body:
        return self.body["person"]

    def records(self, plural: str) -> list[Record]:
        """New records of a type that count for something, in the order they were entered."""
        return [r for r in self.body.get(plural, []) if r["key"] in self.fresh and r["counts"] != "no"]


@dataclass
class Sentence:
    text: str
    records: list[str] = field(default_factory=list)


def tell(cases: list[Told], book: Book, dated: date) -> list[Sentence]:
    """The sentences of one entry, in order."""
    return list(_Writer(cases, book, dated).sentences())


class _Writer:
    def __init__(self, cases: list[Told], book: Book, dated: date) -> None:
        self.cases = cases
        self.book = book
        self.dated = dated
        self.cast = Cast(book, [case.person for case in cases])
        self.told: set[str] = set()
        self.voices: set[str] = set()

    def sentences(self) -> Iterator[Sentence]:
        if len(self.cases) > 1:
            yield from self._together()
        for case in self.cases:
            parts = () if len(self.cases) > 1 else (self._opening, self._account, self._searches, self._sanctions)
            for part in (
                *parts,
                self._health,
                self._treatment,
                self._others,
                self._concern,
                self._own_words,
                self._motive,
            ):
                yield from part(case)

    def sentence(self, text: str, records: Iterable[Record], *more: str) -> Sentence:
        keys = [f"{r['key']}@{r['version']}" for r in records]
        text = text[:1].upper() + text[1:]
        ended = text if text.endswith((".", ".”")) else f"{text[:-1]}.”" if text.endswith("”") else f"{text}."
        ended = ended.replace(",,", ",").replace(",.", ".").replace(".”.", ".”")
        return Sentence(ended, list(dict.fromkeys([*keys, *self.cast.take_keys(), *more])))

    # --- how it began ---

    def _together(self) -> Iterator[Sentence]:
        """Father and son: one sentence for what struck both, one for what became of each."""
        lead, other = self.cases[0], self.cases[1]
        detentions = [d for case in self.cases for d in case.records("detentions")]
        first = [next(iter(case.records("detentions")), None) for case in self.cases]
        people = self._pair(lead, other)
        events = [
            e["key"]
            for e in lead.body.get("events", [])
            if e["key"] in {x["key"] for x in other.body.get("events", [])}
        ]
        authority = next((self._authority(d) for d in first if d and self._authority(d)), "none")
        said = self.book.say("apprehended", number="other", by=authority, when=self._when(first[0], "began"))
        yield self.sentence(f"{people} {said}", [d for d in first if d], *events)
        outcomes, told = [], []
        for case in reversed(self.cases):
            fates = self._sanction_phrases(case)
            if fates:
                outcomes.append(f"{self.cast.short(case.person)} {self.book.listed(text for text, _ in fates)}")
                told += [record for _, records in fates for record in records]
        days = next((d["duration_days"] for d in detentions if d.get("duration_days")), None)
        opening = f"{self.book.say('after-days', days=days)}, " if days else ""
        if outcomes:
            yield self.sentence(opening + "; ".join(outcomes), [*told, *(d for d in detentions if d not in told)])

    def _pair(self, lead: Told, other: Told) -> str:
        child = next(
            (r for r in lead.person.get("relationships", []) if r["other"]["ref"] == other.person["ref"]), None
        )
        back = next((r for r in other.person.get("relationships", []) if r["other"]["ref"] == lead.person["ref"]), None)
        if child and child["kind"] == "parent":
            parent = self.cast.introduce(lead.person).rstrip(",")
            said = self.book.say(
                "and-child",
                parent=parent,
                child=self.cast.introduce(other.person, bare=True),
                pronoun=lead.person.get("sex", "unknown"),
                **{"child-sex": other.person.get("sex", "unknown")},
            )
            self.cast.keys += [child["key"], *([back["key"]] if back else [])]
            return said
        return self.book.listed(self.cast.introduce(case.person) for case in self.cases)

    def _opening(self, case: Told) -> Iterator[Sentence]:
        """By the source, where a third person's report leads; else by name and what happened."""
        reports = [
            r for r in (*case.records("treatment_notes"), *case.records("statements")) if self._is_third_voice(case, r)
        ]
        motives = [r for r in reports if r.get("kind") == "stated_motive"]
        deeds = [r for r in reports if "violation" in r and not r.get("others_affected")]
        if deeds or motives:
            yield self._reported(case, motives, deeds)
        plain = [d for d in case.records("detentions") if not d.get("manner") and not self._is_third_voice(case, d)]
        if not plain:
            return
        first, last = plain[0], plain[-1]
        known = case.is_follow_up or bool(deeds or motives)
        who = self.cast.subject(case.person) if known else self.cast.introduce(case.person)
        place = self._place(last) if end_counts(last) == "no" else "none"
        number = _number(case.person)
        said = self.book.say(
            "apprehended", number=number, by=self._authority(first) or "none", when=self._when(first, "began")
        )
        if place != "none":
            said = f"{said} and {self.book.say('held', place=place, number=number)}"
        yield self.sentence(f"{who} {said}", plain)

    def _reported(self, case: Told, motives: list[Record], deeds: list[Record]) -> Sentence:
        records = [*motives, *deeds]
        speaker = self._speaker(records[0])
        clauses = [self._clause(case, r["text"], named=n == 0) for n, r in enumerate(records)]
        said = self.book.say("has-reported", speaker=speaker, clauses=_and_that(clauses))
        return self.sentence(said, records)

    def _account(self, case: Told) -> Iterator[Sentence]:
        """Detentions told in somebody's voice: where the person is, then how it was done."""
        told = [d for d in case.records("detentions") if d.get("manner") or self._is_third_voice(case, d)]
        for d in sorted(told, key=lambda d: bool(d.get("manner"))):
            if d.get("manner"):
                authority = d.get("authority_text") or self._authority(d) or "officers"
                clauses = [self.book.say("pretext", pretext=d["pretext"])] if d.get("pretext") else []
                taken = in_sentence(d["facility"], self.book.language) if "facility" in d else "none"
                him = self.cast.pronoun(case.person, "him")
                clauses.append(self.book.say("manner", authority=authority, manner=d["manner"], taken=taken, him=him))
                deeds = [n for n in case.records("treatment_notes") if _same_account(n, d)]
                clauses += [self._deed(case, n) for n in deeds]
                self.told |= {n["key"] for n in deeds}
                yield self.sentence(self._says(case, d, clauses), [d, *deeds])
            else:
                clauses = [
                    f"{self._formal_name(case)} {self.book.say('held', place=self._place(d), number=_number(case.person))}"
                ]
                if d.get("counsel_contact"):
                    clauses.append("they met there")
                yield self.sentence(self._says(case, d, clauses), [d])

    def _formal_name(self, case: Told) -> str:
        formal = [n for n in case.person.get("names", []) if n.get("kind") == "patronymic"]
        self.cast.keys += [n["key"] for n in formal[:1]]
        return str(formal[0]["text"]) if formal else self.cast.short(case.person)

    # --- search, charge, sanction ---

    def _searches(self, case: Told) -> Iterator[Sentence]:
        searches = case.records("searches")
        for search in (s for s in searches if s["certainty"] != "possible"):
            clauses: list[str] = []
            authorised = "no" if search.get("authorised") is False or search.get("warrant_shown") is False else "unsaid"
            clauses.append(self.book.say("searched", place=search.get("place", "the place"), authorised=authorised))
            for owner, items in groupby(search.get("items", []), key=lambda i: i.get("owner", "")):
                clauses.append(self._taken([self._item(i) for i in items], owner))
            yield self.sentence(self._says(case, search, clauses), [search])
        possible = [s for s in searches if s["certainty"] == "possible"]
        things = [self._item(i) for s in possible for i in s.get("items", [])]
        kept = [s for s in searches if any(i.get("returned") is False for i in s.get("items", []))]
        said = [self.book.say("perhaps", items=self.book.listed(things))] if things else []
        if kept:
            said.append(_lower(self.book.say("not-returned")))
        if said:
            yield self.sentence("; ".join(said), [*possible, *kept])

    def _taken(self, items: list[str], owner: str) -> str:
        listed = self.book.listed(items)
        listed = self.book.say("owned", items=listed, owner=owner) if owner else listed
        return self.book.say(
            "taken", items=listed, number="one" if len(items) == 1 and items[0].startswith("a") else "other"
        )

    def _item(self, item: Record) -> str:
        count = item.get("quantity")
        if count == 1:
            return self.book.say("one", vowel="yes" if item["item"][0] in "aeiou" else "no", item=item["item"])
        return f"{count} {item['item']}" if count else str(item["item"])

    def _sanctions(self, case: Told) -> Iterator[Sentence]:
        phrases = self._sanction_phrases(case)
        if phrases:
            text = self.book.listed(text for text, _ in phrases)
            records = [record for _, told in phrases for record in told]
            yield self.sentence(f"{self.cast.subject(case.person)} {text}", records)

    def _sanction_phrases(self, case: Told) -> list[tuple[str, list[Record]]]:
        """Charges, sanctions and ends of a case as predicates, each with its records."""
        said: list[tuple[str, list[Record]]] = []
        for charge in case.records("charges"):
            message = "charged" if charge["certainty"] in ("stated", "confirmed") else "facing"
            phrase = self.book.say(message, text=charge["text"])
            if charge.get("articles"):
                articles = self.book.listed(a["number"] for a in charge["articles"])
                phrase = f"{phrase} {self.book.say('under', articles=articles)}"
            said.append((phrase, [charge]))
        fines = []
        for sentence in case.records("sentences"):
            if sentence["kind"] == "fine":
                fines.append(sentence)
            else:
                said.append((self.book.say("received", what=self._term(sentence)), [sentence]))
        ended = [
            d
            for d in case.records("detentions")
            if end_counts(d) != "no" and d["end_kind"] not in ("transfer", "unknown")
        ]
        if fines or ended:
            said.append((self._outcome(fines, ended), [*fines, *ended]))
        return said

    def _outcome(self, fines: list[Record], ended: list[Record]) -> str:
        what = [self._fine(s) for s in fines] + [self.book.say("released", kind=d["end_kind"]) for d in ended]
        unsure = any(s["certainty"] == "possible" for s in fines) or any(end_counts(d) != "fully" for d in ended)
        if any(d["end_kind"] == "death" for d in ended):
            return self.book.say("died")
        when = self._when(ended[0], "ended") if ended else "none"
        listed = self.book.listed(what)
        return self.book.say("appears", what=listed) if unsure else self.book.say("was", what=listed, when=when)

    def _fine(self, sentence: Record) -> str:
        currency = self.book.say("currency", code=sentence.get("currency", ""))
        return self.book.say("fined", amount=sentence.get("amount", ""), currency=currency)

    def _term(self, sentence: Record) -> str:
        wording = sentence.get("wording") or self.book.say("kind", kind=sentence["kind"])
        parts = (("term_years", "year-term"), ("term_months", "month-term"), ("term_days", "day-term"))
        length = " ".join(self.book.say(m, n=str(sentence[f])) for f, m in parts if sentence.get(f))
        return self.book.say("term", length=length, wording=wording)

    # --- health, treatment, voices ---

    def _health(self, case: Told) -> Iterator[Sentence]:
        for note in case.records("health_notes"):
            condition = note.get("condition") or note["category"]
            article = "yes" if condition[:1].lower() in "aeio" else "no"
            said = self.book.say(
                "health",
                registered="yes" if note.get("registered") else "no",
                condition=self.book.say("one", vowel=article, item=condition) if note.get("registered") else condition,
                group=note.get("disability_group", "none"),
            )
            yield self.sentence(self._says(case, note, [f"{self.cast.subject(case.person)} {said}"]), [note])
        for claim in self._statements(case, "legal_claim"):
            he = self.cast.pronoun(case.person, "he")
            yield self.sentence(self.book.say("legal", he=he, text=claim["text"]), [claim])

    def _treatment(self, case: Told) -> Iterator[Sentence]:
        notes = [n for n in case.records("treatment_notes") if not n.get("others_affected")]
        notes = [n for n in notes if not self._is_third_voice(case, n) and n["key"] not in self.told]
        for _, group in groupby(notes, key=lambda n: (n.get("attribution", ""), n["certainty"] == "alleged")):
            told = list(group)
            yield self.sentence(self._says(case, told[0], [self._deed(case, n) for n in told]), told)

    def _deed(self, case: Told, note: Record) -> str:
        clause = self._clause(case, note["text"], named=False)
        by = self.cast.third(note["perpetrator"]) if "perpetrator" in note else ""
        by = by or (
            in_sentence(note["perpetrator_organisation"], self.book.language)
            if "perpetrator_organisation" in note
            else ""
        )
        return self.book.say("done-by", text=clause, by=by) if by else clause

    def _others(self, case: Told) -> Iterator[Sentence]:
        notes = [n for n in case.records("treatment_notes") if n.get("others_affected")]
        if not notes:
            return
        deeds = []
        for number, note in enumerate(notes):
            if "their" in note["text"] and number:
                deeds.append(str(note["text"]))
            else:
                deeds.append(f"{note['text']} {note['others_affected']}")
        doers = notes[0].get("perpetrator_text") or "officers"
        yield self.sentence(self._says(case, notes[0], [f"{doers} {self.book.listed(deeds)}"]), notes)

    def _concern(self, case: Told) -> Iterator[Sentence]:
        for statement in self._statements(case, "concern"):
            him = self.cast.pronoun(case.person, "him")
            speakers = self._named_speaker(statement)
            yield self.sentence(
                self.book.say("concern", speakers=speakers, text=statement["text"], him=him), [statement]
            )

    def _own_words(self, case: Told) -> Iterator[Sentence]:
        own = [s for s in case.records("statements") if not self._is_third_voice(case, s)]
        insists = [s for s in own if s["kind"] in ("stated_motive", "own_words")]
        denials = [s for s in own if s["kind"] == "denial"]
        who = self.cast.subject(case.person)
        said = []
        if insists:
            verb = self.book.say("insist", number="one")
            said.append(self.book.say("that", verb=verb, clauses=_and_that([str(s["text"]) for s in insists])))
        if denials:
            said.append(self.book.say("deny", number="one", text=self.book.listed(s["text"] for s in denials)))
        if said:
            yield self.sentence(f"{who} {self.book.listed(said)}", [*insists, *denials])
        complaints = [s for s in own if s["kind"] == "complaint"]
        if complaints:
            text = self.book.listed(s["text"] for s in complaints)
            what = self.book.say("dissatisfied", number="one", text=text)
            yield self.sentence(f"{self.cast.subject(case.person)} {what}", complaints)

    def _motive(self, case: Told) -> Iterator[Sentence]:
        for statement in self._statements(case, "suspected_motive"):
            his = self.cast.pronoun(case.person, "his")
            if "speaker_text" in statement or "speaker" in statement:
                speakers = self._named_speaker(statement)
                said = self.book.say("suspect", speakers=speakers, his=his, text=statement["text"])
            else:
                said = self.book.say("thought", his=his, text=statement["text"])
            yield self.sentence(said, [statement])

    # --- voices ---

    def _statements(self, case: Told, kind: str) -> list[Record]:
        return [s for s in case.records("statements") if s["kind"] == kind]

    def _is_third_voice(self, case: Told, record: Record) -> bool:
        """Said by somebody else than the person: a lawyer, a relative, an organisation."""
        speaker = record.get("attributed_person")
        return bool(record.get("attribution")) and (speaker is None or speaker["ref"] != case.person["ref"])

    def _speaker(self, record: Record) -> str:
        person = record.get("attributed_person")
        if person and person.get("name"):
            known = person["ref"] in self.cast.introduced
            self.cast.introduced.add(person["ref"])
            self.cast.keys += [] if known else [tie["key"] for tie in person.get("affiliations", [])]
            return self.cast.short(person) if known else str(record["attribution"])
        return str(record["attribution"])

    def _named_speaker(self, statement: Record) -> str:
        if "speaker" in statement:
            return self.cast.third(statement["speaker"])
        return str(statement.get("speaker_text") or statement.get("attribution") or "people")

    def _says(self, case: Told, record: Record, clauses: list[str]) -> str:
        """The clauses in the voice they were said in; a claim without a voice is alleged, a statement stands."""
        joined = _and_that(clauses)
        if record.get("attribution"):
            own = not self._is_third_voice(case, record)
            verb = "reported" if "violation" in record else "said"
            if own and record["attribution"] in self.voices:
                # Who speaks, and through whom, was said before.
                who, verb = self.cast.pronoun(case.person, "he"), f"also-{verb}"
            else:
                who = self._own_voice(case, record) if own else self._speaker(record)
            self.voices.add(record["attribution"])
            verb = self.book.say(verb)
            return f"{who} {self.book.say('that', verb=verb, clauses=joined)}"
        if record["certainty"] in ("alleged", "possible", "inferred"):
            return self.book.say("alleged", clauses=joined)
        return self.book.listed(clauses)

    def _own_voice(self, case: Told, record: Record) -> str:
        name = self.cast.full(case.person)
        tail = str(record["attribution"]).removeprefix(name)
        who = self.cast.subject(case.person) if not tail else self.cast.short(case.person)
        return f"{who}{tail}," if tail else who

    def _clause(self, case: Told, text: str, *, named: bool) -> str:
        """The record's clause; its first “he” or “she” becomes the person's name where nobody was named yet."""
        if not named:
            return text
        first, _, rest = text.partition(" ")
        if first in ("he", "she", "they"):
            return f"{self.cast.introduce(case.person)} {rest}"
        return f"{self.cast.introduce(case.person)} {text}"

    def _authority(self, record: Record) -> str:
        if "authority" in record:
            return in_sentence(record["authority"], self.book.language)
        return str(record.get("authority_text", ""))

    def _place(self, record: Record) -> str:
        if "facility" in record:
            return self.book.say("at", name=in_sentence(record["facility"], self.book.language))
        return self.book.say("in", name=record["place"]) if record.get("place") else "none"

    def _when(self, record: Record | None, name: str) -> str:
        """The date as the sentence says it; nothing where it is open and bounded only by the issue or its source."""
        when = read_date(record.get(name)) if record else None
        if when is None or (
            when.earliest is None and (when.latest is None or when.latest >= self._bound(record or {}))
        ):
            return "none"
        return when.in_sentence(self.book.language, omit_year=self.dated.year)

    def _bound(self, record: Record) -> date:
        published = {
            s["ref"]: read_date(s.get("published")) for case in self.cases for s in case.body.get("sources", [])
        }
        cited = [published.get(c["source"]) for c in record.get("citations", [])]
        return min([self.dated, *(when.latest for when in cited if when and when.latest)])


def _same_account(note: Record, detention: Record) -> bool:
    """Whether a treatment belongs to the account of an arrest: the same voice, about the person."""
    return (
        bool(note.get("attribution"))
        and note["attribution"] == detention.get("attribution")
        and not note.get("others_affected")
    )


def _and_that(clauses: list[str]) -> str:
    if len(clauses) < 2:
        return "".join(clauses)
    return (
        ", ".join(clauses[:-1]) + f", and that {clauses[-1]}"
        if len(clauses) > 2
        else f"{clauses[0]} and that {clauses[1]}"
    )


def _number(person: Body) -> str:
    return "other" if person.get("kind") == "group" else "one"


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
