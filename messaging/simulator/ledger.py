"""An append-only file of JSON lines that outlives a kill.

What `append` returned from is the operating system's, so that it outlives this process;
what `settle` returned from is on disk.  A last line that was torn by a kill is cut off at
the next opening: it was never promised to anyone.
"""

import json
import os
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any


class LedgerError(Exception):
    """The file cannot be read; the text tells the mend."""


class Ledger:
    """Safe for many threads; those that settle at the same time share one fsync."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._writing = threading.Lock()
        self._settling = threading.Lock()
        self._written = 0
        self._settled = 0
        path.parent.mkdir(parents=True, exist_ok=True)
        self._records = list(_read(path))
        self._file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        self._size = os.fstat(self._file).st_size
        _settle_folder(path.parent)

    def take_records(self) -> list[dict[str, Any]]:
        """What stood in the file at opening; handed over once, so that it is not kept twice."""
        records, self._records = self._records, []
        return records

    def append(self, record: dict[str, Any]) -> int:
        """One record is one line: it stands whole or not at all.  Its place is for `settle`.

        OSError when the disk is full or the ledger closed; nothing is kept of it then.
        """
        line = json.dumps(record, ensure_ascii=True, separators=(",", ":")).encode() + b"\n"
        with self._writing:
            self._write(line)
            self._written += 1
            return self._written

    def settle(self, place: int) -> None:
        """Blocks until all up to this place is on disk.

        Whoever comes while an fsync runs waits for the next, which serves all of them.
        """
        with self._settling:
            if self._settled >= place:
                return
            upto = self._written
            os.fsync(self._file)
            self._settled = upto

    def _write(self, line: bytes) -> None:
        try:
            _write_all(self._file, line)
        except OSError:
            # A piece of a line would spoil the next one.
            with suppress(OSError):
                os.ftruncate(self._file, self._size)
            raise
        self._size += len(line)

    def close(self) -> None:
        """May be called twice."""
        with self._settling, self._writing:
            if self._file >= 0:
                os.close(self._file)
            self._file = -1


def _write_all(file: int, line: bytes) -> None:
    """A write may be short when the disk is nearly full; the rest then raises OSError."""
    while line:
        line = line[os.write(file, line) :]


def _settle_folder(folder: Path) -> None:
    """A new file is safe only when its folder is."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def read_records(path: Path) -> Iterator[dict[str, Any]]:
    """What stands in a ledger that may be in use; a torn last line is passed over.

    LedgerError for a damaged line.  Changes nothing.
    """
    if not path.exists():
        return
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            if line.endswith(b"\n"):
                yield _parse(line, where=f"{path.name}, line {number}")


def _read(path: Path) -> Iterator[dict[str, Any]]:
    if path.exists():
        _cut_torn_line(path)
    return read_records(path)


def _cut_torn_line(path: Path) -> None:
    content = path.read_bytes()
    whole = content.rfind(b"\n") + 1
    if whole < len(content):
        os.truncate(path, whole)


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
