"""README and CONTRIBUTING name only what is there: maps fail when they lie."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class

from tracker.environment import SETTINGS

BASE = Path(__file__).resolve().parent.parent.parent
PAGES = ["README.md", "CONTRIBUTING.md"]
FOLDERS = ("tracker/", "people/", "cases/", "reports/", "tests/", "docs/", "templates/", "static/", ".ci/", "deploy/")


def quoted(page: str) -> list[str]:
    return re.findall(r"`([^`\n]+)`", (BASE / page).read_text(encoding="utf-8"))


@pytest.mark.parametrize("page", PAGES)
def test_every_path_named_exists(page):
    named = [
        words.split("#")[0] for words in quoted(page) if words.startswith(FOLDERS) or words.endswith((".md", ".lock"))
    ]
    assert named
    assert [path for path in named if not (BASE / path).exists()] == []


@pytest.mark.parametrize("page", PAGES)
def test_every_command_named_exists(page):
    text = (BASE / page).read_text(encoding="utf-8")
    named = set(re.findall(r"manage\.py ([a-z_]+)", text))
    assert named
    assert named - set(get_commands()) == set()


def test_every_command_of_this_product_is_named_and_says_what_it_does():
    apps = ("tracker", "people", "cases", "reports")
    ours = {name: app for name, app in get_commands().items() if app in apps}
    readme = (BASE / "README.md").read_text(encoding="utf-8")
    assert [name for name in ours if f"manage.py {name}" not in readme] == []
    assert [name for name, app in ours.items() if not load_command_class(app, name).help] == []


def test_settings_table_is_the_settings():
    rows = re.findall(
        r"^\| `([A-Z_]+)` \| .+ \| (.+) \| (.+) \|$", (BASE / "README.md").read_text(encoding="utf-8"), re.M
    )
    assert rows == [(s.name, s.allowed, s.meaning) for s in SETTINGS]


def test_words_of_the_glossary_are_those_of_the_code():
    glossary = (BASE / "docs" / "glossary.md").read_text(encoding="utf-8")
    for word in (
        "person",
        "detention",
        "charge",
        "sentence",
        "citation",
        "audience",
        "document",
        "publication",
        "passage",
    ):
        assert re.search(rf"^\| [^|]*{word}", glossary, re.M), word
