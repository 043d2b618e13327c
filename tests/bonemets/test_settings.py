"""The settings file, read by a process of its own as it would be by a server."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bonemets import environment
from tests.bonemets.test_environment import GOOD

ROOT = Path(__file__).resolve().parents[2]
KEEP = ("PATH", "HOME", "LANG", "SYSTEMROOT", "TMPDIR")


def python(code: str, **env: str) -> subprocess.CompletedProcess[str]:
    """Run code in a bare environment with these variables."""
    kept = {name: os.environ[name] for name in KEEP if name in os.environ}
    command = [sys.executable, "-W", "error", "-c", code]
    return subprocess.run(
        command, cwd=ROOT, env={**kept, **env}, capture_output=True, text=True, timeout=60
    )


def values(*names: str, **env: str) -> dict[str, Any]:
    code = "import json; from bonemets import settings as s; " + (
        f"print(json.dumps({{n: getattr(s, n, None) for n in {names!r}}}, default=str))"
    )
    done = python(code, **env)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


class TestProduction:
    def test_starts_with_everything_told(self) -> None:
        found = values("DEBUG", "GATEWAY", "TWILIO", BONEMETS_MODE="production", **GOOD)
        assert found["DEBUG"] is False
        assert found["GATEWAY"] == "twilio"
        assert found["TWILIO"]["api_base"] is None

    @pytest.mark.parametrize("name", sorted(environment.REQUIRED))
    def test_stops_with_the_sentence_when_a_value_is_missing(self, name: str) -> None:
        env = {key: value for key, value in GOOD.items() if key != name}
        done = python("import bonemets.settings", BONEMETS_MODE="production", **env)
        assert done.returncode == 1
        assert f"Set {name}: {environment.REQUIRED[name]}." in done.stderr
        assert "Traceback" not in done.stderr

    def test_stops_with_all_sentences_when_nothing_is_told(self) -> None:
        done = python("import bonemets.settings", BONEMETS_MODE="production")
        assert done.stderr.count("Set ") == len(environment.REQUIRED)

    def test_never_talks_to_a_gateway_in_memory(self) -> None:
        env = {**GOOD, "BONEMETS_GATEWAY": "memory"}
        assert values("GATEWAY", BONEMETS_MODE="production", **env)["GATEWAY"] == "twilio"

    def test_a_secret_that_begins_with_a_dollar_is_not_another_name(self) -> None:
        env = {**GOOD, "TWILIO_AUTH_TOKEN": "$HOME"}
        found = values("TWILIO", BONEMETS_MODE="production", **env)
        assert found["TWILIO"]["auth_token"] == "$HOME"

    def test_passes_djangos_own_check(self) -> None:
        code = (
            "import sys; from django.core.management import execute_from_command_line as run; "
            "run(['manage.py', 'check', '--deploy', '--fail-level', 'WARNING'])"
        )
        env = {**GOOD, "DJANGO_SETTINGS_MODULE": "bonemets.settings"}
        done = python(code, BONEMETS_MODE="production", **env)
        assert done.returncode == 0, done.stderr
        assert "no issues" in done.stdout


class TestDemo:
    def test_keeps_its_keys_from_start_to_start(self, tmp_path: Path) -> None:
        names = ("SECRET_KEY", "FIELD_KEYS", "INDEX_KEY", "TWILIO")
        first = values(*names, BONEMETS_DATA=str(tmp_path))
        assert values(*names, BONEMETS_DATA=str(tmp_path)) == first

    def test_talks_to_the_simulator_on_its_own_port(self, tmp_path: Path) -> None:
        found = values("TWILIO", BONEMETS_DATA=str(tmp_path), BONEMETS_PORT="8123")
        assert found["TWILIO"]["api_base"] == "http://127.0.0.1:8123/simulator"

    def test_does_not_take_another_projects_database(self, tmp_path: Path) -> None:
        found = values("DATABASES", BONEMETS_DATA=str(tmp_path), DATABASE_URL=GOOD["DATABASE_URL"])
        assert found["DATABASES"]["default"]["ENGINE"] == "django.db.backends.sqlite3"

    def test_a_pace_is_set_by_its_name(self, tmp_path: Path) -> None:
        env = {"BONEMETS_DATA": str(tmp_path), "BONEMETS_PIPELINE_BATCH": "5"}
        found = values("PIPELINE", **env)["PIPELINE"]
        assert (found["batch"], found["lease_seconds"]) == (5, 40)

    @pytest.mark.parametrize(("told", "seconds"), [({}, 20), ({"SECONDS": "0"}, 0)])
    def test_an_unclear_text_waits_20_seconds_or_as_told(
        self, told: dict[str, str], seconds: int, tmp_path: Path
    ) -> None:
        env = {f"BONEMETS_PIPELINE_QUIET_{name}": value for name, value in told.items()}
        found = values("PIPELINE", BONEMETS_DATA=str(tmp_path), **env)["PIPELINE"]
        assert found["quiet_seconds"] == seconds

    @pytest.mark.parametrize(
        ("env", "says"),
        [
            pytest.param({"BONEMETS_MODE": "prod"}, "set it to demo or production", id="mode"),
            pytest.param({"BONEMETS_PORT": "web"}, "set it to a whole number", id="port"),
            pytest.param(
                {"BONEMETS_PIPELINE_BATCH": "many"}, "set it to a whole number", id="pace"
            ),
            pytest.param(
                {"BONEMETS_PIPELINE_LEASE_SECONDS": "30"},
                "LEASE_SECONDS is 30: set it to more than 35, the longest request",
                id="lease",
            ),
            pytest.param({"BONEMETS_DATA": "/proc/none"}, "folder cannot be used", id="folder"),
        ],
    )
    def test_a_wrong_value_gets_a_sentence(
        self, env: dict[str, str], says: str, tmp_path: Path
    ) -> None:
        done = python("import bonemets.settings", **{"BONEMETS_DATA": str(tmp_path), **env})
        assert done.returncode == 1
        assert says in done.stderr
        assert "Traceback" not in done.stderr
