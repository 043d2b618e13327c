"""The first page answers: what needs me now, and does it run?"""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from content import actions as content
from content.models import Passage, WordSet
from messaging import clock
from messaging.models import Clinic, Heartbeat, Patient, Reminder
from tests import factories
from tests.messaging.admin.conftest import page

URL = "admin:index"


def test_an_open_alert_leads_with_its_age(desk: Client, june: Patient) -> None:
    factories.texts(june, "cant feel my legs", now=factories.NOW - timedelta(minutes=30))
    words = page(desk, reverse(URL))
    assert "cant feel my legs" in words
    assert "30 min" in words


def test_it_tells_what_is_still_to_come_today(desk: Client, harbor: Clinic) -> None:
    patient = factories.patient(name="Harold Boone")
    soon = factories.NOW + timedelta(hours=1)
    held = ["question:Q-CORD", "question:Q-PAIN", "topic:onj"]
    Reminder.objects.of_patient(patient.pk).planned().update(due_at=soon, words=held)
    words = page(desk, reverse(URL))
    assert "Harold Boone" in words
    assert "Check-in: weak or numb legs; pain (0 to 10); About: Jaw bone problems" in words


@pytest.mark.parametrize(
    ("age", "told"),
    [
        pytest.param(None, "Nothing has worked through the queue yet", id="never"),
        pytest.param(timedelta(minutes=10), "for 10 min", id="silent"),
    ],
)
def test_it_says_when_nothing_ticks(desk: Client, age: timedelta | None, told: str) -> None:
    if age is not None:
        Heartbeat.objects.create(name="tick", at=clock.engine_now() - age)
    assert told in page(desk, reverse(URL))


def test_it_is_quiet_while_all_is_well(desk: Client) -> None:
    Heartbeat.objects.create(name="tick", at=clock.engine_now())
    assert "Texts are not going out" not in page(desk, reverse(URL))


def test_the_demo_says_that_nothing_leaves(desk: Client) -> None:
    words = page(desk, reverse(URL))
    assert "No SMS leaves this computer" in words
    assert "invented reviewer" in words


class TestGaps:
    """Words that a clinic's patients may ask for and do not get, or soon not any more."""

    @pytest.fixture
    def onj(self, harbor: Clinic) -> Any:
        return harbor.wordset.approvals.filter(passage__topic="onj")

    @staticmethod
    def changed(approvals: Any, **fields: Any) -> None:
        approvals.update(**fields)
        WordSet.objects.touch_all()

    def test_a_topic_without_approved_words_is_named(self, desk: Client, onj: Any) -> None:
        assert "Topics without approved words" not in page(desk, reverse(URL))
        self.changed(onj, state="retired")
        words = page(desk, reverse(URL))
        assert "Topics without approved words" in words
        assert "Jaw bone problems (ONJ)" in words

    def test_only_in_the_languages_of_the_clinics_patients(
        self, desk: Client, onj: Any, june: Patient
    ) -> None:
        self.changed(onj.filter(passage__document__language="es"), state="retired")
        assert "Topics without approved words" not in page(desk, reverse(URL))
        factories.patient(language="es")
        words = page(desk, reverse(URL))
        assert "<dt>Spanish</dt>" in words
        assert "<dt>English</dt>" not in words

    def test_one_that_has_run_out_by_the_clinics_date_is_named(
        self, desk: Client, onj: Any
    ) -> None:
        self.changed(onj, use_until=factories.TODAY - timedelta(days=1))
        assert "Topics without approved words" in page(desk, reverse(URL))

    def test_the_date_is_that_of_the_clinic(
        self, desk: Client, onj: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Late on the last good day at the clinic it is tomorrow already in UTC."""
        monkeypatch.setattr(clock, "now", lambda: factories.NOW + timedelta(hours=9))
        self.changed(onj, use_until=factories.TODAY)
        words = page(desk, reverse(URL))
        assert "Topics without approved words" not in words
        assert "run out today" in words

    def test_one_that_is_withheld_whole_is_named(
        self, desk: Client, harbor: Clinic, june: Patient
    ) -> None:
        for passage in Passage.objects.newest().filter(topic="onj", document__language="en"):
            content.withhold(
                wordset=harbor.wordset,
                document=passage.document,
                start=passage.start,
                end=passage.end,
                reason="no longer right",
                citation="Label of 2024",
                by="Dr. Lena Fischer",
                now=factories.NOW,
            )
        words = page(desk, reverse(URL))
        assert "Topics without approved words" in words
        assert "Jaw bone problems (ONJ)" in words

    @pytest.mark.parametrize(
        ("days", "told"),
        [
            pytest.param(0, True, id="today"),
            pytest.param(29, True, id="in 29 days"),
            pytest.param(30, False, id="in 30 days"),
        ],
    )
    def test_what_runs_out_within_30_days_is_told(
        self, desk: Client, onj: Any, days: int, told: bool
    ) -> None:
        self.changed(onj, use_until=factories.TODAY + timedelta(days=days))
        words = page(desk, reverse(URL))
        assert ("Words that run out soon" in words) is told

    def test_the_last_day_is_told(self, desk: Client, onj: Any) -> None:
        self.changed(onj, use_until=factories.TODAY + timedelta(days=9))
        assert "run out on Thu 12 Mar 2026" in page(desk, reverse(URL))

    def test_templates_run_out_too(self, desk: Client, harbor: Clinic) -> None:
        approvals = harbor.wordset.approvals.filter(template__slug="R-EMERG")
        self.changed(approvals, use_until=factories.TODAY + timedelta(days=3))
        assert "Text R-EMERG" in page(desk, reverse(URL))

    def test_it_leads_to_where_the_words_are_approved(self, desk: Client, onj: Any) -> None:
        self.changed(onj, state="retired")
        link = re.search(r'href="([^"]*content/approval[^"]*q=onj[^"]*)"', page(desk, reverse(URL)))
        assert link
        listed = page(desk, link[1].replace("&amp;", "&"))
        assert "retired" in listed
        assert "(es)" not in listed

    def test_another_clinics_gaps_are_not_told(self, desk: Client, elsewhere: Clinic) -> None:
        elsewhere.wordset = content.make_wordset(slug="apart", name="Words apart")
        elsewhere.save()
        assert "Topics without approved words" not in page(desk, reverse(URL))

    def test_the_page_asks_little(
        self,
        desk: Client,
        june: Patient,
        onj: Any,
        django_assert_max_num_queries: DjangoAssertNumQueries,
    ) -> None:
        self.changed(onj, use_until=factories.TODAY + timedelta(days=9))
        page(desk, reverse(URL))
        with django_assert_max_num_queries(34):
            page(desk, reverse(URL))


def test_nothing_open_says_so(desk: Client) -> None:
    assert "No alert is open" in page(desk, reverse(URL))
