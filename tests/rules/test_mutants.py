"""Each fault of `mutants.py` makes the test fail that is there to notice it, and nothing fails without one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.rules.mutants import MUTANTS, Mutant, copy_tree, mend, mutate, run_tests

pytestmark = pytest.mark.processes


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the product whose tests pass as it is."""
    made = copy_tree(tmp_path_factory.mktemp("mutants") / "product")
    code, failed = run_tests(made, sorted({mutant.killed_by for mutant in MUTANTS}), first=True)
    assert (code, failed) == (0, set())
    return made


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_fault_is_noticed(copy: Path, mutant: Mutant):
    mutate(copy, mutant)
    try:
        code, failed = run_tests(copy, [mutant.killed_by])
    finally:
        mend(copy, mutant)
    assert (code, failed) == (1, {mutant.killed_by})
