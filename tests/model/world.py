"""What the model knows of one text at one moment, and what it may forget."""

from typing import Final, NamedTuple, TypeVar

from messaging.rules.status import TERMINAL, MessageState
from tests.model.checker import Step

Item = TypeVar("Item")
S = MessageState
WORKERS: Final = (0, 1)
MOST_ATTEMPTS: Final = 4
DUPLICATE, SILENT_LOSS, UNTRUE_END = "duplicate", "silent loss", "said unsent, yet sent"

# A worker's place.
IDLE, CLAIMING, ABOUT_TO_POST, WAITING, ANSWERED = range(5)
# What became of the request of an attempt.
NONE, ON_ITS_WAY, HIDDEN, LISTED, LOST, TOO_MANY, REFUSED, FENCED = range(8)
TAKEN: Final = frozenset({HIDDEN, LISTED})
# What a worker knows of its request.
NO_ANSWER, ACCEPTED, NOT_SENT, REJECTED, LATE = range(5)
ANSWERS: Final = {
    HIDDEN: ACCEPTED,
    LISTED: ACCEPTED,
    TOO_MANY: NOT_SENT,
    REFUSED: REJECTED,
    FENCED: LATE,
}
SAID: Final = {
    NO_ANSWER: "no clear answer",
    ACCEPTED: "an id",
    NOT_SENT: "not sent",
    REJECTED: "a refusal",
    LATE: "refused by the fence",
}
# A callback or an id binds from any of these.
DOUBTING: Final = frozenset({S.SUBMITTING, S.UNKNOWN, S.HELD, S.RETRY_WAIT, S.QUEUED, S.CLAIMED})
UNSENT: Final = frozenset({S.QUEUED, S.CLAIMED, S.RETRY_WAIT})
SETTLED: Final = TERMINAL | {S.HELD, S.ACCEPTED}
# Ends that say that nothing went out.
SAYS_UNSENT: Final = frozenset({S.SUPPRESSED, S.EXPIRED, S.REJECTED})


class Worker(NamedTuple):
    place: int = IDLE
    attempt: int = 0
    answer: int = NO_ANSWER


class Reading(NamedTuple):
    """What a reconciler has read and not yet acted on; attempt 0: it rests."""

    attempt: int = 0
    negative: int = 0
    hit: bool = False


class World(NamedTuple):
    """`number` is that of the newest attempt; `over`: its quarantine or fence has passed."""

    state: MessageState = S.QUEUED
    number: int = 0
    owner: int = -1
    negative: int = 0
    over: bool = False
    workers: tuple[Worker, ...] = (Worker(), Worker())
    readings: tuple[Reading, ...] = (Reading(), Reading())
    requests: tuple[int, ...] = (NONE,) * MOST_ATTEMPTS
    crashes: int = 0
    losses: int = 0


def with_(items: tuple[Item, ...], place: int, item: Item) -> tuple[Item, ...]:
    return (*items[:place], item, *items[place + 1 :])


def forget(world: World, *, stale_readings_act: bool, most: tuple[int, int]) -> World:
    """Drop what can change nothing any more, so that fewer states are walked."""
    ended = world.state in TERMINAL or world.state is S.ACCEPTED
    workers = tuple(_remembered(world, who, ended=ended) for who in WORKERS)
    readings = world.readings
    if not stale_readings_act or world.state in TERMINAL:
        now = (world.number, world.negative)
        doubt = world.state is S.UNKNOWN
        readings = tuple(one if doubt and one[:2] == now else Reading() for one in readings)
    asked = {one.attempt for one in workers}
    requests = tuple(
        _known(request, asked=number in asked or number > world.number, ended=ended)
        for number, request in enumerate(world.requests, start=1)
    )
    crashes, losses = most if world.state in TERMINAL else (world.crashes, world.losses)
    return World(
        world.state,
        world.number,
        world.owner,
        world.negative,
        world.over,
        workers,
        readings,
        requests,
        crashes,
        losses,
    )


def _remembered(world: World, who: int, *, ended: bool) -> Worker:
    """A worker at rest, where all that it could still do is to find itself too late."""
    one = world.workers[who]
    if one.place == ABOUT_TO_POST:
        return one
    current = world.state is S.SUBMITTING and one.attempt == world.number
    hears = one.place == WAITING or one.answer == ACCEPTED
    if one.place == CLAIMING:
        return one if world.state is S.CLAIMED and world.owner == who else Worker()
    return one if current or (hears and not ended) else Worker()


def _known(request: int, *, asked: bool, ended: bool) -> int:
    """Which request it is matters while a worker waits for its answer, or the list for it."""
    if request in TAKEN:
        return HIDDEN if ended else request
    return request if asked or request == ON_ITS_WAY else LOST


def put(world: World, who: int, worker: Worker) -> World:
    return world._replace(workers=with_(world.workers, who, worker))


def bind(world: World) -> World:
    return world._replace(state=S.ACCEPTED) if world.state in DOUBTING else world


def became(
    world: World, place: int, request: int, label: str, *, helps: bool = True
) -> Step[World]:
    return Step(label, world._replace(requests=with_(world.requests, place, request)), helps)


def told(read: Reading) -> str:
    return "there" if read.hit else f"absent ({'second' if read.negative else 'first'} time)"


def is_nowhere(world: World) -> bool:
    """She has not got it, and none is on its way."""
    posting = any(one.place in (ABOUT_TO_POST, WAITING) for one in world.workers)
    return not posting and not any(one in TAKEN or one == ON_ITS_WAY for one in world.requests)
