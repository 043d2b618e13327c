"""`manage.py rehearse`: invented people, a database of its own, what each got, and the sums."""

from collections import Counter
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from messaging.management import rehearsal_house, rehearsal_people, rehearsal_report
from messaging.management.rehearsal_house import Plan
from messaging.management.rehearsal_people import ORDERS
from messaging.management.rehearsal_report import Row, Story, Sums
from messaging.management.rehearsal_script import Person, What
from messaging.models import OutboundMessage, Reminder
from messaging.rules.treatments import SUBTYPES, TreatmentKind

START = date(2026, 1, 5)


def people(count: int = 200) -> tuple[Person, ...]:
    return rehearsal_people.invent(count, seed=1, start=START, days=365)


def test_the_same_seed_invents_the_same_people() -> None:
    assert people() == people()
    assert people() != rehearsal_people.invent(200, seed=2, start=START, days=365)


def test_every_kind_and_subtype_of_treatment_is_there() -> None:
    courses = [course for person in people() for course in person.courses]
    assert {course.kind for course in courses} == set(TreatmentKind)
    found = {(course.kind, course.subtype) for course in courses if course.subtype}
    assert found == {(kind, subtype) for kind, each in SUBTYPES.items() for subtype in each}
    assert {len(person.courses) for person in people()} == {1, 2, 3}
    assert any(course.pills for course in courses)


def test_lives_differ() -> None:
    everybody = people()
    acts = {act.what for person in everybody for act in person.acts}
    assert acts == set(What)
    assert {person.language for person in everybody} == {"en", "es"}
    assert len({person.zone for person in everybody}) >= 8
    assert any(person.caregiver for person in everybody)
    phones = Counter(person.number for person in everybody)
    assert max(phones.values()) == 2
    begun = [c.starts < p.joins for p in everybody for c in p.courses]
    assert any(begun)
    assert not all(begun)


def test_who_shares_a_phone_is_in_the_same_slice() -> None:
    homes: dict[str, int] = {}
    for person in people():
        assert homes.setdefault(person.number, person.household) == person.household


def test_one_of_each_has_every_kind_once() -> None:
    each = rehearsal_people.one_of_each(start=START, days=365)
    assert Counter(person.courses[0].kind for person in each) == Counter(TreatmentKind)
    assert {order.kind for order in ORDERS} == set(TreatmentKind)


@pytest.mark.django_db
def test_two_weeks_are_lived_through_the_real_pipeline() -> None:
    some = rehearsal_people.invent(2, seed=3, start=START, days=1)
    stories, total = rehearsal_house.play(some, Plan(START, 14, seed=3))
    assert total.people == 2
    assert total.without_a_fate == total.errors == 0
    assert set(total.texts_by_state) == {"DELIVERED"}
    assert total.texts == OutboundMessage.objects.count() > 5
    assert Reminder.objects.filter(state="RELEASED").count() > 4
    went = [row for story in stories for row in story.rows if row.state == "RELEASED"]
    assert {"welcome", "card", "bone-check"} <= {row.step for row in went}


@pytest.mark.django_db
def test_a_database_that_holds_something_is_never_used() -> None:
    with pytest.raises(rehearsal_house.NotEmpty, match="elsewhere"):
        rehearsal_house.rehearse(people(1), Plan(START, 1, seed=1))


@pytest.mark.parametrize("argument", ["--days=0", "--patients=0", "--processes=0"])
def test_nothing_is_rehearsed_for_nobody_or_no_days(argument: str) -> None:
    with pytest.raises(CommandError, match="1 or more"):
        call_command("rehearse", argument)


def test_not_in_production(settings: object) -> None:
    settings.BONEMETS_MODE = "production"  # type: ignore[attr-defined]
    with pytest.raises(CommandError, match="production"):
        call_command("rehearse")


ROW = Row(
    to="patient",
    phone="1000",
    zone="America/Chicago",
    course=0,
    protocol="denosumab",
    step="visit",
    occurrence="dose:2:moved:1",
    words=("template:T-SHOT",),
    on="2026-03-07",
    due_at="2026-03-07T16:00:00+00:00",
    useful_until="2026-03-09T19:00:00+00:00",
    state="RELEASED",
    reason="due",
    decided_at="2026-03-07T16:00:00+00:00",
    into=None,
    sends=1,
    sent_at="2026-03-07T16:00:00+00:00",
)


def test_what_a_slice_tells_is_read_back_as_it_was() -> None:
    host = Row(**{**vars(ROW), "into": (-1, "card", "joined+2")})
    story = Story(3, "Person 3", (ROW, host), (("URGENT", "2026-03-01", ""),), ("2026-03-02",))
    total = Sums(people=1, texts=2, planned={"RELEASED": 2}, texts_by_state={"DELIVERED": 2})
    assert rehearsal_report.loaded(rehearsal_report.dumped([story], total)) == ([story], total)


def test_each_line_has_the_local_time_step_occurrence_state_and_reason() -> None:
    _, line, _ = rehearsal_report.printed([Story(3, "Person 3", (ROW,))])
    assert line == "  2026-03-07 10:00  RELEASED  denosumab/visit  dose:2:moved:1  due"


def test_the_sums_of_slices_add_up() -> None:
    one = Sums(people=1, texts=2, planned={"RELEASED": 2}, most_a_day=4)
    other = Sums(people=2, texts=3, planned={"RELEASED": 1, "MERGED": 1}, most_a_day=3)
    both = one + other
    assert (both.people, both.texts, both.most_a_day) == (3, 5, 4)
    assert both.planned == {"RELEASED": 3, "MERGED": 1}


def test_a_text_without_a_fate_ends_the_command_badly(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    lost = ([Story(3, "Person 3", (ROW,))], Sums(people=1, without_a_fate=1))
    monkeypatch.setattr("messaging.management.rehearsal_slices.run", lambda *args, **kwargs: lost)
    said = StringIO()
    with pytest.raises(CommandError, match="no fate"):
        call_command("rehearse", f"--out={tmp_path / 'told.txt'}", stdout=said)
    assert "Without a fate: 1" in said.getvalue()
    assert "denosumab/visit" in (tmp_path / "told.txt").read_text()
