"""The watch over a process: threads that died, and ticks that hang."""

import subprocess
import sys
import textwrap
import threading
import time
from datetime import datetime
from typing import Any

import pytest

from bonemets import watch as watching
from bonemets.watch import SILENCE, Watch
from messaging import clock
from messaging.actions import pulse, ticking
from messaging.models import Heartbeat
from tests.bonemets.process import PATIENCE, ROOT, bare_environment
from tests.factories import NOW


@pytest.fixture
def watch() -> Watch:
    watch = Watch()
    watch.threads["web"] = threading.current_thread()
    pulse.note()
    return watch


def fall_silent(monkeypatch: pytest.MonkeyPatch, *, seconds: float) -> None:
    monkeypatch.setattr(pulse, "_last", [time.monotonic() - seconds])


def test_is_content_while_all_live_and_it_ticks(
    watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    fall_silent(monkeypatch, seconds=SILENCE - 5)
    assert watch.complaint() == ""


def test_names_the_part_that_died(watch: Watch) -> None:
    watch.threads["worker"] = threading.Thread(target=lambda: None)
    watch.threads["worker"].start()
    watch.threads["worker"].join()
    assert watch.complaint().startswith("The worker thread has died")


def test_says_when_the_tick_has_stopped(watch: Watch, monkeypatch: pytest.MonkeyPatch) -> None:
    fall_silent(monkeypatch, seconds=SILENCE + 1)
    assert watch.complaint().startswith(f"Nothing has ticked for {SILENCE:.0f} s")


def test_a_list_of_the_provider_may_take_its_time(settings: Any) -> None:
    assert 2 * settings.PIPELINE["total_timeout"] < SILENCE


class TestSignsOfLife:
    """What shows that a tick is long and not hung."""

    @pytest.fixture(autouse=True)
    def _silent(self, monkeypatch: pytest.MonkeyPatch) -> None:
        fall_silent(monkeypatch, seconds=1000)

    def test_a_part_that_ends(self, monkeypatch: pytest.MonkeyPatch) -> None:
        seen: list[float] = []

        def first(now: datetime) -> None:
            seen.append(pulse.silent_for())

        def second(now: datetime) -> None:
            seen.append(pulse.silent_for())

        monkeypatch.setattr(ticking, "PARTS", (first, second))
        monkeypatch.setattr(ticking, "_sign", lambda: None)
        ticking.tick(now=NOW)
        assert seen[0] > 900 > 1 > seen[1]

    def test_a_round_within_a_part(self) -> None:
        rounds = iter([True, False])
        ticking.until_rest(lambda: next(rounds))
        assert pulse.silent_for() < 1

    @pytest.mark.django_db
    def test_a_query_within_a_round(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def long_part(now: datetime) -> None:
            fall_silent(monkeypatch, seconds=1000)
            Heartbeat.objects.count()
            assert pulse.silent_for() < 1

        monkeypatch.setattr(ticking, "PARTS", (long_part,))
        ticking.tick(now=NOW)

    def test_a_turn_that_fails_for_want_of_a_database(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def down() -> None:
            raise OSError

        monkeypatch.setattr(clock, "now", down)
        with pytest.raises(OSError):  # noqa: PT011
            ticking.turn()
        assert pulse.silent_for() < 1


def run(script: str, tmp_path: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", f"import django; django.setup()\n{textwrap.dedent(script)}"],
        cwd=ROOT,
        env={**bare_environment(tmp_path), "DJANGO_SETTINGS_MODULE": "bonemets.settings"},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )


def test_a_worker_whose_tick_hangs_is_ended_and_says_where_it_hung(tmp_path: Any) -> None:
    done = run(
        """
        import threading
        from bonemets import watch
        def stuck_in_dns(): threading.Event().wait(60)
        threading.Thread(target=stuck_in_dns, daemon=True).start()
        watch.guard(silence=0.5, look_every=0.1)
        threading.Event().wait(30)
        """,
        tmp_path,
    )
    assert done.returncode == watching.HUNG
    assert "stuck_in_dns" in done.stderr


def test_one_that_shows_signs_of_life_is_left_alone(tmp_path: Any) -> None:
    done = run(
        """
        import time
        from bonemets import watch
        from messaging.actions import pulse
        watch.guard(silence=0.6, look_every=0.1)
        for _ in range(15):
            time.sleep(0.1)
            pulse.note()
        """,
        tmp_path,
    )
    assert done.returncode == 0, done.stderr
