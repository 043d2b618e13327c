"""What a row keeps of the facts that decided it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from messaging.rules import grounds
from messaging.rules.facts import (
    Anchor,
    Dose,
    DoseState,
    Patient,
    Planned,
    PlanState,
    StepKind,
)

DAY = date(2026, 3, 1)
GIVEN = Dose(id=7, number=3, on=DAY, state=DoseState.GIVEN)
LINE = Planned(
    recipient=1,
    enrolment=2,
    step=3,
    step_slug="visit",
    occurrence="dose:7",
    kind=StepKind.REMINDER,
    words=(),
    local_date=DAY,
    due_at=datetime(2026, 3, 1, 16, tzinfo=UTC),
    useful_until=datetime(2026, 3, 2, 16, tzinfo=UTC),
    state=PlanState.SKIPPED,
    reason="dose_recorded",
    dose=7,
    nominal=DAY - timedelta(days=2),
    anchor_on=DAY,
)


def test_a_line_about_a_dose_rests_on_its_day_and_state():
    assert grounds.of(LINE, anchors={3: Anchor.DOSE}, doses={7: GIVEN}) == {
        "nominal": "2026-02-27",
        "anchor": "dose",
        "anchor_on": "2026-03-01",
        "dose_number": 3,
        "dose_on": "2026-03-01",
        "dose_state": "given",
    }


def test_a_line_about_no_dose_says_nothing_of_one():
    known = grounds.of(replace(LINE, dose=None), anchors={3: Anchor.START}, doses={7: GIVEN})
    assert known == {"nominal": "2026-02-27", "anchor": "start", "anchor_on": "2026-03-01"}


@pytest.mark.parametrize(
    ("line", "dose", "found"),
    [
        pytest.param(LINE, GIVEN, True, id="given"),
        pytest.param(
            replace(LINE, reason="dose_cancelled"),
            replace(GIVEN, state=DoseState.CANCELLED),
            True,
            id="cancelled",
        ),
        pytest.param(
            replace(LINE, reason="dose_not_given"),
            replace(GIVEN, state=DoseState.PLANNED),
            False,
            id="nobody recorded anything",
        ),
        pytest.param(replace(LINE, reason="over_cap"), GIVEN, False, id="another reason"),
        pytest.param(replace(LINE, dose=None), GIVEN, False, id="no dose"),
    ],
)
def test_a_recorded_dose_is_named_where_it_made_the_text_needless(line, dose, found):
    assert (grounds.by_a_dose(line, doses={7: dose}) is dose) is found


def test_the_sentences_say_what_when_and_by_whom():
    her = Patient(id=1, zone="UTC", enrolments=(), recipients=(), dentist_seen_on=DAY)
    assert grounds.of_dose(GIVEN, by="Dana Reyes") == (
        "dose 3 given 2026-03-01, recorded by Dana Reyes"
    )
    assert grounds.of_dose(GIVEN, by="") == "dose 3 given 2026-03-01"
    assert grounds.of_dentist(her, by="by her answer Y") == (
        "dentist seen 2026-03-01, by her answer Y"
    )
    assert grounds.of_dentist(her, by="") == "dentist seen 2026-03-01"


def test_the_dentist_is_named_where_a_visit_ended_the_asking():
    assert grounds.by_the_dentist(replace(LINE, reason="dentist_seen"))
    assert not grounds.by_the_dentist(LINE)
