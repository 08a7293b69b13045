"""The house stays as it was planned: layers, sizes, habits."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

BASE = Path(__file__).resolve().parent.parent.parent
APPS = ("tracker", "people", "cases", "reports")


def modules(*folders: str) -> list[Path]:
    return [
        path for folder in folders for path in sorted((BASE / folder).rglob("*.py")) if "migrations" not in path.parts
    ]


def templates() -> list[Path]:
    return sorted((BASE / "templates").rglob("*.html"))


def names(paths: list[Path]) -> list[str]:
    return [str(path.relative_to(BASE)) for path in paths]


def test_imports_go_down_the_layers():
    done = subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"], cwd=BASE, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout


def test_no_module_is_longer_than_a_sitting():
    assert names([p for p in modules(*APPS) if len(p.read_text().splitlines()) > 400]) == []
    assert names([p for p in modules("tests") if len(p.read_text().splitlines()) > 800]) == []
    assert names([p for p in templates() if len(p.read_text().splitlines()) > 150]) == []


def test_nothing_is_put_off():
    later = re.compile("|".join(["TO" + "DO", "FIX" + "ME"]))
    files = [*modules(*APPS, "tests"), *templates()]
    assert names([path for path in files if later.search(path.read_text())]) == []


@pytest.mark.parametrize(
    ("habit", "pattern"),
    [
        ("a serializer that lists every field", r'fields\s*=\s*["\']__all__'),
        ("a moment without a time zone", r"datetime\.(now|utcnow|today)\("),
        ("flow through signals", r"post_save|pre_save\.connect|@receiver"),
        ("an unexplained silence of the type checker", r"type: ignore\s*$"),
    ],
)
def test_habit_that_hurts_is_nowhere(habit, pattern):
    found = [path for path in modules(*APPS) if re.search(pattern, path.read_text(), re.M)]
    assert names(found) == [], habit


def test_no_module_is_called_utils():
    assert [path for path in names(modules(*APPS)) if "utils" in path] == []


def test_templates_hold_no_script_and_no_style():
    inline = re.compile(
        r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=|javascript:|https?://(?!www\.w3\.org)", re.I
    )
    assert names([path for path in templates() if inline.search(path.read_text())]) == []


def test_every_template_opens_with_its_variables():
    assert names([path for path in templates() if "{% comment %}" not in path.read_text()[:400]]) == []


def test_only_accounts_tokens_and_vocabularies_are_in_the_admin():
    from django.contrib import admin

    ours = {model._meta.label for model in admin.site._registry if model._meta.app_label in APPS}
    assert ours == {"tracker.User", "tracker.ApiToken", "cases.LegalCode", "cases.Article", "cases.ClockRule"}
