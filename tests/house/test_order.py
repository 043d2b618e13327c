"""The house rules that no other tool checks."""

import ast
import re
import subprocess
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ("requirements.lock", "tests/requirements.lock", ".ci/requirements.lock")
LINES, FUNCTION = 300, 30


@cache
def files() -> list[Path]:
    """What the repository holds, or would hold with the next commit."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [path for name in listed.stdout.splitlines() if (path := ROOT / name).is_file()]


def sources() -> list[Path]:
    return [path for path in files() if path.suffix == ".py" and "migrations" not in path.parts]


def texts() -> dict[Path, str]:
    kinds = {".py", ".md", ".toml", ".lock", ".yml", ".html", ".js", ".css", ".jsonl", ""}
    return {p: p.read_text(encoding="utf-8") for p in files() if p.suffix in kinds}


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="not a git checkout")
class TestTheTree:
    def test_no_file_is_long(self) -> None:
        lengths = {p: len(p.read_text(encoding="utf-8").splitlines()) for p in sources()}
        assert {str(p): n for p, n in lengths.items() if n > LINES} == {}

    def test_no_function_is_long(self) -> None:
        functions = (
            (path, node)
            for path in sources()
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        )
        long = [f"{p}:{n.lineno} {n.name}" for p, n in functions if body_lines(n) > FUNCTION]
        assert long == []

    def test_no_file_is_a_drawer_for_everything(self) -> None:
        names = {path.name for path in sources()}
        assert names & {"utils.py", "helpers.py", "services.py", "signals.py", "misc.py"} == set()

    def test_nothing_names_the_machine_it_was_written_on(self) -> None:
        machine = re.compile("/" + r"(?:work|root|home|Users)/\w")
        assert [str(p) for p, text in texts().items() if machine.search(text)] == []

    def test_nothing_is_left_to_do_in_a_comment(self) -> None:
        left = re.compile(r"#\s*(?:" + "TO" + "DO|FIX" + "ME|XX" + r"X)\b")
        assert [str(p) for p, text in texts().items() if left.search(text)] == []


def body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """What it does: without signature and docstring."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


@pytest.mark.parametrize("lock", LOCKS)
class TestLocks:
    def test_holds_no_address(self, lock: str) -> None:
        assert "://" not in (ROOT / lock).read_text(encoding="utf-8")

    def test_every_package_is_pinned_and_hashed(self, lock: str) -> None:
        text = (ROOT / lock).read_text(encoding="utf-8")
        entries = re.split(r"\n(?=[a-z0-9])", re.sub(r"^\s*#.*\n", "", text, flags=re.MULTILINE))
        assert len(entries) > 5
        assert [e.split()[0] for e in entries if "==" not in e or "--hash=sha256:" not in e] == []


def test_every_dependency_says_what_it_is_for() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    lists = re.findall(r"^(?:dependencies|test|ci) = \[\n(.*?)^\]", text, re.DOTALL | re.MULTILINE)
    lines = [line.strip() for block in lists for line in block.splitlines()]
    assert len(lines) > 20
    assert [
        line for line in lines if "  # " not in line or ">=" not in line.replace("==", ">=")
    ] == []


def test_manage_py_can_be_read_by_an_old_python() -> None:
    """Else it could not say which Python it needs."""
    ast.parse((ROOT / "manage.py").read_text(encoding="utf-8"), feature_version=(3, 4))
