"""Statements: what somebody says, denies, suspects or fears. Context is the editor's to write, never generated."""

from __future__ import annotations

from collections.abc import Iterator

from cases.choices import StatementKind
from reports.telling.claims import Claim, Hedge, Noun, Reader, Record, Said, Stage, Voice

_STAGES = {
    StatementKind.OWN_WORDS: Stage.OWN,
    StatementKind.STATED_MOTIVE: Stage.OWN,
    StatementKind.DENIAL: Stage.OWN,
    StatementKind.COMPLAINT: Stage.COMPLAINT,
    StatementKind.LEGAL_CLAIM: Stage.LEGAL,
    StatementKind.CONCERN: Stage.CONCERN,
    StatementKind.SUSPECTED_MOTIVE: Stage.MOTIVE,
}


def claims(reader: Reader, record: Record) -> Iterator[Claim]:
    kind = StatementKind(record["kind"])
    if kind == StatementKind.CONTEXT:
        return
    voice = _speaker(reader, record)
    text = reader.book.own_form(record, "phrase") or record["text"]
    said = Said(record["text"], text.strip().rstrip("."))
    if kind == StatementKind.CONCERN:
        yield _concern(reader, record, voice, said)
    elif kind == StatementKind.SUSPECTED_MOTIVE and voice is None:
        yield reader.claim(
            record, "said", "thought", Stage.MOTIVE, "motive", args={"clause": said}, whole=True, hedge=Hedge.NONE
        )
    else:
        yield _told(reader, record, kind, voice, said)


def _told(reader: Reader, record: Record, kind: StatementKind, voice: Voice | None, said: Said) -> Claim:
    """A clause in its speaker's voice; of the person where it begins with their pronoun."""
    # In their own voice the pronoun of the researcher's clause stands as it was written.
    predicate = "" if voice and voice.is_self else reader.own_predicate(said.text)
    hedge = Hedge.ALLEGED
    if kind == StatementKind.LEGAL_CLAIM:
        # What the source says of the law, in its own voice, stands only between quotation marks.
        hedge = reader.hedge(record) if "“" in said.text else Hedge.ARGUED
    return reader.claim(
        record,
        "said",
        "clause",
        _STAGES[kind],
        "legal" if kind == StatementKind.LEGAL_CLAIM else "statement",
        args={"clause": Said(said.value, predicate) if predicate else said},
        voice=voice,
        hedge=hedge,
        verb=_verb(kind, voice),
        whole=not predicate,
        finite=bool(predicate),
    )


def _verb(kind: StatementKind, voice: Voice | None) -> str:
    if kind == StatementKind.STATED_MOTIVE and voice and voice.is_self:
        return "insists"
    return {
        StatementKind.DENIAL: "denies",
        StatementKind.LEGAL_CLAIM: "argues",
        StatementKind.SUSPECTED_MOTIVE: "suspects",
    }.get(kind, "said")


def _speaker(reader: Reader, record: Record) -> Voice | None:
    """The speaker; where none is named, whoever the claim is attributed to."""
    if record.get("speaker"):
        return reader.voice_of(record["speaker"], record.get("attribution", ""))
    words = reader.book.form(record, "speaker_text")
    return Voice(words=words) if words else reader.voice(record)


def _concern(reader: Reader, record: Record, voice: Voice | None, said: Said) -> Claim:
    text = voice.words if voice else ""
    if voice and voice.ref:
        return reader.claim(
            record,
            "said",
            "clause",
            Stage.CONCERN,
            "statement",
            args={"clause": said},
            voice=voice,
            verb="expressed",
            whole=True,
        )
    noun = Said(text, text) if text else Said("", reader.book.say("unnamed-worried"))
    return reader.claim(
        record,
        "said",
        "concern",
        Stage.CONCERN,
        "concern",
        subject=Noun(text=noun, number=reader.book.number_of(noun.text)),
        args={"what": said},
        voice=None,
        hedge=Hedge.NONE,
    )
