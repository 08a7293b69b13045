"""What readers read: documents, their spells and deadlines, and the ledger that outsiders' documents are read from."""

from __future__ import annotations

from typing import Any, ClassVar

import pgtrigger
from django.contrib.postgres.fields import ArrayField, DateRangeField
from django.contrib.postgres.indexes import GinIndex, GistIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.utils import timezone

from cases.choices import PublicationKind, WithdrawalReason
from cases.models.case import Case
from cases.ordering import FOREVER, NEVER, sortable
from cases.querysets import DeadlineQuerySet, DocumentQuerySet, PublicationQuerySet
from people.models import Person
from tracker.audiences import DOCUMENTED, Audience
from tracker.exposure import Exposure
from tracker.models import User

# PostgreSQL's indexes hold no more than about 2,700 bytes of a row. This is 500 codes, more than any case needs; the
# few that have more are counted from the documents themselves.
WIDEST = 2000
models.BinaryField.register_lookup(Length)


class WordsField(SearchVectorField):
    """A tsvector written from words that Python has folded: PostgreSQL's own folding keeps ə and knows no Cyrillic."""

    def get_placeholder(self, value: Any, compiler: Any, connection: Any) -> str:
        return "%s::tsvector"

    def get_prep_value(self, value: Any) -> Any:
        if isinstance(value, (list, set, tuple)):
            return " ".join("'" + word.replace("\\", "\\\\").replace("'", "''") + "'" for word in sorted(set(value)))
        return value


def texts() -> ArrayField:
    return ArrayField(models.TextField(), default=list)


def searched(column: str, name: str, audiences: list[Audience], *, collects: bool = False) -> list[GinIndex]:
    """One index of an array or of words for each audience: no reader pays for what others read.

    One that `collects` keeps its newest entries in a short list (`gin_pending_list_limit`) until they are worth sorting
    in: hundreds of words for a row cost a quarter then, and reading the list costs a search a fraction of a
    millisecond.
    """
    return [
        GinIndex(fields=[column], condition=Q(audience=a), name=f"{name}_{a.code}", fastupdate=collects)
        for a in audiences
    ]


def ordered(*columns: Any, name: str) -> models.Index:
    """The documents of an audience in an order, ties by case; read backwards for the descending one."""
    return models.Index(F("audience"), *columns, F("case"), name=name)


class Document(models.Model):
    """A case as one audience may see it. Every column is worked out from `body`: nothing withheld can be asked for."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="documents")
    audience = models.PositiveSmallIntegerField(choices=Audience.choices)
    ref = models.CharField(max_length=12)
    members_only = models.BooleanField(default=False)
    publication_version = models.PositiveIntegerField(default=0)
    card = models.TextField()
    body = models.TextField()
    digest = models.CharField(max_length=64)
    updated_at = models.DateTimeField()
    stale = models.BooleanField(default=False)

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    name_sort = models.TextField()
    names = texts()
    name_words = texts()
    codes = texts()
    # The numbers of the codes that lists are counted by, see `cases/facets.py`.
    facets = models.BinaryField(default=bytes)
    mentions = texts()
    words = WordsField()
    charge_words = WordsField()
    newest_began = models.DateField(null=True)
    last_news_on = models.DateField(null=True)
    ends_possible = DateRangeField(null=True)
    ends_certain = DateRangeField(null=True)

    objects: ClassVar[DocumentQuerySet] = DocumentQuerySet.as_manager()  # type: ignore[assignment]
    exposure = Exposure(
        never=[
            "id",
            "case",
            "audience",
            "ref",
            "members_only",
            "publication_version",
            "card",
            "body",
            "digest",
            "updated_at",
            "stale",
            "person",
            "name_sort",
            "names",
            "name_words",
            "codes",
            "facets",
            "mentions",
            "words",
            "charge_words",
            "newest_began",
            "last_news_on",
            "ends_possible",
            "ends_certain",
        ]
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "audience"], name="document_once"),
            models.UniqueConstraint(fields=["audience", "ref"], name="document_ref"),
            models.CheckConstraint(condition=Q(audience__lte=Audience.TEAM), name="document_never_restricted"),
        ]
        indexes = [
            ordered(sortable("newest_began", NEVER), name="document_newest"),
            ordered(sortable("newest_began", FOREVER), name="document_oldest"),
            ordered(sortable("ends_possible", FOREVER), name="document_ends_soonest"),
            ordered(sortable("ends_possible", NEVER), name="document_ends_last"),
            ordered(F("updated_at"), name="document_updated"),
            ordered(F("name_sort"), name="document_name"),
            models.Index(fields=["audience", "last_news_on"], name="document_news"),
            # All that counting needs, so that counting everything reads this and no documents.
            models.Index(
                fields=["audience"],
                include=["members_only", "case", "person", "facets"],
                condition=Q(facets__length__lte=WIDEST),
                name="document_counted",
            ),
            models.Index(fields=["audience"], condition=Q(facets__length__gt=WIDEST), name="document_wide"),
            models.Index(fields=["id"], condition=Q(stale=True), name="document_stale"),
            GistIndex(fields=["ends_possible"], name="document_ends"),
            GinIndex(fields=["mentions"], name="document_mentions"),
            *searched("codes", "document_codes", DOCUMENTED),
            *searched("name_words", "document_name_words", DOCUMENTED),
            *searched("words", "document_words", DOCUMENTED, collects=True),
            *searched("charge_words", "document_charge", DOCUMENTED),
        ]

    def __str__(self) -> str:
        return f"{self.ref} for {Audience(self.audience).code}"


class CodeNumber(models.Model):
    """The number that stands for a code in `Document.facets`. It never changes."""

    id = models.AutoField(primary_key=True)
    code = models.TextField(unique=True)

    exposure = Exposure(never=["id", "code"])

    def __str__(self) -> str:
        return self.code


class Spell(models.Model):
    """One counted detention of a document, with the days it certainly and possibly lasted, for date questions.

    `audience`, `case` and `newest_began` are the document's: a list of spells is read in the order of its cases.
    """

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="spells")
    audience = models.PositiveSmallIntegerField(choices=Audience.choices)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    newest_began = models.DateField(null=True)
    counts_fully = models.BooleanField()
    held_possible = DateRangeField()
    held_certain = DateRangeField(null=True)
    began_possible = DateRangeField()
    began_certain = DateRangeField(null=True)
    released_possible = DateRangeField(null=True)
    released_certain = DateRangeField(null=True)
    codes = texts()
    charge_words = WordsField()

    exposure = Exposure(
        never=[
            "id",
            "document",
            "audience",
            "case",
            "newest_began",
            "counts_fully",
            "held_possible",
            "held_certain",
            "began_possible",
            "began_certain",
            "released_possible",
            "released_certain",
            "codes",
            "charge_words",
        ]
    )

    class Meta:
        indexes = [
            models.Index(fields=["document"], name="spell_document"),
            ordered(sortable("newest_began", NEVER), name="spell_newest"),
            ordered(sortable("newest_began", FOREVER), name="spell_oldest"),
            *searched("codes", "spell_codes", DOCUMENTED),
            *[
                GistIndex(
                    fields=["audience", f"{days}_possible"],
                    opclasses=["gist_int2_ops", "range_ops"],
                    name=f"spell_{days}",
                )
                for days in ("began", "released")
            ],
        ]

    def __str__(self) -> str:
        return f"spell {self.pk} of {self.document_id}"


class Deadline(models.Model):
    """One clock of a document that is open by its records, with the days on which it runs out, for date questions.

    `because` is the key of the record that started it; without a known start its possible days are open.
    """

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="deadlines")
    audience = models.PositiveSmallIntegerField(choices=Audience.choices)
    rule = models.TextField()
    because = models.TextField()
    possible = DateRangeField()
    certain = DateRangeField(null=True)

    objects: ClassVar[DeadlineQuerySet] = DeadlineQuerySet.as_manager()  # type: ignore[assignment]
    exposure = Exposure(never=["id", "document", "audience", "rule", "because", "possible", "certain"])

    class Meta:
        indexes = [
            # The audience is its document's, kept here too so that “what is due in these days” is one index.
            GistIndex(fields=["audience", "possible"], opclasses=["gist_int2_ops", "range_ops"], name="deadline_due"),
        ]

    def __str__(self) -> str:
        return f"{self.rule} because of {self.because}"


class NameWord(models.Model):
    """A plain word of a name in the documents of an audience, to find the words that what somebody typed may mean."""

    audience = models.PositiveSmallIntegerField(choices=Audience.choices)
    word = models.TextField()
    clues = texts()

    exposure = Exposure(never=["id", "audience", "word", "clues"])

    class Meta:
        constraints = [models.UniqueConstraint(fields=["audience", "word"], name="name_word_once")]
        indexes = [GinIndex(fields=["clues"], name="name_word_clues", fastupdate=False)]

    def __str__(self) -> str:
        return self.word


class LedgerCounter(models.Model):
    """The one row that gives `seq`. It stays locked until the publisher commits, so commit order is seq order."""

    last = models.PositiveBigIntegerField(default=0)

    exposure = Exposure(never=["id", "last"])

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="ledger_counter_is_one_row")]

    def __str__(self) -> str:
        return str(self.last)


# Appended once; afterwards a body can be emptied (consent withdrawn, leak, erasure) and nothing else changes.
LEDGER_APPENDS_ONLY = pgtrigger.Trigger(
    name="ledger_appends_only",
    operation=pgtrigger.Update,
    when=pgtrigger.Before,
    func="""
        IF NEW.body <> '' OR (to_jsonb(NEW) - '{body,blanked_at,case_id,published_by_id,ref}'::text[])
            IS DISTINCT FROM (to_jsonb(OLD) - '{body,blanked_at,case_id,published_by_id,ref}'::text[]) THEN
            RAISE EXCEPTION 'the ledger only appends';
        END IF;
        RETURN NEW;
    """,
)


class Publication(models.Model):
    """One numbered version of a case for an audience, or a tombstone. `digest` is SHA-256 of the body's content."""

    seq = models.PositiveBigIntegerField(unique=True)
    case = models.ForeignKey(Case, null=True, on_delete=models.SET_NULL, related_name="publications")
    ref = models.CharField(max_length=12)
    audience = models.PositiveSmallIntegerField(choices=Audience.choices)
    version = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=PublicationKind.choices)
    reason = models.CharField(max_length=14, choices=WithdrawalReason.choices, blank=True)
    body = models.TextField(blank=True)
    digest = models.CharField(max_length=64)
    published_at = models.DateTimeField(default=timezone.now)
    published_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    blanked_at = models.DateTimeField(null=True)

    objects: ClassVar[PublicationQuerySet] = PublicationQuerySet.as_manager()  # type: ignore[assignment]
    exposure = Exposure(
        public=["seq", "ref", "version", "kind", "published_at", "digest", "body"],
        team=["reason", "published_by", "blanked_at", "audience"],
        never=["id", "case"],
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ref", "audience", "version"], name="publication_version_once"),
            models.CheckConstraint(condition=Q(audience__lt=Audience.TEAM), name="publication_for_outsiders"),
        ]
        indexes = [
            models.Index(fields=["audience", "seq"], name="publication_seq"),
            models.Index(fields=["ref", "audience", "-seq"], name="publication_newest"),
        ]
        triggers = [LEDGER_APPENDS_ONLY, pgtrigger.Protect(name="ledger_keeps", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.ref} v{self.version} for {Audience(self.audience).code}"
