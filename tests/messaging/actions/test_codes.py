"""Each code of the provider leads to what `docs/pipelines.md` section 2 says, by either way in."""

from dataclasses import dataclass

import pytest

from messaging.actions import consent, receipts
from messaging.gateway.base import ProviderStatus, Receipt
from messaging.gateway.twilio_words import _CONSEQUENCES
from messaging.models import OutboundMessage, Sender
from tests.factories import NOW
from tests.messaging.actions import kit

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Led:
    """`refused`: the row's state after the create call said no.  `failed`: after a receipt."""

    refused: str
    failed: str
    consent: str = "given"
    bad: bool = False
    paused: bool = False
    tasks: tuple[str, ...] = ()


BAD_NUMBER = Led("REJECTED", "UNDELIVERED", bad=True, tasks=("bad_number",))
OPT_OUT = Led("REJECTED", "UNDELIVERED", consent="revoked", tasks=("doubtful_consent",))
SETTINGS = Led("REJECTED", "UNDELIVERED", tasks=("held",))
LATER = Led("RETRY_WAIT", "RETRY_WAIT")
HALT = Led("RETRY_WAIT", "RETRY_WAIT", paused=True, tasks=("held",))
NUMBER = Led("REJECTED", "UNDELIVERED", tasks=("bad_number",))
WORDS = Led("REJECTED", "UNDELIVERED", tasks=("held",))
NOBODY_KNOWS = Led("REJECTED", "HELD", tasks=("held",))
TOO_LATE = Led("REJECTED", "EXPIRED")
FENCE = Led("RETRY_WAIT", "RETRY_WAIT")

TABLE = {
    20003: HALT,
    20429: LATER,
    21211: BAD_NUMBER,
    21214: BAD_NUMBER,
    21217: BAD_NUMBER,
    21265: BAD_NUMBER,
    21408: SETTINGS,
    21602: WORDS,
    21603: SETTINGS,
    21604: BAD_NUMBER,
    21606: SETTINGS,
    21608: SETTINGS,
    21610: OPT_OUT,
    21611: LATER,
    21612: SETTINGS,
    21614: BAD_NUMBER,
    21617: WORDS,
    21619: WORDS,
    21701: SETTINGS,
    21703: SETTINGS,
    30001: LATER,
    30002: HALT,
    30003: LATER,
    30004: NUMBER,
    30005: NUMBER,
    30006: NUMBER,
    30007: WORDS,
    30008: NOBODY_KNOWS,
    30034: HALT,
    30036: TOO_LATE,
    30410: NOBODY_KNOWS,
    30450: NUMBER,
    30610: LATER,
    35114: FENCE,
    35115: FENCE,
    39999: NUMBER,  # a code of next year goes to a person
}


def check(who, row: OutboundMessage, led: Led, state: str) -> None:
    phone = kit.phone_of(who)
    assert row.state == state
    assert consent.state_of(phone) == led.consent
    assert bool(phone.bad_reason) is led.bad
    assert Sender.objects.get().paused is led.paused
    assert tuple(kit.kinds(who)) == led.tasks


def test_every_code_that_we_know_stands_in_the_table():
    assert set(_CONSEQUENCES) <= set(TABLE)


@pytest.mark.parametrize("code", TABLE)
def test_refused_with(code, june, provider):
    provider.script(kit.refused(code))
    row = kit.sent(june)
    assert row.error_code == code
    check(june, row, TABLE[code], TABLE[code].refused)


def fails(row: OutboundMessage, code: int, status: str = "undelivered") -> str:
    receipt = Receipt(row.provider_id, ProviderStatus(status), status, code)
    word = receipts.apply(token=kit.token(row), receipt=receipt, now=NOW)
    row.refresh_from_db()
    return word


@pytest.mark.parametrize("code", TABLE)
def test_a_receipt_with(code, june):
    row = kit.sent(june)
    fails(row, code)
    assert row.error_code == code
    check(june, row, TABLE[code], TABLE[code].failed)


class TestTriedAgain:
    def again(self, row: OutboundMessage, *, code: int) -> OutboundMessage:
        fails(row, code)
        kit.wait_over(row)
        OutboundMessage.objects.filter(pk=row.pk, state="RETRY_WAIT").update(state="QUEUED")
        return kit.send(row)

    def test_a_phone_that_was_off_gets_it_once_more_later(self, june, provider):
        row = self.again(kit.sent(june), code=30003)
        assert (row.state, row.provider_status, row.tries) == ("ACCEPTED", "queued", 2)
        assert len({attempt.provider_id for attempt in row.attempts.all()}) == 2

    def test_and_not_a_third_time(self, june):
        row = self.again(self.again(kit.sent(june), code=30003), code=30003)
        assert (row.state, row.tries) == ("UNDELIVERED", 2)
        assert kit.kinds(june) == ["bad_number"]

    def test_nothing_is_tried_again_beyond_its_use(self, june):
        row = kit.sent(june)
        OutboundMessage.objects.filter(pk=row.pk).update(useful_until=NOW)
        fails(row, 30003)
        assert row.state == "UNDELIVERED"

    def test_nor_what_is_wanted_back(self, june):
        row = kit.sent(june)
        OutboundMessage.objects.filter(pk=row.pk).update(take_back="the visit changed")
        fails(row, 30003)
        assert row.state == "UNDELIVERED"

    def test_what_comes_late_for_the_first_try_does_not_move_the_second(self, june):
        first = kit.sent(june)
        token, gone = kit.token(first), first.provider_id
        row = self.again(first, code=30003)
        late = Receipt(gone, ProviderStatus.DELIVERED, "delivered")
        assert receipts.apply(token=token, receipt=late, now=NOW) == "kept"
        row.refresh_from_db()
        assert (row.state, row.provider_status) == ("ACCEPTED", "queued")

    def test_what_comes_late_while_it_waits_does_not_settle_it(self, june):
        row = kit.sent(june)
        fails(row, 30003)
        assert fails(row, 30003, "sent") == "kept"
        assert row.state == "RETRY_WAIT"

    def test_a_second_end_for_a_held_text_is_kept_as_a_conflict(self, june):
        row = kit.sent(june)
        fails(row, 30008)
        assert fails(row, 30008, "delivered") == "conflict"
        assert row.state == "HELD"
