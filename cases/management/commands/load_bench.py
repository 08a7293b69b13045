"""`load_bench DIR`: the performance bench's CSV files as published cases; interrupted and run again, it goes on."""

from __future__ import annotations

import json
import os
import time
from functools import partial
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from cases.bulk import Entered
from cases.loading import bench
from cases.loading.blocks import loaders, write_in_processes


class Command(BaseCommand):
    help = "Loads the bench's CSV files of DIR as published cases and writes DIR/app_ids.json."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", metavar="DIR", type=Path)
        parser.add_argument("--processes", type=int, default=min(os.cpu_count() or 1, 4))

    def handle(self, *args: Any, folder: Path, processes: int, **options: Any) -> None:
        if not (folder / "meta.json").is_file():
            raise CommandError(f"{folder} holds no meta.json: it is no folder of the bench's generator.")
        people = json.loads((folder / "meta.json").read_text())["persons"]
        shared, by = bench.load_shared(folder), loaders(bench.ORIGIN)
        self.began, self.rows, self.cases, self.people = time.monotonic(), 0, 0, people
        write = partial(bench.write_part, shared=shared, by=by)
        try:
            write_in_processes(bench.read_parts(folder), write, processes=processes, report=self.report)
        except ValueError as fault:
            raise CommandError(str(fault)) from fault
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
        seconds = time.monotonic() - self.began
        self.stdout.write(f"\n{self.rows} rows of {self.cases} new cases in {seconds:.0f} s, {self.rate} rows/s")
        self.stdout.write(str(bench.write_ids(folder, shared)))

    @property
    def rate(self) -> int:
        return round(self.rows / max(time.monotonic() - self.began, 0.001))

    def report(self, entered: Entered) -> None:
        if entered.refused:
            ref, reasons = next(iter(entered.refused.items()))
            raise CommandError(f"{ref}: {reasons[0].text}")
        self.rows += entered.rows
        self.cases += entered.published
        self.stdout.write(f"\r{self.cases} of {self.people} cases, {self.rate} rows/s", ending="")
        self.stdout.flush()
