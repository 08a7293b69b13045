"""Every answered write is there, whatever is killed at any moment (design: safety, "Nothing lost")."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time

import pytest

from tests.tracker.starting import BASE_DIR, CHILDREN, Up, clean_environment, command, data_folder
from tracker import embedded

pytestmark = pytest.mark.processes

KILLED = ["up", *CHILDREN, "up", "postgres", "web", "up"]

COUNT_ANSWERED = """
import json
from cases.models import Publication, Statement
words = sorted(int(t.removeprefix("answered word")) for t in Statement.objects.values_list("text", flat=True))
newest = json.loads(Publication.objects.standing().get().body)
told = sorted(int(s["text"].removeprefix("answered word")) for s in newest["statements"])
seqs = sorted(Publication.objects.values_list("seq", flat=True))
print(json.dumps({"written": words, "published": told, "gaps": seqs != list(range(1, len(seqs) + 1))}))
"""


class Writer:
    """The writing process, and the highest number it was answered for."""

    def __init__(self, data) -> None:
        environment = clean_environment(
            data,
            DATABASE_URL=embedded.database_url(data),
            REDIS_URL=embedded.redis_url(data),
            DJANGO_SETTINGS_MODULE="tracker.settings",
            PYTHONPATH=str(BASE_DIR),
        )
        self.answered = 0
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.rules.writer"],
            cwd=BASE_DIR,
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        for line in self.process.stdout:
            if line.startswith("answered "):
                self.answered = int(line.split()[1])

    def wait_for_more(self) -> None:
        """Until it was answered three more times: it is in the middle of its work again."""
        wanted = self.answered + 3
        for _ in range(600):
            if self.answered >= wanted:
                return
            assert self.process.poll() is None, "the writer has given up"
            time.sleep(0.05)
        raise AssertionError(f"no answer after number {self.answered}")


def test_every_answered_write_is_there_after_ten_kills():
    with data_folder() as data:
        running = Up(data)
        writer = None
        try:
            running.wait_for("ready: ")
            writer = Writer(data)
            for victim in KILLED:
                writer.wait_for_more()
                pid = running.pids()[victim]
                os.kill(pid, signal.SIGKILL)
                if victim == "up":
                    running.process.wait(timeout=60)
                    running = Up(data)
                    running.wait_for("ready: ")
                else:
                    running.wait_for_another(victim, pid)
            writer.wait_for_more()
        finally:
            if writer:
                writer.process.kill()
                writer.process.wait(timeout=60)
            code = running.stop()
        counted = command(data, "shell", "--verbosity", "0", "--command", COUNT_ANSWERED)
        assert counted.returncode == 0, counted.stderr
        found = json.loads(counted.stdout.splitlines()[-1])
        checked = command(data, "rebuild_documents", "--check")
    assert code == 0
    assert writer.answered >= 30
    # The one that was cut short may be there too, unanswered; none before it may be missing or doubled.
    assert found["written"][: writer.answered] == list(range(1, writer.answered + 1))
    assert found["published"][: writer.answered] == list(range(1, writer.answered + 1))
    assert len(found["written"]) <= writer.answered + 1
    assert not found["gaps"]
    assert (checked.returncode, checked.stdout) == (0, "2 documents, 0 different\n")
