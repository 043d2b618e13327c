"""Bugs in what stops all sending, or most of it: the breakers, and the pause after a restore."""

from typing import Final

from tests.faults.planted.bug import ACTIONS, bug

_CIRCUIT: Final = f"{ACTIONS}/test_circuit.py"
_RESTORED: Final = f"{ACTIONS}/test_restored.py"

BRAKES: Final = (
    bug(
        "a provider that only fails is asked on",
        "    return len(last) == enough and in_doubt and",
        "    return len(last) > enough and in_doubt and",
        f"{_CIRCUIT}::test_after_errors_in_a_row_the_rest_waits",
    ),
    bug(
        "an answer to a danger waits with the rest",
        "    return urgent + others[: circuit",
        "    return (urgent + others)[: circuit",
        f"{_CIRCUIT}::test_an_answer_to_a_danger_does_not_wait",
    ),
    bug(
        "a flood does not stop",
        '        if row["sent"] > limit(sender):\n',
        '        if row["sent"] > 100 * limit(sender):\n',
        f"{ACTIONS}/test_breaker.py::TestTripping::test_a_flood_ends_soon_after_the_limit",
    ),
    bug(
        "what was chosen before the breaker tripped leaves",
        "    if chosen and gates.closed(now=now):\n",
        "    if gates.closed(now=now) and not chosen:\n",
        f"{_RESTORED}::TestFindingOut::test_one_that_does_not_is_paused_before_it_sends_anything",
    ),
    bug(
        "a restored database does not look",
        "    if last <= _last_attempt():\n",
        "    if last >= _last_attempt():\n",
        f"{_RESTORED}::TestFindingOut::test_one_that_does_not_is_paused_before_it_sends_anything",
    ),
    bug(
        "what left before a restore expires unsought",
        ".exclude(pk__in=restored.awaited())",
        "",
        f"{_RESTORED}::TestNothingTwice::"
        "test_what_left_and_is_of_no_use_by_now_is_found_all_the_same",
    ),
    bug(
        "what was kept back over midnight goes all at once",
        "        or _by_room(message, now=now)\n",
        "",
        f"{ACTIONS}/test_room.py::test_the_first_goes_and_the_next_waits_for_a_morning",
    ),
)
