"""One owner at a time, by a lock on a file.  Standard library only.

The operating system drops the lock when its owner ends, however it ends: a left-over file
means nothing.
"""

import os
import sys
from pathlib import Path
from types import TracebackType
from typing import IO

if sys.platform == "win32":
    import msvcrt

    def _grab(file: IO[str], *, wait: bool) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _grab(file: IO[str], *, wait: bool) -> None:
        fcntl.flock(file, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)


class FileLock:
    """Hold `path` alone; as a context manager it waits for its turn."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file: IO[str] | None = None

    def take(self, *, wait: bool = False) -> bool:
        """True when the lock is ours; False when another process has it and we do not wait."""
        file = open(os.fspath(self.path), "a+")  # noqa: SIM115  # stays open as long as it is held
        try:
            _grab(file, wait=wait)
        except OSError:
            file.close()
            return False
        self._file = file
        return True

    def release(self) -> None:
        """Let others have it; releasing twice does no harm."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def __enter__(self) -> "FileLock":
        self.take(wait=True)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.release()
