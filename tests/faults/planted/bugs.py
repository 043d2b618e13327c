"""Bugs to plant: each breaks one guard of the pipelines, and some test must turn red for it.

Each snippet stands once in the sources; one that does not any more fails by the bug's name.
"""

from typing import Final

from tests.faults.planted.brakes import BRAKES
from tests.faults.planted.bug import ACTIONS, GATEWAY, GUARDS, POSTGRES, Bug, Edit, bug
from tests.faults.planted.coming import COMING_AND_GOING

CLAIMED: Final = "pk=message.pk, state=MessageState.CLAIMED, claim=message.claim\n    ).update(\n"
_SUBMITTING: Final = "        state=MessageState.SUBMITTING,\n"
_CLAIM_TESTS: Final = (
    f"{GUARDS}::TestClaiming::test_a_worker_whose_claim_was_given_to_another_commits_no_intent",
    f"{GUARDS}::TestClaiming::test_a_worker_whose_claim_was_used_by_another_commits_no_second_intent",
)

CLAIMING: Final = (
    bug(
        "claim without compare-and-set",
        "    claim = secrets.token_hex(16)\n",
        "    claim = secrets.token_hex(16)\n"
        "    OutboundMessage.objects.update(state=MessageState.QUEUED, next_action_at=engine)\n",
        f"{GUARDS}::TestClaiming::test_what_another_has_claimed_since_it_was_chosen_is_left_alone",
    ),
    bug(
        "claim without a token of its own",
        "OutboundMessage.objects.filter(claim=claim, state=MessageState.CLAIMED)",
        "OutboundMessage.objects.filter(pk__in=chosen, state=MessageState.CLAIMED)",
        f"{GUARDS}::TestClaiming::test_what_another_has_claimed_since_it_was_chosen_is_left_alone",
    ),
    bug(
        "intent without compare-and-set",
        CLAIMED + _SUBMITTING,
        "pk=message.pk\n    ).update(\n" + _SUBMITTING,
        *_CLAIM_TESTS,
    ),
    bug(
        "intent on anybody's claim",
        CLAIMED + _SUBMITTING,
        "pk=message.pk, state=MessageState.CLAIMED\n    ).update(\n" + _SUBMITTING,
        *_CLAIM_TESTS,
    ),
    bug(
        "intent without the phone's lock",
        "for message in claimed})\n    list(Phone.objects.select_for_update(no_key=True)",
        "for message in claimed})\n    list(Phone.objects",
        f"{GUARDS}::test_an_intent_waits_for_whoever_holds_the_phone",
        on=POSTGRES,
    ),
    bug(
        "two texts at once to one phone",
        ".exclude(phone_id__in=busy)",
        ".exclude(phone_id__in=[])",
        f"{ACTIONS}/test_dispatch.py::TestSending::test_a_text_in_flight_holds_back_the_phones_next",
    ),
    bug(
        "a batch falls with one of its records",
        "    except DatabaseError:\n",
        "    except ZeroDivisionError:\n",
        f"{ACTIONS}/test_outcomes.py::TestWhatComesOfIt::"
        "test_an_outcome_that_cannot_be_stored_costs_only_its_own_text",
    ),
)

LAST_LOOK: Final = (
    bug(
        "consent is not asked again",
        "        or _by_consent(message)\n",
        "",
        f"{ACTIONS}/test_dispatch.py::TestTheLastLook::"
        "test_a_text_to_a_phone_that_never_agreed_is_suppressed",
    ),
    bug(
        "usefulness is not asked again",
        "    if now >= message.useful_until:\n        return Verdict(",
        "    if not message.useful_until:\n        return Verdict(",
        f"{ACTIONS}/test_dispatch.py::TestTheLastLook::test_what_is_no_longer_useful_expires",
    ),
    bug(
        "quiet hours are not asked again",
        "        or _by_window(message, now=now)\n",
        "",
        f"{ACTIONS}/test_dispatch.py::TestTheLastLook::"
        "test_a_planned_text_waits_for_the_end_of_quiet_hours",
    ),
    bug(
        "approval is not asked again",
        "        or _by_approval(message, now=now)\n",
        "",
        f"{ACTIONS}/test_dispatch.py::TestTheLastLook::"
        "test_words_withheld_after_queueing_are_stopped_at_the_door",
    ),
    bug(
        "a bad number is not looked at",
        "    if message.phone.bad_reason:\n        return Verdict(",
        "    if not message.phone:\n        return Verdict(",
        f"{ACTIONS}/test_dispatch.py::TestTheLastLook::"
        "test_a_number_that_cannot_be_texted_gets_nothing",
    ),
)

DOUBT: Final = (
    bug(
        "a claim is taken back before its lease ends",
        "rows.stale(engine, MessageState.CLAIMED)",
        "rows.filter(state=MessageState.CLAIMED)",
        f"{ACTIONS}/test_reconcile.py::TestReaping::test_a_claim_in_time_is_left_alone",
    ),
    bug(
        "a request is doubted before its lease ends",
        "rows.stale(engine, MessageState.SUBMITTING)",
        "rows.filter(state=MessageState.SUBMITTING)",
        f"{GUARDS}::TestLeases::test_a_request_in_time_is_left_to_its_worker",
    ),
    bug(
        "no quarantine",
        "OutboundMessage.objects.stale(engine, MessageState.UNKNOWN)",
        "OutboundMessage.objects.filter(state=MessageState.UNKNOWN)",
        f"{ACTIONS}/test_reconcile.py::TestInDoubt::"
        "test_nobody_looks_before_the_quarantine_has_ended",
        f"{GUARDS}::TestLeases::test_quarantine_follows_on_a_lease_that_ended",
    ),
    bug(
        "one negative read is enough",
        "    if message.negative_reads < 1:\n",
        "    if message.negative_reads < 0:\n",
        f"{ACTIONS}/test_reconcile.py::TestInDoubt::test_one_negative_read_proves_nothing",
    ),
    bug(
        "old texts are taken for evidence",
        "one.created_at >= since and same",
        "same",
        f"{GUARDS}::TestEvidence::test_the_same_words_of_last_week_are_no_evidence",
    ),
    bug(
        "another attempt's text is taken for evidence",
        " and same and not taken(one.provider_id)",
        " and same",
        f"{ACTIONS}/test_reconcile.py::TestInDoubt::"
        "test_a_text_that_belongs_to_another_attempt_is_no_evidence",
    ),
    bug(
        "two reconcilers count one absence twice",
        "message.state == MessageState.UNKNOWN and message.next_action_at == asked_for",
        "message.state == MessageState.UNKNOWN",
        f"{ACTIONS}/test_two_reconcilers.py::"
        "test_two_workers_that_read_the_list_at_once_count_one_read",
    ),
    Bug(
        "a late word moves another attempt",
        (
            Edit(
                "Attempt.objects.filter(pk=attempt.pk, open=True).update(\n"
                "        outcome=outcome.kind",
                "Attempt.objects.filter(pk=attempt.pk).update(\n        outcome=outcome.kind",
            ),
            Edit(
                "pk=attempt.message_id, state=MessageState.SUBMITTING, tries=attempt.number",
                "pk=attempt.message_id, state=MessageState.SUBMITTING",
            ),
        ),
        (
            f"{GUARDS}::TestAttempts::"
            "test_a_late_word_on_the_first_attempt_does_not_move_the_second",
        ),
    ),
    bug(
        "two open attempts",
        "condition=Q(open=True), name=",
        "condition=Q(open__isnull=True), name=",
        f"{GUARDS}::TestAttempts::test_a_message_has_one_open_attempt",
    ),
    bug(
        "what may have left expires",
        "rows.filter(state__in=(MessageState.QUEUED, MessageState.RETRY_WAIT))",
        "rows.exclude(state=MessageState.ACCEPTED)",
        f"{ACTIONS}/test_reconcile.py::TestReaping::test_what_may_have_left_never_expires",
    ),
    bug(
        "a held text is said to nobody",
        "    if held:\n",
        "    if not held:\n",
        f"{ACTIONS}/test_reconcile.py::TestInDoubt::test_a_second_doubt_is_a_persons_to_decide",
    ),
)

OUTCOMES: Final = (
    bug(
        "Retry-After is passed over",
        "outcome.retry_after or 0",
        "0",
        f"{ACTIONS}/test_outcomes.py::TestWhatComesOfIt::"
        "test_429_waits_as_long_as_the_provider_asks",
    ),
    bug(
        "an empty 201 is an acceptance",
        "if not is_message_sid(provider_id) or evidence.status",
        "if evidence.status",
        f"{GATEWAY}/test_twilio_send.py::test_a_fault_of_the_provider_is_classed",
    ),
    bug(
        "a 5xx is not sent",
        "if evidence.status == HTTPStatus.TOO_MANY_REQUESTS:",
        "if evidence.status is not None and evidence.status in (429, 500, 502, 503):",
        f"{GATEWAY}/test_twilio_send.py::test_a_fault_of_the_provider_is_classed",
    ),
    bug(
        "no answer is not sent",
        "    if not evidence.sent:\n",
        "    if evidence.status is None:\n",
        f"{GATEWAY}/test_twilio_send.py::test_a_fault_of_the_provider_is_classed",
    ),
)

RECEIPTS: Final = (
    bug(
        "a status may sink",
        "    return rank(new) > rank(old)\n",
        "    return rank(new) != rank(old)\n",
        f"{GUARDS}::TestEvidence::test_a_status_never_sinks",
    ),
    Bug(
        "the last final word stands",
        (
            Edit("    return rank(new) > rank(old)\n", "    return rank(new) >= rank(old)\n"),
            Edit(
                "    if message.state != MessageState.ACCEPTED or not rises(",
                "    this = OutboundMessage.objects.filter(pk=message.pk)\n"
                "    this.update(state=MessageState.ACCEPTED, next_action_at=clock.engine_now())\n"
                "    if not rises(",
            ),
        ),
        (f"{ACTIONS}/test_receipts.py::test_the_first_final_word_stands",),
    ),
    bug(
        "another text's id is taken for evidence",
        "    if Attempt.objects.filter(provider_id=provider_id).exclude(pk=attempt.pk).exists():\n",
        "    if not provider_id:\n",
        f"{ACTIONS}/test_receipts.py::"
        "test_the_id_of_another_text_under_an_open_token_changes_nothing",
    ),
    bug(
        "the same callback counts again",
        'fields=("token", "provider_id", "raw_status"), name="one_receipt_once"',
        'fields=("id", "provider_id", "raw_status"), name="one_receipt_once"',
        f"{ACTIONS}/test_receipts.py::test_the_same_callback_again_changes_nothing",
        under="messaging/models",
    ),
)

BUGS: Final = (*BRAKES, *CLAIMING, *LAST_LOOK, *DOUBT, *OUTCOMES, *RECEIPTS, *COMING_AND_GOING)
