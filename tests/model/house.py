"""The real actions on real rows, moved one step at a time by the model's own words."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from django.db import transaction

from messaging import clock, gateway
from messaging.actions import dispatch, outbound, outcomes, receipts, reconcile, staff
from messaging.gateway.base import Listed, Outcome, OutcomeClass, ProviderStatus, Receipt
from messaging.gateway.memory import MemoryGateway, message_id
from messaging.models import OutboundMessage, Patient
from messaging.rules.status import MessageState
from tests import factories
from tests.factories import NOW
from tests.messaging.actions import kit

NOTHING_CAME: Final = Outcome(OutcomeClass.UNKNOWN, detail="ReadTimeout")
_REFUSED: Final = Outcome(OutcomeClass.REJECTED, http_status=400, error_code=21612)
_NOT_SENT: Final = Outcome(OutcomeClass.NOT_SENT, detail="refused")


class ScriptedGateway(MemoryGateway):
    """Its list is what the house says."""

    shown: tuple[Listed, ...] = ()

    def listed(self, *, to: str, since: Any) -> tuple[Listed, ...] | None:
        return None if self.blind else self.shown


@dataclass
class Worker:
    """What a process has in its memory, and loses when it is killed."""

    claimed: list[OutboundMessage] = field(default_factory=list)
    ready: dispatch.Ready | None = None
    posted: bool = False
    outcome: Outcome | None = None


@dataclass
class Reader:
    """A reconciler's own copy of the row and of the list."""

    row: OutboundMessage | None = None
    listed: tuple[Listed, ...] = ()


class House:
    """One text to one phone, two workers and two reconcilers.  `by_number`: the attempts."""

    def __init__(self, who: Patient) -> None:
        self._who = who
        self._transaction = transaction.atomic()
        self._transaction.__enter__()
        self.gateway = ScriptedGateway()
        gateway.use(self.gateway)
        self.row = kit.queue(who, key="the text")
        self.workers = {"1": Worker(), "2": Worker()}
        self.readers = {"1": Reader(), "2": Reader()}
        self.by_number: dict[str, dispatch.Ready] = {}
        self.made: dict[str, Listed] = {}

    def close(self) -> None:
        """All rows are as before."""
        gateway.reset()
        transaction.set_rollback(True)
        self._transaction.__exit__(None, None, None)

    def does(self, label: str) -> None:
        """One step, as the model tells it.  KeyError for words that mean nothing here."""
        for pattern, act in _ACTS:
            match = re.fullmatch(pattern, label)
            if match is not None:
                act(self, *match.groups())
                self.row.refresh_from_db()
                return
        raise KeyError(label)

    def claims(self, who: str) -> None:
        self.workers[who] = Worker(claimed=dispatch._claim(now=NOW))

    def intends(self, who: str) -> None:
        worker = self.workers[who]
        ready = [one for one in dispatch._commit_intents(worker.claimed, now=NOW) if one]
        worker.claimed = []
        if ready:
            worker.ready = ready[0]
            self.by_number[str(ready[0].attempt.number)] = ready[0]

    def posts(self, who: str) -> None:
        """The request is on the wire, where no row of ours is."""
        self.workers[who].posted = True

    def hears(self, who: str, what: str) -> None:
        worker = self.workers[who]
        assert worker.ready is not None
        made = self.made.get(str(worker.ready.attempt.number))
        given = {"not sent": _NOT_SENT, "a refusal": _REFUSED}.get(what, NOTHING_CAME)
        worker.outcome = _accepted(made) if made and what == "an id" else given

    def records(self, who: str) -> None:
        worker, self.workers[who] = self.workers[who], Worker()
        assert worker.ready is not None
        assert worker.outcome is not None
        outcomes.record(attempt=worker.ready.attempt, outcome=worker.outcome, now=NOW)

    def is_killed(self, who: str) -> None:
        self.workers[who] = Worker()

    def is_taken(self, number: str) -> None:
        outgoing = self.by_number[number].outgoing
        self.made[number] = Listed(
            provider_id=message_id(),
            to=outgoing.to,
            body=outgoing.body,
            status=ProviderStatus.QUEUED,
            created_at=clock.engine_now(),
            outbound=True,
        )

    def is_listed(self, number: str) -> None:
        self.gateway.shown += (self.made[number],)

    def reads(self, who: str) -> None:
        """The list's lag or the quarantine is over by the model's word."""
        self.row.refresh_from_db()
        if self.row.next_action_at > clock.engine_now():
            kit.wait_over(self.row)
        self.readers[who] = Reader(OutboundMessage.objects.get(pk=self.row.pk), self.gateway.shown)

    def acts(self, who: str) -> None:
        reader, self.readers[who] = self.readers[who], Reader()
        now, self.gateway.shown = self.gateway.shown, reader.listed
        assert reader.row is not None
        reconcile._settle(reader.row, now=NOW)
        self.gateway.shown = now

    def is_blind(self) -> None:
        self.gateway.blind = True
        for _ in range(reconcile.BLIND_READS):
            kit.wait_over(self.row)
            reconcile.settle(now=NOW)
        self.gateway.blind = False

    def tells(self, number: str, status: str = "sent", code: int | None = None) -> None:
        attempt, made = self.by_number[number].attempt, self.made[number]
        receipt = Receipt(made.provider_id, ProviderStatus(status), status, code)
        receipts.apply(token=attempt.token, receipt=receipt, now=NOW)

    def ends(self, word: str) -> None:
        number = next(iter(self.made))
        status = "canceled" if word == "cancelled" else word
        self.tells(number, status, 30006 if word == "undelivered" else None)

    def time_passes(self) -> None:
        kit.wait_over(self.row)
        reconcile.reap(now=NOW)

    def quarantine_ends(self) -> None:
        """What was not posted by now never is: a worker looks at its lease just before."""
        kit.wait_over(self.row)
        for who, worker in self.workers.items():
            if worker.ready and not (worker.posted or worker.outcome):
                self.workers[who] = Worker()

    def stops(self) -> None:
        factories.arrives(self._who, "STOP")

    def is_of_no_use(self) -> None:
        """A waiting row is ended by the reaper, a claimed one by the last look.

        What a worker had claimed that is no more waits for the end of its lease first.
        """
        over = self.row.useful_until
        reconcile.reap(now=over)
        for who, worker in self.workers.items():
            if worker.claimed:
                dispatch._commit_intents(worker.claimed, now=over)
                self.workers[who] = Worker()
        self.row.refresh_from_db()
        if self.row.state == MessageState.CLAIMED:
            kit.wait_over(self.row)
            reconcile.reap(now=over)
            reconcile.reap(now=over)

    def is_cancelled(self) -> None:
        outbound.cancel_unsent(
            by="tests", now=NOW, reason="moved", state=MessageState.CANCELLED, pk=self.row.pk
        )

    def is_decided(self, *, send: bool) -> None:
        staff.decide_held(message=self.row, send=send, by=factories.person(), now=NOW)

    def happens_elsewhere(self, *_: str) -> None:
        """On the wire, where none of our rows is."""


def _accepted(made: Listed) -> Outcome:
    return Outcome(
        OutcomeClass.ACCEPTED,
        provider_id=made.provider_id,
        status=ProviderStatus.QUEUED,
        http_status=201,
    )


_ACTS: Final[tuple[tuple[str, Callable[..., None]], ...]] = (
    (r"worker (.) claims", House.claims),
    (r"worker (.) commits the intent of attempt .", House.intends),
    (r"worker (.) finds its claim gone", House.intends),
    (r"worker (.) posts attempt .", House.posts),
    (r"worker (.) cannot connect", lambda house, who: house.hears(who, "not sent")),
    (r"worker (.) hears: (.*)", House.hears),
    (r"worker (.) hears nothing", lambda house, who: house.hears(who, "")),
    (r"worker (.) gives up waiting", lambda house, who: house.hears(who, "")),
    (r"worker (.) records: .*", House.records),
    (r"worker (.) is killed", House.is_killed),
    (r"reconciler (.) reads the list: .*", House.reads),
    (r"reconciler (.) acts on .*", House.acts),
    (r"reconciler . cannot read the list", House.is_blind),
    (r"the provider takes attempt (.)", House.is_taken),
    (r"the list shows attempt (.)", House.is_listed),
    (r"attempt . is .*|429 for attempt .", House.happens_elsewhere),
    (r"a callback tells of attempt (.)", House.tells),
    (r"a callback says (.*)", House.ends),
    (r"the claim's lease ends|the lease ends|the wait ends", House.time_passes),
    (r"the quarantine ends", House.quarantine_ends),
    (r"she texts STOP", House.stops),
    (r"its use ends", House.is_of_no_use),
    (r"the plan changes", House.is_cancelled),
    (r"a person leaves it", lambda house: house.is_decided(send=False)),
    (r"a person asks her, and sends it", lambda house: house.is_decided(send=True)),
)
