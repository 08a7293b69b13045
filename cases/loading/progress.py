"""What a load says of itself while it runs and when it is done."""

from __future__ import annotations

import time

from django.core.management.base import OutputWrapper

from cases.bulk import Entered


class Progress:
    """Counts rows and cases on one line of the terminal."""

    def __init__(self, out: OutputWrapper, total: int) -> None:
        self.out, self.total = out, total
        self.began, self.rows, self.cases = time.monotonic(), 0, 0

    @property
    def rate(self) -> int:
        """Rows a second."""
        return round(self.rows / max(time.monotonic() - self.began, 0.001))

    def __call__(self, entered: Entered) -> None:
        self.rows += entered.rows
        self.cases += entered.cases
        self.out.write(f"\r{self.cases} of {self.total} cases, {self.rate} rows/s", ending="")
        self.out.flush()

    def done(self) -> None:
        seconds = time.monotonic() - self.began
        self.out.write(f"\n{self.rows} rows of {self.cases} new cases in {seconds:.0f} s, {self.rate} rows/s")
