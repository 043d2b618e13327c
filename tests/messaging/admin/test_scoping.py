"""Another clinic's rows do not exist: not in lists, not by a guessed number, not by POST."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from messaging.models import Alert, Clinic, HandOff, Membership, Patient, Reminder, Role
from tests import factories
from tests.messaging.admin.conftest import page, signed_in


@pytest.fixture
def theirs(elsewhere: Clinic) -> Patient:
    patient = factories.patient(name="Olga Petrova", at=elsewhere)
    factories.treatment(patient)
    return patient


@pytest.fixture
def rows(theirs: Patient) -> dict[str, Any]:
    phone = theirs.recipients.get().phone
    alert = Alert.objects.create(
        phone=phone,
        patient=theirs,
        level="URGENT",
        flag="jaw",
        rule="told",
        opened_at=factories.NOW,
    )
    handoff = HandOff.objects.create(
        kind="silent", patient=theirs, why="silent", opened_at=factories.NOW, last_at=factories.NOW
    )
    reminder = Reminder.objects.of_patient(theirs.pk).first()
    return {"patient": theirs, "alert": alert, "handoff": handoff, "reminder": reminder}


@pytest.mark.parametrize("model", ["patient", "alert", "handoff", "reminder"])
def test_a_guessed_number_is_not_found(desk: Client, rows: dict[str, Any], model: str) -> None:
    url = reverse(f"admin:messaging_{model}_change", args=[rows[model].pk])
    assert desk.get(url).status_code == 404


@pytest.mark.parametrize(
    ("name", "model"),
    [
        ("patient_edit", "patient"),
        ("patient_write", "patient"),
        ("patient_phone", "patient"),
        ("patient_consent", "patient"),
        ("patient_dose", "patient"),
        ("patient_history", "patient"),
        ("alert_see", "alert"),
        ("alert_close", "alert"),
        ("handoff_close", "handoff"),
    ],
)
def test_nothing_can_be_done_to_it(
    desk: Client, rows: dict[str, Any], name: str, model: str
) -> None:
    url = reverse(f"admin:messaging_{name}", args=[rows[model].pk])
    assert desk.post(url, {"body": "hello", "action": "done"}).status_code == 404


def test_lists_and_search_leave_it_out(desk: Client, theirs: Patient) -> None:
    url = reverse("admin:messaging_patient_changelist")
    assert "Olga" not in page(desk, url)
    assert "Olga Petrova" not in page(desk, url, q="olga")


def test_another_patients_dose_cannot_be_reached_through_ones_own(
    desk: Client, june: Patient, theirs: Patient
) -> None:
    dose = theirs.treatments.get().doses.first()
    url = reverse("admin:messaging_patient_dose", args=[june.pk])
    assert desk.post(url, {"dose": dose.pk, "verb": "cancel"}).status_code == 404


def test_a_patient_cannot_be_enrolled_elsewhere(desk: Client, elsewhere: Clinic) -> None:
    words = page(desk, reverse("admin:messaging_patient_add"))
    assert "Elsewhere Clinic" not in words


def test_staff_can_read_and_do_nothing(june: Patient, harbor: Clinic) -> None:
    staff = signed_in(Role.STAFF, harbor)
    url = reverse("admin:messaging_patient_change", args=[june.pk])
    assert "Write to her" not in page(staff, url)
    for name in ("write", "phone", "consent", "dose"):
        done = staff.post(reverse(f"admin:messaging_patient_{name}", args=[june.pk]))
        assert done.status_code == 403
    assert staff.get(reverse("admin:messaging_patient_edit", args=[june.pk])).status_code == 403
    assert staff.get(reverse("admin:messaging_patient_add")).status_code == 403


def test_a_coordinator_here_and_reader_there_changes_only_here(
    june: Patient, theirs: Patient, harbor: Clinic, elsewhere: Clinic
) -> None:
    both = signed_in(Role.COORDINATOR, harbor, name="both")
    signed_in(Role.STAFF, elsewhere, name="both")
    edit = "admin:messaging_patient_edit"
    assert both.get(reverse(edit, args=[june.pk])).status_code == 200
    assert both.get(reverse(edit, args=[theirs.pk])).status_code == 403
    page(both, reverse("admin:messaging_patient_change", args=[theirs.pk]))


def test_a_role_taken_away_counts_from_the_next_request(june: Patient, harbor: Clinic) -> None:
    client = signed_in(Role.COORDINATOR, harbor, name="leaver")
    page(client, reverse("admin:messaging_patient_changelist"))
    Membership.objects.filter(user__username="leaver").delete()
    assert client.get(reverse("admin:messaging_patient_changelist")).status_code == 403


def test_the_operator_sees_no_patient(june: Patient) -> None:
    operator = signed_in(Role.OPERATOR, None)
    assert operator.get(reverse("admin:messaging_patient_changelist")).status_code == 403
    assert "June" not in page(operator, reverse("admin:index"))


def test_a_superuser_sees_all(june: Patient, theirs: Patient) -> None:
    client = Client()
    client.force_login(User.objects.create_superuser("root", password="a long password"))
    words = page(client, reverse("admin:messaging_patient_changelist"))
    assert "Olga" in words
    assert "June" in words


def test_a_manager_cannot_make_an_operator(harbor: Clinic) -> None:
    manager = signed_in(Role.MANAGER, harbor)
    colleague = factories.person("colleague")
    url = reverse("admin:messaging_membership_add")
    said = manager.post(url, {"user": colleague.pk, "clinic": "", "role": Role.OPERATOR})
    assert said.status_code == 200
    assert not colleague.memberships.exists()


def test_a_manager_gives_a_role_by_name(harbor: Clinic) -> None:
    manager = signed_in(Role.MANAGER, harbor)
    colleague = factories.person("colleague")
    url = reverse("admin:messaging_membership_add")
    manager.post(url, {"user": colleague.pk, "clinic": harbor.pk, "role": Role.STAFF})
    assert colleague.memberships.get().role == Role.STAFF
