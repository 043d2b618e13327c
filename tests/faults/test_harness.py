"""The harness itself: its registry, its steps, its exit status, its proxy and its scale."""

import ast
import inspect
import re
import socket
from pathlib import Path

import pytest

from bonemets import environment
from tests.bonemets.process import ROOT
from tests.faults import races, report, scale, steps
from tests.faults.__main__ import choose
from tests.faults.acts import Acts
from tests.faults.judge import Verdict
from tests.faults.proxy import proxy
from tests.faults.report import Outcome
from tests.faults.scenarios import NOT_HERE, SCENARIOS
from tests.faults.storm import ONE_FILE, ONE_FILE_SHORT, SERVERS, SERVERS_SHORT


def outcome(verdict: Verdict | None) -> Outcome:
    return Outcome("F3", "all", "SQLite", seed=7, kills=1, seconds=1.0, verdict=verdict)


def test_every_fault_of_the_matrix_is_run_or_has_a_reason() -> None:
    codes = {re.sub(r"[a-z]$", "", one.code) for one in SCENARIOS} | NOT_HERE.keys()
    assert codes == {f"F{n}" for n in range(1, 23)}


def calls(path: Path) -> list[ast.Call]:
    """Where a file passes a labelled step."""
    nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    made = [node for node in nodes if isinstance(node, ast.Call)]
    return [node for node in made if getattr(node.func, "id", "") in ("reached", "passing")]


def test_every_step_of_the_pipelines_is_in_the_sweep() -> None:
    """What is written as a call is what the sweep goes by; none is put together at run time."""
    files = [path for path in (ROOT / "messaging").rglob("*.py") if path.name != "failpoints.py"]
    labels = [call.args[0] for path in files for call in calls(path)]
    assert {getattr(label, "value", None) for label in labels} == set(steps.labels())
    assert len(set(steps.labels())) >= 30


def test_what_the_sweep_prepares_for_is_there() -> None:
    known = steps.labels()
    groups = (
        steps.IN_WEB, steps.READING, steps.POISONED, steps.SETTLING, steps.BLINDED, steps.PLANNED
    )  # fmt: skip
    named = [step for group in groups for step in group] + list(races.STEPS)
    assert [step for step in named if not any(label.startswith(step) for label in known)] == []


def test_the_short_edition_is_a_part_of_the_long_one() -> None:
    short, long = choose(None, short=True), choose(None, short=False)
    assert {one.code for one in short} < {one.code for one in long}
    assert {"F1", "F3", "F17"} <= {one.code for one in short}


def test_an_unknown_scenario_is_refused() -> None:
    with pytest.raises(SystemExit, match="F99"):
        choose(["F99"], short=False)


def test_every_act_of_a_plan_exists() -> None:
    for plan in (SERVERS, SERVERS_SHORT, ONE_FILE, ONE_FILE_SHORT):
        assert all(inspect.isfunction(getattr(Acts, name)) for name in plan.acts)


def test_the_long_storm_is_the_one_that_was_promised() -> None:
    assert (SERVERS.messages, SERVERS.workers) == (10_000, 4)
    assert SERVERS.acts["kill"] >= 500
    assert (SERVERS.acts["flush"], SERVERS.acts["stop_database"]) == (20, 10)
    assert (SERVERS.mood.ambiguous, SERVERS.mood.callbacks_lost) == (0.05, 0.1)
    assert SERVERS.mood.callbacks_doubled == 0.1
    assert (ONE_FILE.messages, ONE_FILE.acts["kill"]) == (2_000, 200)


@pytest.mark.parametrize("bad", ["lost", "doubled", "stuck", "silent", "wrong"])
def test_anything_wrong_ends_with_status_1(bad: str, capsys: pytest.CaptureFixture[str]) -> None:
    verdict = Verdict(n=1)
    setattr(verdict, bad, ["…4001 'Hello'"])
    assert report.end([outcome(Verdict(n=1)), outcome(verdict)], seconds=1.0) == 1
    assert "FAILED" in capsys.readouterr().out


def test_a_scenario_that_broke_off_ends_with_status_1() -> None:
    assert report.end([outcome(None)], seconds=1.0) == 1


def test_all_well_ends_with_status_0() -> None:
    assert report.end([outcome(Verdict(n=1))], seconds=1.0) == 0


def test_a_failing_seed_is_kept(tmp_path: Path) -> None:
    report.keep_seed(outcome(None), folder=tmp_path, arguments="--short")
    report.keep_seed(outcome(None), folder=tmp_path, arguments="")
    lines = (tmp_path / "failed.txt").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "manage.py faults --only F3 --seed 7 --short"
    assert len(lines) == 2


def test_the_scaled_times_fit_together() -> None:
    known = {name.lower(): value for name, value in scale.PIPELINE.items()}
    assert environment.pipeline_problems({"batch": 20, **known}) == []
    assert scale.PIPELINE["LIST_LAG_SECONDS"] > scale.LISTING_LAG


def test_a_swallowed_connection_is_open_and_silent() -> None:
    home = ("127.0.0.1", 0)
    with socket.create_server(home) as target, proxy(target.getsockname()[1]) as between:
        near = socket.create_connection(("127.0.0.1", between.port), timeout=5)
        far, _ = target.accept()
        near.sendall(b"heard")
        assert far.recv(5) == b"heard"
        between.swallow()
        near.sendall(b"not heard")
        far.settimeout(0.2)
        with pytest.raises(TimeoutError):
            far.recv(9)
        near.close()
        far.close()
