"""What both baselines share: where the servers are, the texts to send, one table, one request.

Configured from the environment, so that a worker is a plain process that can be killed:
BASELINE_REDIS (an address), BASELINE_DATABASE (an SQLite file), BASELINE_PROVIDER (the base
address), BASELINE_ACCOUNT and BASELINE_TOKEN.
"""

import base64
import json
import os
import sqlite3
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from typing import Any, Final

from redis import Redis

SENDER: Final = "+15550100100"
# The provider's SDK has no read timeout at all; with a hang both baselines would stand still.
READ_SECONDS: Final = 1.5


class NotSentError(Exception):
    """No acceptance came: an error status, no connection, no answer, or one without an id."""


@dataclass(frozen=True)
class Servers:
    """`ledger` is the provider's own file; the senders do not know it."""

    redis: str
    database: Path
    provider: str
    account: str
    token: str
    ledger: Path

    def environment(self) -> Mapping[str, str]:
        return {
            "BASELINE_REDIS": self.redis,
            "BASELINE_DATABASE": str(self.database),
            "BASELINE_PROVIDER": self.provider,
            "BASELINE_ACCOUNT": self.account,
            "BASELINE_TOKEN": self.token,
        }


def texts(n: int) -> list[tuple[str, str]]:
    """(number, words), all different."""
    return [(f"+1555010{4000 + place % 1000}", f"Due text {place}.") for place in range(n)]


def redis() -> Redis:
    return Redis.from_url(os.environ["BASELINE_REDIS"])


@contextmanager
def database() -> Iterator[sqlite3.Connection]:
    """One transaction, on disk when it ends."""
    connection = sqlite3.connect(os.environ["BASELINE_DATABASE"], timeout=30)
    connection.execute("PRAGMA synchronous=FULL")
    try:
        with connection:
            yield connection
    finally:
        connection.close()


def make_rows(n: int, *, state: str) -> None:
    """A row a text; `failures` and `again_at` (seconds since 1970) are for retries."""
    with database() as to:
        to.execute("PRAGMA journal_mode=WAL")
        to.execute(
            "CREATE TABLE text (id INTEGER PRIMARY KEY, number TEXT, body TEXT, state TEXT, "
            "failures INTEGER DEFAULT 0, again_at REAL DEFAULT 0)"
        )
        rows = [(number, body, state) for number, body in texts(n)]
        to.executemany("INSERT INTO text (number, body, state) VALUES (?, ?, ?)", rows)


def post(number: str, body: str) -> str:
    """The provider's id.  Raises NotSentError, which proves nothing."""
    account, token = os.environ["BASELINE_ACCOUNT"], os.environ["BASELINE_TOKEN"]
    base = os.environ["BASELINE_PROVIDER"]
    form = {"To": number, "From": SENDER, "Body": body, "StatusCallback": f"{base}/nowhere"}
    login = base64.b64encode(f"{account}:{token}".encode()).decode()
    request = urllib.request.Request(
        f"{base}/2010-04-01/Accounts/{account}/Messages.json",
        data=urllib.parse.urlencode(form).encode(),
        headers={"Authorization": f"Basic {login}"},
    )
    try:
        with urllib.request.urlopen(request, timeout=READ_SECONDS) as answer:
            made: dict[str, Any] = json.load(answer)
            return str(made["sid"])
    except (OSError, HTTPException, ValueError, KeyError) as error:
        raise NotSentError(type(error).__name__) from error
