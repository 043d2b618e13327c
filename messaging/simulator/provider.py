"""The one provider of this house: a state machine with a ledger, without any framework.

It takes what the real one takes and refuses what it refuses, keeps opt-outs,
answers command words, and never loses what it accepted.
"""

import secrets
import threading
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from messaging.gateway.base import ProviderStatus
from messaging.gateway.twilio_forms import Param
from messaging.simulator.acceptance import Account, read_order, service_of
from messaging.simulator.chaos import CALM, Chaos
from messaging.simulator.faults import NO_FAULT, Call, Fault, FaultBook
from messaging.simulator.life import Delays, Lives, engine_now
from messaging.simulator.messages import FINAL, Callbacks, Direction, Message
from messaging.simulator.store import Store
from messaging.simulator.storm import Storm
from messaging.simulator.words import (
    Command,
    KeywordTexts,
    RefusedError,
    command,
)

INBOUND_PATH: Final = "/twilio/inbound"
_DEFAULTS: Final = Delays()
_TEXTS: Final = KeywordTexts()


class Provider:
    """Safe for many threads.  Until `start`, messages are kept but do not move.

    `connections` is how many webhooks are posted at once.
    """

    def __init__(
        self,
        *,
        account: Account,
        ledger: Path,
        delays: Delays = _DEFAULTS,
        texts: KeywordTexts = _TEXTS,
        chaos: Chaos = CALM,
        connections: int = 8,  # as many as the one-process web server has threads
    ) -> None:
        self.account = account
        self.texts = texts
        self.faults = FaultBook()
        self.storm = Storm(chaos, self.faults)
        self._connections = connections
        self._delays = delays
        self._store = Store(ledger)
        self._lock = threading.Lock()
        self._lives: Lives | None = None
        self._cut_off = False

    def start(self, webhook_base: str, *, manner: str = "") -> None:
        """Begins to move messages and to post to `webhook_base` + `/twilio/inbound`.

        `manner` are connection overrides for texts, such as `#rc=5&rp=all`.  What an
        earlier process left unfinished goes on.
        """
        with self._lock:
            if self._lives is not None:
                return
            base = webhook_base.rstrip("/")
            self._lives = Lives(
                self._store,
                account=self.account.sid,
                token=self.account.token,
                home=base,
                inbound=f"{base}{INBOUND_PATH}{manner}",
                delays=self._delays,
                connections=self._connections,
            )
            self._lives.cut_off(on=self._cut_off)
        self._lives.resume()

    def stop(self) -> None:
        """Ends its thread; what is unfinished waits for the next `start`."""
        with self._lock:
            lives, self._lives = self._lives, None
        if lives is not None:
            lives.stop()

    def close(self) -> None:
        """Stops, and lets go of the ledger."""
        self.stop()
        self._store.close()

    def cut_off(self, *, on: bool) -> None:
        """While on, no webhook leaves: each fails as if the service could not be reached."""
        with self._lock:
            self._cut_off = on
            if self._lives is not None:
                self._lives.cut_off(on=on)

    def script(
        self, fault: Fault, *, to: str = "", times: int = 1, call: Call = Call.CREATE
    ) -> None:
        """The next `times` requests of this kind (to this number) meet the fault."""
        self.faults.write(fault, call=call, to=to, times=times)

    def create(self, form: Mapping[str, str], *, fault: Fault = NO_FAULT) -> Message:
        """A message of ours; RefusedError as the provider would.  On disk before it returns.

        A STOP that comes later does not cancel what is scheduled (Twilio's page on it).
        """
        fence = self._delays.fence
        order = read_order(form, account=self.account, now=engine_now(), fence=fence)
        if self._store.is_blocked(order.service or order.sender, order.to):
            raise RefusedError(21610)
        waits = order.send_at is not None
        message = _message(Direction.OUTBOUND, fault=fault, waits=waits, **vars(order))
        self._keep(message)
        return message

    def receive(
        self, *, from_: str, to: str, body: str, media: int = 0, announce: bool = True
    ) -> Message:
        """A text from a phone to one of our numbers, with what the provider does about it.

        With `announce` false (or by chaos) its webhook is lost: only the list shows it.
        """
        manner = self.storm.meet_text(sender=from_, body=body)
        lost = not announce or manner is Callbacks.DROPPED
        service = service_of(to, account=self.account)
        pair = (service or to, from_)
        blocked = self._store.is_blocked(*pair)
        order = command(body, blocked=blocked)
        text = _message(
            Direction.INBOUND,
            sender=from_,
            to=to,
            body=body.encode("utf-8", "replace").decode(),
            service=service,
            media=media,
            opt_out_type=order or "",
            status=ProviderStatus.DELIVERED,
            posted=("received",) if lost else (),
            fault=Fault(callbacks=manner),
        )
        self._keep(text, *self._answers(order, text, blocked=blocked), order=order, pair=pair)
        return text

    def get(self, sid: str) -> Message:
        """RefusedError 20404 for one that is not there."""
        message = self._store.get(sid)
        if message is None:
            raise RefusedError(20404, f"Messages/{sid}")
        return message

    def number_of(self, sid: str) -> str:
        """Whom a message went to; empty for one that is not there."""
        message = self._store.get(sid)
        return "" if message is None else message.to

    def listed(self, *, to: str = "", from_: str = "") -> Sequence[Message]:
        """Newest first (or shuffled), without what the list does not show yet."""
        now, chaos = engine_now(), self.storm.chaos
        found = [
            message
            for message in self._store.newest_first(to=to, sender=from_)
            if self._is_listed(message, now)
        ]
        if chaos.list_shuffled:
            found.sort(key=lambda message: chaos.place(message.sid))
        return found

    def shown(self, message: Message) -> Message:
        """As an account that keeps words or numbers for itself shows it."""
        chaos = self.storm.chaos
        if chaos.list_without_words:
            message = replace(message, body="")
        if chaos.list_without_numbers:
            message = replace(message, to=f"{message.to[:-4]}XXXX")
        return message

    def note(self, form: Mapping[str, str], *, at: datetime, told: int, label: str) -> None:
        """Keeps for the judge that a create request came at an instant, and what it was told."""
        callback = form.get(Param.STATUS_CALLBACK, "")
        to = form.get(Param.TO, "")
        self._store.note(at=at.isoformat(), to=to, callback=callback, told=told, label=label)

    def counts(self) -> dict[str, int]:
        """How many messages there are of each direction and status."""
        return {f"{side} {word}": n for (side, word), n in sorted(self._store.count().items())}

    def moving(self) -> int:
        """How many messages have a step or a callback before them; 0 while it is stopped."""
        lives = self._lives
        return 0 if lives is None else lives.moving()

    def redact(self, sid: str) -> Message:
        """Empties the body of a finished message; RefusedError 20009 for one under way."""
        self._finished(sid)
        return self._store.change(sid, body="", updated=engine_now()) or self.get(sid)

    def cancel(self, sid: str) -> Message:
        """While it is scheduled, or else still queued; RefusedError 30409 after that.

        The real provider takes back what is scheduled and nothing else.
        """
        self.get(sid)
        changed = self._store.change(
            sid,
            while_={ProviderStatus.QUEUED},
            status=ProviderStatus.CANCELED,
            waits=False,
            updated=engine_now(),
        )
        if changed is None:
            raise RefusedError(30409)
        return changed

    def delete(self, sid: str) -> None:
        """RefusedError 20009 for a message that is still under way."""
        self._finished(sid)
        self._store.remove(sid)

    def conversation(self, number: str) -> tuple[Message, ...]:
        """All that a phone sent and got, oldest first; what never reached it is there with why."""
        return self._store.of(number)

    def is_blocked(self, *, sender: str, number: str) -> bool:
        """Did this phone text STOP to this number or messaging service of ours?"""
        return self._store.is_blocked(service_of(sender, account=self.account) or sender, number)

    def _answers(
        self, order: Command | None, text: Message, *, blocked: bool
    ) -> tuple[Message, ...]:
        """A second STOP gets none."""
        if order is None or (order is Command.STOP and blocked):
            return ()
        reply = _message(
            Direction.REPLY,
            sender=text.to,
            to=text.sender,
            body=self.texts.reply(order),
            service=text.service,
        )
        return (reply,)

    def _keep(
        self,
        *messages: Message,
        order: Command | None = None,
        pair: tuple[str, str] | None = None,
    ) -> None:
        moves = order in (Command.STOP, Command.START)
        self._store.add(*messages, block=pair if moves else None, on=order is Command.STOP)
        lives = self._lives
        if lives is not None:
            for message in messages:
                lives.begin(message)

    def _is_listed(self, message: Message, now: datetime) -> bool:
        chaos, lag = self.storm.chaos, self._delays.listing
        if chaos.list_lag:
            lag += chaos.lag(message.sid)
        return message.created <= now - timedelta(seconds=lag)

    def _finished(self, sid: str) -> None:
        message = self.get(sid)
        if message.direction is not Direction.INBOUND and message.status not in FINAL:
            raise RefusedError(20009)


def _message(direction: Direction, *, fault: Fault = NO_FAULT, **given: Any) -> Message:
    """A new message; `given` are fields of `Message`."""
    now = engine_now()
    return Message(
        sid=f"{'MM' if given.get('media') else 'SM'}{secrets.token_hex(16)}",
        direction=direction,
        created=now,
        updated=now,
        end=fault.end,
        end_code=fault.end_code,
        callbacks=fault.callbacks,
        **given,
    )
