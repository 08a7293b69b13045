"""The dictionary of name words: filled wherever documents are written, swept when documents are rebuilt.

It only shortens the way from what was typed to documents. What it holds beyond their words matches nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import connection, transaction
from django.db.models import F, Func, Lookup, Q, QuerySet, Subquery, TextField

from cases.models import Document, NameWord
from people.misspelling import clues
from tracker.audiences import DOCUMENTED, Audience

# So many unused words are taken out while writers wait.
AT_ONCE = 200


class OneParameter(Lookup):
    """A lookup whose list goes to PostgreSQL as one array: Django's own write a placeholder for each of its texts."""

    template = ""

    def get_prep_lookup(self) -> list[str]:
        return list(self.rhs)

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        left, left_params = self.process_lhs(compiler, connection)
        return self.template.format(left), [*left_params, self.rhs]


@ArrayField.register_lookup
class Shares(OneParameter):
    """`clues__shares=[…]`: the array holds one of these texts."""

    lookup_name = "shares"
    template = "{} && %s::text[]"


@TextField.register_lookup
class Among(OneParameter):
    """`word__among=[…]`: the text is one of these."""

    lookup_name = "among"
    template = "{} = ANY(%s::text[])"


def add_words(audience: Audience, documents: Iterable[Document]) -> None:
    """Adds the words of these documents' names that the audience's dictionary lacks, in one statement."""
    # In one order, so that two writers never wait for each other in a ring.
    words = sorted({word for document in documents for word in document.name_words})
    NameWord.objects.bulk_create(
        [NameWord(audience=audience, word=word, clues=list(clues(word))) for word in words], ignore_conflicts=True
    )


def look_up(documents: QuerySet[Document], *, near: Iterable[str], exactly: Iterable[str]) -> set[str]:
    """The words in the dictionary of these documents' audience that may be near some words, or are one of others."""
    audience = Subquery(documents.values("audience")[:1])
    wanted = sorted({clue for word in near for clue in clues(word)})
    found = NameWord.objects.filter(Q(clues__shares=wanted) | Q(word__among=sorted(exactly)), audience=audience)
    return set(found.values_list("word", flat=True))


def missing_words(audience: Audience, documents: Iterable[Document]) -> set[str]:
    """The words of these documents' names that the audience's dictionary lacks."""
    words = {word for document in documents for word in document.name_words}
    return words - set(NameWord.objects.filter(audience=audience, word__in=words).values_list("word", flat=True))


def forget_unused_words() -> int:
    """Takes the words that no document of their audience holds any more out of the dictionary. Returns how many.

    Raises `OperationalError` when writers keep it waiting for five seconds; the words match nothing until next time.
    """
    gone = 0
    for audience in DOCUMENTED:
        words = NameWord.objects.filter(audience=audience)
        held = Document.objects.filter(audience=audience).annotate(word=Func(F("name_words"), function="unnest"))
        unused = list(words.values_list("word", flat=True).difference(held.values_list("word", flat=True)))
        for start in range(0, len(unused), AT_ONCE):
            gone += _forget(audience, unused[start : start + AT_ONCE])
    return gone


@transaction.atomic
def _forget(audience: Audience, unused: list[str]) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '5s'")
        # A writer that found a word there and has not committed its document yet is waited for; a later one finds the
        # word gone and adds it again.
        cursor.execute(f"LOCK TABLE {NameWord._meta.db_table} IN SHARE ROW EXCLUSIVE MODE")
    taken = Document.objects.filter(audience=audience, name_words__shares=unused).values_list("name_words", flat=True)
    still = {word for words in taken for word in words}
    return NameWord.objects.filter(audience=audience, word__among=[w for w in unused if w not in still]).delete()[0]
