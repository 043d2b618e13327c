"""One text in place of two: same content of two treatments, same question asked lately."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from messaging.rules.book import Book, Owner
from messaging.rules.facts import Anchor, PlanState, Step, StepKind
from messaging.rules.lines import Line, Place, Ref, changed, merged, place, skipped
from messaging.rules.reasons import Reason

# Days within which the same content of two treatments is one text.  What repeats is
# merged within half its period, so that two series give one text a period.
_ONCE = timedelta(days=14)
_EACH_DOSE = timedelta(days=7)
# A text speaks for the other treatments whose own text would follow within this time.
NAMES_WITHIN = timedelta(days=14)
# `docs/care.md` section 4: a question asked within 14 days is not repeated.
NOT_AGAIN_WITHIN = timedelta(days=14)

_SLOW_ANCHORS = frozenset({Anchor.JOINED, Anchor.START, Anchor.END})


def window(step: Step) -> timedelta:
    """How close two texts with this step's merge key must be to become one."""
    if step.recurrence.every_days:
        half = timedelta(days=step.recurrence.every_days // 2)
        return min(half, NOT_AGAIN_WITHIN) if step.kind is StepKind.CHECK_IN else half
    return _ONCE if step.anchor in _SLOW_ANCHORS else _EACH_DOSE


def by_key(
    lines: Iterable[Line], book: Book, *, silent: frozenset[Place] = frozenset()
) -> list[Line]:
    """Lines in their order; each that repeats an earlier one's content is merged into it.

    Lines in `silent` will not go: nothing is merged into them.
    """
    hosts: dict[tuple[int, str], list[tuple[date, Ref]]] = defaultdict(list)
    done = []
    for line in lines:
        key = (line.recipient.id, line.step.merge_key)
        host = _host(line, [*book.hosts.get(key, ()), *hosts[key]]) if key[1] else None
        if host is None and place(line) not in silent:
            hosts[key].append((line.day, line.ref))
        done.append(merged(line, into=host) if host else line)
    return done


def _host(line: Line, hosts: Iterable[tuple[date, Ref]]) -> Ref | None:
    near = (
        ref
        for day, ref in hosts
        if abs(line.home - day) <= window(line.step) and ref[:2] != line.ref[:2]
    )
    return next(near, None)


def not_asked_again(
    lines: Iterable[Line], book: Book, *, silent: frozenset[Place] = frozenset()
) -> list[Line]:
    """Drops questions that another protocol asked in the last two weeks.

    Held back are the slow questions, those that come round every two weeks or more
    seldom.  What is asked weekly, or on its day after a dose, a visit or a procedure
    (a flare of pain, fever, low calcium), is asked on purpose and stays; so does what
    one protocol asks twice, and the dentist question, which a recorded visit ends.
    """
    asked: dict[tuple[int, str], list[tuple[date, Owner]]] = defaultdict(list)
    done = []
    for line in lines:
        if line.live and line.asks:
            line = _without_recent(line, book, asked)
        if line.live and line.asks and place(line) not in silent:
            for word in line.words:
                asked[line.recipient.id, word].append((line.day, line.ref[:2]))
        done.append(line)
    return done


def _without_recent(
    line: Line, book: Book, asked: dict[tuple[int, str], list[tuple[date, Owner]]]
) -> Line:
    if not _slow(line.step):
        return line
    words = tuple(
        word
        for word in line.words
        if not word.startswith("question:Q-")
        or not _asked_by_another(
            line,
            [*book.asked.get((line.recipient.id, word), ()), *asked[line.recipient.id, word]],
        )
    )
    return changed(line, words=words) if words else skipped(line, Reason.ASKED_RECENTLY)


def _asked_by_another(line: Line, times: Iterable[tuple[date, Owner]]) -> bool:
    """Days on which its own protocol asked too do not count: another only spoke for it."""
    lately = [each for each in times if timedelta(0) < line.home - each[0] < NOT_AGAIN_WITHIN]
    own = {day for day, owner in lately if owner[0] == line.enrolment.id}
    return any(day not in own for day, _ in lately)


def _slow(step: Step) -> bool:
    every = step.recurrence.every_days
    return step.anchor in _SLOW_ANCHORS and (every is None or every >= NOT_AGAIN_WITHIN.days)


def resolved(lines: Iterable[Line]) -> list[Line]:
    """What was merged into a text that goes inside another one itself, goes inside that one."""
    lines = list(lines)
    inside = {place(line): line.into for line in lines if line.into is not None}
    return [_outermost(line, inside) for line in lines]


def _outermost(line: Line, inside: Mapping[Place, Ref]) -> Line:
    into = line.into
    while into is not None and (line.recipient.id, into) in inside:
        into = inside[line.recipient.id, into]
    return line if into == line.into else changed(line, into=into)


def named(lines: Iterable[Line], keyed: Iterable[Line]) -> list[Line]:
    """Each line with the other treatments that it now speaks for.

    `keyed` are all lines with a merge key before anything was decided, somewhat beyond the
    plan: those of the same content that would follow within two weeks.
    """
    speaks: dict[tuple[int, str], list[Line]] = defaultdict(list)
    for line in keyed:
        speaks[line.recipient.id, line.step.merge_key].append(line)
    return [
        _naming(line, speaks.get((line.recipient.id, line.step.merge_key), ())) for line in lines
    ]


def _naming(host: Line, others: Iterable[Line]) -> Line:
    if host.state is not PlanState.PLANNED:
        return host
    also = {
        other.enrolment.id
        for other in others
        if other.enrolment.id != host.enrolment.id
        and timedelta(0) <= other.home - host.home <= min(NAMES_WITHIN, window(other.step))
    }
    return changed(host, also=tuple(sorted(also))) if also else host
