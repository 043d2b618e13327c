"""The ledger's pages: a line a day, and behind each figure its rows with their reasons."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from messaging.actions import ledger, ticking
from messaging.models import Clinic, LedgerDay, OutboundMessage, Patient, Reminder, Role
from tests import factories
from tests.factories import NOW, TODAY
from tests.messaging.admin.conftest import page, signed_in

YESTERDAY = TODAY - timedelta(days=1)
DAYS = "admin:messaging_ledgerday_changelist"
LATE = "admin:messaging_ledgerday_late"


def row(who: Patient, n: int, **fields: object) -> Reminder:
    """What became of a text of yesterday."""
    at = who.enrolments.get(treatment=None)
    return Reminder.objects.create(
        **{
            "recipient": who.recipients.get(),
            "enrolment": at,
            "step": at.protocol.steps.get(slug="card"),
            "occurrence": f"yesterday:{n}",
            "kind": "precaution",
            "words": ["template:CARD"],
            "local_date": YESTERDAY,
            "due_at": NOW - timedelta(days=1),
            "useful_until": NOW,
            "decided_at": NOW - timedelta(days=1),
            **fields,
        }
    )


def closed(who: Patient) -> LedgerDay:
    at = who.clinic
    counted = ledger.count(at, on=YESTERDAY, now=NOW)
    return ledger.store(at, on=YESTERDAY, counted=counted, now=NOW)


def url_of(day: LedgerDay) -> str:
    return reverse("admin:messaging_ledgerday_change", args=[day.pk])


@pytest.fixture
def yesterday(june: Patient) -> LedgerDay:
    """Two left out, one too late, one held."""
    row(june, 1, state="SKIPPED", reason="over_cap", facts={"nominal": "2026-03-01"})
    row(
        june,
        2,
        state="MERGED",
        reason="merged",
        enrolment=june.enrolments.exclude(treatment=None).get(),
    )
    row(june, 3, state="EXPIRED", reason="too_late")
    row(june, 4, state="RELEASED", reason="moved")
    sent = factories.outbox(june)
    assert not sent
    ticking.tick(now=NOW)
    text = OutboundMessage.objects.filter(phone__recipients__patient=june).first()
    OutboundMessage.objects.filter(pk=text.pk).update(
        reminder=Reminder.objects.get(occurrence="yesterday:4"), state="HELD", reason="not found"
    )
    return closed(june)


def test_a_day_is_a_line_with_its_parts_and_whether_it_adds_up(
    desk: Client, yesterday: LedgerDay
) -> None:
    words = page(desk, reverse(DAYS))
    assert "Mon 2 Mar 2026" in words
    assert "adds up, open" in words
    for part in ("waiting", "held", "did not arrive", "too late", "left out", "sent"):
        assert part in words.lower()


def test_days_with_open_ends_come_first(desk: Client, yesterday: LedgerDay) -> None:
    later = LedgerDay.objects.create(clinic=yesterday.clinic, on=TODAY, expected=0, made_at=NOW)
    rows = desk.get(reverse(DAYS)).context["cl"].result_list
    assert [day.pk for day in rows] == [yesterday.pk, later.pk]
    ended = desk.get(reverse(DAYS), {"open": "no"}).context["cl"].result_list
    assert [day.pk for day in ended] == [later.pk]


def test_behind_it_stand_the_rows_with_reason_version_and_facts(
    desk: Client, yesterday: LedgerDay, june: Patient
) -> None:
    words = page(desk, url_of(yesterday))
    assert "4 expected: 2 left out, 1 too late, 1 held" in words
    assert "There are already as many texts as fit in that week." in words
    assert "Goes inside another text" in words
    assert "It could not go in time" in words
    assert "version 1" in words
    assert "meant for" in words
    assert "Sun 1 Mar 2026" in words
    assert reverse("admin:messaging_patient_change", args=[june.pk]) in words
    held = OutboundMessage.objects.get(state="HELD")
    assert reverse("admin:messaging_outboundmessage_change", args=[held.pk]) in words


def test_a_released_text_says_also_why_it_went_that_day(desk: Client, yesterday: LedgerDay) -> None:
    assert "Moved to a later day" in page(desk, url_of(yesterday), part="held")


@pytest.mark.parametrize(
    ("asked", "there", "gone"),
    [
        ({"part": "expired"}, "in time and is no longer", 'id="ledger-group-1"'),
        ({"reason": "over_cap"}, "meant for", "The text</a>"),
        ({"part": "skipped", "reason": "merged"}, "Left out", "meant for"),
        ({"treatment": "denosumab"}, "Goes inside another text", "as many texts as fit"),
        ({"treatment": "everyone"}, "as many texts as fit", "Goes inside another text"),
        ({"treatment": "surgery"}, "No text of this treatment", "June"),
        ({"part": "failed"}, "No text of this day fits these filters.", "June"),
        ({"part": "rubbish"}, "No text of this day fits these filters.", "June"),
    ],
    ids=str,
)
def test_rows_are_found_by_part_reason_and_treatment(
    desk: Client, yesterday: LedgerDay, asked: dict[str, str], there: str, gone: str
) -> None:
    words = page(desk, url_of(yesterday), **asked)
    assert there in words
    assert gone not in words


def test_many_of_one_kind_are_a_page_at_a_time(desk: Client, june: Patient) -> None:
    for n in range(53):
        row(june, n, state="SKIPPED", reason="over_cap")
    day = closed(june)
    assert "All 53" not in page(desk, url_of(day))
    row(june, 99, state="EXPIRED", reason="too_late")
    assert "All 53" in page(desk, url_of(closed(june)))
    words = page(desk, url_of(day), reason="over_cap", page=2)
    assert "51–53" in words
    assert "reason=over_cap&amp;page=1" in words


def test_a_row_without_a_fate_is_a_red_line(desk: Client, june: Patient) -> None:
    row(june, 1, state="RELEASED", reason="due")
    day = closed(june)
    words = page(desk, url_of(day))
    assert "1 text has no end that the service can tell." in words
    assert "no text came of it: tell the operator" in words
    assert "does not add up" in page(desk, reverse(DAYS))
    assert "does not add up" in page(desk, reverse("admin:index"))


def test_a_day_without_texts_says_so(desk: Client, june: Patient) -> None:
    words = page(desk, url_of(closed(june)))
    assert "Nothing was expected." in words
    assert "No text was planned for this day." in words


def test_rows_that_came_later_are_told(desk: Client, yesterday: LedgerDay, june: Patient) -> None:
    row(june, 9, state="SKIPPED", reason="before_enrolment")
    assert "there are 5 now" in page(desk, url_of(yesterday))


class TestHome:
    def test_yesterday_is_a_line(self, desk: Client, yesterday: LedgerDay) -> None:
        words = page(desk, reverse("admin:index"))
        assert "4 expected: 2 left out, 1 too late, 1 held" in words
        assert url_of(yesterday) in words

    def test_before_it_is_counted_it_says_when(self, desk: Client, june: Patient) -> None:
        assert "Mon 2 Mar 2026 is counted from six" in page(desk, reverse("admin:index"))

    def test_without_patients_there_is_nothing_to_count(self, desk: Client) -> None:
        assert "Nothing to count yet" in page(desk, reverse("admin:index"))

    def test_what_was_too_late_is_one_click_away(self, desk: Client, yesterday: LedgerDay) -> None:
        words = page(desk, reverse("admin:index"))
        assert "What did not go in time (1 in 14 days)" in words
        assert reverse(LATE) in words


class TestLate:
    def test_all_that_did_not_go_in_time_and_nothing_else(
        self, desk: Client, yesterday: LedgerDay
    ) -> None:
        words = page(desk, reverse(LATE))
        assert words.count("June O&#x27;Brien Whitfield") == 1
        assert "It could not go in time and is no longer of use." in words

    def test_what_is_older_or_still_to_come_is_not_there(self, desk: Client, june: Patient) -> None:
        long_ago = TODAY - timedelta(days=15)
        row(june, 1, state="EXPIRED", reason="too_late", local_date=long_ago)
        assert "Every text of the last 14 days went in time" in page(desk, reverse(LATE))


class TestRights:
    def test_another_clinics_days_and_rows_do_not_exist(
        self, desk: Client, elsewhere: Clinic, june: Patient
    ) -> None:
        olga = factories.patient(name="Olga Petrova", at=elsewhere)
        row(olga, 1, state="EXPIRED", reason="too_late")
        day = closed(olga)
        assert desk.get(url_of(day)).status_code == 404
        assert "Mon 2 Mar" not in page(desk, reverse(DAYS))
        assert "Olga" not in page(desk, reverse(LATE))

    @pytest.mark.parametrize("role", [Role.COORDINATOR, Role.STAFF, Role.MANAGER])
    def test_the_desk_reads_the_rows(self, harbor: Clinic, yesterday: LedgerDay, role: str) -> None:
        assert "June" in page(signed_in(role, harbor), url_of(yesterday))

    def test_an_operator_sees_counts_and_no_patient(
        self, harbor: Clinic, yesterday: LedgerDay
    ) -> None:
        operator = signed_in(Role.OPERATOR, None)
        words = page(operator, url_of(yesterday))
        assert "4 expected" in words
        assert "as many texts as fit" in words
        assert "June" not in words
        assert operator.get(reverse(LATE)).status_code == 403
        assert "June" not in page(operator, reverse("admin:index"))

    def test_a_reviewer_has_no_ledger(self, reviewer: Client, yesterday: LedgerDay) -> None:
        assert reviewer.get(url_of(yesterday)).status_code in (403, 404)
        assert reviewer.get(reverse(LATE)).status_code == 403
        assert "4 expected" not in page(reviewer, reverse("admin:index"))

    def test_nobody_writes(self, harbor: Clinic, yesterday: LedgerDay) -> None:
        manager = signed_in(Role.MANAGER, harbor)
        manager.post(url_of(yesterday), {"expected": 1})
        assert manager.post(url_of(yesterday).replace("change", "delete")).status_code == 403
        assert LedgerDay.objects.get(pk=yesterday.pk).expected == 4


def test_the_page_asks_as_much_for_many_rows_as_for_few(
    desk: Client, june: Patient, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(40):
        row(june, n, state="SKIPPED", reason="over_cap")
    url = url_of(closed(june))
    page(desk, url)
    with django_assert_max_num_queries(14):
        page(desk, url)
