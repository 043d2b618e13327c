from datetime import time, timedelta

import pytest

from messaging.rules.facts import Anchor, CapRule, Recurrence, StepKind
from messaging.rules.protocol_files import BadProtocol, parse

HEAD = 'title = "Denosumab"\nversion = 1\ntreatment_kind = "denosumab"\n'
STEP = """
[[step]]
slug = "fever"
kind = "check_in"
anchor = "dose"
offset_days = 2
words = ["question:Q-TEMP"]
"""


def complaint(text: str) -> str:
    with pytest.raises(BadProtocol) as caught:
        parse(text, slug="own")
    return str(caught.value)


def test_a_step_with_every_field() -> None:
    more = """local_time = 17:00:00
every_days = 7
times = 3
lateness_hours = 3
cap = "exempt"
merge_key = "fever"
repeat_if_moved = true
only_if = ["kidney"]
"""
    (step,) = parse(HEAD + STEP + more, slug="own").steps
    assert (step.id, step.slug, step.kind, step.anchor) == (
        1,
        "fever",
        StepKind.CHECK_IN,
        Anchor.DOSE,
    )
    assert (step.local_time, step.lateness) == (time(17), timedelta(hours=3))
    assert step.recurrence == Recurrence(every_days=7, times=3)
    assert (step.cap, step.merge_key, step.repeat_if_moved) == (CapRule.EXEMPT, "fever", True)
    assert step.only_if == {"kidney"}


def test_a_short_step_has_the_usual_values() -> None:
    (step,) = parse(HEAD + STEP, slug="own").steps
    assert (step.cap, step.lateness, step.only_if) == (
        CapRule.MOVE,
        timedelta(hours=24),
        frozenset(),
    )


@pytest.mark.parametrize(
    ("old", "new", "mend"),
    [
        pytest.param(
            'anchor = "dose"', 'anchor = "birth"', 'anchor: "birth" is not known', id="anchor"
        ),
        pytest.param('kind = "check_in"', 'kind = "poem"', 'kind: "poem" is not known', id="kind"),
        pytest.param("offset_days = 2\n", "", "offset_days: It is missing", id="no offset"),
        pytest.param("offset_days = 2", "offset_days = 401", "at most 400", id="offset too far"),
        pytest.param("offset_days = 2", 'offset_days = "2"', "a whole number", id="offset as text"),
        pytest.param("offset_days = 2", "offset_days = true", "a whole number", id="offset as yes"),
        pytest.param('["question:Q-TEMP"]', "[]", "words: There are no words", id="no words"),
        pytest.param('["question:Q-TEMP"]', '["hello"]', '"hello" is no text', id="free text"),
        pytest.param('["question:Q-TEMP"]', "[5]", '"5" is no text', id="a number for words"),
        pytest.param(
            '["question:Q-TEMP"]', '["topic:onj"]', "asks questions only", id="topic in a check-in"
        ),
        pytest.param(
            '["question:Q-TEMP"]', '["question:Q-SEV"]', "symptom", id="severity of what?"
        ),
        pytest.param(
            '"check_in"', '"staff"', "has tasks (handoff:)", id="staff step without hand-off"
        ),
        pytest.param('slug = "fever"', 'slug = "Fever 2"', "small letters", id="slug"),
        pytest.param('slug = "fever"', 'slug = "f"\nevery_days = 7', "without end", id="endless"),
        pytest.param(
            'slug = "fever"',
            'slug = "f"\ntimes = 2',
            "every_days: An end is given",
            id="times alone",
        ),
        pytest.param(
            'slug = "fever"',
            'slug = "f"\nevery_days = 1\nuntil_days = 1',
            "until_days: Its first day (2) lies past its last",
            id="ends before it begins",
        ),
        pytest.param('slug = "fever"', 'slug = "f"\nfirst = 0', "from 1 to 400", id="first none"),
        pytest.param(
            'slug = "fever"', 'slug = "f"\nlocal_time = 23:00:00', "quiet hours", id="at night"
        ),
        pytest.param(
            'slug = "fever"', 'slug = "f"\nlateness_hours = 0', "lateness_hours", id="no lateness"
        ),
        pytest.param('slug = "fever"', 'slug = "f"\ncap = "some"', "exempt, keep, move", id="cap"),
        pytest.param(
            'slug = "fever"',
            'slug = "f"\nonly_if = ["rain"]',
            'only_if: "rain" is not known',
            id="condition",
        ),
        pytest.param(
            'slug = "fever"', 'slug = "f"\ncolour = "red"', '"colour"', id="unknown field"
        ),
        pytest.param('"denosumab"', '"prayer"', "treatment_kind is one of", id="treatment"),
        pytest.param("version = 1", "version = 0", "whole number from 1", id="version"),
        pytest.param("version = 1\n", "", "whole number from 1", id="no version"),
        pytest.param("version = 1", "version = 1\nnote = 2", '"note"', id="unknown head"),
        pytest.param("[[step]]", "[step]", "its own [[step]] table", id="one table"),
        pytest.param("version = 1", "version =", "not a TOML file", id="not TOML"),
    ],
)
def test_what_is_wrong_is_told_with_the_mend(old: str, new: str, mend: str) -> None:
    assert mend in complaint((HEAD + STEP).replace(old, new))


def test_the_step_is_named() -> None:
    assert complaint(HEAD + STEP.replace('"dose"', '"birth"')).startswith("own, fever: ")


def test_first_counts_doses() -> None:
    text = HEAD + STEP.replace('"dose"', '"start"') + "first = 3\n"
    assert "anchor dose only" in complaint(text)


def test_two_steps_of_one_name_are_refused() -> None:
    assert 'two steps are called "fever"' in complaint(HEAD + STEP + STEP)


def test_all_faults_are_told_at_once() -> None:
    text = (HEAD + STEP + STEP.replace('"fever"', '"two"')).replace("dose", "birth")
    assert len(complaint(text).splitlines()) == 2


def test_a_protocol_may_have_no_steps() -> None:
    assert parse(HEAD, slug="own").steps == ()
