"""How `.venv` is made: what is asked of uv and pip, without asking them."""

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bonemets import bootstrap
from bonemets.bootstrap import RUN, TEST

ROOT = Path(__file__).resolve().parents[2]


class Tools:
    """Stands in for every program that set-up starts, and remembers what it was asked."""

    def __init__(self, root: Path) -> None:
        self.python = bootstrap.python_in(root / ".venv")
        self.failing: set[str] = set()
        self.asked: list[str] = []

    def run(self, command: list[str], **_: Any) -> subprocess.CompletedProcess[str]:
        said = " ".join(command)
        if command[0] == str(self.python) and not self.python.exists():
            raise FileNotFoundError(said)
        self.asked.append(said)
        status = int(any(part in said for part in self.failing))
        if not status and " venv " in said:
            self.python.parent.mkdir(parents=True, exist_ok=True)
            self.python.touch()
        return subprocess.CompletedProcess(command, status)

    def heard(self, words: str) -> int:
        return sum(words in said for said in self.asked)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A checkout, in a folder with a blank in its name."""
    folder = tmp_path / "a clone"
    (folder / "tests").mkdir(parents=True)
    (folder / RUN).write_text("django==5.2\n")
    (folder / TEST).write_text("pytest==9\n")
    return folder


@pytest.fixture
def tools(root: Path, monkeypatch: pytest.MonkeyPatch) -> Tools:
    """No uv; pip is there as soon as `venv` has made it."""
    tools = Tools(root)
    monkeypatch.setattr(subprocess, "run", tools.run)
    monkeypatch.setattr(shutil, "which", lambda name: None)
    return tools


def with_uv(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: "/usr/bin/uv")


class TestWhatIsInstalled:
    @pytest.mark.parametrize(
        ("argv", "locks"),
        [
            pytest.param(["manage.py", "up"], [RUN], id="up"),
            pytest.param(["manage.py", "test", "-k", "x"], [RUN, TEST], id="test"),
            pytest.param(["manage.py", "faults"], [RUN, TEST], id="faults"),
            pytest.param(["manage.py"], [RUN], id="nothing asked"),
            pytest.param(["manage.py", "help", "test"], [RUN], id="help on test"),
        ],
    )
    def test_only_tests_and_faults_need_the_tests_packages(
        self, argv: list[str], locks: list[str]
    ) -> None:
        assert bootstrap.locks_for(argv) == locks

    def test_everything_at_first(self, root: Path, tools: Tools) -> None:
        bootstrap.ready(root, [RUN])
        assert tools.heard("--require-hashes") == 1
        assert str(root / RUN) in tools.asked[-1]

    def test_nothing_the_second_time(self, root: Path, tools: Tools) -> None:
        bootstrap.ready(root, [RUN])
        tools.asked.clear()
        bootstrap.ready(root, [RUN])
        assert tools.asked == []

    def test_a_changed_lock_again(self, root: Path, tools: Tools) -> None:
        bootstrap.ready(root, [RUN, TEST])
        (root / TEST).write_text("pytest==10\n")
        assert bootstrap.stale_locks(root, [RUN, TEST]) == [TEST]

    def test_the_tests_packages_when_they_are_first_asked_for(
        self, root: Path, tools: Tools
    ) -> None:
        bootstrap.ready(root, [RUN])
        assert bootstrap.stale_locks(root, [RUN, TEST]) == [TEST]

    def test_everything_when_the_environment_is_gone(self, root: Path, tools: Tools) -> None:
        bootstrap.ready(root, [RUN])
        bootstrap.python_in(root / ".venv").unlink()
        assert bootstrap.stale_locks(root, [RUN]) == [RUN]

    @pytest.mark.parametrize("stamp", ["", "{", "[]", '"x"'])
    def test_everything_when_the_stamp_is_damaged(
        self, root: Path, tools: Tools, stamp: str
    ) -> None:
        bootstrap.ready(root, [RUN])
        (root / ".venv" / ".stamp").write_text(stamp)
        assert bootstrap.stale_locks(root, [RUN]) == [RUN]

    def test_again_after_a_failure(self, root: Path, tools: Tools) -> None:
        tools.failing = {"--require-hashes"}
        with pytest.raises(bootstrap.SetUpError, match="network connection"):
            bootstrap.ready(root, [RUN])
        assert bootstrap.stale_locks(root, [RUN]) == [RUN]


class TestUvOrPip:
    def test_uv_when_it_is_there(
        self, root: Path, tools: Tools, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with_uv(monkeypatch)
        bootstrap.ready(root, [RUN])
        assert [said.split()[:2] for said in tools.asked] == [
            ["/usr/bin/uv", "venv"],
            ["/usr/bin/uv", "pip"],
        ]

    def test_pip_when_uv_fails(
        self,
        root: Path,
        tools: Tools,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        with_uv(monkeypatch)
        tools.failing = {"uv pip"}
        bootstrap.ready(root, [RUN])
        assert "-m pip install" in tools.asked[-1]
        assert "trying pip" in capsys.readouterr().err

    def test_pip_is_brought_when_the_environment_lacks_it(self, root: Path, tools: Tools) -> None:
        bootstrap.ready(root, [RUN])
        (root / RUN).write_text("django==5.3\n")
        tools.failing = {"pip --version"}
        bootstrap.ready(root, [RUN])
        assert tools.heard("-m venv") == 2


class TestWhatItSays:
    def test_one_line_says_what_is_happening(
        self, root: Path, tools: Tools, capsys: pytest.CaptureFixture[str]
    ) -> None:
        bootstrap.ready(root, [RUN, TEST])
        (line,) = capsys.readouterr().err.splitlines()
        assert line.startswith(f"Setting up .venv from {RUN} and {TEST}")

    def test_a_missing_ensurepip_names_the_package(
        self, root: Path, tools: Tools, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        tools.failing = {"pip --version"}
        monkeypatch.setattr(bootstrap, "find_spec", lambda name: None)
        with pytest.raises(bootstrap.SetUpError, match="install the package python3-venv"):
            bootstrap.ready(root, [RUN])

    def test_a_venv_that_fails_names_the_package(self, root: Path, tools: Tools) -> None:
        tools.failing = {"pip --version", "-m venv"}
        with pytest.raises(bootstrap.SetUpError, match="install the package python3-venv"):
            bootstrap.ready(root, [RUN])

    def test_a_folder_that_cannot_be_written_gets_a_sentence(self, tmp_path: Path) -> None:
        (tmp_path / "file").touch()
        with pytest.raises(bootstrap.SetUpError, match="and cannot"):
            bootstrap.ready(tmp_path / "file", [RUN])


class TestHandingOver:
    def test_nothing_happens_inside_an_environment(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(bootstrap, "restart", pytest.fail)
        monkeypatch.setattr(sys, "prefix", "/somewhere/.venv")
        monkeypatch.setattr(sys, "base_prefix", "/usr")
        bootstrap.hand_over(["manage.py", "up"])

    def test_nothing_happens_when_it_is_switched_off(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(bootstrap, "restart", pytest.fail)
        monkeypatch.setattr(sys, "prefix", sys.base_prefix)
        monkeypatch.setenv("BONEMETS_NO_BOOTSTRAP", "1")
        bootstrap.hand_over(["manage.py", "up"])

    def test_else_the_command_goes_on_in_the_environment(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        started: list[tuple[Path, list[str]]] = []
        monkeypatch.setattr(sys, "prefix", sys.base_prefix)
        monkeypatch.delenv("BONEMETS_NO_BOOTSTRAP", raising=False)
        monkeypatch.setattr(bootstrap, "ready", lambda root, locks: root / "python")
        monkeypatch.setattr(bootstrap, "restart", lambda *call: started.append(call))
        bootstrap.hand_over(["manage.py", "up", "--port", "8001"])
        assert started == [(ROOT / "python", ["manage.py", "up", "--port", "8001"])]

    def test_a_failure_ends_with_its_sentence(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def fail(*_: object) -> Path:
            raise bootstrap.SetUpError("Do this.")

        monkeypatch.setattr(sys, "prefix", sys.base_prefix)
        monkeypatch.delenv("BONEMETS_NO_BOOTSTRAP", raising=False)
        monkeypatch.setattr(bootstrap, "ready", fail)
        with pytest.raises(SystemExit, match="Do this"):
            bootstrap.hand_over(["manage.py", "up"])
