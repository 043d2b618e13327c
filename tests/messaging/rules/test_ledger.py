"""Every expected text falls into one part of the day, with a reason."""

import pytest

from messaging.rules import ledger
from messaging.rules.ledger import Fate, Part, Seen, Text, fate, sentence
from messaging.rules.reasons import Reason
from messaging.rules.status import MessageState, ReminderState


def released(state: str, **text: object) -> Seen:
    return Seen(ReminderState.RELEASED, "due", text=Text(state, **text))  # type: ignore[arg-type]


# The plan of the house, part by part.
PLAN = {
    Part.SENT: "ACCEPTED DELIVERED",
    Part.FAILED: "UNDELIVERED REJECTED",
    Part.HELD: "HELD",
    Part.UNKNOWN: "SUBMITTING UNKNOWN",
    Part.SKIPPED: "MERGED SKIPPED CANCELLED SUPPRESSED",
    Part.EXPIRED: "EXPIRED",
    Part.WAITING: "PLANNED QUEUED CLAIMED RETRY_WAIT",
}
PARTS = {state: part for part, states in PLAN.items() for state in states.split()}
REMINDERS = {state: PARTS[state] for state in ReminderState if state in PARTS}
TEXTS = {state: PARTS[state] for state in MessageState}


@pytest.mark.parametrize(("state", "part"), REMINDERS.items(), ids=str)
def test_what_was_not_released_is_counted_by_its_own_state(
    state: ReminderState, part: Part
) -> None:
    assert fate(Seen(state, "why")) == Fate(part, "why")


@pytest.mark.parametrize(("state", "part"), TEXTS.items(), ids=str)
def test_what_was_released_is_counted_by_its_text(state: MessageState, part: Part) -> None:
    found = fate(released(state, reason="why"))
    assert found is not None
    assert found.part is part


def test_no_state_is_forgotten() -> None:
    assert set(REMINDERS) == set(ReminderState) - {ReminderState.RELEASED}
    assert set(PLAN) == set(Part)


@pytest.mark.parametrize("state", MessageState)
def test_each_text_has_a_reason_even_where_none_was_stored(state: MessageState) -> None:
    found = fate(released(state))
    assert found is not None
    assert sentence(found.reason)


def test_a_staff_step_is_done_once_it_is_on_a_persons_list() -> None:
    assert fate(Seen(ReminderState.RELEASED, handed_over=True)) == Fate(
        Part.SENT, ledger.HANDED_OVER
    )


@pytest.mark.parametrize(
    "row",
    [
        pytest.param(Seen(ReminderState.RELEASED, "due"), id="released, and no text came of it"),
        pytest.param(Seen("LOST", "why"), id="a state that nobody knows"),
        pytest.param(released("LOST"), id="a text in a state that nobody knows"),
    ],
)
def test_what_nothing_accounts_for_is_never_counted_as_sent(row: Seen) -> None:
    assert fate(row) is None


@pytest.mark.parametrize(
    "row",
    [
        pytest.param(Seen(ReminderState.PLANNED, "due", late=True), id="never released"),
        *(
            pytest.param(released(state, late=True), id=state)
            for state, part in TEXTS.items()
            if part is Part.WAITING
        ),
    ],
)
def test_nothing_waits_past_its_use(row: Seen) -> None:
    assert fate(row) == Fate(Part.EXPIRED, ledger.OVERDUE)


@pytest.mark.parametrize("state", [MessageState.ACCEPTED, MessageState.UNKNOWN, MessageState.HELD])
def test_what_has_left_or_may_have_is_not_too_late(state: MessageState) -> None:
    found = fate(released(state, late=True))
    assert found is not None
    assert found.part is TEXTS[state]


@pytest.mark.parametrize(
    ("row", "reason", "told"),
    [
        (Seen("MERGED", Reason.MERGED), "merged", "Goes inside another text"),
        (Seen("SKIPPED"), "no reason", "No reason was stored"),
        (released("DELIVERED"), "delivered", "It arrived on the phone."),
        (released("ACCEPTED", reason="old"), "accepted", "The provider took it"),
        (released("UNDELIVERED", code=30003), "code:30003", "off or out of reach"),
        (released("REJECTED", reason="refused"), "refused", "refused"),
        (released("HELD", reason="not found", code=30003), "not found", "not found"),
        (released("SUPPRESSED", reason="consent: revoked"), "consent: revoked", "opted out"),
        (released("QUEUED", reason="quiet hours"), "quiet hours", "quiet hours end"),
        (released("QUEUED"), "queued", "waits for its turn"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_reasons_are_read_as_sentences(row: Seen, reason: str, told: str) -> None:
    found = fate(row)
    assert found is not None
    assert found.reason == reason
    assert told in sentence(found.reason)
