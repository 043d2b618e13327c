"""Several doses at once: all later ones, and what else she comes for that day."""

from datetime import time, timedelta

import pytest
from django.core.exceptions import ValidationError

from messaging.actions import moving, treatments
from messaging.actions.moving import Moved, Wish
from messaging.models import Dose, Entry, Treatment
from messaging.rules.treatments import TreatmentKind
from tests import factories
from tests.factories import NOW, TODAY
from tests.messaging.actions import kit

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
SOON = TODAY + 3 * DAY


@pytest.fixture
def chemo(june) -> Treatment:
    kind = TreatmentKind.CHEMOTHERAPY
    return factories.treatment(june, kind=kind, starts_on=SOON, doses=3, every_days=21)


@pytest.fixture
def shots(june) -> Treatment:
    return factories.treatment(june, starts_on=SOON, doses=3)


def move(dose: Dose, on, **wish) -> Moved:
    return moving.move(dose, Wish(on=on, **wish), by=factories.person(), now=NOW)


def days(treatment: Treatment) -> list[int]:
    return [(dose.on - SOON).days for dose in treatment.doses.order_by("on")]


def test_it_and_all_later_ones_move_by_the_same_days(chemo):
    move(chemo.doses.first(), SOON + 21 * DAY, later=True)
    assert days(chemo) == [21, 42, 63]


def test_one_alone_leaves_the_others(chemo):
    move(chemo.doses.first(), SOON + 2 * DAY)
    assert days(chemo) == [2, 21, 42]


def test_only_the_named_one_gets_the_new_time(chemo):
    move(chemo.doses.first(), SOON + DAY, later=True, at=time(8, 0))
    assert [dose.at for dose in chemo.doses.all()] == [time(8), time(14), time(14)]


def test_the_shot_that_day_comes_along_alone(chemo, shots):
    move(chemo.doses.first(), SOON + 7 * DAY, later=True, also=tuple(shots.doses.all()[:1]))
    assert days(chemo) == [7, 28, 49]
    assert days(shots) == [7, 28, 56]


def test_what_else_is_that_day_is_found(chemo, shots):
    assert list(moving.same_day(chemo.doses.first())) == [shots.doses.first()]
    assert not moving.same_day(chemo.doses.last()).exists()


def test_what_is_no_longer_that_day_is_not_dragged_along(chemo, shots):
    with pytest.raises(ValidationError, match="no longer on the same day"):
        move(chemo.doses.first(), SOON + DAY, also=(shots.doses.last(),))
    assert days(chemo) == [0, 21, 42]


def test_one_text_for_each_visit_she_was_told_of(june, chemo, shots):
    kit.told_of(chemo.doses.first())
    move(chemo.doses.first(), SOON + 7 * DAY, later=True, also=tuple(shots.doses.all()[:1]))
    assert kit.texts_of(june).count("T-MOVED") == 1


def test_a_move_past_the_end_is_refused_whole(june):
    course = factories.treatment(june, starts_on=SOON, doses=3, ends_on=SOON + 56 * DAY)
    with pytest.raises(ValidationError, match="or the end"):
        move(course.doses.get(number=1), SOON + 7 * DAY, later=True)
    assert days(course) == [0, 28, 56]


def test_or_the_end_follows(june):
    course = factories.treatment(june, starts_on=SOON, doses=3, ends_on=SOON + 56 * DAY)
    move(course.doses.get(number=1), SOON + 7 * DAY, later=True, stretch=True)
    course.refresh_from_db()
    assert (course.starts_on, course.ends_on) == (SOON + 7 * DAY, SOON + 63 * DAY)
    assert {dose.not_before for dose in course.doses.all()} == {SOON + 7 * DAY}
    assert Entry.objects.filter(action="treatment.change", reason__contains="moved").exists()


def test_the_start_follows_a_dose_that_comes_earlier(shots):
    move(shots.doses.first(), SOON - 2 * DAY, stretch=True)
    shots.refresh_from_db()
    assert shots.starts_on == SOON - 2 * DAY


def test_what_was_given_stays(shots):
    first, second, _ = shots.doses.all()
    treatments.give(first, by="tests", now=NOW + 4 * DAY)
    move(second, second.on + DAY, later=True)
    assert days(shots) == [0, 29, 57]


def test_looking_first_changes_nothing(chemo, shots):
    wish = Wish(on=SOON + 7 * DAY, later=True, also=tuple(shots.doses.all()[:1]))
    kit.told_of(chemo.doses.first())
    seen = moving.foresee(chemo.doses.first(), wish, now=NOW)
    assert [len(part.shifts) for part in seen.parts] == [3, 1]
    assert [len(part.told_of) for part in seen.parts] == [1, 0]
    assert days(chemo) == [0, 21, 42]
