"""An append-only file of JSON lines that outlives a kill.

What `append` returned from with `durable` is on disk.  A last line that was torn
by a kill is cut off at the next opening: it was never promised to anyone.
"""

import json
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any


class LedgerError(Exception):
    """The file cannot be read; the text tells the mend."""


class Ledger:
    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        path.parent.mkdir(parents=True, exist_ok=True)
        self._records = list(_read(path))
        self._file = os.fdopen(os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), "ab")

    def take_records(self) -> list[dict[str, Any]]:
        """What stood in the file at opening; handed over once, so that it is not kept twice."""
        records, self._records = self._records, []
        return records

    def append(self, record: dict[str, Any], *, durable: bool) -> None:
        """One record is one line: it stands whole or not at all."""
        line = json.dumps(record, ensure_ascii=True, separators=(",", ":")).encode() + b"\n"
        with self._lock:
            self._file.write(line)
            self._file.flush()
            if durable:
                os.fsync(self._file.fileno())

    def close(self) -> None:
        with self._lock:
            self._file.close()


def _read(path: Path) -> Iterator[dict[str, Any]]:
    if not path.exists():
        return
    content = path.read_bytes()
    whole = content.rfind(b"\n") + 1
    if whole < len(content):
        os.truncate(path, whole)
    for number, line in enumerate(content[:whole].splitlines(), start=1):
        yield _parse(line, where=f"{path.name}, line {number}")


def _parse(line: bytes, *, where: str) -> dict[str, Any]:
    try:
        record = json.loads(line)
    except ValueError as error:
        raise LedgerError(_damaged(where)) from error
    if not isinstance(record, dict):
        raise LedgerError(_damaged(where))
    return record


def _damaged(where: str) -> str:
    return f"The simulator's ledger is damaged ({where}). Move the file away to start anew."
