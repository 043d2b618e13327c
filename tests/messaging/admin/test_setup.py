"""Clinics, senders and log-ins: set up by those who may, through actions, with sentences."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from messaging.models import Clinic, Entry, Patient, Role, Sender
from tests.messaging.admin.conftest import page, signed_in


def typed(clinic: Clinic, **changes: Any) -> dict[str, Any]:
    return {
        "name": clinic.name,
        "slug": clinic.slug,
        "text_name": clinic.text_name,
        "wordset": clinic.wordset_id,
        "time_zone": clinic.time_zone,
        "opt_in": clinic.opt_in,
        "day_phone": clinic.day_phone,
        "oncall_phone": clinic.oncall_phone,
        "hospice_phone": "",
        "emergency": "911",
        "crisis": "988",
        "opens_at": "08:00",
        "closes_at": "17:00",
        "staffed_days": ["0", "1", "2"],
        "quiet_from": "20:00",
        "quiet_to": "09:00",
        **changes,
    }


@pytest.fixture
def manager(harbor: Clinic) -> Client:
    return signed_in(Role.MANAGER, harbor)


def test_a_clinic_is_changed_by_name(manager: Client, harbor: Clinic, june: Patient) -> None:
    url = reverse("admin:messaging_clinic_change", args=[harbor.pk])
    assert manager.post(url, typed(harbor, quiet_from="19:00")).status_code == 302
    harbor.refresh_from_db()
    assert harbor.staffed_days == [0, 1, 2]
    assert Entry.objects.filter(action="clinic.change", by_name="clinic_manager-harbor").exists()


def test_new_quiet_hours_are_planned_anew(manager: Client, harbor: Clinic, june: Patient) -> None:
    url = reverse("admin:messaging_clinic_change", args=[harbor.pk])
    manager.post(url, typed(harbor, quiet_from="19:00"))
    june.refresh_from_db()
    assert june.planned_until is None


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        pytest.param({"time_zone": "Nowhere/Land"}, "Nowhere/Land", id="unknown zone"),
        pytest.param({"day_phone": "ring us"}, "has no letters", id="no number"),
        pytest.param({"text_name": "x" * 21}, "20 characters", id="long name"),
    ],
)
def test_what_cannot_be_is_said(
    manager: Client, harbor: Clinic, changes: dict[str, str], sentence: str
) -> None:
    url = reverse("admin:messaging_clinic_change", args=[harbor.pk])
    answer = manager.post(url, typed(harbor, **changes))
    assert answer.status_code == 200
    assert sentence in answer.content.decode()


def test_whoever_only_reads_gets_the_days_as_words(desk: Client, harbor: Clinic) -> None:
    words = page(desk, reverse("admin:messaging_clinic_change", args=[harbor.pk]))
    assert "Monday, Tuesday, Wednesday, Thursday, Friday" in words


@pytest.mark.parametrize(
    ("number", "kept"), [("(555) 010-0144", "+15550100144"), ("55501", "55501"), ("12", None)]
)
def test_a_sender_is_a_number_or_a_short_code(
    manager: Client, harbor: Clinic, number: str, kept: str | None
) -> None:
    said = {"clinic": harbor.pk, "number": number, "keywords": "ours", "pace": "1"}
    manager.post(reverse("admin:messaging_sender_add"), said)
    assert Sender.objects.filter(keywords="ours", number=kept).exists() is (kept is not None)


def test_the_operator_makes_a_log_in_that_sees_nothing_yet(harbor: Clinic) -> None:
    operator = signed_in(Role.OPERATOR, None)
    said = {
        "username": "newcomer",
        "usable_password": "true",
        "password1": "a rather long secret",
        "password2": "a rather long secret",
    }
    operator.post(reverse("admin:auth_user_add"), said)
    made = get_user_model().objects.get(username="newcomer")
    assert (made.is_staff, made.is_superuser) == (True, False)
    assert Entry.objects.filter(action="login.make").exists()


def test_the_operator_reaches_no_superuser(harbor: Clinic) -> None:
    root = get_user_model().objects.create_superuser("root", password="a long password")
    operator = signed_in(Role.OPERATOR, None)
    for name in ("auth_user_change", "auth_user_password_change"):
        answer = operator.get(reverse(f"admin:{name}", args=[root.pk]))
        assert answer.status_code in (302, 404)


def test_a_coordinator_reaches_no_log_in(desk: Client) -> None:
    assert desk.get(reverse("admin:auth_user_changelist")).status_code == 403


class TestASenderThatTheBreakerStopped:
    """While the page was open, which showed it as sending."""

    def post(self, manager: Client, sender: Sender, **more: str) -> Sender:
        said = {
            "clinic": str(sender.clinic_id),
            "number": sender.number,
            "keywords": sender.keywords,
            "pace": "7",
            "initial-paused_reason": "",
            **more,
        }
        url = reverse("admin:messaging_sender_change", args=[sender.pk])
        assert manager.post(url, said).status_code == 302
        return Sender.objects.get(pk=sender.pk)

    @pytest.fixture
    def stopped(self, harbor: Clinic) -> Sender:
        harbor.senders.update(paused=True, pause_spares_safety=True, paused_reason="too many")
        return harbor.senders.get()

    def test_stays_so_when_something_else_is_saved(self, manager: Client, stopped: Sender) -> None:
        after = self.post(manager, stopped, **{"initial-paused": "False"})
        assert (after.pace, after.paused, after.pause_spares_safety) == (7, True, True)
        assert after.paused_reason == "too many"

    def test_sends_again_when_it_is_switched_on(self, manager: Client, stopped: Sender) -> None:
        after = self.post(manager, stopped, **{"initial-paused": "True"})
        assert (after.paused, after.pause_spares_safety, after.paused_reason) == (False, False, "")

    def test_is_shown_with_what_it_was_when_it_was_shown(
        self, manager: Client, stopped: Sender
    ) -> None:
        url = reverse("admin:messaging_sender_change", args=[stopped.pk])
        assert 'name="initial-paused" value="True"' in manager.get(url).content.decode()
