"""Alerts: the most pressing first, in hand by name, closed with what was done."""

import pytest
from django.test import Client
from django.urls import reverse

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


def test_it_closes_with_what_was_done(desk: Client, alert: Alert) -> None:
    url = reverse("admin:messaging_alert_close", args=[alert.pk])
    desk.post(url, {"action": "Phoned her, sent to the ER."})
    alert.refresh_from_db()
    assert (alert.action, alert.closed_at) == ("Phoned her, sent to the ER.", factories.NOW)
    assert Entry.objects.filter(action="alert.close", by_name="coordinator-harbor").exists()


@pytest.mark.parametrize("said", ["", "   "])
def test_it_does_not_close_without_words(desk: Client, alert: Alert, said: str) -> None:
    url = reverse("admin:messaging_alert_close", args=[alert.pk])
    answer = desk.post(url, {"action": said}, follow=True)
    alert.refresh_from_db()
    assert alert.closed_at is None
    assert "Write what was done" in answer.content.decode()


def test_it_closes_once(desk: Client, alert: Alert) -> None:
    url = reverse("admin:messaging_alert_close", args=[alert.pk])
    desk.post(url, {"action": "phoned"})
    answer = desk.post(url, {"action": "again"}, follow=True)
    alert.refresh_from_db()
    assert alert.action == "phoned"
    assert "was closed before" in answer.content.decode()


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
    desk.post(reverse("admin:messaging_alert_close", args=[alert.pk]), {"action": "phoned"})
    assert link not in page(desk, url)
    assert link in page(desk, url, done="yes")
    assert link in page(desk, url, done="all")
