"""Planning ahead of time: never less than three days, a seventh of the patients a night."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from messaging.actions import enrolments, planning, planning_ahead, ticking
from messaging.models import Patient, Relation, Reminder
from messaging.rules import agenda
from tests import factories
from tests.factories import NOW

CAREGIVER = Relation.CAREGIVER

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
# 03:00 in the clinic's zone, a night and a day after all were enrolled.
NIGHT = datetime(2026, 3, 5, 9, 0, tzinfo=UTC)


@pytest.fixture
def people(june):
    """Fourteen patients, all planned at once."""
    return [june, *(factories.patient() for _ in range(13))]


def reach(who):
    who.refresh_from_db()
    return who.planned_until - NOW


def planned_since(instant) -> int:
    return Patient.objects.filter(planned_until__gte=instant + planning.HORIZON).count()


@pytest.fixture
def junes_facts_fail(june, monkeypatch):
    whole = agenda.plan

    def broken(patient, **given):
        if patient.id == june.pk:
            raise ValueError("facts that cannot be")
        return whole(patient, **given)

    monkeypatch.setattr(agenda, "plan", broken)


class TestAlwaysThreeDays:
    def test_who_reaches_less_far_is_planned_again(self, june):
        planning_ahead.plan_ahead(now=NOW + 8 * DAY)
        assert reach(june) == 8 * DAY + planning.HORIZON

    def test_who_reaches_further_is_left_alone(self, june):
        planning_ahead.plan_ahead(now=NOW + 6 * DAY)
        assert reach(june) == planning.HORIZON

    def test_who_was_never_planned_comes_first(self, june, monkeypatch):
        new = factories.patient()
        Patient.objects.filter(pk=new.pk).update(planned_until=None)
        monkeypatch.setattr(planning_ahead, "BATCH", 1)
        assert planning_ahead.plan_ahead(now=NOW + 8 * DAY, most=1)
        assert reach(new) > reach(june)

    def test_it_goes_on_batch_by_batch_till_all_are_planned(self, people, monkeypatch):
        monkeypatch.setattr(planning_ahead, "BATCH", 3)
        assert planning_ahead.plan_ahead(now=NOW + 8 * DAY) is False
        assert {reach(who) for who in people} == {8 * DAY + planning.HORIZON}

    def test_a_turn_has_an_end(self, people, monkeypatch):
        monkeypatch.setattr(planning_ahead, "BATCH", 3)
        assert planning_ahead.plan_ahead(now=NOW + 8 * DAY, most=6) is True
        assert planned_since(NOW + 8 * DAY) == 6

    def test_one_who_cannot_be_planned_does_not_stop_the_others(
        self, people, junes_facts_fail, monkeypatch, caplog
    ):
        monkeypatch.setattr(planning_ahead, "BATCH", 5)
        planning_ahead.plan_ahead(now=NOW + 8 * DAY)
        assert planned_since(NOW + 8 * DAY) == len(people) - 1
        assert f"patient {people[0].pk} could not be planned" in caplog.text

    def test_planning_many_gives_what_planning_one_by_one_gives(self, people):
        for who in people:
            factories.treatment(who)
        later = NOW + 8 * DAY
        planning_ahead.plan_ahead(now=later)
        together = list(Reminder.objects.order_by("pk").values())
        for who in people:
            planning.replan(who, now=later)
        assert list(Reminder.objects.order_by("pk").values()) == together

    def test_more_patients_take_hardly_more_queries(self, people):
        def queries(pks) -> int:
            with CaptureQueriesContext(connection) as asked:
                planning_ahead.plan_many(pks, now=NOW, short=NOW + 20 * DAY)
            return len(asked)

        assert queries([who.pk for who in people]) == queries([people[0].pk])


class TestASeventhANight:
    def test_a_night_plans_its_share(self, people):
        planning_ahead.plan_tonight(now=NIGHT)
        assert planned_since(NIGHT) == 2

    def test_it_is_done_once_a_night(self, people):
        for minutes in range(0, 90, 10):
            planning_ahead.plan_tonight(now=NIGHT + timedelta(minutes=minutes))
        assert planned_since(NIGHT) == 2

    def test_by_day_it_rests(self, people):
        planning_ahead.plan_tonight(now=NOW + DAY)
        assert planned_since(NOW + DAY) == 0

    def test_those_go_first_whose_rows_reach_least_far(self, people):
        last = people[-1]
        Patient.objects.filter(pk=last.pk).update(planned_until=NIGHT + 5 * DAY)
        planning_ahead.plan_tonight(now=NIGHT)
        last.refresh_from_db()
        assert last.planned_until == NIGHT + planning.HORIZON

    def test_people_enrolled_on_one_day_are_spread_over_a_week(self, people):
        for night in range(7):
            planning_ahead.plan_ahead(now=NIGHT + night * DAY)
            planning_ahead.plan_tonight(now=NIGHT + night * DAY)
        planned = Patient.objects.filter(planned_until__isnull=False).order_by("planned_until")
        reaches = [each.planned_until for each in planned]
        assert len(set(reaches)) == 7
        assert reaches[0] >= NIGHT + 6 * DAY + planning.ALWAYS

    def test_the_tick_does_it(self, people):
        ticking.tick(now=NIGHT)
        assert planned_since(NIGHT) >= 2


class TestAPhoneForTwo:
    @pytest.fixture
    def couple(self, june):
        """June, and Otto who was enrolled later on the same phone."""
        return june, factories.patient(name="Otto Whitfield", number=factories.number_of(june))

    def contacts(self, *people) -> list:
        rows = Reminder.objects.filter(recipient__patient__in=people, state="PLANNED")
        return list(
            rows.exclude(step__cap="exempt")
            .exclude(kind="staff")
            .values_list("local_date", flat=True)
        )

    def test_together_they_get_one_contact_a_day(self, couple):
        june, otto = couple
        for who in couple:
            planning.replan(who, now=NOW, horizon=20 * DAY)
        days = self.contacts(june, otto)
        assert days
        assert len(days) == len(set(days))

    def test_planning_the_first_plans_the_second_again(self, couple, monkeypatch):
        june, otto = couple
        planned = []
        whole = planning.plan_locked

        def seen(pks, **given):
            planned.extend(pks)
            return whole(pks, **given)

        monkeypatch.setattr(planning, "plan_locked", seen)
        planning.replan(june, now=NOW)
        assert planned == [june.pk]
        factories.treatment(june, starts_on=factories.TODAY + 6 * DAY)
        assert planned[-2:] == [june.pk, otto.pk]

    def test_a_chain_of_phones_comes_to_an_end(self, couple, monkeypatch):
        """Each shares a phone with the next, the last with the first."""
        june, otto = couple
        third = factories.patient(name="Ada Whitfield")
        by = factories.person()
        enrolments.give_phone(
            patient=otto,
            number=factories.number_of(third),
            by=by,
            now=NOW,
            relation=CAREGIVER,
        )
        enrolments.give_phone(
            patient=third,
            number=factories.number_of(june),
            by=by,
            now=NOW,
            relation=CAREGIVER,
        )
        planned = []
        whole = planning.plan_locked

        def seen(pks, **given):
            planned.extend(pks)
            return whole(pks, **given)

        monkeypatch.setattr(planning, "plan_locked", seen)
        factories.treatment(june, starts_on=factories.TODAY + 6 * DAY)
        assert planned == [june.pk, otto.pk, third.pk]

    def test_at_night_they_are_planned_one_after_the_other(self, couple):
        assert planning.sharing([who.pk for who in couple]) == {who.pk for who in couple}
        planning_ahead.plan_ahead(now=NOW + 8 * DAY)
        days = self.contacts(*couple)
        assert len(days) == len(set(days))
        assert planned_since(NOW + 8 * DAY) == 2

    def test_a_phone_of_ones_own_is_shared_with_nobody(self, june):
        factories.patient()
        assert planning.sharing([june.pk]) == set()
