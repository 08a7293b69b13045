"""A column of many documents as PostgreSQL copies it out: fast, flat in memory, and of one moment of the database.

COPY pushes and a web server pulls, so a thread copies into a short queue, over a connection of its own that can be
dropped half-way without harm to the request's. A reader who is slow makes the thread wait, never the queue grow.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import QuerySet
from rest_framework.exceptions import APIException

from cases.models import Document, Publication
from cases.querysets import written

logger = logging.getLogger(__name__)

# One chunk goes through the web server at a time; so many of them are all that a slow reader can make us hold.
CHUNK_BYTES = 256 * 1024
CHUNKS_WAITING = 4
# Each copy keeps a thread of the web server for as long as its reader takes: some must be left for everybody else.
COPIES_AT_ONCE = 8
_slots = threading.BoundedSemaphore(COPIES_AT_ONCE)

# PostgreSQL's binary format: a header, then for each row the number of its columns, the length of the one there is and
# its bytes as they lie, then a mark. Nothing is escaped: a quarter quicker than its text form, a third than its CSV.
_HEADER = b"PGCOPY\n\xff\r\n\0" + bytes(8)
_ROW_BEGINS = 2 + 4
_END = b"\xff\xff"


class Busy(APIException):
    """As many copies are running as this process takes at once."""

    status_code = 503
    default_detail = "Too many exports are being taken just now: try again in a minute."
    wait = 60


class TooSlow(APIException):
    """The reader took longer over a copy than the setting allows."""

    status_code = 503
    default_detail = "The export took too long: narrow the question."


class _Closed(Exception):
    """Nobody reads any more."""


@contextmanager
def snapshot() -> Iterator[BaseDatabaseWrapper]:
    """A connection of its own that only reads, and sees one moment of the database; closed at the end."""
    own = connections.create_connection(DEFAULT_DB_ALIAS)
    try:
        with own.cursor() as cursor:
            cursor.execute("SET default_transaction_isolation = 'repeatable read'")
            cursor.execute("SET statement_timeout = %s", [settings.EXPORT_SECONDS * 1000])
            cursor.execute("BEGIN READ ONLY")
        yield own
    finally:
        own.close()


class Copy:
    """`column` of these documents, one a line, as an iterator of chunks of whole lines.

    Making it waits for the first of them. Afterwards `seq` is the newest number in `ledger` at the moment of the copy,
    and `lines` counts what was handed out. Making and iterating raise `DatabaseError` or `TooSlow`; making raises
    `Busy`. Whoever makes one closes it.
    """

    def __init__(self, documents: QuerySet[Document], column: str, *, ledger: QuerySet[Publication]) -> None:
        self.lines = 0
        self.seq = 0
        self._question = written(documents.values_list(column))
        self._newest = written(ledger.order_by("-seq").values_list("seq")[:1])
        self._waiting: deque[bytes] = deque()
        self._held: list[bytes] = []
        self._held_bytes = 0
        self._changed = threading.Condition()
        self._is_begun = self._is_done = self._is_closed = False
        self._fault: Exception | None = None
        self._connection: Any = None
        self._ends_at = time.monotonic() + settings.EXPORT_SECONDS
        if not _slots.acquire(blocking=False):
            raise Busy
        self._thread = threading.Thread(target=self._run, name="copy", daemon=True)
        self._thread.start()
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._is_done)
        if self._fault and not self._waiting:
            self.close()
            raise self._fault

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._is_done)
            if self._waiting:
                chunk = self._waiting.popleft()
                self._changed.notify_all()
                self.lines += chunk.count(b"\n")
                return chunk
        if self._fault:
            raise self._fault
        raise StopIteration

    def close(self) -> None:
        """Ends the copying, and what the database may still be working out for it."""
        with self._changed:
            if self._is_closed:
                return
            self._is_closed = True
            self._waiting.clear()
            self._changed.notify_all()
        if self._thread.is_alive() and self._connection is not None:
            with suppress(Exception):
                self._connection.cancel()
        self._thread.join(timeout=5)
        _slots.release()

    def write(self, data: bytes) -> None:
        """Takes a row from COPY, which writes each whole, the header with the first."""
        if not self._is_begun:
            if not data.startswith(_HEADER):
                raise ValueError("the database copies in another format")
            self._is_begun = True
            data = data[len(_HEADER) :]
        if data in (_END, b""):
            return
        self._held.append(data[_ROW_BEGINS:])
        self._held_bytes += len(data)
        if self._held_bytes >= CHUNK_BYTES:
            self._hand_over()

    def _hand_over(self) -> None:
        if not self._held:
            return
        chunk = b"\n".join([*self._held, b""])
        with self._changed:
            left = self._ends_at - time.monotonic()
            self._changed.wait_for(lambda: len(self._waiting) < CHUNKS_WAITING or self._is_closed, timeout=left)
            if self._is_closed:
                raise _Closed
            if len(self._waiting) >= CHUNKS_WAITING:
                raise TooSlow
            self._waiting.append(chunk)
            self._changed.notify_all()
        self._held, self._held_bytes = [], 0

    def _run(self) -> None:
        try:
            with snapshot() as own:
                self._copy(own)
        except _Closed:
            pass
        except Exception as fault:  # noqa: BLE001  the reader's thread raises it
            self._fault = fault
        finally:
            with self._changed:
                self._is_done = True
                self._changed.notify_all()

    def _copy(self, own: BaseDatabaseWrapper) -> None:
        self._connection = own.connection
        with own.cursor() as cursor:
            cursor.execute(*self._newest)
            self.seq = (cursor.fetchone() or [0])[0]
            with own.wrap_database_errors:
                question = cursor.cursor.mogrify(*self._question).decode()
                cursor.cursor.copy_expert(f"COPY ({question}) TO STDOUT (FORMAT binary)", self)
        self._hand_over()


def log_fault(fault: Exception, copy: Copy) -> None:
    """Says in the log that a copy ended early: the kind of fault and how far it came, never what a row held."""
    cause = getattr(fault.__cause__, "pgcode", "") if isinstance(fault, DatabaseError) else ""
    logger.error("an export ended early, after %d lines: %s %s", copy.lines, type(fault).__name__, cause)
