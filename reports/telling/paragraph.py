"""A paragraph: plans of sentences said in a language, each sentence with the records that it tells."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from itertools import takewhile
from typing import Any

from people.groups import is_group
from reports.telling.arrangement import Part, Plan, arrange, named_in
from reports.telling.book import PhraseBook, joined
from reports.telling.claims import Body, Claim, Hedge, Noun, Said, Someone, Stage
from reports.telling.mentions import Mentions, Reference

_HEDGES = {Hedge.ALLEGED: "hedge-alleged", Hedge.POSSIBLE: "hedge-possible", Hedge.INFERRED: "hedge-inferred"}
# Messages that name the person as their object.
_WITH_OBJECT = {"deny-holding"}
# What a speaker who opens the news “has reported”; a denial or a suspicion keeps its own verb.
_REPORTING = {"said", "reported"}
# What background recalls, one of each and two at most: the sanction and the charge say more than the arrest.
_RECALLED = ("imposed", "charged", "apprehended")


@dataclass(frozen=True)
class Sentence:
    """A sentence and the keys of what it tells: records with their version, facts of people without."""

    text: str
    records: list[str]


@dataclass
class CaseNews:
    """What is new in one case: the claims to tell, and for a follow-up those told before, to recall one or two."""

    body: Body
    claims: list[Claim]
    told_before: list[Claim] = field(default_factory=list)
    is_follow_up: bool = False

    @property
    def ref(self) -> str:
        return str(self.body["person"]["ref"])


def tell(
    cases: list[CaseNews], book: PhraseBook, dated: date, events: tuple[str, ...] = (), *, as_news: bool = True
) -> list[Sentence]:
    """The sentences that tell these cases' news, the lead's case first.

    `events` are keys of what joins the cases. News opens in the present perfect; what is only quoted stays in the past.
    """
    claims = [claim for case in cases for claim in case.claims]
    mentions = Mentions(book, {case.ref: case.body["person"] for case in cases}, all(c.is_follow_up for c in cases))
    for ref, name in named_in(claims):
        mentions.meet(ref, name)
    writer = _Writer(book, mentions)
    sentences = []
    for number, plan in enumerate(arrange(claims, [case.ref for case in cases])):
        sentence = writer.sentence(plan, is_lead=as_news and number == 0)
        if any(len(part.refs) > 1 for part in plan.parts):
            sentence = Sentence(sentence.text, [*sentence.records, *events])
        sentences.append(sentence)
    if sentences:
        sentences += [recalled for case in cases if case.is_follow_up for recalled in writer.recall(case)]
    return sentences


class _Writer:
    def __init__(self, book: PhraseBook, mentions: Mentions) -> None:
        self.book = book
        self.mentions = mentions
        self._spoke = ""
        self._said = 0
        self._accounts = 0

    def sentence(self, plan: Plan, *, is_lead: bool) -> Sentence:
        said = self._voiced(plan, is_lead) if plan.voice else self._direct(plan, is_lead)
        if not self.mentions.has_named_somebody:
            name = self.mentions.by_name(plan.claims[0].person_ref)
            said = self.book.say("in-the-case", name=name, clause=said)
        self._accounts += any(claim.hedge == Hedge.CONFLICT for claim in plan.claims)
        self._said += 1
        if not plan.voice:
            self._spoke = ""
        return self._finished(said, [*plan.durations, *plan.claims])

    def _finished(self, said: str, claims: list[Claim]) -> Sentence:
        keys = [key for claim in claims for key in (claim.record, *claim.also_tells)]
        return Sentence(self.book.punctuated(said), list(dict.fromkeys([*keys, *self.mentions.end_sentence()])))

    # In nobody's voice.

    def _direct(self, plan: Plan, is_lead: bool) -> str:
        opening = ""
        if plan.durations:
            opening = self.book.say("after-days", days=plan.durations[0].arg("days"))
        parts = [self._part(part, is_lead) for part in plan.parts]
        said = parts[0] if len(parts) == 1 else self.book.say("semicolon", first=parts[0], second=parts[1])
        return joined([opening, said])

    def _part(self, part: Part, is_lead: bool) -> str:
        claim = part.first
        if claim.whole:
            return self._whole(claim, hedged=True)
        if claim.hedge and (claim.hedge == Hedge.CONFLICT or (claim.finite and claim.subject is None)):
            clause = self._clause(self._subject(part), part.claims, "past")
            return self.book.say("hedge-clause", hedge=self._distance(claim.hedge), clause=clause)
        who = self._subject(part)
        if claim.arg("apposition"):
            text = self.book.say("with-apposition", name=who.text, apposition=str(claim.arg("apposition")))
            who = Reference(text, who.number, who.sex)
        if claim.hedge and not claim.finite:
            predicates = self._predicates(part.claims, "infinitive", who)
            return joined([who.text, self.book.say(_HEDGES[claim.hedge], predicates=predicates, number=who.number)])
        return self._clause(who, part.claims, "perfect" if is_lead else "past")

    def _whole(self, claim: Claim, *, hedged: bool, inside: bool = False) -> str:
        """A clause in a researcher's words. What begins with a possessive may need the name instead, though not inside
        what people without a name say."""
        text = self._with_owner(str(claim.arg("clause")), claim.person_ref, inside)
        if claim.message == "thought":
            return self.book.say("thought", clause=text)
        if hedged and claim.hedge:
            return self.book.say("hedge-clause", hedge=self._distance(claim.hedge), clause=text)
        return text

    def _distance(self, hedge: Hedge) -> str:
        """The hedge's word in `hedge-clause`; accounts that clash are told one after the other."""
        if hedge == Hedge.CONFLICT:
            return "another" if self._said or self._accounts else "one"
        return hedge.name.lower()

    def _owned(self, text: str, ref: str) -> str:
        """“his wife” before anybody was named: “the wife of Rauf Samadov, a lecturer,”."""
        own = self._own_possessive(ref)
        if self.mentions.has_named_somebody or not text.lower().startswith(f"{own} "):
            return text
        return self.book.say("owned", thing=text[len(own) + 1 :], **self.mentions.owner(ref))

    def _own_possessive(self, ref: str) -> str:
        person = self.mentions.people[ref]
        return self.book.say("own-possessive", sex="group" if is_group(person) else person.get("sex"))

    def _with_owner(self, text: str, ref: str, inside: bool) -> str:
        own = self._own_possessive(ref)
        if text.lower().startswith(f"{own} "):
            owner = self.mentions.inside(ref, "possessive") if inside else self.mentions.possessive(ref)
            return f"{owner} {text[len(own) + 1 :]}"
        return text

    def _subject(self, part: Part) -> Reference:
        noun = part.first.subject
        if noun is None:
            return self.mentions.subject(part.refs)
        return Reference(self._noun(noun, part.first.person_ref), noun.number)

    def _noun(self, noun: Noun, ref: str) -> str:
        if noun.text is not None:
            return self._owned(str(noun.text), ref)
        whose = self.mentions.owner(ref) if noun.message.startswith("whose-") else {}
        return self.book.say(noun.message, **whose, **{name: self._value(value) for name, value in noun.what})

    def _clause(self, who: Reference, claims: list[Claim], form: str) -> str:
        return joined([who.text, self._predicates(claims, form, who)])

    def _predicates(self, claims: list[Claim], form: str, who: Reference) -> str:
        """The predicates with “and”, the helping verbs that they share said once."""
        if form == "perfect" and any(claim.dated for claim in claims):
            form = "past"
        said = [self._predicate(claim, form, who) for claim in _day_once(claims)]
        helping = set(self.book.say("helping-words").split())
        shared = said[0].split()
        for place, text in enumerate(said[1:], 1):
            words = text.split()
            alike = [one for one, other in takewhile(lambda pair: pair[0] == pair[1], zip(shared, words, strict=False))]
            shared = list(takewhile(helping.__contains__, alike))
            said[place] = " ".join(words[len(shared) :])
        return self.book.listed(said)

    def _predicate(self, claim: Claim, form: str, who: Reference) -> str:
        given = [*claim.args, *claim.aside]
        arguments: dict[str, Any] = {name: self._value(value) for name, value in given if name != "apposition"}
        arguments |= {"form": form, "number": who.number, "sex": who.sex}
        if claim.message in _WITH_OBJECT:
            arguments["object"] = self.mentions.inside(claim.person_ref, "object")
        return self.book.say(claim.message, **arguments)

    def _value(self, value: Any) -> Any:
        if isinstance(value, Someone):
            return self.mentions.someone(value)
        return str(value) if isinstance(value, Said) else value

    # In somebody's voice.

    def _voiced(self, plan: Plan, is_lead: bool) -> str:
        voice = plan.voice
        assert voice is not None
        if plan.claims[0].stage == Stage.OTHERS:
            return self._according(plan)
        if voice.words and not voice.ref:
            words = self._owned(voice.words, plan.claims[0].person_ref)
            who = replace(self.mentions.speaker(voice), text=words)
        else:
            who = self.mentions.speaker(voice)
        is_lead = is_lead and all(claim.verb in _REPORTING for claim in plan.claims)
        verbs: list[tuple[str, list[Part]]] = []
        for part in plan.parts:
            for verb in dict.fromkeys(claim.verb for claim in part.claims):
                own = Part(part.refs, [claim for claim in part.claims if claim.verb == verb])
                if verbs and (verbs[-1][0] == verb or is_lead):
                    verbs[-1][1].append(own)
                else:
                    verbs.append((verb, [own]))
        speaker = voice.ref or voice.words
        also = self._spoke == speaker and not is_lead
        self._spoke = speaker
        acts = [
            self._speech(verb, parts, who, plan, also=also and place == 0, is_lead=is_lead)
            for place, (verb, parts) in enumerate(verbs)
        ]
        return joined([who.text, acts[0] if len(acts) == 1 else self.book.say("acts", first=acts[0], second=acts[1])])

    def _speech(self, verb: str, parts: list[Part], who: Reference, plan: Plan, *, also: bool, is_lead: bool) -> str:
        form = "past" if is_lead else "reported"
        clauses = [self._reported_clause(part, form, plan) for part in _merged(parts)]
        if verb == "expressed":
            return self.book.say("says-expressed", clause=clauses[0], number=who.number)
        that = [self.book.say("that", clause=clause) for clause in clauses]
        long = len(that) == 2 and self.book.say("and-word") in that[0].split()
        said = self.book.say("two-clauses", first=that[0], second=that[1]) if long else self.book.listed(that)
        return self.book.say("says-opening" if is_lead else f"says-{verb}", clauses=said, number=who.number, also=also)

    def _reported_clause(self, part: Part, form: str, plan: Plan) -> str:
        claim = part.first
        if claim.whole:
            return self._whole(claim, hedged=False, inside=plan.voice is not None and not plan.voice.ref)
        if claim.subject is not None:
            number = claim.subject.number
            who = Reference(self._noun(claim.subject, claim.person_ref), number)
        else:
            who = self._spoken_of(part, plan)
        if claim.hedge == Hedge.POSSIBLE and not claim.finite:
            form = "may"
        return self._clause(who, part.claims, form)

    def _spoken_of(self, part: Part, plan: Plan) -> Reference:
        """The person inside what is said: a pronoun where they speak themselves or were named in the sentence."""
        if len(part.refs) > 1:
            return self.mentions.subject(part.refs)
        (ref,) = part.refs
        voice = plan.voice
        by_self = voice is not None and voice.ref == ref
        may_be_pronoun = by_self or self.mentions.named_now(ref)
        text = self.mentions.inside(ref, "subject") if may_be_pronoun else self.mentions.by_name(ref)
        return self.mentions.reference(ref, text)

    def _according(self, plan: Plan) -> str:
        """“According to Libre, police officers …”: an account of what was done to others."""
        assert plan.voice is not None
        who = self.mentions.speaker_named(plan.voice)
        parts = [self._reported_clause(part, "past", plan) for part in _merged(plan.parts)]
        self._spoke = ""
        return self.book.say("according", speaker=who, clauses=self.book.listed(parts))

    def recall(self, case: CaseNews) -> list[Sentence]:
        """One sentence of background: how the person came into custody, and for what."""
        now = {claim.key for claim in case.claims}
        # A charge whose outcome was just told needs no recalling.
        plain = [c for c in case.told_before if _is_plain(c) and not (c.slot == "charged" and c.key in now)]
        firsts: dict[str, Claim] = {}
        for claim in sorted(plain, key=lambda c: c.on or date.min):
            kind = "imposed" if claim.slot == "imposed" else claim.message
            if kind in _RECALLED:
                firsts.setdefault(kind, claim)
        recalled = sorted([firsts[kind] for kind in _RECALLED if kind in firsts][:2], key=lambda c: c.stage)
        if not recalled:
            return []
        who = self.mentions.reference(case.ref, self.mentions.by_name(case.ref))
        clause = self._clause(who, recalled, "past")
        return [self._finished(self.book.say("recall", clause=clause), recalled)]


def _day_once(claims: list[Claim]) -> list[Claim]:
    """The claims of one sentence, a day that two neighbours share said with the second alone."""
    following = [*claims[1:], None]
    return [
        one.with_args(when=None) if other and one.arg("when") and one.arg("when") == other.arg("when") else one
        for one, other in zip(claims, following, strict=True)
    ]


def _is_plain(claim: Claim) -> bool:
    """Of the person, in nobody's voice, and sure: what a sentence of background may say again."""
    return claim.voice is None and not claim.hedge and not claim.finite and claim.subject is None


def _merged(parts: list[Part]) -> list[Part]:
    """Neighbours with the same subject as one part."""
    merged: list[Part] = []
    for part in parts:
        before = merged[-1] if merged else None
        same = before and before.refs == part.refs and before.first.subject == part.first.subject
        if before and same and not (before.first.whole or part.first.whole):
            before.claims.extend(part.claims)
        else:
            merged.append(Part(part.refs, list(part.claims)))
    return merged
