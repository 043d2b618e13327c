"""Scheduled messages: the fence, the waiting, taking back, and a restart in between."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import pytest

from messaging.gateway.base import ProviderStatus
from messaging.simulator.faults import Fault
from messaging.simulator.life import Delays
from messaging.simulator.messages import rest
from messaging.simulator.provider import Provider
from messaging.simulator.words import RefusedError
from tests.messaging.simulator.kit import (
    ACCOUNT,
    CLINIC,
    PHONE,
    QUICK,
    SERVICE,
    Service,
    eventually,
    make_provider,
)

# The fence scaled to what a test can wait for.
SCALED = Delays(sending=0.0, sent=0.01, final=0.01, retry=0.02, patience=1.0, fence=0.2)


def written(ahead: float) -> str:
    return (datetime.now(UTC) + timedelta(seconds=ahead)).isoformat().replace("+00:00", "Z")


def form(ahead: float, **changes: str) -> dict[str, str]:
    return {
        "To": PHONE,
        "MessagingServiceSid": SERVICE,
        "Body": "Your visit is tomorrow.",
        "ScheduleType": "fixed",
        "SendAt": written(ahead),
        **changes,
    }


def word(provider: Provider, sid: str) -> str:
    return provider.get(sid).word


@pytest.fixture
def resting(tmp_path):
    provider = make_provider(tmp_path)
    yield provider
    provider.close()


@pytest.mark.parametrize(
    ("ahead", "code"),
    [
        pytest.param(-3600, 35115, id="in-the-past"),
        pytest.param(0, 35115, id="now"),
        pytest.param(299, 35115, id="inside-the-fence"),
        pytest.param(35 * 86_400 + 60, 35114, id="more-than-35-days"),
    ],
)
def test_a_time_outside_the_window_is_refused_at_once(resting, ahead, code):
    with pytest.raises(RefusedError) as refused:
        resting.create(form(ahead))
    assert (refused.value.code, refused.value.status) == (code, 400)
    assert resting.listed() == []


@pytest.mark.parametrize("ahead", [301, 20 * 60, 35 * 86_400 - 60])
def test_a_time_inside_the_window_is_taken(resting, ahead):
    assert resting.create(form(ahead)).word == "scheduled"


@pytest.mark.parametrize("at", ["tomorrow", "2031-13-01T00:00:00Z", "2031-01-01T00:00:00", "0"])
def test_a_time_that_is_none_is_refused(resting, at):
    with pytest.raises(RefusedError) as refused:
        resting.create(form(0, SendAt=at))
    assert refused.value.code == 35114


def test_another_zone_is_understood(resting):
    at = datetime.now(UTC) + timedelta(hours=2)
    east = at.astimezone(tz=parsedate_to_datetime("Mon, 01 Jan 2024 00:00:00 +0545").tzinfo)
    assert resting.create(form(0, SendAt=east.isoformat())).send_at == at


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"MessagingServiceSid": "", "From": CLINIC}, id="without-a-service"),
        pytest.param({"ScheduleType": ""}, id="without-the-type"),
        pytest.param({"SendAt": ""}, id="without-a-time"),
    ],
)
def test_what_is_no_schedule_goes_at_once(provider, changes):
    made = provider.create(form(3600, **changes))
    assert made.send_at is None
    eventually(lambda: word(provider, made.sid) == "delivered")


def test_it_is_shown_as_scheduled_without_sender_and_sending_date(resting):
    shape = rest(resting.create(form(3600)), account=ACCOUNT.sid)
    assert shape["status"] == "scheduled"
    assert (shape["date_sent"], shape["from"], shape["num_segments"]) == (None, None, "0")
    assert [message.word for message in resting.listed(to=PHONE)] == ["scheduled"]


def test_it_goes_at_its_time_and_not_before(tmp_path, service: Service):
    provider = make_provider(tmp_path, delays=SCALED)
    provider.start(service.base)
    made = provider.create(form(1.0, StatusCallback=service.callback()))
    eventually(lambda: word(provider, made.sid) == "delivered")
    assert provider.get(made.sid).sent >= made.send_at
    eventually(lambda: service.receipts() == ["sent", "delivered"])
    provider.close()


def test_a_late_request_meets_the_fence(tmp_path):
    provider = make_provider(tmp_path, delays=SCALED)
    asked = form(0.3)
    eventually(lambda: datetime.now(UTC).isoformat() > asked["SendAt"][:-1])
    with pytest.raises(RefusedError) as refused:
        provider.create(asked)
    assert refused.value.code == 35115
    provider.close()


def test_cancelled_in_time_it_never_goes(tmp_path, service: Service):
    provider = make_provider(tmp_path, delays=SCALED)
    provider.start(service.base)
    kept, gone = (
        provider.create(form(2.0, Body=body, StatusCallback=service.callback(body)))
        for body in ("kept", "gone")
    )
    assert provider.cancel(gone.sid).word == "canceled"
    eventually(lambda: word(provider, kept.sid) == "delivered")
    assert (word(provider, gone.sid), provider.get(gone.sid).sent) == ("canceled", None)
    eventually(lambda: len(service.posted) == 2)
    assert {post.path for post in service.posted} == {"/twilio/receipt/kept"}
    provider.close()


def test_cancelled_too_late_or_twice_is_refused(tmp_path, service: Service):
    provider = make_provider(tmp_path, delays=SCALED)
    provider.start(service.base)
    late, twice = provider.create(form(1.0)), provider.create(form(3600))
    provider.cancel(twice.sid)
    eventually(lambda: word(provider, late.sid) == "delivered")
    for sid in (late.sid, twice.sid):
        with pytest.raises(RefusedError) as refused:
            provider.cancel(sid)
        assert refused.value.code == 30409
    provider.close()


def test_a_stop_does_not_cancel_what_is_scheduled(tmp_path, service: Service):
    provider = make_provider(tmp_path, delays=SCALED)
    provider.start(service.base)
    made = provider.create(form(2.0))
    provider.receive(from_=PHONE, to=ACCOUNT.services[SERVICE], body="STOP")
    with pytest.raises(RefusedError):
        provider.create(form(3600))
    eventually(lambda: word(provider, made.sid) == "delivered")
    provider.close()


def test_it_survives_a_restart(tmp_path, service: Service):
    before = make_provider(tmp_path, delays=SCALED)
    before.start(service.base)
    soon, far = before.create(form(2.0)), before.create(form(3600))
    before.close()
    after = make_provider(tmp_path, delays=SCALED)
    assert [word(after, one.sid) for one in (soon, far)] == ["scheduled", "scheduled"]
    after.start(service.base)
    eventually(lambda: word(after, soon.sid) == "delivered")
    assert word(after, far.sid) == "scheduled"
    after.close()


def test_what_came_due_while_it_was_down_goes_at_the_next_start(tmp_path, service: Service):
    before = make_provider(tmp_path, delays=SCALED)
    made = before.create(form(1.0))
    before.close()
    eventually(lambda: datetime.now(UTC) > made.send_at)
    after = make_provider(tmp_path, delays=QUICK)
    after.start(service.base)
    eventually(lambda: word(after, made.sid) == "delivered")
    after.close()


def test_under_way_it_can_be_neither_emptied_nor_deleted(resting):
    made = resting.create(form(3600))
    for change in (resting.redact, resting.delete):
        with pytest.raises(RefusedError) as refused:
            change(made.sid)
        assert refused.value.code == 20009


def test_its_later_life_may_fail_like_any_other(tmp_path, service: Service):
    provider = make_provider(tmp_path, delays=SCALED)
    provider.start(service.base)
    made = provider.create(form(1.0), fault=Fault(end=ProviderStatus.UNDELIVERED, end_code=30005))
    eventually(lambda: word(provider, made.sid) == "undelivered")
    assert provider.get(made.sid).error_code == 30005
    provider.close()
