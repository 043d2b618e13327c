"""Alerts: the most pressing first, in hand by name, closed with what was done."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from messaging.actions import stays
from messaging.models import Alert, Entry, Patient
from tests import factories
from tests.messaging.admin.conftest import page


@pytest.fixture
def alert(june: Patient) -> Alert:
    factories.texts(june, "cant feel my legs")
    return Alert.objects.get()


def test_the_page_tells_what_a_nurse_needs(desk: Client, alert: Alert) -> None:
    words = page(desk, reverse("admin:messaging_alert_change", args=[alert.pk]))
    for told in ("cant feel my legs", "emergency", "denosumab", "+15550100123", "nobody yet"):
        assert told in words


def test_somebody_takes_it_in_hand(desk: Client, alert: Alert) -> None:
    desk.post(reverse("admin:messaging_alert_see", args=[alert.pk]))
    alert.refresh_from_db()
    assert alert.seen_by.username == "coordinator-harbor"


def close(desk: Client, alert: Alert, **typed: str) -> str:
    """Press "close"; gives the words of the page that follows."""
    given: dict[str, Any] = {"action": "phoned", "admitted": "no", "admitted_on": "", **typed}
    url = reverse("admin:messaging_alert_close", args=[alert.pk])
    answer = desk.post(url, given, follow=True)
    alert.refresh_from_db()
    return str(answer.content.decode())


def test_it_closes_with_what_was_done(desk: Client, alert: Alert) -> None:
    close(desk, alert, action="Phoned her, sent to the ER.")
    assert (alert.action, alert.closed_at) == ("Phoned her, sent to the ER.", factories.NOW)
    assert Entry.objects.filter(action="alert.close", by_name="coordinator-harbor").exists()


@pytest.mark.parametrize("said", ["", "   "])
def test_it_does_not_close_without_words(desk: Client, alert: Alert, said: str) -> None:
    words = close(desk, alert, action=said)
    assert alert.closed_at is None
    assert "Write what was done" in words


def test_it_closes_once(desk: Client, alert: Alert) -> None:
    close(desk, alert, action="phoned")
    words = close(desk, alert, action="again")
    assert alert.action == "phoned"
    assert "was closed before" in words


class TestWasSheAdmitted:
    def test_it_is_asked_of_what_presses(self, desk: Client, alert: Alert) -> None:
        words = close(desk, alert, action="Sent her to the ER.", admitted="")
        assert alert.closed_at is None
        assert "Say whether she was admitted" in words
        assert "Sent her to the ER." in words

    def test_yes_notes_the_stay(self, desk: Client, alert: Alert, june: Patient) -> None:
        close(desk, alert, admitted="yes", admitted_on="2026-03-02")
        assert alert.closed_at is not None
        assert str(june.stays.get().admitted_on) == "2026-03-02"

    @pytest.mark.parametrize("said", ["no", "not_known"])
    def test_else_no_stay_is_noted(
        self, desk: Client, alert: Alert, june: Patient, said: str
    ) -> None:
        close(desk, alert, admitted=said, admitted_on="2026-03-02")
        assert alert.closed_at is not None
        assert not june.stays.exists()

    @pytest.mark.parametrize(
        ("on", "sentence"),
        [
            pytest.param("", "Give the day on which she was admitted", id="no day"),
            pytest.param("2026-03-09", "still to come", id="a day to come"),
            pytest.param("1900-01-01", "between 1950 and 2100", id="the year 1900"),
        ],
    )
    def test_a_day_that_cannot_be_closes_nothing(
        self, desk: Client, alert: Alert, june: Patient, on: str, sentence: str
    ) -> None:
        words = close(desk, alert, action="In the ER.", admitted="yes", admitted_on=on)
        assert sentence in words
        assert "In the ER." in words
        assert alert.closed_at is None
        assert not june.stays.exists()

    def test_whoever_is_in_hospital_is_not_asked_about(
        self, desk: Client, alert: Alert, june: Patient
    ) -> None:
        stays.admit(june, on=factories.TODAY, by="tests", now=factories.NOW)
        words = page(desk, reverse("admin:messaging_alert_change", args=[alert.pk]))
        assert "She is in hospital since" in words
        close(desk, alert, admitted="")
        assert alert.closed_at is not None

    def test_of_lesser_ones_it_is_not_asked(self, desk: Client, june: Patient) -> None:
        lesser = Alert.objects.create(
            phone=june.recipients.get().phone,
            patient=june,
            opened_at=factories.NOW,
            level="SAME_DAY",
            flag="jaw",
            rule="told",
        )
        close(desk, lesser, admitted="")
        assert lesser.closed_at is not None


def test_it_cannot_be_deleted(desk: Client, alert: Alert) -> None:
    url = reverse("admin:messaging_alert_delete", args=[alert.pk])
    assert desk.post(url, {"post": "yes"}).status_code == 403
    assert Alert.objects.filter(pk=alert.pk).exists()


def test_the_list_leads_with_what_presses_most(desk: Client, alert: Alert) -> None:
    lesser = {"phone": alert.phone, "patient": alert.patient, "opened_at": factories.NOW}
    Alert.objects.create(**lesser, level="REVIEW", flag="tiredness", rule="score")
    Alert.objects.create(**lesser, level="URGENT", flag="jaw", rule="told")
    words = page(desk, reverse("admin:messaging_alert_changelist"))
    places = [words.index(f">{level}<") for level in ("emergency", "urgent", "review")]
    assert places == sorted(places)


def test_the_list_leaves_out_what_is_closed(desk: Client, alert: Alert) -> None:
    url = reverse("admin:messaging_alert_changelist")
    link = reverse("admin:messaging_alert_change", args=[alert.pk])
    close(desk, alert)
    assert link not in page(desk, url)
    assert link in page(desk, url, done="yes")
    assert link in page(desk, url, done="all")
