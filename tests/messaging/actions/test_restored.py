"""A database put back from a backup sends nothing again that has left since."""

import os
from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import transaction

from messaging import clock
from messaging.actions import consent, dispatch, inbound, restored, sending, sweep, ticking
from messaging.gateway.base import Inbound
from messaging.gateway.memory import MemoryGateway, message_id
from messaging.models import Alert, Entry, HandOff, OutboundMessage, RestoreCheck, Sending
from tests import factories
from tests.factories import NOW, NUMBER
from tests.messaging.actions import kit

pytestmark = [pytest.mark.django_db, pytest.mark.engines]

# 1000 as it is promised; fewer where every run pays for it.
TEXTS = int(os.environ.get("BONEMETS_TEST_RESTORED_TEXTS", "20"))
LATER = NOW + timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _own_memory(settings, tmp_path):
    settings.REMEMBERED = tmp_path / "remembered.json"
    settings.PIPELINE = {**settings.PIPELINE, "breaker_floor": 0}


@pytest.fixture
def june(db):
    return factories.patient(now=NOW - timedelta(days=7))


@pytest.fixture
def lost() -> Callable[[Callable[[], object]], None]:
    """Do something that the restored database does not know of."""

    def do(work: Callable[[], object]) -> None:
        sending.standing()
        mark = transaction.savepoint()
        work()
        transaction.savepoint_rollback(mark)

    return do


def drain(*, now=NOW) -> None:
    while dispatch.run(now=now):
        pass


def settle() -> None:
    """The quarantine after the restore is over."""
    long = timedelta(minutes=10)
    Sending.objects.update(noticed_at=clock.engine_now() - long)
    sweep.sweep(now=NOW)
    while restored.reconcile(now=NOW):
        pass


def resume() -> None:
    settle()
    restored.resume(by=factories.person(), now=NOW)


def sent(provider: MemoryGateway) -> Counter[tuple[str, str]]:
    return Counter((one.to, one.body) for one in provider.sent)


def states(*rows: OutboundMessage) -> list[str]:
    known = OutboundMessage.objects.in_bulk([row.pk for row in rows])
    return [known[row.pk].state for row in rows]


class TestFindingOut:
    def test_a_database_that_knows_all_it_sent_goes_on(self, june, provider):
        kit.sent(june)
        assert kit.send(kit.queue(june, key="two")).state == "ACCEPTED"

    def test_one_that_does_not_is_paused_before_it_sends_anything(self, june, provider, lost):
        row = kit.queue(june)
        lost(drain)
        assert kit.send(row).state == "QUEUED"
        assert len(provider.sent) == 1
        assert "put back from a backup" in sending.standing().paused_why

    def test_a_request_that_was_cut_off_is_remembered_too(self, june, provider, lost, monkeypatch):
        row = kit.queue(june)

        def killed(*_):
            raise KeyboardInterrupt

        monkeypatch.setattr(provider, "as_they_come", killed)

        def cut_off():
            with pytest.raises(KeyboardInterrupt):
                dispatch.run(now=NOW)

        lost(cut_off)
        monkeypatch.undo()
        assert kit.send(row).state == "QUEUED"

    def test_the_pause_has_an_entry(self, june, lost):
        kit.queue(june)
        lost(drain)
        drain()
        drain()
        assert Entry.objects.filter(action="sending.pause").count() == 1

    def test_a_new_database_in_the_same_folder_starts_free(self, june, provider, lost):
        kit.queue(june)
        lost(drain)
        Sending.objects.update(identity="of another database")
        assert restored.look(now=NOW) is False

    def test_without_a_memory_it_sends(self, june, provider, settings, tmp_path):
        settings.REMEMBERED = tmp_path / "no such folder" / "remembered.json"
        assert kit.sent(june).state == "ACCEPTED"


class TestNothingTwice:
    def test_of_all_that_left_since_the_backup_nothing_leaves_again(self, provider, lost):
        people = [factories.patient(now=NOW - timedelta(days=7)) for _ in range(10)]
        for n in range(TEXTS):
            kit.queue(people[n % 10], key=f"text {n}")
        lost(drain)
        assert len(provider.sent) == TEXTS
        drain()
        resume()
        drain()
        assert len(provider.sent) == TEXTS
        assert set(OutboundMessage.objects.values_list("state", flat=True)) == {"ACCEPTED"}

    def test_what_left_and_is_of_no_use_by_now_is_found_all_the_same(self, june, provider, lost):
        row = kit.queue(june)
        lost(drain)
        later = kit.queue(factories.patient(now=NOW - timedelta(days=7)), key="never left")
        late = row.useful_until + timedelta(hours=1)
        ticking.tick(now=late)
        assert states(row, later) == ["QUEUED", "QUEUED"]
        settle()
        ticking.tick(now=late)
        assert states(row, later) == ["ACCEPTED", "EXPIRED"]

    def test_what_had_not_left_goes_once_a_person_resumes(self, june, provider, lost):
        kit.queue(june)
        lost(drain)
        waiting = kit.answer(june)
        drain()
        settle()
        assert kit.send(waiting).state == "QUEUED"
        resume()
        assert kit.send(waiting).state == "ACCEPTED"
        assert max(sent(provider).values()) == 1

    def test_two_equal_texts_of_which_one_had_left(self, june, provider, lost):
        first = kit.queue(june, key="one")
        lost(drain)
        second = kit.queue(june, key="two")
        drain()
        resume()
        assert (kit.send(first).state, kit.send(second).state) == ("ACCEPTED", "ACCEPTED")
        assert len(provider.sent) == 2

    def test_nearly_the_same_words_are_held_for_a_person(self, june, provider, lost):
        row = kit.queue(june)
        lost(drain)
        OutboundMessage.objects.filter(pk=row.pk).update(body=row.body + " See you.")
        drain()
        resume()
        assert kit.send(row).state == "HELD"
        assert HandOff.objects.get(kind="held").outbound == row

    def test_an_answer_that_was_given_in_the_lost_hours_is_not_given_again(
        self, june, provider, lost
    ):
        sweep.sweep(now=NOW)
        text = Inbound(message_id(), to=NUMBER, from_=factories.number_of(june), body="ONJ")
        provider.arrive(text, at=clock.engine_now())

        def answered():
            inbound.receive(text, now=NOW)
            inbound.read_waiting(now=NOW)
            drain()

        lost(answered)
        assert len(provider.sent) == 1
        drain()
        sweep.soon()
        ticking.tick(now=NOW)
        resume()
        drain()
        assert max(sent(provider).values()) == 1

    def test_it_waits_till_a_late_request_would_be_in_the_list(self, june, lost):
        kit.queue(june)
        lost(drain)
        drain()
        assert restored.reconcile(now=NOW) is False
        assert not RestoreCheck.objects.exists()


class TestWhilePaused:
    @pytest.fixture(autouse=True)
    def _paused(self, db):
        sending.pause(by=factories.person(), now=NOW, why="tests")

    def test_texts_are_stored_and_read_and_their_answers_wait(self, june, provider):
        came = factories.texts(june, "ONJ", now=LATER)
        drain(now=LATER)
        assert came.state == "read"
        assert came.replies.get().state == "QUEUED"
        assert provider.sent == []

    def test_a_danger_alerts_and_is_answered(self, june, provider):
        factories.texts(june, "i cant feel my legs", now=LATER)
        drain(now=LATER)
        assert Alert.objects.exists()
        assert len(provider.sent) == 1

    def test_a_danger_from_before_may_have_been_answered(self, june, provider):
        factories.texts(june, "i cant feel my legs", now=NOW - timedelta(minutes=1))
        drain(now=LATER)
        assert provider.sent == []

    def test_stop_works(self, june):
        factories.arrives(june, "STOP")
        assert consent.state_of(kit.phone_of(june)) == "revoked"

    def test_after_it_the_rest_goes(self, june, provider):
        row = kit.queue(june)
        assert kit.send(row).state == "QUEUED"
        assert restored.resume(by=factories.person(), now=NOW) is True
        assert kit.send(row).state == "ACCEPTED"


class TestResuming:
    @pytest.fixture(autouse=True)
    def _restored(self, june, lost) -> None:
        kit.queue(june)
        lost(drain)
        sweep.sweep(now=NOW)
        drain()

    def refused(self) -> str:
        with pytest.raises(restored.CannotResume) as error:
            restored.resume(by=factories.person(), now=NOW)
        return str(error.value)

    def test_not_before_the_lost_texts_have_been_fetched(self):
        assert "1 of our numbers" in self.refused()

    def test_not_before_what_came_in_has_been_read(self, june):
        factories.arrives(june, "ONJ")
        assert "1 texts that came in" in self.refused()

    def test_not_before_all_has_been_looked_for(self):
        assert "1 texts have not been looked for" in self.refused()

    def test_not_while_the_list_cannot_be_read(self, provider):
        provider.blind = True
        settle()
        assert "1 texts have not been looked for" in self.refused()

    def test_unless_a_person_holds_what_could_not_be_looked_for(self, june, provider):
        provider.blind = True
        settle()
        restored.resume(by=factories.person(), now=NOW, anyway=True)
        assert sending.standing().paused_at is None
        assert OutboundMessage.objects.get().state == "HELD"
        assert kit.kinds(june) == ["held"]

    def test_a_phone_whose_list_cannot_be_read_does_not_hold_up_the_others(
        self, june, provider, monkeypatch
    ):
        other = kit.queue(factories.patient(now=NOW - timedelta(days=7)), key="other")
        whole, first = provider.listed, factories.number_of(june)

        def listed(*, to, since):
            return None if to == first else whole(to=to, since=since)

        monkeypatch.setattr(provider, "listed", listed)
        settle()
        assert RestoreCheck.objects.get().message == other

    def test_then_by_name(self):
        resume()
        assert sending.standing().paused_at is None
        assert Entry.objects.get(action="sending.resume").by_name == "dana"

    def test_and_it_is_not_taken_for_restored_again(self, june, provider):
        resume()
        drain()
        assert sending.standing().paused_at is None
        assert kit.sent(june, key="next").state == "ACCEPTED"
