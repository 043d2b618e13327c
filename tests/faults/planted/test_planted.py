"""Whoever breaks a guard is told: with each bug planted, a test that was green turns red.

`pytest -m planted tests/faults/planted` takes some minutes; that every bug can still be planted
is seen at once, in every run.
"""

from pathlib import Path

import pytest

from tests.faults.planted.bug import POSTGRES, Bug
from tests.faults.planted.bugs import BUGS
from tests.faults.planted.tree import FAILED_TESTS, Tree, place_of
from tests.servers import SKIPPED

NAMES = [bug.name for bug in BUGS]


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Tree:
    folder: Path = tmp_path_factory.mktemp("planted")
    return Tree(folder)


def test_there_are_enough_and_each_has_its_name():
    assert len(set(NAMES)) == len(NAMES) >= 30


@pytest.mark.parametrize("bug", BUGS, ids=NAMES)
def test_the_bug_can_be_planted(bug: Bug):
    for edit in bug.edits:
        assert place_of(edit).suffix == ".py"
        assert edit.old != edit.new


@pytest.mark.planted
@pytest.mark.parametrize("on", ["SQLite", POSTGRES])
def test_without_a_bug_all_is_green(tree: Tree, on: str):
    tests = {test for bug in BUGS if bug.on == on for test in bug.tests}
    status, output = tree.run(sorted(tests), on=on)
    if status == SKIPPED:
        pytest.skip(output.strip())
    assert status == 0, output


@pytest.mark.planted
@pytest.mark.parametrize("bug", BUGS, ids=NAMES)
def test_the_bug_is_caught(tree: Tree, bug: Bug):
    with tree.planted(bug):
        status, output = tree.run(bug.tests, on=bug.on)
    if status == SKIPPED:
        pytest.skip(output.strip())
    assert status == FAILED_TESTS, output
    assert " failed" in output.splitlines()[-1], output
