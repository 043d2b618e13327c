"""The patient page shows what is coming; the form shows what would come, and saves nothing."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from messaging.actions import planning
from messaging.models import (
    Clinic,
    Entry,
    OutboundMessage,
    Patient,
    Reminder,
    Role,
    Treatment,
)
from messaging.rules.status import ReminderState
from messaging.rules.treatments import TreatmentKind
from tests import factories
from tests.messaging.admin.conftest import page, signed_in
from tests.messaging.admin.test_enrol import URL, typed


def coming_page(desk: Client, patient: Patient) -> str:
    return page(desk, reverse("admin:messaging_patient_coming", args=[patient.pk]))


def edited(patient: Patient, **changes: Any) -> dict[str, Any]:
    """Her form as it stands, with some of it typed over."""
    treatment = patient.treatments.get()
    return {
        "name": patient.name,
        "language": patient.language,
        "state": "active",
        "preferred_time": "10:00",
        "weekly_day": str(patient.weekly_day),
        "time_zone": patient.time_zone,
        "drug_names_agreed": "on",
        "treatments-TOTAL_FORMS": "1",
        "treatments-INITIAL_FORMS": "1",
        "treatments-MIN_NUM_FORMS": "0",
        "treatments-MAX_NUM_FORMS": "1000",
        "treatments-0-id": treatment.pk,
        "treatments-0-patient": patient.pk,
        "treatments-0-kind": treatment.kind,
        "treatments-0-starts_on": str(treatment.starts_on),
        "treatments-0-doses": "",
        "treatments-0-doses_before": "0",
        "treatments-0-state": "active",
        **changes,
    }


def look(desk: Client, url: str, said: dict[str, Any]) -> str:
    answer = desk.post(url, {**said, "_preview": "1"})
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_her_page_shows_the_days_to_come_with_their_words(desk: Client, june: Patient) -> None:
    words = page(desk, reverse("admin:messaging_patient_change", args=[june.pk]))
    assert "March 2026" in words
    assert 'href="#day-2026-03-04"' in words
    assert 'id="day-2026-03-04"' in words
    assert "Please save this." in words


def test_a_day_beyond_the_panel_leads_to_the_page_of_all_days(desk: Client, june: Patient) -> None:
    words = page(desk, reverse("admin:messaging_patient_change", args=[june.pk]))
    (link,) = re.findall(r'href="([^"#]+)#day-2026-05-16"', words)
    assert 'id="day-2026-05-16"' not in words
    assert 'id="day-2026-05-16"' in page(desk, link)


def test_every_day_of_the_calendar_leads_to_a_day_that_is_listed(
    desk: Client, june: Patient
) -> None:
    words = coming_page(desk, june)
    linked = set(re.findall(r'href="#(day-[\d-]+)"', words))
    assert len(linked) > 20
    assert linked <= set(re.findall(r'id="(day-[\d-]+)"', words))


def test_a_day_with_a_dose_says_so(desk: Client, june: Patient) -> None:
    assert "Monday 23 March: 1 check-in, denosumab that day" in coming_page(desk, june)


def test_what_does_not_go_stands_in_its_place_with_its_reason(desk: Client, june: Patient) -> None:
    words = coming_page(desk, june)
    assert "does not go" in words
    assert "It does not apply to this patient or treatment." in words


def test_no_name_stands_in_its_title(desk: Client, june: Patient) -> None:
    (title,) = re.findall(r"<title>(.*?)</title>", coming_page(desk, june), re.S)
    assert "June" not in title


def test_who_reads_only_reads_it_without_a_way_to_change(harbor: Clinic, june: Patient) -> None:
    words = coming_page(signed_in(Role.STAFF, harbor), june)
    assert "Please save this." in words
    assert "Edit details" not in words


def test_another_clinics_patient_is_not_found(elsewhere: Clinic, june: Patient) -> None:
    url = reverse("admin:messaging_patient_coming", args=[june.pk])
    assert signed_in(Role.COORDINATOR, elsewhere).get(url).status_code == 404


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.OPERATOR])
def test_who_sees_no_patients_does_not_see_their_texts(
    harbor: Clinic, june: Patient, role: str
) -> None:
    url = reverse("admin:messaging_patient_coming", args=[june.pk])
    assert signed_in(role, harbor).get(url).status_code in (403, 404)


def test_the_past_is_told_by_what_was_stored(desk: Client, june: Patient) -> None:
    row = Reminder.objects.of_patient(june.pk).planned().order_by("due_at")[0]
    Reminder.objects.filter(pk=row.pk).update(
        state=ReminderState.SKIPPED,
        reason="dose_not_given",
        due_at=factories.NOW - timedelta(days=1),
        facts={
            "nominal": "2026-03-02",
            "dose_number": 2,
            "dose_state": "missed",
            "recorded": "dose 2 missed 2026-03-01, recorded by Dana Reyes",
        },
    )
    words = page(desk, reverse("admin:messaging_patient_change", args=[june.pk]))
    past = words.partition('id="left-out"')[2].partition("</details>")[0]
    for said in (
        "The dose is not recorded as given.",
        "Mon 2 Mar 2026",
        "dose 2 missed 2026-03-01, recorded by Dana Reyes",
        f"{row.enrolment.protocol.title} (version {row.enrolment.protocol.version})",
    ):
        assert said in past


# Before saving.


def test_enrolling_can_be_looked_at_first(desk: Client, harbor: Clinic) -> None:
    words = look(desk, reverse(URL), typed(harbor))
    assert "What would be sent" in words
    assert "Nothing is saved yet." in words
    assert "Ask your team before you miss or delay it" in words
    assert not Patient.objects.exists()
    assert not Treatment.objects.exists()


def test_a_closed_day_is_warned_of_once(desk: Client, harbor: Clinic) -> None:
    said = typed(harbor, **{"treatments-0-starts_on": "2026-03-14"})
    assert look(desk, reverse(URL), said).count("Sat 14 Mar, denosumab: the clinic is closed") == 1


def test_all_that_was_typed_is_kept(desk: Client, harbor: Clinic) -> None:
    words = look(desk, reverse(URL), typed(harbor))
    for kept in ("Ruth Okafor", "(555) 010-0177", "form signed 1 March, folder 7", "2026-03-10"):
        assert f'value="{kept}"' in words
    assert 'name="treatments-INITIAL_FORMS" value="0"' in words
    assert "errornote" not in words


def test_after_looking_saving_saves_the_same(desk: Client, harbor: Clinic) -> None:
    words = look(desk, reverse(URL), typed(harbor))
    desk.post(reverse(URL), typed(harbor))
    saved = coming_page(desk, Patient.objects.get())
    days = r'id="(day-[\d-]+)"'
    assert re.findall(days, words) == re.findall(days, saved)


def test_a_refused_form_says_its_sentences_and_previews_nothing(
    desk: Client, harbor: Clinic
) -> None:
    for wrong, said in (
        ({"number": "12"}, "too short"),
        ({"treatments-0-kind": "surgery", "treatments-0-subtype": "operation"}, "one procedure"),
    ):
        words = look(desk, reverse(URL), typed(harbor, **wrong))
        assert said in words
        assert "What would be sent" not in words
        assert not Patient.objects.exists()


def test_an_edit_shows_what_changes_and_changes_nothing(desk: Client, june: Patient) -> None:
    url = reverse("admin:messaging_patient_edit", args=[june.pk])
    entries, rows = Entry.objects.count(), list(Reminder.objects.values_list("pk", "due_at"))
    words = look(desk, url, edited(june, **{"treatments-0-state": "paused"}))
    assert "What changes" in words
    assert "are taken out" in words
    assert "The treatment is paused or cancelled." in words
    assert june.treatments.get().state == "active"
    assert Entry.objects.count() == entries
    assert list(Reminder.objects.values_list("pk", "due_at")) == rows


def test_an_edit_that_changes_no_text_says_so(desk: Client, june: Patient) -> None:
    url = reverse("admin:messaging_patient_edit", args=[june.pk])
    assert "None of the coming texts changes." in look(
        desk, url, edited(june, name="June Whitfield-Ray")
    )


def test_the_question_to_join_is_shown_and_not_sent(desk: Client, harbor: Clinic) -> None:
    Clinic.objects.filter(pk=harbor.pk).update(opt_in="reply")
    words = look(desk, reverse(URL), typed(harbor))
    assert "At once, on saving" in words
    assert "This is what follows if she agrees today." in words
    assert not OutboundMessage.objects.exists()


def test_nobody_looks_at_a_change_that_they_may_not_make(harbor: Clinic, june: Patient) -> None:
    url = reverse("admin:messaging_patient_edit", args=[june.pk])
    answer = signed_in(Role.STAFF, harbor).post(url, {**edited(june), "_preview": "1"})
    assert answer.status_code == 403


def test_a_page_of_three_treatments_reads_the_library_and_the_facts_once(
    desk: Client, june: Patient, django_assert_max_num_queries: Any
) -> None:
    for kind, doses in ((TreatmentKind.CHEMOTHERAPY, 5), (TreatmentKind.EXTERNAL_RADIATION, 10)):
        factories.treatment(june, kind=kind, doses=doses, every_days=None)
    planning.replan(june, now=factories.NOW)
    coming_page(desk, june)
    with django_assert_max_num_queries(34):
        coming_page(desk, june)
