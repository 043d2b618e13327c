"""A story is spoilt on purpose, one way after the other: the judge says each time what is wrong."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from messaging.management import rehearsal_people, rehearsal_slices
from messaging.management.rehearsal_house import Plan
from messaging.management.rehearsal_report import Row, Story
from messaging.management.rehearsal_script import Person
from tests.rehearsal import judge
from tests.rehearsal.golden import SEED, START

pytestmark = pytest.mark.rehearsal

DAYS = 60
ENDS = Plan(START, DAYS, SEED).ends


@pytest.fixture(scope="module")
def person() -> Person:
    """She has no acts of her own and joins in the first weeks."""
    (she,) = rehearsal_people.invent(1, seed=SEED, start=START, days=DAYS, kinds=["denosumab"])
    return replace(she, acts=())


@pytest.fixture(scope="module")
def story(person: Person) -> Story:
    arguments = ["--patients=1", f"--days={DAYS}", f"--seed={SEED}", f"--start={START}"]
    asked = [*arguments, "--treatments", "denosumab"]
    (told,), _ = rehearsal_slices.run(asked, parts=1, gateway="memory")
    return told


def said(person: Person, story: Story) -> str:
    return "\n".join(judge.complaints([person], [story], ends=ENDS))


def sent(story: Story, kind: str = "question:") -> Row:
    """A text that went by itself, of which there is another one later."""
    return next(
        row
        for row in story.rows
        if row.state == "RELEASED" and row.words and row.words[0].startswith(kind)
    )


def spoil(story: Story, row: Row, *put: Row) -> Story:
    rows = [each for each in story.rows if each is not row]
    return replace(story, rows=(*rows, *put))


def test_as_it_was_lived_it_is_right(person: Person, story: Story) -> None:
    assert said(person, story) == ""


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        pytest.param(lambda row: (), "is missing", id="lost"),
        pytest.param(lambda row: (row, row), "an occurrence has two rows", id="doubled"),
        pytest.param(lambda row: (replace(row, sends=2),), "2 texts left for it", id="sent twice"),
        pytest.param(lambda row: (replace(row, sent_at="", sends=0),), "0 texts left", id="unsent"),
        pytest.param(
            lambda row: (replace(row, words=("template:CARD",)),), "it says", id="other words"
        ),
        pytest.param(
            lambda row: (replace(row, occurrence="joined+77"),), "nobody asked for it", id="unasked"
        ),
        pytest.param(
            lambda row: (replace(row, decided_at=later(row, hours=12)),), "on her clock", id="night"
        ),
        pytest.param(
            lambda row: (replace(row, decided_at=later(row, hours=24 * 20)),), "it went", id="late"
        ),
        pytest.param(
            lambda row: (replace(row, state="SKIPPED", reason="dentist_seen", sends=0),),
            "dentist_seen was not so",
            id="a reason that was not so",
        ),
        pytest.param(
            lambda row: (replace(row, state="SKIPPED", reason="over_cap", sends=0),),
            "there was room",
            id="left out though there was room",
        ),
        pytest.param(
            lambda row: (replace(row, state="CANCELLED", sends=0, sent_at=""),),
            "the facts ask for it",
            id="called off by nobody",
        ),
    ],
)
def test_what_is_wrong_is_said(
    person: Person, story: Story, change: Callable[[Row], tuple[Row, ...]], complaint: str
) -> None:
    row = sent(story)
    assert complaint in said(person, spoil(story, row, *change(row)))


def later(row: Row, *, hours: int) -> str:
    return (judge.when(row.decided_at) + timedelta(hours=hours)).isoformat()


def test_more_contacts_on_a_day_than_fit_are_counted(person: Person, story: Story) -> None:
    row = sent(story)
    extra = next(r for r in story.rows if r.state == "RELEASED" and r.on > row.on)
    assert "contacts on one day" in said(person, spoil(story, extra, replace(extra, on=row.on)))
