"""How much memory PostgreSQL takes while something runs, beside the buffers that all its processes share."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from pathlib import Path

EVERY = 0.1


def of_its_own(server: int) -> int:
    """Bytes that the server process and its children have for themselves alone, by Linux's account."""
    found = 0
    for status in Path("/proc").glob("[0-9]*/status"):
        # A process may end while it is looked at.
        with contextlib.suppress(OSError):
            said = dict(line.split(":", 1) for line in status.read_text().splitlines() if ":" in line)
            if server in (int(said["Pid"]), int(said["PPid"])):
                found += int(said.get("RssAnon", "0 kB").split()[0]) * 1024
    return found


@contextlib.contextmanager
def watched(server: int) -> Iterator[list[int]]:
    """What `of_its_own` was again and again while the block ran."""
    seen = [of_its_own(server)]
    done = threading.Event()

    def look() -> None:
        while not done.wait(EVERY):
            seen.append(of_its_own(server))

    thread = threading.Thread(target=look, daemon=True)
    thread.start()
    try:
        yield seen
    finally:
        done.set()
        thread.join()
