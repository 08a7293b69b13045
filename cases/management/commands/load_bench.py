"""`load_bench DIR`: the performance bench's CSV files as published cases; interrupted and run again, it goes on."""

from __future__ import annotations

import json
import os
from functools import partial
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from cases.loading import bench
from cases.loading.blocks import loaders, write_in_processes
from cases.loading.progress import Progress


class Command(BaseCommand):
    help = "Loads the bench's CSV files of DIR as published cases and writes DIR/app_ids.json."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", metavar="DIR", type=Path)
        parser.add_argument("--processes", type=int, default=min(os.cpu_count() or 1, 4))
        parser.add_argument("--block", type=int, default=bench.BLOCK, help="people written in one transaction")

    def handle(self, *args: Any, folder: Path, processes: int, block: int, **options: Any) -> None:
        if not (folder / "meta.json").is_file():
            raise CommandError(f"{folder} holds no meta.json: it is no folder of the bench's generator.")
        shared, by = bench.load_shared(folder), loaders(bench.ORIGIN)
        progress = Progress(self.stdout, json.loads((folder / "meta.json").read_text())["persons"])
        write = partial(bench.write_part, shared=shared, by=by)
        try:
            write_in_processes(bench.read_parts(folder, block), write, processes=processes, report=progress)
        except ValueError as fault:
            raise CommandError(str(fault)) from fault
        progress.done()
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
        self.stdout.write(str(bench.write_ids(folder, shared)))
