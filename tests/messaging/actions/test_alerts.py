"""Alerts open, join, rise; a named person sees and closes them, with what was done."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from messaging.actions import alerts, planning
from messaging.models import Alert, Entry
from messaging.rules.kinds import Level
from tests import factories
from tests.factories import NOW
from tests.messaging.actions import kit

pytestmark = pytest.mark.django_db


def opened(who, level=Level.SAME_DAY, *, flag="fracture", now=NOW, **given):
    known = {"phone": kit.phone_of(who), "patient": who, "flag": flag, **given}
    return alerts.open_(level=level, rule="tests", now=now, **known)


def events(alert) -> list[str]:
    return [event.what for event in alert.events.order_by("id")]


class TestJoining:
    def test_the_same_symptom_within_a_day_joins(self, june):
        first = opened(june)
        again = opened(june, now=NOW + timedelta(hours=23))
        assert again == first
        assert events(first) == ["opened", "joined"]

    def test_after_a_day_it_is_a_new_one(self, june):
        assert opened(june) != opened(june, now=NOW + timedelta(hours=25))

    def test_another_symptom_is_a_new_one(self, june):
        assert opened(june) != opened(june, flag="clot")

    def test_a_closed_one_is_not_joined(self, june):
        first = opened(june)
        alerts.close(alert=first, by=factories.person(), action="phoned", now=NOW)
        assert opened(june) != first

    def test_a_higher_level_raises_it_and_asks_to_be_seen_again(self, june):
        first = opened(june)
        alerts.see(alert=first, by=factories.person(), now=NOW)
        raised = opened(june, Level.EMERGENCY)
        raised.refresh_from_db()
        assert (raised.pk, raised.level, raised.rank, raised.seen_at) == (
            first.pk,
            "EMERGENCY",
            0,
            None,
        )
        assert events(first) == ["opened", "seen", "raised"]

    def test_a_lower_level_does_not_lower_it(self, june):
        first = opened(june, Level.EMERGENCY)
        opened(june, Level.REVIEW)
        first.refresh_from_db()
        assert first.level == "EMERGENCY"


class TestClosing:
    def test_it_takes_a_name_and_what_was_done(self, june):
        alert, rosa = opened(june), factories.person("rosa")
        alerts.close(alert=alert, by=rosa, action=" Phoned her. ", now=NOW)
        alert.refresh_from_db()
        assert (alert.closed_by, alert.action, alert.closed_at) == (rosa, "Phoned her.", NOW)

    @pytest.mark.parametrize("action", ["", "   "])
    def test_without_words_it_stays_open(self, june, action):
        alert = opened(june)
        with pytest.raises(alerts.CannotClose, match="Write what was done"):
            alerts.close(alert=alert, by=factories.person(), action=action, now=NOW)
        assert Alert.objects.open().exists()

    def test_it_closes_once(self, june):
        alert = opened(june)
        alerts.close(alert=alert, by=factories.person(), action="phoned", now=NOW)
        with pytest.raises(alerts.CannotClose, match="closed before"):
            alerts.close(alert=alert, by=factories.person("rosa"), action="me too", now=NOW)

    def test_the_database_refuses_one_closed_by_nobody(self, june):
        alert = opened(june)
        with pytest.raises(IntegrityError), transaction.atomic():
            Alert.objects.filter(pk=alert.pk).update(closed_at=NOW)

    def test_the_first_to_see_it_counts(self, june):
        alert, dana = opened(june), factories.person("dana")
        alerts.see(alert=alert, by=dana, now=NOW)
        alerts.see(alert=alert, by=factories.person("rosa"), now=NOW + timedelta(minutes=1))
        alert.refresh_from_db()
        assert (alert.seen_by, alert.seen_at) == (dana, NOW)


@pytest.mark.parametrize(("hours", "stands"), [(11, True), (13, False)])
def test_an_emergency_stands_over_her_texts_for_twelve_hours(june, hours, stands):
    opened(june, Level.EMERGENCY)
    found = alerts.pressing(kit.phone_of(june), now=NOW + timedelta(hours=hours))
    assert (found is not None) is stands


def test_each_step_leaves_an_entry(june):
    alert, by = opened(june), factories.person()
    alerts.see(alert=alert, by=by, now=NOW)
    alerts.close(alert=alert, by=by, action="phoned", now=NOW)
    actions = Entry.objects.filter(object_type="alert").order_by("id")
    assert [entry.action for entry in actions] == ["alert.open", "alert.see", "alert.close"]


class TestThePlan:
    @pytest.fixture
    def planned(self, june, monkeypatch) -> list[int]:
        """Whose plan was made anew."""
        seen: list[int] = []
        monkeypatch.setattr(planning, "replan", lambda patient, **_: seen.append(patient.pk))
        return seen

    @pytest.mark.parametrize("level", [Level.EMERGENCY, Level.URGENT])
    def test_a_pressing_one_re_plans_when_it_opens_and_when_it_closes(self, june, planned, level):
        alert = opened(june, level=level)
        alerts.close(alert=alert, by=factories.person(), action="phoned", now=NOW)
        assert planned == [june.pk, june.pk]

    def test_a_lesser_one_leaves_the_plan(self, june, planned):
        opened(june, level=Level.SAME_DAY)
        assert planned == []

    def test_a_raised_one_re_plans(self, june, planned):
        opened(june, level=Level.SAME_DAY)
        opened(june, level=Level.EMERGENCY)
        assert planned == [june.pk]

    def test_of_a_shared_phone_all_are_planned_anew(self, june, planned):
        other = factories.patient(name="Tom Barrett", number=factories.number_of(june))
        planned.clear()
        opened(june, level=Level.URGENT, patient=None)
        assert sorted(planned) == [june.pk, other.pk]

    def test_a_worry_is_not_lost_where_no_plan_can_be_made(self, june, monkeypatch):
        def fails(*_, **__):
            raise RuntimeError("facts that cannot be")

        monkeypatch.setattr(planning, "replan", fails)
        opened(june, level=Level.EMERGENCY)
        assert Alert.objects.open().count() == 1


def test_admitted_when_it_closes(june):
    alert = opened(june, level=Level.EMERGENCY)
    by = factories.person()
    alerts.close(alert=alert, by=by, action="in the ER", now=NOW, admitted_on=factories.TODAY)
    assert june.stays.get().admitted_on == factories.TODAY
