import pytest

from messaging.rules.status import (
    MOVES,
    REMINDER_MOVES,
    TERMINAL,
    MessageState,
    Priority,
    ReminderState,
    may_move,
    rank,
    reminder_may_move,
    rises,
    state_of,
)


def test_every_state_has_its_moves() -> None:
    assert set(MOVES) == set(MessageState)
    assert set(REMINDER_MOVES) == set(ReminderState)


def test_terminal_states_are_those_without_a_way_out() -> None:
    assert {state for state, moves in MOVES.items() if not moves} == TERMINAL


def test_every_message_can_end() -> None:
    for state in MessageState:
        reached: set[MessageState] = set()
        waiting = [state]
        while waiting:
            at = waiting.pop()
            waiting.extend(MOVES[at] - reached)
            reached |= MOVES[at]
        assert state in TERMINAL or reached & TERMINAL


@pytest.mark.parametrize(
    ("old", "new", "allowed"),
    [
        pytest.param("QUEUED", "CLAIMED", True, id="a worker takes it"),
        pytest.param("CLAIMED", "QUEUED", True, id="the lease ends, nothing had left"),
        pytest.param(
            "SUBMITTING", "QUEUED", False, id="after the intent it is never just re-queued"
        ),
        pytest.param("SUBMITTING", "SUPPRESSED", False, id="nor silently dropped"),
        pytest.param("UNKNOWN", "QUEUED", True, id="proven absent"),
        pytest.param("UNKNOWN", "EXPIRED", False, id="doubt does not expire, it is held"),
        pytest.param("HELD", "ACCEPTED", True, id="a late receipt proves it"),
        pytest.param("DELIVERED", "UNDELIVERED", False, id="the first end stands"),
    ],
)
def test_moves(old: str, new: str, allowed: bool) -> None:
    assert may_move(MessageState(old), MessageState(new)) is allowed


def test_a_released_reminder_is_never_planned_again() -> None:
    assert not any(reminder_may_move(ReminderState.RELEASED, state) for state in ReminderState)


def test_a_cancelled_occurrence_is_opened_again_when_it_returns() -> None:
    assert reminder_may_move(ReminderState.CANCELLED, ReminderState.PLANNED)


def test_receipts_only_rise() -> None:
    assert rises("queued", "sent")
    assert not rises("delivered", "sent")
    assert not rises("delivered", "failed")
    assert rank("a word of next year") == 0


def test_an_ended_status_gives_an_ended_state() -> None:
    assert state_of("sent") is MessageState.ACCEPTED
    assert state_of("failed") is MessageState.UNDELIVERED


def test_safety_goes_before_teaching() -> None:
    assert min(Priority) is Priority.SAFETY
    assert max(Priority) is Priority.TEACHING
