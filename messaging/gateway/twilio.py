"""The one door to Twilio: sending, listing, verifying.

What its answers prove is in `twilio_outcomes`, its words in `twilio_words`, its
forms in `twilio_forms`, its signatures in `twilio_signing`; all are offered from
here.  Bodies and numbers are never logged.
"""

import asyncio
import logging
import queue
import time
from collections.abc import Coroutine, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from ipaddress import ip_address
from typing import Any, Final, TypeVar

import aiohttp
from twilio.base.page import Page
from twilio.rest import Client
from twilio.rest.api.v2010.account.message import MessageInstance
from yarl import URL

from messaging.failpoints import reached
from messaging.gateway.base import (
    ConfigurationError,
    Inbound,
    Listed,
    Outcome,
    OutcomeClass,
    Outgoing,
    Receipt,
)
from messaging.gateway.loop import LoopThread
from messaging.gateway.twilio_forms import (
    SIGNATURE_HEADER,
    is_message_sid,
    parse_inbound,
    parse_receipt,
)
from messaging.gateway.twilio_http import Evidence, EvidentHttpClient, Limits, open_session
from messaging.gateway.twilio_outcomes import classify, unanswered
from messaging.gateway.twilio_records import (
    CANCELED,
    as_inbound,
    as_listed,
    as_receipt,
    created,
    is_inbound,
    is_outbound,
    parameters,
)
from messaging.gateway.twilio_signing import sign, verify
from messaging.gateway.twilio_words import Consequence, consequence, status

__all__ = [
    "SIGNATURE_HEADER",
    "Consequence",
    "Credentials",
    "Limits",
    "TwilioGateway",
    "classify",
    "consequence",
    "parse_inbound",
    "parse_receipt",
    "sign",
    "status",
    "verify",
]

_Result = TypeVar("_Result")
_HOME: Final = "https://api.twilio.com"
_PAGE_SIZE: Final = 1000  # the largest the provider gives
_MOST_PAGES: Final = 50
_GRACE_SECONDS: Final = 3.0

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Credentials:
    """The account and its token; with an API key, requests use that in place of the token."""

    account_sid: str
    auth_token: str = field(repr=False)
    api_key: str = ""
    api_secret: str = field(default="", repr=False)

    def login(self) -> tuple[str, str]:
        if self.api_key:
            return self.api_key, self.api_secret
        return self.account_sid, self.auth_token


class TwilioGateway:
    """One loop thread and one HTTP session.

    `api_base` is for the simulator and must be on this machine, else
    ConfigurationError: with it set, nothing can leave the computer.
    """

    def __init__(
        self, credentials: Credentials, *, limits: Limits | None = None, api_base: str | None = None
    ) -> None:
        self._credentials = credentials
        self._limits = limits or Limits()
        self._base = _loopback(api_base) if api_base else _HOME
        self._loop = LoopThread("provider")
        self._session = self._loop.run(_opened(self._limits), seconds=_GRACE_SECONDS)

    async def send(self, outgoing: Outgoing) -> Outcome:
        """Never raises for what the provider or the wire did."""
        return await asyncio.wrap_future(self._begin(outgoing))

    def send_many(self, batch: Sequence[Outgoing]) -> Sequence[Outcome]:
        """All at once, answers in the order of `batch`; UNKNOWN for one that never ended."""
        outcomes = dict(self.as_they_come(batch))
        return [outcomes[index] for index in range(len(batch))]

    def as_they_come(self, batch: Sequence[Outgoing]) -> Iterator[tuple[int, Outcome]]:
        """(place in `batch`, outcome), the quickest first, so that each can be recorded at once."""
        arrived: queue.SimpleQueue[tuple[int, Outcome]] = queue.SimpleQueue()
        futures = [self._begin(outgoing) for outgoing in batch]
        for index, future in enumerate(futures):
            future.add_done_callback(partial(_report, arrived, index))
        try:
            yield from _until(self._deadline(), arrived, waiting=set(range(len(batch))))
        finally:
            for future in futures:
                future.cancel()

    def listed(self, *, to: str, since: datetime) -> Sequence[Listed] | None:
        """Outbound messages to a number, newest first; None when the list could not be read."""
        records = self._ask(self._records(to=to, since=since))
        if records is None:
            return None
        return [as_listed(record) for record in records if is_outbound(record)]

    def fetch(self, provider_id: str) -> Receipt | None:
        """The status of one message now; None when it could not be read."""
        record = self._ask(self._record(provider_id)) if is_message_sid(provider_id) else None
        return None if record is None else as_receipt(record)

    def cancel(self, provider_id: str) -> Receipt | None:
        """Its status after the attempt; a message past `scheduled` refuses (30409)."""
        if not is_message_sid(provider_id):
            return None
        record = self._ask(self._canceled(provider_id))
        return self.fetch(provider_id) if record is None else as_receipt(record)

    def received(self, *, to: str, since: datetime) -> Sequence[Inbound] | None:
        """Texts to one of our numbers, newest first; None when the list could not be read."""
        records = self._ask(self._records(to=to, since=since))
        if records is None:
            return None
        return [as_inbound(record) for record in records if is_inbound(record)]

    def close(self) -> None:
        """What still runs is cancelled and comes back as UNKNOWN; may be called twice."""
        self._loop.stop(last=self._session.close)

    def _begin(self, outgoing: Outgoing) -> Future[Outcome]:
        try:
            return self._loop.submit(self._send(outgoing))
        except RuntimeError:
            closed: Future[Outcome] = Future()
            closed.set_result(Outcome(OutcomeClass.NOT_SENT, detail="the gateway is closed"))
            return closed

    async def _send(self, outgoing: Outgoing) -> Outcome:
        evidence = Evidence(deadline=outgoing.deadline)
        try:
            client = self._client(evidence)
            reached("gateway.posting")
            result = await client.messages.create_async(**parameters(outgoing))
        except Exception as error:
            return classify(evidence, error)
        return classify(evidence, result)

    async def _record(self, provider_id: str) -> MessageInstance:
        record = await self._client(Evidence()).messages(provider_id).fetch_async()
        created(record)
        return record

    async def _canceled(self, provider_id: str) -> MessageInstance:
        message = self._client(Evidence()).messages(provider_id)
        record = await message.update_async(status=CANCELED)
        created(record)
        return record

    async def _records(self, *, to: str, since: datetime) -> list[MessageInstance]:
        """By number alone: a date filter would hide what has no sending date yet.

        The provider promises no order, so reading ends only with a page on which all
        is older than `since`.  Its dates are whole seconds, so `since` is rounded down.
        """
        start = since.replace(microsecond=0)
        messages = self._client(Evidence()).messages
        page: Page | None = await messages.page_async(to=to, page_size=_PAGE_SIZE)
        found: list[MessageInstance] = []
        for _ in range(_MOST_PAGES):
            if page is None:
                return sorted(found, key=created, reverse=True)
            young = [record for record in page if created(record) >= start]
            found.extend(young)
            page = await page.next_page_async() if young else None
        raise OverflowError("The list of messages is too long to be read whole.")

    def _ask(self, work: Coroutine[Any, Any, _Result]) -> _Result | None:
        try:
            return self._loop.run(work, seconds=2 * self._limits.total)
        except Exception as error:  # any doubt is "could not be read", and the caller's to handle
            logger.warning("The provider could not be asked: %s", type(error).__name__)
            return None

    def _client(self, evidence: Evidence) -> Client:
        """A client per request costs microseconds and keeps each one's evidence apart."""
        http = EvidentHttpClient(
            session=self._session, origin=URL(self._base).origin(), evidence=evidence
        )
        username, password = self._credentials.login()
        client = Client(
            username,
            password,
            self._credentials.account_sid,
            http_client=http,
            environment={"TWILIO_REGION": ""},  # an empty mapping would read the process's own
        )
        client.api.base_url = self._base
        return client

    def _deadline(self) -> float:
        return time.monotonic() + self._limits.total + _GRACE_SECONDS


def _report(
    arrived: queue.SimpleQueue[tuple[int, Outcome]], index: int, future: Future[Outcome]
) -> None:
    if future.cancelled() or future.exception() is not None:
        arrived.put((index, unanswered("cancelled")))
    else:
        arrived.put((index, future.result()))


def _until(
    deadline: float, arrived: queue.SimpleQueue[tuple[int, Outcome]], *, waiting: set[int]
) -> Iterator[tuple[int, Outcome]]:
    while waiting:
        try:
            index, outcome = arrived.get(timeout=max(0.0, deadline - time.monotonic()))
        except queue.Empty:
            break
        waiting.discard(index)
        yield index, outcome
    for index in sorted(waiting):
        yield index, unanswered("no answer before the deadline")


async def _opened(limits: Limits) -> aiohttp.ClientSession:
    return open_session(limits)


def _loopback(api_base: str) -> str:
    host = URL(api_base).host or ""
    if host != "localhost" and not _is_loopback_address(host):
        raise ConfigurationError(
            "The provider's address may be changed only to this computer (127.0.0.1), for the "
            "simulator. Remove api_base to use the real provider."
        )
    return api_base.rstrip("/")


def _is_loopback_address(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
