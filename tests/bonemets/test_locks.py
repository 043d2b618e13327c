"""One owner at a time."""

import subprocess
import sys
from pathlib import Path

from bonemets.locks import FileLock

ROOT = Path(__file__).resolve().parents[2]


def test_a_second_owner_is_told_no(tmp_path: Path) -> None:
    with FileLock(tmp_path / "lock"):
        assert FileLock(tmp_path / "lock").take() is False


def test_it_can_be_taken_again_after_release(tmp_path: Path) -> None:
    first, second = FileLock(tmp_path / "lock"), FileLock(tmp_path / "lock")
    assert first.take()
    first.release()
    first.release()
    assert second.take()
    second.release()


def test_the_lock_of_a_killed_process_is_free(tmp_path: Path) -> None:
    code = (
        "import os, sys; from pathlib import Path; from bonemets.locks import FileLock; "
        "assert FileLock(Path(sys.argv[1])).take(); os.abort()"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path / "lock")], cwd=ROOT, check=False)
    lock = FileLock(tmp_path / "lock")
    assert lock.take()
    lock.release()
