"""`manage.py` before any package is there: it makes its environment, once, and says in one line why it can't."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.tracker.starting import BASE_DIR

pytestmark = pytest.mark.processes
# Installs without an index: pip itself, which a new environment has.
STUB = """import sys
def run_command(argv):
    sys.stdout.write(f"{sys.prefix} {argv[1:]}")
"""


@pytest.fixture(scope="module")
def checkout(tmp_path_factory) -> Path:
    """`manage.py` beside locks that name nothing to download, and a stub in the place of the project."""
    folder = tmp_path_factory.mktemp("checkout").resolve()
    shutil.copy(BASE_DIR / "manage.py", folder)
    (folder / "requirements.lock").write_text("# nothing\n")
    (folder / "requirements-dev.lock").write_text("# nothing for tests\n")
    (folder / "tracker" / "management").mkdir(parents=True)
    (folder / "tracker" / "__init__.py").touch()
    (folder / "tracker" / "management" / "__init__.py").write_text(STUB)
    return folder


def manage(checkout: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    unwanted = ("TRACKER_NO_VENV", "VIRTUAL_ENV", "PYTHONPATH")
    kept = {name: value for name, value in os.environ.items() if name not in unwanted}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=checkout,
        env={**kept, "HOME": str(checkout), **more},
        capture_output=True,
        text=True,
    )


def test_first_call_makes_the_environment_and_goes_on_inside_it(checkout: Path):
    first = manage(checkout, "migrate", "--plan")
    second = manage(checkout, "migrate")

    assert first.stdout == f"{checkout}/.venv ['migrate', '--plan']", first.stderr
    assert first.stderr == "Installing the packages of requirements.lock into .venv …\n"
    assert (second.stdout, second.stderr) == (f"{checkout}/.venv ['migrate']", "")


def test_test_command_installs_the_development_packages_too(checkout: Path):
    first = manage(checkout, "test")
    second = manage(checkout, "up")

    assert first.stderr == "Installing the packages of requirements-dev.lock into .venv …\n"
    assert second.stderr == ""


def test_changed_lock_is_installed_again(checkout: Path):
    (checkout / "requirements.lock").write_text("# nothing, in other words\n")

    assert manage(checkout, "up").stderr == "Installing the packages of requirements.lock into .venv …\n"
    assert manage(checkout, "up").stderr == ""


def test_installation_that_was_cut_off_is_done_again_from_the_start(checkout: Path):
    (checkout / ".venv" / "unfinished").touch()
    (checkout / ".venv" / "half").touch()

    again = manage(checkout, "up")

    assert again.stdout == f"{checkout}/.venv ['up']", again.stderr
    assert not (checkout / ".venv" / "half").exists()
    assert not (checkout / ".venv" / "unfinished").exists()


def test_environment_of_another_python_is_made_anew(checkout: Path):
    stamp = checkout / ".venv" / "installed.json"
    stamp.write_text(json.dumps({**json.loads(stamp.read_text()), "python": "/usr/bin/python2.7"}))

    assert manage(checkout, "up").stderr == "Installing the packages of requirements.lock into .venv …\n"
    assert json.loads(stamp.read_text())["python"] == os.path.realpath(sys.executable)


def test_package_that_is_not_to_be_had_is_named_in_one_line(checkout: Path):
    (checkout / "requirements.lock").write_text(f"tracker-of-nothing==1.0 --hash=sha256:{'0' * 64}\n")

    refused = manage(checkout, "up", PIP_NO_INDEX="1")
    (checkout / "requirements.lock").write_text("# nothing again\n")

    assert refused.returncode == 1
    assert refused.stderr.splitlines()[-1].startswith(
        "There is no package of tracker-of-nothing==1.0 for this platform ("
    )
    assert manage(checkout, "up").returncode == 0


def test_missing_venv_of_debian_names_its_package(checkout: Path):
    # As Debian's python3 without python3-venv: no ensurepip.
    (checkout / ".venv").rename(checkout / "elsewhere")
    (checkout / "sitecustomize.py").write_text(
        "import importlib.util\nreal = importlib.util.find_spec\n"
        "importlib.util.find_spec = lambda name, *more: None if name == 'ensurepip' else real(name, *more)\n"
    )
    try:
        refused = manage(checkout, "up", PYTHONPATH=str(checkout))
    finally:
        (checkout / "sitecustomize.py").unlink()
        (checkout / "elsewhere").rename(checkout / ".venv")

    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    assert refused.returncode == 1
    assert refused.stderr == (
        f"Python's venv is missing: apt install python{version}-venv (on other systems: its venv package).\n"
    )


def test_environment_made_on_purpose_is_left_alone(checkout: Path):
    used = manage(checkout, "migrate", TRACKER_NO_VENV="1")

    assert used.stdout == f"{sys.prefix} ['migrate']"


def test_environment_behind_a_link_is_never_emptied(checkout: Path, tmp_path: Path):
    shared = tmp_path / "shared"
    (checkout / ".venv").rename(shared)
    (checkout / ".venv").symlink_to(shared)
    (shared / "unfinished").touch()

    refused = manage(checkout, "up")

    assert refused.returncode == 1
    assert ".venv is a link" in refused.stderr
    assert (shared / "bin" / "python").exists()
