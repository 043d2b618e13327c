"""One page to enrol: patient, number, consent and treatments in one go."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from messaging.actions import consent
from messaging.models import Clinic, Entry, Patient, Reminder
from messaging.rules.consent import ConsentState
from tests.messaging.admin.conftest import page

URL = "admin:messaging_patient_add"


def typed(clinic: Clinic, **changes: Any) -> dict[str, Any]:
    """What a coordinator types: one patient with one course of denosumab."""
    return {
        "name": "Ruth Okafor",
        "language": "en",
        "number": "(555) 010-0177",
        "clinic": clinic.pk,
        "evidence": "form signed 1 March, folder 7",
        "preferred_time": "10:00",
        "weekly_day": "1",
        "time_zone": "",
        "treatments-TOTAL_FORMS": "1",
        "treatments-INITIAL_FORMS": "0",
        "treatments-MIN_NUM_FORMS": "0",
        "treatments-MAX_NUM_FORMS": "1000",
        "treatments-0-kind": "denosumab",
        "treatments-0-starts_on": "2026-03-10",
        "treatments-0-doses": "3",
        "treatments-0-every_days": "28",
        "treatments-0-at": "14:30",
        "treatments-0-doses_before": "0",
        "treatments-0-state": "active",
        **changes,
    }


def test_enrolling_makes_patient_treatment_doses_and_texts(desk: Client, harbor: Clinic) -> None:
    answer = desk.post(reverse(URL), typed(harbor))
    patient = Patient.objects.get()
    assert answer.headers["Location"] == reverse(
        "admin:messaging_patient_change", args=[patient.pk]
    )
    doses = patient.treatments.get().doses.all()
    assert [str(dose.on) for dose in doses] == ["2026-03-10", "2026-04-07", "2026-05-05"]
    assert {f"{dose.at:%H:%M}" for dose in doses} == {"14:30"}
    assert Reminder.objects.of_patient(patient.pk).planned().exists()


def test_written_consent_counts_and_keeps_its_evidence(desk: Client, harbor: Clinic) -> None:
    desk.post(reverse(URL), typed(harbor))
    phone = Patient.objects.get().recipients.get().phone
    assert phone.number == "+15550100177"
    assert consent.state_of(phone) is ConsentState.GIVEN
    assert phone.consent_events.get().note == "form signed 1 March, folder 7"


def test_an_empty_zone_is_the_clinics(desk: Client, harbor: Clinic) -> None:
    desk.post(reverse(URL), typed(harbor))
    assert Patient.objects.get().time_zone == harbor.time_zone


def test_the_form_only_calls_actions(desk: Client, harbor: Clinic) -> None:
    desk.post(reverse(URL), typed(harbor))
    by_name = Entry.objects.filter(by_name="coordinator-harbor")
    assert {"patient.enrol", "phone.give", "treatment.start", "dose.order"} <= set(
        by_name.values_list("action", flat=True)
    )


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        pytest.param({"number": "12"}, "too short", id="too short"),
        pytest.param({"number": "call me"}, "has no letters", id="letters"),
        pytest.param({"number": ""}, "required", id="no number"),
        pytest.param({"time_zone": "Mars/Olympus"}, "Mars/Olympus", id="unknown zone"),
        pytest.param({"treatments-0-kind": "ablation"}, "Choose which one of", id="no subtype"),
        pytest.param(
            {"treatments-0-ends_on": "2026-03-01"}, "before the start", id="ends before it starts"
        ),
        pytest.param({"treatments-0-starts_on": "1850-01-01"}, "1950", id="another century"),
        pytest.param(
            {"treatments-0-kind": "surgery", "treatments-0-subtype": "operation"},
            "one procedure on one day",
            id="three operations",
        ),
    ],
)
def test_what_cannot_be_is_said_in_the_form(
    desk: Client, harbor: Clinic, changes: dict[str, str], sentence: str
) -> None:
    answer = desk.post(reverse(URL), typed(harbor, **changes))
    words = answer.content.decode()
    assert answer.status_code == 200
    assert sentence in words
    assert "Ruth Okafor" in words
    assert not Patient.objects.exists()


def test_her_details_are_changed_through_the_action(desk: Client, june: Patient) -> None:
    treatment = june.treatments.get()
    said = {
        "name": "June Whitfield",
        "language": "es",
        "state": "active",
        "preferred_time": "11:00",
        "weekly_day": "2",
        "time_zone": "America/Denver",
        "treatments-TOTAL_FORMS": "1",
        "treatments-INITIAL_FORMS": "1",
        "treatments-MIN_NUM_FORMS": "0",
        "treatments-MAX_NUM_FORMS": "1000",
        "treatments-0-id": treatment.pk,
        "treatments-0-patient": june.pk,
        "treatments-0-kind": "denosumab",
        "treatments-0-starts_on": str(treatment.starts_on),
        "treatments-0-doses": "",
        "treatments-0-doses_before": "0",
        "treatments-0-state": "paused",
    }
    answer = desk.post(reverse("admin:messaging_patient_edit", args=[june.pk]), said)
    assert answer.status_code == 302, answer.content.decode()[:400]
    june.refresh_from_db()
    assert (june.language, june.time_zone) == ("es", "America/Denver")
    assert june.treatments.get().state == "paused"
    assert june.treatments.get().doses.count() == 3
    actions = Entry.objects.filter(by_name="coordinator-harbor").values_list("action", flat=True)
    assert {"patient.change", "treatment.change"} <= set(actions)


def test_no_name_is_kept_outside_of_its_encrypted_column(desk: Client, harbor: Clinic) -> None:
    desk.post(reverse(URL), typed(harbor))
    from_log = page(desk, reverse("admin:messaging_entry_changelist"))
    assert "Ruth" not in from_log


def test_a_larger_order_adds_the_missing_doses(desk: Client, harbor: Clinic) -> None:
    desk.post(reverse(URL), typed(harbor))
    patient = Patient.objects.get()
    treatment = patient.treatments.get()
    said = {
        **typed(harbor, state="active"),
        "treatments-INITIAL_FORMS": "1",
        "treatments-0-id": treatment.pk,
        "treatments-0-patient": patient.pk,
        "treatments-0-doses": "5",
    }
    desk.post(reverse("admin:messaging_patient_edit", args=[patient.pk]), said)
    assert treatment.doses.count() == 5
