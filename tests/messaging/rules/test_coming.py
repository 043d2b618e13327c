"""Figures of a preview, and what one preview has that another has not."""

from datetime import timedelta

import pytest

from messaging.rules.coming import Coming, Fate, Preview, difference
from messaging.rules.facts import StepKind
from messaging.rules.worded import Text, Worded
from tests.messaging.rules.any_line import MONDAY, coming, planned, preview

TWICE = Worded((Text("a", body="One."), Text("b", body="Two."), Text("c", lacking="None.")))


def test_figures_count_what_goes_within_the_days() -> None:
    seen = preview(
        coming(0, worded=TWICE), coming(29), coming(30), coming(3, fate=Fate.NOT, worded=TWICE)
    )
    assert (seen.figures(30).texts, seen.figures(90).texts) == (3, 4)


def test_segments_are_those_of_the_bodies() -> None:
    assert preview(coming(said="a" * 161), coming(1)).figures(30).segments == 3


def test_what_is_left_out_at_its_release_counts_nothing() -> None:
    lacking = Worded((Text("a", body="One."), Text("b", lacking="None.")), why_not="None.")
    assert (lacking.count, lacking.segments) == (0, 0)


def test_the_busiest_day_is_that_of_one_phone() -> None:
    seen = preview(coming(1), coming(1, phone="…0199"), coming(4), coming(4))
    assert seen.busiest == (2, MONDAY + timedelta(days=4))
    assert preview().busiest == (0, None)


WAS = coming(0)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        pytest.param([WAS], [WAS], "None of the coming texts changes.", id="nothing"),
        pytest.param([], [WAS], "Of the coming texts 1 is added.", id="added"),
        pytest.param([WAS], [], "Of the coming texts 1 is taken out.", id="taken out"),
        pytest.param(
            [WAS],
            [coming(0, fate=Fate.NOT)],
            "Of the coming texts 1 is taken out.",
            id="no longer goes",
        ),
        pytest.param(
            [coming(0, fate=Fate.NOT)], [WAS], "Of the coming texts 1 is added.", id="goes now"
        ),
        pytest.param(
            [WAS],
            [coming(line=planned(2, occurrence="start+0"))],
            "Of the coming texts 1 moves.",
            id="moved",
        ),
        pytest.param(
            [WAS],
            [coming(line=planned(2, occurrence="start+0:moved:1"))],
            "Of the coming texts 1 moves.",
            id="a visit that is re-booked",
        ),
        pytest.param(
            [WAS],
            [coming(0, said="¿Tiene bien la boca?")],
            "Of the coming texts 1 gets other words.",
            id="other words",
        ),
        pytest.param(
            [WAS],
            [coming(0, fate=Fate.INSIDE)],
            "None of the coming texts changes.",
            id="goes inside another",
        ),
        pytest.param(
            [WAS, coming(1), coming(2)],
            [coming(0), coming(7), coming(8)],
            "Of the coming texts 2 are added, 2 are taken out.",
            id="several",
        ),
        pytest.param(
            [coming(fate=Fate.TASK, line=planned(kind=StepKind.STAFF))],
            [],
            "None of the coming texts changes.",
            id="tasks are no texts",
        ),
    ],
)
def test_a_difference_is_said_in_one_sentence(
    before: list[Coming], after: list[Coming], said: str
) -> None:
    assert difference(preview(*before), preview(*after)).summary == said


def test_what_only_crosses_the_last_day_is_no_difference() -> None:
    near, beyond = preview(WAS), preview(beyond=frozenset({WAS.key}))
    for one, other in ((near, beyond), (beyond, near)):
        assert difference(one, other).summary == "None of the coming texts changes."


def test_what_becomes_of_it_stands_beside_what_is_taken_out() -> None:
    now = coming(0, fate=Fate.NOT, why="The dose was cancelled.")
    ((_, became),) = difference(preview(WAS), preview(now)).taken_out
    assert became.why == "The dose was cancelled."


def test_a_preview_ends_after_its_days() -> None:
    assert Preview(begins=MONDAY, days=7, lines=()).ends == MONDAY + timedelta(days=7)
