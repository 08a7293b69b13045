"""`rebuild_documents`: team documents again from records, the others from the ledger; `--check` only compares."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cases.models import Case
from cases.name_words import forget_unused_words
from cases.rebuilding import rebuild


class Command(BaseCommand):
    help = "Rebuilds documents. With --check: changes nothing, names the differences, exits 1 if there are any."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--case", metavar="REF")
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        cases = Case.objects.all()
        if options["case"]:
            cases = cases.filter(ref=options["case"])
            if not cases.exists():
                raise CommandError(f"There is no case {options['case']}.")
        done = different = 0
        for outcome in rebuild(cases, check=options["check"]):
            done += 1
            different += outcome.differs
            if outcome.differs:
                verb = "differs" if options["check"] else "rebuilt"
                self.stdout.write(f"{verb}: {outcome.ref} for {outcome.audience.code}")
        if not options["check"]:
            forget_unused_words()
        self.stdout.write(f"{done} documents, {different} different")
        if options["check"] and different:
            sys.exit(1)
