"""`generate_cases N`: invented people for trials; interrupted and run again, it goes on."""

from __future__ import annotations

import os
from functools import partial
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cases.loading import invented
from cases.loading.blocks import Refused, loaders, write_in_processes
from cases.loading.progress import Progress


class Command(BaseCommand):
    help = "Makes N invented cases, nine in ten published to partners, the rest in every other state."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("count", metavar="N", type=int)
        parser.add_argument("--processes", type=int, default=min(os.cpu_count() or 1, 4))

    def handle(self, *args: Any, count: int, processes: int, **options: Any) -> None:
        shared, by = invented.load_shared(), loaders(invented.ORIGIN)
        progress = Progress(self.stdout, count)
        write = partial(invented.write_part, shared=shared, by=by)
        try:
            write_in_processes(invented.parts(count), write, processes=processes, report=progress)
        except Refused as fault:
            raise CommandError(str(fault)) from fault
        progress.done()
