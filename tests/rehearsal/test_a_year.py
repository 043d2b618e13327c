"""A year of a whole clinic, held against expectations that come from the protocol files alone."""

import os
from collections import Counter
from datetime import date

import pytest

from messaging.management import rehearsal_people, rehearsal_slices
from messaging.management.rehearsal_house import Plan
from messaging.management.rehearsal_report import Story, Sums
from messaging.management.rehearsal_script import Person
from tests.rehearsal import judge

START, DAYS, SEED = date(2026, 1, 5), int(os.environ.get("BONEMETS_TEST_REHEARSAL_DAYS", "365")), 1
# 0: one person for each kind of treatment.
PATIENTS = int(os.environ.get("BONEMETS_TEST_REHEARSAL", "0"))
PROCESSES = os.cpu_count() or 1


@pytest.fixture(scope="module")
def people() -> tuple[Person, ...]:
    if PATIENTS:
        return rehearsal_people.invent(PATIENTS, seed=SEED, start=START, days=DAYS)
    return rehearsal_people.one_of_each(start=START, days=DAYS)


@pytest.fixture(scope="module")
def told() -> tuple[list[Story], Sums]:
    chosen = [f"--patients={PATIENTS}"] if PATIENTS else ["--one-of-each"]
    arguments = [*chosen, f"--days={DAYS}", f"--seed={SEED}", f"--start={START}"]
    return rehearsal_slices.run(arguments, parts=PROCESSES, gateway="memory")


def test_every_planned_text_is_as_the_protocol_files_ask(
    people: tuple[Person, ...], told: tuple[list[Story], Sums]
) -> None:
    ends = Plan(START, DAYS, SEED).ends
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
