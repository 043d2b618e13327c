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
        pytest.param({"treatments-0-starts_on": "1900-01-01"}, "start must lie", id="1900"),
        pytest.param({"treatments-0-starts_on": "2200-01-01"}, "start must lie", id="2200"),
        pytest.param({"treatments-0-ends_on": "2200-01-01"}, "end must lie", id="ends in 2200"),
        pytest.param({"dentist_seen_on": "1900-01-01"}, "day must lie", id="dentist in 1900"),
        pytest.param({"dentist_seen_on": "2026-03-09"}, "still to come", id="dentist tomorrow"),
        pytest.param({"treatments-0-doses": "0"}, "1 to 400 doses, not 0", id="no doses"),
        pytest.param({"treatments-0-doses": "500"}, "1 to 400 doses, not 500", id="500 doses"),
        pytest.param({"treatments-0-every_days": "0"}, "1 to 366 days apart", id="no days apart"),
        pytest.param({"treatments-0-pills": "on"}, "Only hormone treatment", id="never pills"),
        pytest.param(
            {"treatments-0-kind": "surgery", "treatments-0-subtype": "operation"},
            "one procedure on one day",
            id="three operations",
        ),
        pytest.param({"treatments-0-state": "ended"}, "which day it ended", id="ended, but when"),
        pytest.param(
            {
                "treatments-TOTAL_FORMS": "2",
                "treatments-1-kind": "denosumab",
                "treatments-1-starts_on": "2026-09-01",
                "treatments-1-doses_before": "0",
                "treatments-1-state": "active",
            },
            "without an end: end that one first",
            id="the same series twice",
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
    assert 'value="14:30' in words
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


def edited(patient: Patient, clinic: Clinic, **changes: Any) -> dict[str, Any]:
    """What stands in the form of a patient with one treatment, with some of it changed."""
    treatment = patient.treatments.get()
    return {
        **typed(clinic, state="active"),
        "treatments-INITIAL_FORMS": "1",
        "treatments-0-id": treatment.pk,
        "treatments-0-patient": patient.pk,
        "treatments-0-doses": "",
        "treatments-0-every_days": "",
        "treatments-0-at": "",
        **changes,
    }


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        pytest.param({"starts_on": "2026-03-17"}, "Move the dose of 2026-03-10", id="start moved"),
        pytest.param({"ends_on": "2026-04-10"}, "Move the dose of 2026-05-05", id="end moved"),
        pytest.param({"doses": "2"}, "call off on her page what is too many", id="fewer doses"),
    ],
)
def test_a_change_that_cannot_be_is_said_beside_its_field(
    desk: Client, harbor: Clinic, changes: dict[str, str], sentence: str
) -> None:
    desk.post(reverse(URL), typed(harbor))
    patient = Patient.objects.get()
    said = edited(patient, harbor, **{f"treatments-0-{k}": v for k, v in changes.items()})
    answer = desk.post(reverse("admin:messaging_patient_edit", args=[patient.pk]), said)
    assert sentence in answer.content.decode()
    assert [str(dose.on) for dose in patient.treatments.get().doses.all()][-1] == "2026-05-05"


def test_a_treatment_that_ended_takes_its_later_doses_along(desk: Client, harbor: Clinic) -> None:
    desk.post(reverse(URL), typed(harbor))
    patient = Patient.objects.get()
    over = {"treatments-0-state": "ended", "treatments-0-ends_on": "2026-04-10"}
    url = reverse("admin:messaging_patient_edit", args=[patient.pk])
    answer = desk.post(url, edited(patient, harbor, **over))
    assert answer.status_code == 302
    states = patient.treatments.get().doses.values_list("state", flat=True)
    assert list(states) == ["planned", "planned", "cancelled"]


def test_doses_on_closed_days_are_said_and_kept(desk: Client, harbor: Clinic) -> None:
    sunday = {"treatments-0-starts_on": "2026-03-15", "treatments-0-doses": "1"}
    words = desk.post(reverse(URL), typed(harbor, **sunday), follow=True).content.decode()
    assert "The clinic is closed on Sun 15 Mar 2026" in words
    assert Patient.objects.get().treatments.get().doses.count() == 1


def test_pills_run_out_after_each_supply(desk: Client, harbor: Clinic) -> None:
    pills = {
        "treatments-0-kind": "hormone",
        "treatments-0-pills": "on",
        "treatments-0-every_days": "30",
        "treatments-0-doses": "2",
    }
    desk.post(reverse(URL), typed(harbor, **pills))
    days = Patient.objects.get().treatments.get().doses.values_list("on", flat=True)
    assert [str(day) for day in days] == ["2026-04-09", "2026-05-09"]
