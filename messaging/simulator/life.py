"""The lives of messages at the simulated provider, in a thread of its own.

No request waits for what happens here, and no callback is posted from inside a
request.  What a kill interrupted goes on from the ledger at the next start.
"""

import asyncio
import logging
import threading
import zlib
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from messaging.gateway.base import ProviderStatus
from messaging.gateway.loop import LoopThread
from messaging.simulator.courier import Courier
from messaging.simulator.messages import FINAL, Callbacks, Direction, Message
from messaging.simulator.posts import inbound_form, receipt_form
from messaging.simulator.store import Store

_RECEIVED: Final = "received"
_OPENING_SECONDS: Final = 5.0
_LATE: Final = (Callbacks.REVERSED, Callbacks.SHUFFLED)
_MOVING: Final = frozenset(ProviderStatus) - {ProviderStatus.CANCELED}

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Delays:
    """Seconds.  `listing`: how long a new message is missing from the list.

    `fence`: how far ahead a scheduled message must be asked for.  `shuffle`: the longest
    that a shuffled callback waits.  `poll`: the longest sleep before a scheduled message.
    """

    sending: float = 0.02
    sent: float = 0.05
    final: float = 0.15
    listing: float = 0.0
    retry: float = 0.5
    patience: float = 30.0
    fence: float = 300.0
    shuffle: float = 2.0
    poll: float = 30.0

    def before(self, status: ProviderStatus) -> float:
        early = {ProviderStatus.SENDING: self.sending, ProviderStatus.SENT: self.sent}
        return early.get(status, self.final)


def engine_now() -> datetime:
    """Engine time: the provider does not follow the service's clock."""
    return datetime.now(UTC)


class Lives:
    """Runs while the service at `home` is there; texts go to `home` + `inbound_path`."""

    def __init__(
        self,
        store: Store,
        *,
        account: str,
        token: str,
        home: str,
        inbound: str,
        delays: Delays,
        connections: int,
    ) -> None:
        self._store = store
        self._account = account
        self._inbound = inbound
        self._delays = delays
        self._living: set[str] = set()
        self._lock = threading.Lock()
        self._loop = LoopThread("simulated-provider")
        self._courier = self._loop.run(
            _open(token=token, home=home, delays=delays, connections=connections),
            seconds=_OPENING_SECONDS,
        )

    def resume(self) -> None:
        """Takes up all that is unfinished."""
        for message in self._store.everything():
            self.begin(message)

    def begin(self, message: Message) -> None:
        """Does nothing for a message that lives already or has come to its end."""
        with self._lock:
            if message.sid in self._living or _is_over(message):
                return
            self._living.add(message.sid)
        inbound = message.direction is Direction.INBOUND
        with suppress(RuntimeError):  # stopping: the next start takes it up from the ledger
            self._loop.submit(self._guarded(message, self._arrive if inbound else self._live))

    def moving(self) -> int:
        """How many messages have a step or a callback before them."""
        with self._lock:
            return len(self._living)

    def cut_off(self, *, on: bool) -> None:
        self._courier.cut_off = on

    def stop(self) -> None:
        """What is under way is broken off; the ledger knows how far it came."""
        self._loop.stop(last=self._courier.close)

    async def _guarded(self, message: Message, run: Callable[[Message], Awaitable[None]]) -> None:
        try:
            await run(message)
        except Exception as error:
            logger.error("A simulated message's life broke off: %s", type(error).__name__)
            raise
        finally:
            with self._lock:
                self._living.discard(message.sid)

    async def _arrive(self, message: Message) -> None:
        form = inbound_form(message, account=self._account)
        for _ in range(_times(message)):
            await self._courier.post(self._inbound, form)
        self._store.change(message.sid, posted=(_RECEIVED,))

    async def _live(self, message: Message) -> None:
        if not await self._come_due(message.sid):
            return
        reached: list[ProviderStatus] = []
        for status in message.steps():
            if not await self._reach(message.sid, status):
                return
            reached.append(status)
            if message.callbacks not in _LATE:
                await self._report(message.sid, status)
        if message.callbacks in _LATE:
            await self._report_late(message, reached)

    async def _come_due(self, sid: str) -> bool:
        """Waits until a scheduled message may go; False when it was cancelled before."""
        while (message := self._store.get(sid)) is not None and message.waits:
            left = ((message.send_at or message.created) - engine_now()).total_seconds()
            if left > 0:
                await asyncio.sleep(min(left, self._delays.poll))
            else:
                self._store.change(sid, while_={ProviderStatus.QUEUED}, waits=False)
        return message is not None and message.status is not ProviderStatus.CANCELED

    async def _report_late(self, message: Message, reached: list[ProviderStatus]) -> None:
        if message.callbacks is Callbacks.SHUFFLED:
            await asyncio.gather(*(self._report_sometime(message.sid, one) for one in reached))
            return
        for status in reversed(reached):
            await self._report(message.sid, status)

    async def _report_sometime(self, sid: str, status: ProviderStatus) -> None:
        # By its random id: chance for the message, and the same again after a restart.
        chance = zlib.crc32(f"{sid}{status}".encode()) / 2**32
        await asyncio.sleep(self._delays.shuffle * chance)
        await self._report(sid, status)

    async def _reach(self, sid: str, status: ProviderStatus) -> bool:
        """False when the message is gone, or was cancelled."""
        message = self._store.get(sid)
        if message is None or message.status is ProviderStatus.CANCELED:
            return False
        steps = (ProviderStatus.QUEUED, *message.steps())
        if steps.index(status) <= steps.index(message.status):
            return True
        await asyncio.sleep(self._delays.before(status))
        return self._move(message, status)

    def _move(self, message: Message, status: ProviderStatus) -> bool:
        now = engine_now()
        changes: dict[str, Any] = {"status": status, "updated": now}
        if status is ProviderStatus.SENT:
            changes["sent"] = now
        if status is message.end:
            changes["error_code"] = message.end_code
        return self._store.change(message.sid, while_=_MOVING, **changes) is not None

    async def _report(self, sid: str, status: ProviderStatus) -> None:
        """`sending` is not reported, as with the real provider."""
        message = self._store.get(sid)
        if message is None or not _wants(message, status):
            return
        form = receipt_form(message, status.value, account=self._account)
        for _ in range(_times(message)):
            await self._courier.post(message.callback, form)
        self._store.change(sid, posted=(*self._posted(sid), status.value))

    def _posted(self, sid: str) -> tuple[str, ...]:
        """Asked again after posting: shuffled callbacks of a message run side by side."""
        message = self._store.get(sid)
        return () if message is None else message.posted


async def _open(*, token: str, home: str, delays: Delays, connections: int) -> Courier:
    return Courier(
        token=token,
        home=home,
        patience=delays.patience,
        retry_wait=delays.retry,
        connections=connections,
    )


def _times(message: Message) -> int:
    return 2 if message.callbacks is Callbacks.DOUBLED else 1


def _wants(message: Message, status: ProviderStatus) -> bool:
    """Is a callback for this status still to be posted?"""
    lost = message.callbacks is Callbacks.END_DROPPED and status is message.end
    silent = lost or not message.callback or message.callbacks is Callbacks.DROPPED
    return not (silent or status is ProviderStatus.SENDING or status.value in message.posted)


def _is_over(message: Message) -> bool:
    if message.direction is Direction.INBOUND:
        return _RECEIVED in message.posted
    if message.status is ProviderStatus.CANCELED:
        return True
    ended = message.status is message.end or message.status in FINAL
    return ended and not any(_wants(message, status) for status in message.steps())
