"""The way of one text out of the house, as a model: every step that any process may take.

One message, two workers, two reconcilers, a provider that may lose or delay anything, and a
process that may be killed between any two steps.  A lease may end at any time.  The rules are
those of `docs/pipelines.md` section 3; `Rules` can break each of them, to show what it is for.

Time has no numbers here.  Assumption A1 (a request is taken within the quarantine, or never) is
the step "the quarantine ends", with which a request on its way is gone; A2 (the list shows an
accepted text within its lag) lets the second reading of the list wait until it does.  In mode S
the provider itself refuses what comes after the fence, and A1 is not needed.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from messaging.rules.status import MessageState
from tests.model.checker import Step
from tests.model.world import (
    ABOUT_TO_POST,
    ACCEPTED,
    ANSWERED,
    ANSWERS,
    CLAIMING,
    DOUBTING,
    DUPLICATE,
    FENCED,
    HIDDEN,
    IDLE,
    LATE,
    LISTED,
    LOST,
    MOST_ATTEMPTS,
    NO_ANSWER,
    NOT_SENT,
    ON_ITS_WAY,
    REFUSED,
    REJECTED,
    SAID,
    SAYS_UNSENT,
    SETTLED,
    SILENT_LOSS,
    TAKEN,
    TOO_MANY,
    UNSENT,
    UNTRUE_END,
    WAITING,
    WORKERS,
    Reading,
    S,
    Worker,
    World,
    became,
    bind,
    forget,
    is_nowhere,
    put,
    told,
    with_,
)


@dataclass(frozen=True)
class Rules:
    """How the pipeline is built; the defaults are ours."""

    mode: str = "I"
    quarantine: bool = True  # nobody looks before a request can no longer be taken
    heeds_lag: bool = True  # the second reading waits until the list must show it
    compares_number: bool = True  # a reconciler acts only on the attempt that it has read of
    last_refusal_held: bool = True  # the fence refused the last attempt: a person decides
    retries_no_answer: bool = False  # no answer is taken for not sent
    crashes: int = 3
    losses: int = 3


Steps = Iterator[Step[World]]


@dataclass(frozen=True)
class Pipeline:
    rules: Rules = Rules()

    def start(self) -> World:
        return World()

    def settled(self, world: World) -> bool:
        return world.state in SETTLED

    def wrong(self, world: World) -> str | None:
        taken = sum(request in TAKEN for request in world.requests)
        if taken > 1:
            return DUPLICATE
        if world.state in (S.ACCEPTED, S.DELIVERED, S.UNDELIVERED) and not taken:
            return SILENT_LOSS
        return UNTRUE_END if world.state in SAYS_UNSENT and taken else None

    def steps(self, world: World) -> Steps:
        for label, to, helps in self._steps(world):
            yield Step(label, self._forget(to), helps)

    def _forget(self, world: World) -> World:
        most = (self.rules.crashes, self.rules.losses)
        return forget(world, stale_readings_act=not self.rules.compares_number, most=most)

    def _steps(self, world: World) -> Steps:
        for who in WORKERS:
            yield from self._work(world, who)
        for who in range(len(world.readings)):
            yield from self._reconcile(world, who)
        yield from self._provide(world)
        yield from self._pass_time(world)
        yield from self._intervene(world)

    def _work(self, world: World, who: int) -> Steps:
        me, name = world.workers[who], f"worker {who + 1}"
        if me.place == IDLE:
            if world.state is S.QUEUED and world.number < MOST_ATTEMPTS:
                claimed = world._replace(state=S.CLAIMED, owner=who)
                yield Step(f"{name} claims", put(claimed, who, Worker(CLAIMING)))
            return
        if me.place == CLAIMING:
            yield self._intend(world, who, name)
        elif me.place == ABOUT_TO_POST:
            yield from self._post(world, who, name)
        elif me.place == WAITING:
            yield from self._wait(world, who, name)
        else:
            yield Step(
                f"{name} records: {SAID[me.answer]}",
                put(self._record(world, me), who, Worker()),
            )
        if world.crashes < self.rules.crashes:
            crashed = world._replace(crashes=world.crashes + 1)
            yield Step(f"{name} is killed", put(crashed, who, Worker()), helps=False)

    def _intend(self, world: World, who: int, name: str) -> Step[World]:
        if world.state is not S.CLAIMED or world.owner != who:
            return Step(f"{name} finds its claim gone", put(world, who, Worker()))
        number = world.number + 1
        moved = world._replace(state=S.SUBMITTING, number=number, owner=-1, negative=0, over=False)
        return Step(
            f"{name} commits the intent of attempt {number}",
            put(moved, who, Worker(ABOUT_TO_POST, number)),
        )

    def _post(self, world: World, who: int, name: str) -> Steps:
        number = world.workers[who].attempt
        sent = world._replace(requests=with_(world.requests, number - 1, ON_ITS_WAY))
        yield Step(f"{name} posts attempt {number}", put(sent, who, Worker(WAITING, number)))
        if world.losses < self.rules.losses:
            refused = world._replace(losses=world.losses + 1)
            yield Step(
                f"{name} cannot connect",
                put(refused, who, Worker(ANSWERED, number, NOT_SENT)),
                helps=False,
            )

    def _wait(self, world: World, who: int, name: str) -> Steps:
        number = world.workers[who].attempt
        request = world.requests[number - 1]
        if request in ANSWERS:
            heard = Worker(ANSWERED, number, ANSWERS[request])
            yield Step(f"{name} hears: {SAID[heard.answer]}", put(world, who, heard))
        if request == LOST:
            yield Step(f"{name} hears nothing", put(world, who, Worker(ANSWERED, number)))
        elif world.losses < self.rules.losses:
            late = world._replace(losses=world.losses + 1)
            yield Step(
                f"{name} gives up waiting", put(late, who, Worker(ANSWERED, number)), helps=False
            )

    def _record(self, world: World, me: Worker) -> World:
        """By compare-and-set on state and number; an id binds whatever was thought."""
        if me.answer == ACCEPTED:
            return bind(world)
        if world.state is not S.SUBMITTING or world.number != me.attempt:
            return world
        if me.answer == REJECTED:
            return world._replace(state=S.REJECTED)
        if me.answer == NO_ANSWER and not self.rules.retries_no_answer:
            return world._replace(state=S.UNKNOWN)
        if me.answer == LATE and me.attempt == MOST_ATTEMPTS:
            held = self.rules.last_refusal_held
            return world._replace(state=S.HELD if held else S.QUEUED)
        return world._replace(state=S.RETRY_WAIT)

    def _reconcile(self, world: World, who: int) -> Steps:
        read, name = world.readings[who], f"reconciler {who + 1}"
        if read.attempt:
            rests = world._replace(readings=with_(world.readings, who, Reading()))
            yield Step(f"{name} acts on {told(read)}", self._act(rests, read))
        elif world.state is S.UNKNOWN and self._may_look(world):
            hit = LISTED in world.requests
            seen = Reading(world.number, world.negative, hit)
            yield Step(
                f"{name} reads the list: {told(seen)}",
                world._replace(readings=with_(world.readings, who, seen)),
            )
            if world.losses < self.rules.losses:
                blind = world._replace(state=S.HELD, losses=world.losses + 1)
                yield Step(f"{name} cannot read the list", blind, helps=False)

    def _may_look(self, world: World) -> bool:
        if self.rules.retries_no_answer or (self.rules.quarantine and not world.over):
            return False
        return not (world.negative and self.rules.heeds_lag and HIDDEN in world.requests)

    def _act(self, world: World, read: Reading) -> World:
        same = (world.number, world.negative) == (read.attempt, read.negative)
        if world.state is not S.UNKNOWN or (self.rules.compares_number and not same):
            return world
        if read.hit:
            return world._replace(state=S.ACCEPTED)
        if not read.negative:
            return world._replace(negative=1)
        if world.number == MOST_ATTEMPTS:
            return world._replace(state=S.HELD)
        return world._replace(state=S.QUEUED, negative=0)

    def _provide(self, world: World) -> Steps:
        for place, request in enumerate(world.requests):
            if request == ON_ITS_WAY:
                yield from self._handle(world, place)
            elif request in TAKEN:
                yield from self._tell(world, place)

    def _handle(self, world: World, place: int) -> Steps:
        number = place + 1
        if self.rules.mode == "S" and (world.over or number < world.number):
            yield became(world, place, FENCED, f"the fence refuses attempt {number}")
            return
        yield became(world, place, HIDDEN, f"the provider takes attempt {number}")
        if world.losses < self.rules.losses:
            lossy = world._replace(losses=world.losses + 1)
            yield became(lossy, place, LOST, f"attempt {number} is lost on its way", helps=False)
            yield became(lossy, place, TOO_MANY, f"429 for attempt {number}", helps=False)
            yield became(lossy, place, REFUSED, f"attempt {number} is refused", helps=False)

    def _tell(self, world: World, place: int) -> Steps:
        number = place + 1
        if world.requests[place] == HIDDEN:
            yield became(world, place, LISTED, f"the list shows attempt {number}")
        if world.state in DOUBTING:
            yield Step(f"a callback tells of attempt {number}", bind(world))
        elif world.state is S.ACCEPTED:
            for end in (S.DELIVERED, S.UNDELIVERED, S.CANCELLED):
                yield Step(f"a callback says {end.lower()}", world._replace(state=end))

    def _pass_time(self, world: World) -> Steps:
        if world.state is S.CLAIMED:
            yield Step("the claim's lease ends", world._replace(state=S.QUEUED, owner=-1))
        elif world.state is S.SUBMITTING:
            yield Step("the lease ends", self._doubt(world))
        elif world.state is S.RETRY_WAIT:
            last = world.number == MOST_ATTEMPTS
            yield Step("the wait ends", world._replace(state=S.HELD if last else S.QUEUED))
        if world.state in self._doubtful_while and not world.over and self.rules.quarantine:
            yield self._end_of_doubtful_time(world)

    @property
    def _doubtful_while(self) -> frozenset[MessageState]:
        """A lease is shorter than the quarantine; the fence may fall at any time."""
        return frozenset({S.UNKNOWN} if self.rules.mode == "I" else {S.UNKNOWN, S.SUBMITTING})

    def _doubt(self, world: World) -> World:
        retried = self.rules.retries_no_answer
        return world._replace(state=S.RETRY_WAIT if retried else S.UNKNOWN)

    def _end_of_doubtful_time(self, world: World) -> Step[World]:
        over = world._replace(over=True)
        if self.rules.mode == "S":
            return Step("the fence's instant passes", over)
        place = world.number - 1
        if world.requests[place] == ON_ITS_WAY:
            over = over._replace(requests=with_(over.requests, place, LOST))
        late = Worker(ABOUT_TO_POST, world.number)
        rests = tuple(Worker() if one == late else one for one in over.workers)
        return Step("the quarantine ends", over._replace(workers=rests))

    def _intervene(self, world: World) -> Steps:
        if world.state in UNSENT:
            yield Step("she texts STOP", world._replace(state=S.SUPPRESSED), helps=False)
            yield Step("its use ends", world._replace(state=S.EXPIRED), helps=False)
            yield Step("the plan changes", world._replace(state=S.CANCELLED), helps=False)
        elif world.state is S.HELD:
            yield Step("a person leaves it", world._replace(state=S.CANCELLED), helps=False)
            if world.number < MOST_ATTEMPTS and is_nowhere(world):
                again = world._replace(state=S.QUEUED, negative=0)
                yield Step("a person asks her, and sends it", again, helps=False)
