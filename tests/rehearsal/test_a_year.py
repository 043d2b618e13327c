"""A year of a whole clinic, held against expectations that come from the protocol files alone.

One person for each kind of treatment; many, who live all that can happen, by

    BONEMETS_TEST_REHEARSAL=200 .venv/bin/python -m pytest -m rehearsal tests/rehearsal

and for fewer days than a year with BONEMETS_TEST_REHEARSAL_DAYS.
"""

import os
from collections import Counter
from collections.abc import Iterable

import pytest

from messaging.management import rehearsal_people, rehearsal_report, rehearsal_slices
from messaging.management.rehearsal_house import Plan
from messaging.management.rehearsal_report import Story, Sums
from messaging.management.rehearsal_script import Person
from messaging.rules.treatments import TreatmentKind
from tests.rehearsal import golden, judge
from tests.rehearsal.golden import SEED, START

pytestmark = pytest.mark.rehearsal

DAYS = int(os.environ.get("BONEMETS_TEST_REHEARSAL_DAYS", str(golden.DAYS)))
# 0: one person for each kind of treatment.
PATIENTS = int(os.environ.get("BONEMETS_TEST_REHEARSAL", "0"))
PROCESSES = os.cpu_count() or 1


@pytest.fixture(scope="module")
def people() -> tuple[Person, ...]:
    if PATIENTS:
        return rehearsal_people.invent(PATIENTS, seed=SEED, start=START, days=DAYS)
    return golden.people()


@pytest.fixture(scope="module")
def told() -> tuple[list[Story], Sums]:
    if not PATIENTS:
        return golden.lived()
    arguments = [f"--patients={PATIENTS}", f"--days={DAYS}", f"--seed={SEED}", f"--start={START}"]
    return rehearsal_slices.run(arguments, parts=PROCESSES, gateway="memory")


@pytest.fixture(scope="module", autouse=True)
def _sums(told: tuple[list[Story], Sums], request: pytest.FixtureRequest) -> Iterable[None]:
    """The closing lines, for whoever looks with `-s`."""
    yield
    reporter = request.config.pluginmanager.get_plugin("terminalreporter")
    for line in rehearsal_report.closing(told[1]):
        reporter.write_line(line)


def test_every_planned_text_is_as_the_protocol_files_ask(
    people: tuple[Person, ...], told: tuple[list[Story], Sums]
) -> None:
    ends = Plan(START, DAYS if PATIENTS else golden.DAYS, SEED).ends
    assert not judge.complaints(people, told[0], ends=ends)


def test_every_planned_text_has_a_fate_and_nothing_went_wrong(
    told: tuple[list[Story], Sums],
) -> None:
    assert told[1].without_a_fate == 0
    assert told[1].errors == 0


def test_everybody_of_the_script_is_told_of(
    people: tuple[Person, ...], told: tuple[list[Story], Sums]
) -> None:
    assert sorted(story.id for story in told[0]) == [person.id for person in people]
    states = Counter(row.state for story in told[0] for row in story.rows)
    assert states["RELEASED"] > 40 * len(people) * DAYS / 365


@pytest.mark.skipif(PATIENTS > 0, reason="the kept files tell of one person for each kind")
@pytest.mark.parametrize("kind", sorted(TreatmentKind))
def test_what_each_got_is_what_was_kept(kind: str, told: tuple[list[Story], Sums]) -> None:
    """Wanted changes are kept by `.venv/bin/python -m tests.rehearsal.golden`."""
    kept = (golden.FOLDER / f"{kind}.txt").read_text(encoding="utf-8")
    assert golden.files(told[0])[f"{kind}.txt"].splitlines() == kept.splitlines()
