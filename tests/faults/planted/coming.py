"""Bugs in what comes in, and in what a STOP does to what would go out."""

from typing import Final

from tests.faults.planted.bug import ACTIONS, GUARDS, Bug, Edit, bug

COMING_AND_GOING: Final = (
    bug(
        "a text is queued twice under one key",
        "        dedupe_key=key,\n",
        '        dedupe_key=f"{key} {clock.engine_now()}",\n',
        f"{ACTIONS}/test_outbound.py::test_the_same_key_finds_the_row_that_is_there",
    ),
    Bug(
        "a text that comes twice is stored twice",
        (
            Edit(
                "        provider_id=inbound.provider_id,\n        defaults={\n",
                "        provider_id=inbound.provider_id,\n        id=None,\n        defaults={\n",
            ),
            Edit(
                "    provider_id = models.CharField(max_length=34, unique=True)\n",
                "    provider_id = models.CharField(max_length=34)\n",
            ),
        ),
        (f"{ACTIONS}/test_inbound.py::TestStoring::test_the_same_id_again_is_not_stored_again",),
    ),
    bug(
        "an opt-out takes effect a moment later",
        "        _revoke(row, now=now)\n",
        "        transaction.on_commit(lambda: _revoke(row, now=now))\n",
        f"{ACTIONS}/test_inbound.py::TestOptingOut::test_what_was_queued_never_leaves",
    ),
    bug(
        "a younger text is taken before its elder",
        "waiting.filter(~Exists(_before()))",
        "waiting.all()",
        f"{ACTIONS}/test_inbound.py::TestReading::test_one_phones_texts_are_read_in_order",
    ),
    bug(
        "a younger text is read before its elder",
        "row.state != InboundState.UNREAD or _earlier_unread(row)",
        "row.state != InboundState.UNREAD",
        f"{GUARDS}::test_a_text_whose_elder_is_unread_is_not_read",
    ),
    bug(
        "a text that cannot be read is tried for ever",
        "    if row.tries >= MOST_TRIES:\n",
        "    if row.tries > 10 * MOST_TRIES:\n",
        f"{ACTIONS}/test_inbound.py::TestPoison::"
        "test_the_fifth_failure_shows_it_to_a_person_with_its_words",
    ),
)
