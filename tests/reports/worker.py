"""A worker process for one task, that is killed with signal 9 at a point of its work: `python -m tests.reports.worker`
DATABASE TASK ISSUE POINT. A point is a function's name and how often it was called: `module:name:2`; it dies after that
call. POINT `none` lets it finish."""

from __future__ import annotations

import os
import signal
import sys
from importlib import import_module
from typing import Any
from unittest.mock import patch

import django


def die_after(point: str) -> Any:
    """A patch by which this process kills itself once the function has been called that many times."""
    module, name, times = point.split(":")
    target = import_module(module)
    for part in name.split(".")[:-1]:
        target = getattr(target, part)
    last = name.split(".")[-1]
    real = getattr(target, last)
    left = int(times)

    def until_then(*args: Any, **kwargs: Any) -> Any:
        nonlocal left
        result = real(*args, **kwargs)
        left -= 1
        if not left:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    return patch.object(target, last, until_then)


if __name__ == "__main__":
    database, task, issue, point = sys.argv[1:]
    django.setup()
    from django.db import connections

    connections["default"].settings_dict["NAME"] = database
    from reports import tasks

    run = {"compile": lambda: tasks.compile_issue.apply([int(issue)], throw=True)}.get(task)
    run = run or (lambda: tasks.render_redacted_issues.apply(throw=True))
    if point == "none":
        run()
    else:
        with die_after(point):
            run()
