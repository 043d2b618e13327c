"""Planned texts are released ahead of their time, for the provider to keep them until then."""

from datetime import timedelta

import pytest

from messaging.actions import releasing_ahead
from messaging.models import Sender
from tests.factories import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.engines]

THEN = NOW + timedelta(minutes=20)


@pytest.fixture(autouse=True)
def _on(settings, db) -> None:
    settings.SCHEDULE_AHEAD = True
    Sender.objects.update(service_id="MG" + "5" * 32)


class TestReleasingAhead:
    def planned(self, who, words):
        row = who.enrolments.first().reminders.filter(state="PLANNED").first()
        later = THEN + timedelta(hours=4)
        type(row).objects.filter(pk=row.pk).update(words=words, due_at=THEN, useful_until=later)
        type(row).objects.exclude(pk=row.pk).delete()
        row.refresh_from_db()
        return row

    @pytest.fixture(autouse=True)
    def _plan_stands(self, monkeypatch):
        monkeypatch.setattr("messaging.actions.planning.look_again", lambda pk, now: None)

    def release(self, row):
        releasing_ahead.release_ahead(now=NOW)
        row.refresh_from_db()
        return row.state

    def test_one_text_is_released_for_its_time(self, june):
        row = self.planned(june, ["template:CARD"])
        assert self.release(row) == "RELEASED"
        assert row.outbound.get().due_at == THEN

    @pytest.mark.parametrize(
        "words", [["question:Q-PAIN"], ["template:CARD", "template:CARD"], ["handoff:dental_gate"]]
    )
    def test_questions_and_more_than_one_text_wait_for_their_time(self, june, words):
        assert self.release(self.planned(june, words)) == "PLANNED"

    def test_without_a_service_it_waits_for_its_time(self, june):
        Sender.objects.update(service_id="")
        assert self.release(self.planned(june, ["template:CARD"])) == "PLANNED"

    def test_with_the_setting_off_it_waits_for_its_time(self, june, settings):
        settings.SCHEDULE_AHEAD = False
        assert self.release(self.planned(june, ["template:CARD"])) == "PLANNED"
