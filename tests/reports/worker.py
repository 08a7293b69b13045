"""A worker as `up` starts it, that dies with its whole group (-9) at a point of its work.

A point is a function's name and how often it was called: `module:name:2`; the worker dies after that call. It takes this
module in (`--include`) and finds the point in its environment.
"""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any
from unittest.mock import patch
from uuid import uuid4

from celery import Task, current_app
from django.conf import settings
from django.db import connection

from tests.tracker.starting import BASE_DIR, clean_environment
from tracker.children import Worker

POINT, QUEUE = "TESTED_WORKER_DIES_AFTER", "TESTED_WORKER_QUEUE"
SECONDS = 60


class Workers:
    """Workers on this test's database, one after another, each asked for this task once. They have a queue of their
    own: other tests ask for other things."""

    def __init__(self, task: Task) -> None:
        self.task, self.queue = task, f"test-{uuid4().hex}"

    def killed_after(self, point: str) -> None:
        """One that dies at that point."""
        with self.working(point) as worker:
            said, _ = worker.communicate(timeout=SECONDS)
            assert worker.returncode == -signal.SIGKILL, said

    def until(self, is_done: Callable[[], bool]) -> None:
        """One that works until that is so, and is killed then."""
        with self.working() as worker:
            end = time.monotonic() + SECONDS
            while not is_done() and time.monotonic() < end:
                assert worker.poll() is None, worker.stdout.read()
                time.sleep(0.1)
        assert is_done()

    @contextmanager
    def working(self, point: str = "") -> Iterator[subprocess.Popen]:
        """One that was asked as beat asks, killed with the block."""
        command = Worker(data=settings.DATA_DIR, site="", lease=None).command
        own = ["--queues", self.queue, "--include", "tests.reports.worker"]
        started = subprocess.Popen(
            [*command, *own],
            cwd=BASE_DIR,
            env=self._environment(point),
            start_new_session=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        try:
            self.task.apply_async(queue=self.queue)
            yield started
        finally:
            if started.poll() is None:
                os.killpg(started.pid, signal.SIGKILL)
            started.wait(timeout=SECONDS)

    def _environment(self, point: str) -> dict[str, str]:
        own, _slash, name = os.environ["DATABASE_URL"].rpartition("/")
        return clean_environment(
            settings.DATA_DIR,
            DATABASE_URL=f"{own}/{connection.settings_dict['NAME']}?{name.partition('?')[2]}",
            REDIS_URL=os.environ["REDIS_URL"],
            EMAIL_URL=settings.EMAIL_URL,
            EMAIL_FROM=settings.EMAIL_FROM,
            EMAIL_RATE="6000",
            CELERY_SKIP_CHECKS="1",
            **{POINT: point, QUEUE: self.queue},
        )


def die_after(point: str) -> Any:
    """A patch by which a process kills its group once the function has been called that many times."""
    module, name, times = point.split(":")
    target = import_module(module)
    real = getattr(target, name)
    left = int(times)

    def until_then(*args: Any, **kwargs: Any) -> Any:
        nonlocal left
        result = real(*args, **kwargs)
        left -= 1
        if not left:
            os.killpg(os.getpgrp(), signal.SIGKILL)
        return result

    return patch.object(target, name, until_then)


if queue := os.environ.get(QUEUE):
    current_app.conf.task_default_queue = queue
    if os.environ[POINT]:
        die_after(os.environ[POINT]).start()
