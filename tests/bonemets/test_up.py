"""`manage.py up`: starts, answers, says what a newcomer needs, stops clean."""

import json
import os
import signal
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bonemets.process import Up, free_port, get, run, up

pytestmark = [
    pytest.mark.up,
    pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals"),
]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clinic without a past: that one takes long to live through."""
    folder = tmp_path_factory.mktemp("up") / "data"
    for command in (["migrate"], ["demo_clinic", "--no-history"]):
        done = run(folder, *command)
        assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def running(data: Path) -> Iterator[Up]:
    with up(data, free_port()) as service:
        yield service


# First the starts and stops, then what is asked of the one that stays up: one folder at a time.
class TestHowItEnds:
    @pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=["TERM", "Ctrl-C"])
    def test_a_signal_stops_it_clean(self, data: Path, number: signal.Signals) -> None:
        with up(data, free_port()) as service:
            status = service.end(number)
        assert status == 0, service.output()
        assert service.output().rstrip().endswith("Stopped.")
        assert "Traceback" not in service.output()

    def test_a_taken_port_gets_a_sentence(self, tmp_path: Path) -> None:
        with socket.socket() as other:
            other.bind(("127.0.0.1", 0))
            other.listen()
            port = other.getsockname()[1]
            done = run(tmp_path, "up", "--port", str(port))
        assert done.returncode == 1
        assert f"Port {port} cannot be opened (Address already in use)" in done.stderr
        assert "Traceback" not in done.stderr

    def test_a_port_that_is_none_gets_a_sentence(self, tmp_path: Path) -> None:
        done = run(tmp_path, "up", "--port", "70000")
        assert done.returncode != 0
        assert "Traceback" not in done.stderr


class TestWhileItRuns:
    def test_the_staff_pages_ask_for_a_log_in(self, running: Up) -> None:
        status, page = get(f"{running.address}/")
        assert status == 200
        assert 'name="password"' in page

    def test_the_phone_is_there(self, running: Up) -> None:
        assert get(f"{running.address}/phone/")[0] == 200

    def test_the_pages_styles_are_served(self, running: Up) -> None:
        assert get(f"{running.address}/static/admin/css/base.css")[0] == 200

    def test_it_is_alive(self, running: Up) -> None:
        assert get(f"{running.address}/health/live") == (200, '{"ok": true}')

    def test_it_ticks_within_seconds(self, running: Up) -> None:
        limit = time.monotonic() + 15
        while (found := get(f"{running.address}/health/ready"))[0] != 200:
            assert time.monotonic() < limit, found
            time.sleep(0.1)
        assert json.loads(found[1]) == {"ok": True, "problems": []}

    def test_the_first_screen_says_what_a_newcomer_needs(self, running: Up, data: Path) -> None:
        screen = running.output()
        for words in (
            f"{running.address}/admin/",
            f"{running.address}/phone/",
            "Log in as",
            "No SMS leaves this computer",
            str(data),
            "Stop with Ctrl-C",
            "invented reviewer",
        ):
            assert words in screen

    def test_the_screen_shows_no_warning(self, running: Up) -> None:
        assert [line for line in running.output().splitlines() if "arning" in line] == []

    def test_a_second_one_says_where_the_first_is(self, running: Up, data: Path) -> None:
        second = run(data, "up", "--port", str(free_port()))
        assert second.returncode == 0
        assert f"already running at {running.address}" in second.stdout
        assert get(f"{running.address}/health/live")[0] == 200

    def test_it_listens_on_this_machine_only(self, running: Up) -> None:
        port = int(running.address.rsplit(":", 1)[1])
        with socket.socket() as other:
            other.bind(("127.0.0.2", port))
