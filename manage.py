#!/usr/bin/env python3
"""Starts every command of the project. Until it runs inside `.venv` it uses nothing beyond the standard library.

`.venv` beside this file is made from the lock files on the first call and whenever they change; `TRACKER_NO_VENV=1`
(a container, an environment made by hand) leaves the running Python alone.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
PYTHON = VENV / "bin" / "python"
# Written last, so that an installation that was cut off is done again.
STAMP = VENV / "installed.json"
UNFINISHED = VENV / "unfinished"
OLDEST_PYTHON = (3, 11)
RUN_LOCK, DEVELOPMENT_LOCK = "requirements.lock", "requirements-dev.lock"
DEVELOPMENT_COMMANDS = {"test", "lint"}


def main() -> None:
    if sys.version_info < OLDEST_PYTHON:
        sys.exit(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}.")
    if os.environ.get("TRACKER_NO_VENV") != "1":
        enter_venv(sys.argv)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")
    from tracker.management import run_command

    run_command(sys.argv)


def enter_venv(argv: list[str]) -> None:
    """Come back inside `.venv`, which then holds what the locks name. The process keeps its id."""
    locks = [RUN_LOCK]
    if len(argv) > 1 and argv[1] in DEVELOPMENT_COMMANDS:
        locks.append(DEVELOPMENT_LOCK)
    wanted = {lock: hashlib.sha256((HERE / lock).read_bytes()).hexdigest() for lock in locks}
    if not is_installed(wanted):
        with one_at_a_time():
            if not is_installed(wanted):
                install(wanted)
    if not runs_in_venv():
        os.execv(PYTHON, [str(PYTHON), *argv])  # noqa: S606


def is_installed(wanted: dict[str, str]) -> bool:
    try:
        stamp = json.loads(STAMP.read_text())
    except (OSError, ValueError):
        return False
    same_locks = all(stamp.get(lock) == digest for lock, digest in wanted.items())
    return same_locks and stamp.get("python") == real_python() and not UNFINISHED.exists()


def runs_in_venv() -> bool:
    return os.path.realpath(sys.prefix) == os.path.realpath(VENV)


def real_python() -> str:
    """The file that `.venv` runs; another one after an upgrade of the system's Python."""
    return os.path.realpath(PYTHON) if PYTHON.exists() else ""


@contextlib.contextmanager
def one_at_a_time():
    folder = os.open(HERE, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def install(wanted: dict[str, str]) -> None:
    python_changed = STAMP.exists() and read_stamp().get("python") != real_python()
    if not PYTHON.exists() or UNFINISHED.exists() or python_changed:
        make_venv()
    lock = DEVELOPMENT_LOCK if DEVELOPMENT_LOCK in wanted else RUN_LOCK
    say(f"Installing the packages of {lock} into .venv …")
    UNFINISHED.touch()
    STAMP.unlink(missing_ok=True)
    options = ["--quiet", "--disable-pip-version-check", "--no-input", "--require-hashes"]
    command = [str(PYTHON), "-m", "pip", "install", *options, "-r", str(HERE / lock)]
    pip = run(command)
    # From here on only a pip that was cut off leaves the mark: then the folder can't be trusted and is made anew.
    UNFINISHED.unlink()
    if pip.returncode:
        sys.exit(explain_pip(pip.stdout))
    STAMP.write_text(json.dumps({**wanted, "python": real_python()}))


def read_stamp() -> dict[str, str]:
    with contextlib.suppress(OSError, ValueError):
        return json.loads(STAMP.read_text())
    return {}


def make_venv() -> None:
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    if not find_spec("venv") or not find_spec("ensurepip"):
        sys.exit(f"Python's venv is missing: apt install python{version}-venv (on other systems: its venv package).")
    if runs_in_venv():
        sys.exit("Packages have changed: run this with the system's python3, which renews .venv.")
    if VENV.is_symlink():
        # Making it anew would empty a folder that other checkouts use.
        sys.exit(".venv is a link: remove it, or bring the packages of the folder it leads to up to date there.")
    venv = run([sys.executable, "-m", "venv", "--clear", str(VENV)])
    if venv.returncode:
        sys.exit(f".venv can't be made: {last_line(venv.stdout)}")


def run(command: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)  # noqa: S603


def explain_pip(output: str) -> str:
    for line in output.splitlines():
        if "No matching distribution found for" in line:
            package = line.rsplit(" for ", 1)[1].split(" (from")[0]
            machine = f"{sys.platform} {os.uname().machine}, Python {sys.version.split()[0]}"
            return f"There is no package of {package} for this platform ({machine}), or no index can be reached."
    lines = [line for line in output.splitlines() if not line.startswith("WARNING")]
    fault = next((line for line in lines if line.startswith("ERROR: ")), last_line(output))
    details = "\n".join(line for line in lines if line != fault)
    return f"{details}\nThe packages can't be installed: {fault.removeprefix('ERROR: ')}".strip()


def last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else "no reason was given"


def say(line: str) -> None:
    sys.stderr.write(line + "\n")
    sys.stderr.flush()


if __name__ == "__main__":
    main()
