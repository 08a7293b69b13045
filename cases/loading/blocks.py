"""Blocks of cases written by several processes. Killed at any moment and run again, the same load ends the same."""

from __future__ import annotations

import gc
import os
import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass, field
from multiprocessing import get_context
from typing import Any, TypeVar

from django.contrib.contenttypes.models import ContentType
from django.db import connections, models, transaction

from cases.bulk import Entered, enter_block
from cases.models import Case, CaseRecord, Citation, CitationLink, ImportKey
from tracker.audiences import Audience
from tracker.bulk import Staging
from tracker.models import User
from tracker.permissions import Role

M = TypeVar("M", bound=models.Model)
R = TypeVar("R", bound=CaseRecord)

# What is read ahead of the writers: enough that none waits, little enough that memory stays flat.
_AHEAD = 2


@dataclass
class Block:
    """Cases by their row's key, what supports them waiting in `staging`, and to whom each is published."""

    origin: str
    staging: Staging
    cases: dict[str, Case] = field(default_factory=dict)
    audiences: dict[int, Audience] = field(default_factory=dict)

    def add(self, key: str, case: Case, audience: Audience | None) -> Case:
        self.cases[key] = self.staging.add(case)
        self.staging.add(ImportKey(origin=self.origin, key=key, case=case))
        if audience is not None:
            self.audiences[case.pk] = audience
        return case


class Entry:
    """One case on its way into a block, with the records that are to be cited."""

    def __init__(self, block: Block) -> None:
        self.block = block
        self.records: list[CaseRecord] = []

    def stage(self, row: M) -> M:
        return self.block.staging.add(row)

    def record(self, record: R) -> R:
        self.records.append(self.stage(record))
        return record

    def cite(self, case: Case, citations: list[Citation]) -> None:
        """Every record is carried by a citation, and every citation carries a record."""
        for number in range(max(len(self.records), len(citations))):
            record = self.records[number % len(self.records)]
            kind = ContentType.objects.get_for_model(record)
            citation = citations[number % len(citations)]
            self.stage(CitationLink(citation=citation, case=case, content_type=kind, object_id=record.pk))


@dataclass(frozen=True)
class Loaders:
    """The two accounts of a load: nobody signs in with them, and one may not do the other's part."""

    researcher: User
    reviewer: User


def loaders(origin: str) -> Loaders:
    """The accounts that a load is entered and approved by, made when they are not there."""
    found = {}
    for role in (Role.RESEARCHER, Role.REVIEWER):
        name = f"{origin}-{role.value}"
        found[role] = User.objects.filter(username=name).first() or User.objects.create_user(name, role=role.value)
    return Loaders(found[Role.RESEARCHER], found[Role.REVIEWER])


def known_keys(origin: str, keys: Iterable[str]) -> set[str]:
    """Those of the keys whose cases are there already."""
    return set(ImportKey.objects.filter(origin=origin, key__in=list(keys)).values_list("key", flat=True))


class Refused(ValueError):
    """The gate kept a case back, so nothing of its block was written."""


def write_block(block: Block, by: Loaders) -> Entered:
    """Writes a block, or nothing of it. Raises `Refused`."""
    with transaction.atomic():
        entered = enter_block(
            block.staging,
            list(block.cases.values()),
            by=by.researcher,
            reviewer=by.reviewer,
            audiences=block.audiences,
            why=f"loaded from {block.origin}",
            door=block.origin,
        )
        for ref, reasons in entered.refused.items():
            key = next(key for key, case in block.cases.items() if case.ref == ref)
            raise Refused(f"{block.origin} {key} can't be published: {reasons[0].text}")
    return entered


def write_in_processes(
    parts: Iterable[Any], write: Callable[[Any], Entered], *, processes: int, report: Callable[[Entered], None]
) -> None:
    """Hands the parts to so many processes as they are free, and each part's outcome to `report`.

    `parts` are read as they are needed. The first error ends the load; what was written stays.
    """
    if processes == 1:
        for part in parts:
            report(write(part))
        return
    connections.close_all()
    context = get_context("fork")
    with ProcessPoolExecutor(
        processes, mp_context=context, initializer=_start_process, initargs=(os.getpid(),)
    ) as pool:
        waiting: set[Future[Entered]] = set()
        for part in parts:
            waiting.add(pool.submit(_write_one, write, part))
            if len(waiting) >= processes * _AHEAD:
                done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                for future in done:
                    report(future.result())
        for future in waiting:
            report(future.result())


def _write_one(write: Callable[[Any], Entered], part: Any) -> Entered:
    try:
        return write(part)
    finally:
        gc.collect()


def _start_process(parent: int) -> None:
    """A writer has connections of its own, and ends with the process that started it, even a killed one."""
    connections.close_all()
    # Hundreds of thousands of rows live as long as their block: looking through them meanwhile takes a fifth of the
    # time.
    gc.freeze()
    gc.disable()
    threading.Thread(target=_leave_with, args=(parent,), daemon=True).start()


def _leave_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(1)
