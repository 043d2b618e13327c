"""Carries the provider's signed forms to the service, with the provider's manner of retrying.

Source: Twilio's page on webhook connection overrides.  By default it connects
within 5 s, reads for 15 s and tries once more, only when it could not connect;
`#ct=2000&rt=14000&rc=5&rp=all` at the end of an address changes that.
"""

import asyncio
import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from urllib.parse import parse_qsl, urldefrag
from uuid import uuid4

import aiohttp
from yarl import URL

from messaging.gateway.twilio import SIGNATURE_HEADER, sign

_KNOCK_SECONDS: Final = 0.1

logger = logging.getLogger(__name__)


class Result(StrEnum):
    OK = "ok"
    NOT_CONNECTED = "ct"
    TIMED_OUT = "rt"
    REFUSED = "4xx"
    FAILED = "5xx"


@dataclass(frozen=True)
class Overrides:
    """Seconds for `connect` and `read`; `on` names the results that are tried again."""

    connect: float = 5.0
    read: float = 15.0
    retries: int = 1
    on: frozenset[str] = frozenset({Result.NOT_CONNECTED})

    def again(self, result: Result) -> bool:
        return result is not Result.OK and ("all" in self.on or result in self.on)


def overrides(url: str) -> Overrides:
    """What the fragment of a webhook's address asks for; nonsense is passed over."""
    asked = dict(parse_qsl(urldefrag(url).fragment))
    default = Overrides()
    return Overrides(
        connect=_milliseconds(asked.get("ct"), default.connect, most=10.0),
        read=_milliseconds(asked.get("rt"), default.read, most=15.0),
        retries=min(int(asked["rc"]), 5) if asked.get("rc", "").isdecimal() else default.retries,
        on=frozenset(asked["rp"].split(",")) if asked.get("rp") else default.on,
    )


class Courier:
    """Lives in one event loop.  `home` is the service; nothing is posted before it listens.

    Waiting for it at the start (at most `patience` seconds) is no habit of the real
    provider: here both start in one process.  While `cut_off`, nothing leaves.
    """

    def __init__(
        self, *, token: str, home: str, patience: float, retry_wait: float, connections: int
    ) -> None:
        self._token = token
        self._home = URL(home)
        self._patience = patience
        self._retry_wait = retry_wait
        self.cut_off = False
        # Not left to the connector: there the wait for a free one counts as reading.
        self._free = asyncio.Semaphore(connections)
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=connections), cookie_jar=aiohttp.DummyCookieJar()
        )
        self._home_listens = asyncio.ensure_future(self._knock())

    async def post(self, url: str, fields: Mapping[str, str]) -> Result:
        """Blocks until it arrived or the provider gives up."""
        await asyncio.shield(self._home_listens)
        manner = overrides(url)
        headers = {
            SIGNATURE_HEADER: sign(url, fields, self._token),
            "I-Twilio-Idempotency-Token": str(uuid4()),
        }
        result = Result.NOT_CONNECTED
        for attempt in range(manner.retries + 1):
            if attempt:
                await asyncio.sleep(self._retry_wait * 2 ** (attempt - 1))
            async with self._free:
                result = await self._once(
                    urldefrag(url).url, fields, headers=headers, manner=manner
                )
            if not manner.again(result):
                break
        if result is not Result.OK:
            logger.warning("The simulated provider gave up a webhook (%s).", result.value)
        return result

    async def close(self) -> None:
        self._home_listens.cancel()
        await self._session.close()

    async def _once(
        self, url: str, fields: Mapping[str, str], *, headers: Mapping[str, str], manner: Overrides
    ) -> Result:
        if self.cut_off:
            return Result.NOT_CONNECTED
        timeout = aiohttp.ClientTimeout(sock_connect=manner.connect, total=manner.read)
        try:
            async with self._session.post(
                url, data=dict(fields), headers=headers, timeout=timeout, allow_redirects=False
            ) as answer:
                await answer.read()
                return _result(answer.status)
        except aiohttp.ConnectionTimeoutError:
            return Result.NOT_CONNECTED
        except TimeoutError:
            return Result.TIMED_OUT
        except aiohttp.ClientError:
            return Result.NOT_CONNECTED

    async def _knock(self) -> None:
        end = time.monotonic() + self._patience
        while time.monotonic() < end:
            try:
                _, writer = await asyncio.open_connection(self._home.host, self._home.port)
            except OSError:
                await asyncio.sleep(_KNOCK_SECONDS)
            else:
                writer.close()
                return


def _result(status: int) -> Result:
    if status < 400:
        return Result.OK
    return Result.REFUSED if status < 500 else Result.FAILED


def _milliseconds(text: str | None, default: float, *, most: float) -> float:
    return min(int(text) / 1000, most) if text and text.isdecimal() else default
