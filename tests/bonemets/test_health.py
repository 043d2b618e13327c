"""The two health pages."""

from datetime import timedelta

import pytest
from django.db import OperationalError
from django.test import Client

from messaging import clock
from messaging.actions import sending, ticking
from messaging.models import Heartbeat, Sender, Sweep
from tests import factories

pytestmark = pytest.mark.django_db


def beat(*, ago: float) -> None:
    at = clock.engine_now() - timedelta(seconds=ago)
    Heartbeat.objects.update_or_create(name="tick", defaults={"at": at})


def test_live_needs_no_database(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "engine_now", pytest.fail)
    assert client.get("/health/live").json() == {"ok": True}


@pytest.mark.engines
def test_ready_when_it_has_just_ticked(client: Client) -> None:
    beat(ago=1)
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.json()) == (200, {"ok": True, "problems": []})


@pytest.mark.engines
def test_not_ready_when_nothing_has_ticked(client: Client) -> None:
    answer = client.get("/health/ready")
    assert answer.status_code == 503
    assert "start a worker" in answer.json()["problems"][0]


def test_not_ready_when_the_tick_has_stopped(client: Client) -> None:
    beat(ago=200)
    assert "The last tick was 200 s ago" in client.get("/health/ready").json()["problems"][0]


def test_not_ready_when_the_database_does_not_answer(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise OperationalError

    monkeypatch.setattr(clock, "engine_now", fail)
    answer = client.get("/health/ready")
    assert answer.status_code == 503
    assert "The database does not answer" in answer.json()["problems"][0]


class TestWhatNeedsTheOperator:
    @pytest.fixture(autouse=True)
    def _ticking(self, db: None) -> None:
        beat(ago=1)

    def problems(self, client: Client) -> str:
        answer = client.get("/health/ready")
        assert answer.status_code == 503
        return " ".join(answer.json()["problems"])

    def test_a_pause(self, client: Client) -> None:
        sending.pause(by="tests", now=clock.now(), why="It was put back from a backup.")
        assert "Sending is paused. It was put back" in self.problems(client)

    def test_a_sender_that_the_breaker_stopped(self, client: Client) -> None:
        factories.clinic()
        Sender.objects.update(paused=True, pause_spares_safety=True)
        assert "1 senders sent too many texts" in self.problems(client)

    def test_a_list_that_cannot_be_read(self, client: Client) -> None:
        factories.clinic()
        long_ago = clock.engine_now() - timedelta(hours=1)
        Sweep.objects.create(
            sender=Sender.objects.get(),
            begins_at=long_ago,
            next_at=long_ago,
            failing_since=long_ago,
        )
        assert "cannot be read for 1 of our numbers" in self.problems(client)

    @pytest.mark.parametrize("seconds", [61.0, -61.0])
    def test_a_worker_whose_clock_is_wrong(
        self, client: Client, seconds: float, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(clock, "skew", lambda: seconds)
        ticking.tick(now=clock.now())
        assert "over a minute away" in self.problems(client)

    @pytest.mark.engines
    def test_a_clock_that_is_right_is_nothing_to_speak_of(self, client: Client) -> None:
        ticking.tick(now=clock.now())
        assert abs(clock.skew()) < 60
        assert client.get("/health/ready").status_code == 200


@pytest.mark.parametrize("path", ["/health/live", "/health/ready"])
def test_nothing_can_be_posted(client: Client, path: str) -> None:
    assert client.post(path).status_code == 405


class TestHeaders:
    def test_a_plain_page_allows_nothing_from_elsewhere(self, client: Client) -> None:
        headers = client.get("/health/live").headers
        assert headers["Content-Security-Policy"].startswith(
            "default-src 'self'; object-src 'none'"
        )
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["Cache-Control"] == "no-store"
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"

    def test_the_admin_may_set_styles_but_run_no_inline_script(self, client: Client) -> None:
        policy = client.get("/admin/login/").headers["Content-Security-Policy"]
        assert "style-src 'self' 'unsafe-inline'" in policy
        assert "script-src 'self' 'unsafe-eval'" in policy
        assert "script-src 'self' 'unsafe-inline'" not in policy
