"""The first page says what keeps texts from leaving or from reaching us."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from messaging import clock
from messaging.actions import circuit, restored, sending
from messaging.models import Clinic, Patient, Role, Sender, Sweep
from tests import factories
from tests.messaging.admin.conftest import page, signed_in

pytestmark = pytest.mark.django_db

HOME = "admin:index"
WAIT = "41 texts left within an hour, more than this clinic can need"


def trip(clinic: Clinic) -> None:
    Sender.objects.filter(clinic=clinic).update(
        paused=True, pause_spares_safety=True, paused_reason=WAIT
    )


def test_nothing_is_said_while_all_is_well(desk: Client) -> None:
    words = page(desk, reverse(HOME))
    assert "No texts leave" not in words
    assert "may have been missed" not in words


def test_a_pause_is_said_with_its_reason(desk: Client) -> None:
    early = factories.NOW - timedelta(minutes=30)
    sending.pause(by=factories.person(), now=early, why="The provider asks us to.")
    words = page(desk, reverse(HOME))
    assert "No texts leave since 30 min." in words
    assert "The provider asks us to." in words


def test_after_a_restore_it_tells_what_is_still_being_found_out(
    desk: Client, june: Patient
) -> None:
    factories.arrives(june, "hello")
    restored.told(by="tests", now=factories.NOW)
    assert "1 texts that came in have not been read yet." in page(desk, reverse(HOME))


def test_a_sender_that_waits_is_said(desk: Client, harbor: Clinic) -> None:
    trip(harbor)
    assert WAIT in page(desk, reverse(HOME))


def test_who_may_switch_it_on_gets_the_way_there(harbor: Clinic) -> None:
    trip(harbor)
    url = reverse("admin:messaging_sender_change", args=[Sender.objects.get().pk])
    assert url in page(signed_in(Role.OPERATOR, None), reverse(HOME))


def test_another_clinics_sender_is_not(desk: Client, elsewhere: Clinic) -> None:
    trip(elsewhere)
    assert WAIT not in page(desk, reverse(HOME))


def test_a_list_that_cannot_be_read_is_said(desk: Client, harbor: Clinic) -> None:
    engine = clock.engine_now()
    Sweep.objects.create(
        sender=Sender.objects.get(),
        begins_at=engine,
        next_at=engine,
        failing_since=engine - timedelta(minutes=20),
    )
    assert "For 20 min we could not ask the provider" in page(desk, reverse(HOME))


def test_a_provider_without_clear_answers_is_said(
    desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(circuit, "broken", lambda *, engine_now: True)
    assert "The provider gives no clear answers." in page(desk, reverse(HOME))
