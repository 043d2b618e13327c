"""`manage.py ledger`: a line a day for the operator, and an exit status for a watchman."""

from datetime import date, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from messaging import clock
from messaging.models import Patient, Reminder
from tests import factories
from tests.factories import NOW, TODAY

pytestmark = pytest.mark.django_db
TOMORROW = NOW + timedelta(days=1)


@pytest.fixture
def june(monkeypatch: pytest.MonkeyPatch) -> Patient:
    """Service time stands on the morning after her first day, on which nothing was planned."""
    who = factories.patient()
    Reminder.objects.of_patient(who.pk).delete()
    monkeypatch.setattr(clock, "now", lambda: TOMORROW)
    return who


def planted(who: Patient, **fields: Any) -> None:
    at = who.enrolments.get(treatment=None)
    Reminder.objects.create(
        **{
            "recipient": who.recipients.get(),
            "enrolment": at,
            "step": at.protocol.steps.get(slug="card"),
            "occurrence": "planted",
            "kind": "precaution",
            "local_date": TODAY,
            "due_at": NOW,
            "useful_until": TOMORROW,
            "state": "SKIPPED",
            "reason": "over_cap",
            **fields,
        }
    )


def said(*options: Any) -> str:
    out = StringIO()
    call_command("ledger", *options, stdout=out)
    return out.getvalue()


def test_a_line_a_day_for_the_last_week(june: Patient) -> None:
    planted(june)
    lines = said().splitlines()
    assert len(lines) == 7
    assert lines[-1] == "harbor 2026-03-03 1 expected: 1 left out (adds up)"
    assert lines[0] == "harbor 2026-02-25 nothing was expected (adds up)"


def test_one_day_is_told_with_its_reasons_and_no_name(june: Patient) -> None:
    planted(june)
    words = said("--on", "2026-03-03")
    assert "1 left out: There are already as many texts as fit in that week." in words
    assert "June" not in words


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"state": "RELEASED"}, id="without a fate"),
        pytest.param({"state": "PLANNED"}, id="waits past its use"),
    ],
)
def test_a_day_that_does_not_add_up_fails(june: Patient, fields: dict[str, str]) -> None:
    planted(june, **fields)
    out = StringIO()
    with pytest.raises(CommandError, match="1 day does not add up"):
        call_command("ledger", "--days", "2", stdout=out)
    assert "2026-03-03 1 expected" in out.getvalue()
    assert "(DOES NOT ADD UP)" in out.getvalue()


def test_what_still_waits_today_is_no_fault(june: Patient) -> None:
    planted(june, state="PLANNED", local_date=TODAY + timedelta(days=1), useful_until=NOW)
    words = said("--on", date(2026, 3, 4).isoformat())
    assert "(has not ended)" in words


def test_one_clinic_alone(june: Patient) -> None:
    factories.clinic(slug="elsewhere")
    assert {line.split()[0] for line in said().splitlines()} == {"harbor", "elsewhere"}
    assert {line.split()[0] for line in said("--clinic", "harbor").splitlines()} == {"harbor"}


@pytest.mark.parametrize(
    ("options", "mend"),
    [
        (("--clinic", "nowhere"), "There is no clinic 'nowhere'"),
        (("--days", "0"), "1 to 400"),
        (("--on", "soon"), "invalid"),
        (("--on", "2026-03-03", "--days", "3"), "not allowed with"),
    ],
    ids=str,
)
def test_bad_options_are_refused_with_the_mend(
    june: Patient, options: tuple[str, ...], mend: str
) -> None:
    with pytest.raises(CommandError, match=mend):
        said(*options)
