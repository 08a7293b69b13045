"""Faults put into a scratch copy of the product, each with the test that has to notice it.

A rule that no test would miss is no rule. The copy has a database of its own on the tests' server, made by the first run.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

BASE = Path(__file__).resolve().parent.parent.parent
LEFT_OUT = shutil.ignore_patterns(".git", ".venv", ".data", ".hypothesis", "__pycache__", "*_cache", "node_modules")


@dataclass(frozen=True)
class Mutant:
    """`old` stands once in `file`; with `new` in its place `killed_by` has to fail."""

    name: str
    file: str
    old: str
    new: str
    killed_by: str


CANARY = "tests/rules/test_canary.py"
MATRIX = "tests/rules/test_access_matrix.py"
MUTANTS = [
    Mutant(
        "a case page that asks nobody who they are",
        "cases/views/reading.py",
        'Document.objects.visible_to(request.user).select_related("case")',
        'Document.objects.filter(audience=2).select_related("case")',
        f"{MATRIX}::test_page_of_a_case_is_for_those_who_may_read_cases",
    ),
    Mutant(
        "exports of the whole team's documents, whoever asks",
        "cases/views/reading.py",
        "asked = ExportFilter(request.GET, Document.objects.visible_to(user))",
        "asked = ExportFilter(request.GET, Document.objects.filter(audience=2))",
        f"{CANARY}::test_no_answer_holds_a_word_or_name_of_a_higher_audience",
    ),
    Mutant(
        "team documents without the line that keeps a case to its members",
        "cases/querysets.py",
        "return self.filter(Q(members_only=False) | mine, audience=Audience.TEAM)",
        "return self.filter(audience=Audience.TEAM)",
        f"{MATRIX}::test_case_of_named_members_is_for_them_alone",
    ),
    Mutant(
        "deadlines of everybody's cases",
        "cases/querysets.py",
        "audience=Audience.TEAM, document__in=Document.objects.visible_to(user))",
        "audience=Audience.TEAM)",
        "tests/cases/test_deadlines.py::test_deadlines_of_a_members_only_case_are_for_its_members_alone",
    ),
    Mutant(
        "a background that the public may read",
        "cases/models/case.py",
        '"closed_on"],\n        partner=["title", "background"],',
        '"closed_on", "background"],\n        partner=["title"],',
        f"{CANARY}::test_no_document_holds_a_word_of_a_higher_audience",
    ),
    Mutant(
        "documents of whichever audience",
        "cases/querysets.py",
        'use visible_to().")\n        return self.filter(audience=audience)',
        'use visible_to().")\n        return self.all()',
        "tests/cases/test_publishing.py::test_publishing_to_partners_shows_the_public_nothing",
    ),
    Mutant(
        "a filter that corrects to slugs of every audience",
        "cases/filters.py",
        "known = code_counts(self.documents, parameter)",
        "known = code_counts(type(self.documents)(self.documents.model), parameter)",
        "tests/rules/test_canary_questions.py::test_near_miss_of_a_hidden_slug_is_not_corrected_to_it",
    ),
    Mutant(
        "a gate that doesn't read what it lets through",
        "cases/gate.py",
        "reasons += scan_body(material, text.body, audience, prose=text.prose)",
        "pass",
        "tests/cases/test_publishing.py::test_text_of_a_team_record_repeated_in_a_public_one_blocks",
    ),
    Mutant(
        "a gate that tells its reader names of which they may not know",
        "cases/gate.py",
        "if by is not None and not may_know(by, name):",
        "if by is None:",
        "tests/cases/test_guesses.py::test_refusal_says_neither_the_name_nor_whose_it_is_and_is_noted_for_those_who_know",
    ),
]


def copy_tree(to: Path) -> Path:
    """The product's files without what was made from them."""
    shutil.copytree(BASE, to, ignore=LEFT_OUT)
    return to


def run_tests(copy: Path, tests: list[str], *, first: bool = False) -> tuple[int, set[str]]:
    """pytest's exit code in the copy, and the tests that failed, without their parameters."""
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-rf",
        "--tb=no",
        "--reuse-db",
        *(["--create-db"] if first else []),
    ]
    done = subprocess.run([*command, *tests], cwd=copy, env=_environment(), capture_output=True, text=True)
    lines = [line.split(" - ")[0] for line in done.stdout.splitlines() if line.startswith("FAILED ")]
    return done.returncode, {line.removeprefix("FAILED ").split("[")[0] for line in lines}


def mutate(copy: Path, mutant: Mutant) -> Path:
    """Puts the fault in; the file's path. Raises `ValueError` when the code it changes is no longer there."""
    path = copy / mutant.file
    text = path.read_text(encoding="utf-8")
    if text.count(mutant.old) != 1:
        raise ValueError(f"{mutant.file} has {text.count(mutant.old)} times: {mutant.old}")
    path.write_text(text.replace(mutant.old, mutant.new), encoding="utf-8")
    return path


def mend(copy: Path, mutant: Mutant) -> None:
    shutil.copy2(BASE / mutant.file, copy / mutant.file)


def _environment() -> dict[str, str]:
    """The tests' servers with another database, one for each process of the suite, which goes on beside this."""
    name = f"/mutants_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
    database = urlsplit(settings.ENVIRONMENT["DATABASE_URL"])._replace(path=name).geturl()
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    # Else a fault could be compiled, and its mended file taken for the faulty one.
    return {**kept, "DATABASE_URL": database, "PYTHONDONTWRITEBYTECODE": "1"}
