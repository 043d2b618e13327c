"""The provider's own SDK, blocking and asynchronous, takes the shell for the provider."""

import asyncio
import logging
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from twilio.base.exceptions import TwilioRestException
from twilio.http.async_http_client import AsyncTwilioHttpClient
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client
from twilio.rest.api.v2010.account.message import MessageInstance

from messaging.simulator.life import Delays
from messaging.simulator.provider import Provider
from messaging.simulator.server import serve
from tests.messaging.simulator.kit import (
    ACCOUNT,
    CLINIC,
    PHONE,
    QUICK,
    SERVICE,
    TOKEN,
    eventually,
    make_provider,
)

# The properties of the Messages resource, as Twilio's page lists them.
STRINGS = (
    "sid", "account_sid", "api_version", "to", "num_segments", "num_media", "price_unit", "uri",
)  # fmt: skip
STATUSES = {
    value for name, value in vars(MessageInstance.Status).items() if not name.startswith("_")
}
DIRECTIONS = {
    value for name, value in vars(MessageInstance.Direction).items() if not name.startswith("_")
}
Do = Callable[..., Any]

# The SDK's asynchronous client logs in by what aiohttp has given up.
pytestmark = [
    pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:The 'auth' parameter is deprecated:DeprecationWarning"),
]


@pytest.fixture
def base(provider: Provider) -> Iterator[str]:
    with serve(provider) as base:
        yield base


@pytest.fixture(params=["blocking", "asynchronous"])
def do(request, base) -> Do:
    """Calls the SDK by its blocking or its asynchronous names; `do("create", **its)`."""
    quiet = logging.getLogger("tests.quiet")
    quiet.setLevel(logging.CRITICAL)
    if request.param == "blocking":
        client = _client(base, TwilioHttpClient(logger=quiet))
        return lambda name, sid=None, **its: getattr(_resource(client, sid), name)(**its)

    def later(name: str, sid: str | None = None, **its: Any) -> Any:
        async def run() -> Any:
            async with AsyncTwilioHttpClient(logger=quiet) as http:
                client = _client(base, http)
                return await getattr(_resource(client, sid), f"{name}_async")(**its)

        return asyncio.run(run())

    return later


def _client(base: str, http: Any, token: str = TOKEN) -> Client:
    client = Client(ACCOUNT.sid, token, http_client=http, environment={"TWILIO_REGION": ""})
    client.api.base_url = base
    return client


def _resource(client: Client, sid: str | None) -> Any:
    return client.messages(sid) if sid else client.messages


def create(do: Do, **changes: Any) -> Any:
    return do("create", **{"to": PHONE, "from_": CLINIC, "body": "Hi"} | changes)


def in_an_hour() -> datetime:
    return datetime.now(UTC).replace(microsecond=0) + timedelta(hours=1)


def check_types(message: MessageInstance) -> None:
    """Each property is of the type that Twilio's page gives it."""
    assert all(isinstance(getattr(message, name), str) for name in STRINGS)
    assert isinstance(message.body, str)
    assert message.status in STATUSES
    assert message.direction in DIRECTIONS
    assert isinstance(message.date_created, datetime)
    assert isinstance(message.date_updated, datetime)
    assert message.date_sent is None or isinstance(message.date_sent, datetime)
    assert message.from_ is None or isinstance(message.from_, str)
    assert message.messaging_service_sid in (None, SERVICE)
    assert message.error_code is None or isinstance(message.error_code, int)
    assert message.error_message is None
    assert message.price is None or isinstance(message.price, str)
    assert set(message.subresource_uris or {}) == {"media"}
    assert message.uri == f"/2010-04-01/Accounts/{ACCOUNT.sid}/Messages/{message.sid}.json"


def test_a_created_message_has_the_types_of_the_resource(do):
    made = create(do)
    check_types(made)
    assert (made.to, made.from_, made.body, made.status) == (PHONE, CLINIC, "Hi", "queued")
    assert abs(datetime.now(UTC) - made.date_created) < timedelta(minutes=1)


def test_the_sdks_own_class_has_no_property_that_is_not_shown(do):
    made = create(do)
    known = {name.rstrip("_") for name in vars(made) if not name.startswith("_")}
    provided = {
        "account_sid", "api_version", "body", "date_created", "date_sent", "date_updated",
        "direction", "error_code", "error_message", "from", "messaging_service_sid", "num_media",
        "num_segments", "price", "price_unit", "sid", "status", "subresource_uris", "to", "uri",
    }  # fmt: skip
    assert known == provided


def test_a_finished_message_is_fetched_with_its_dates(do, provider: Provider):
    sid = create(do).sid
    eventually(lambda: provider.get(sid).word == "delivered")
    found = do("fetch", sid)
    check_types(found)
    assert (found.status, found.error_code) == ("delivered", None)
    assert found.date_sent >= found.date_created


def test_a_scheduled_message_is_created_and_cancelled(do):
    made = create(
        do,
        from_=None,
        messaging_service_sid=SERVICE,
        schedule_type=MessageInstance.ScheduleType.FIXED,
        send_at=in_an_hour(),
    )
    check_types(made)
    assert (made.status, made.date_sent, made.from_) == ("scheduled", None, None)
    cancelled = do("update", made.sid, status=MessageInstance.UpdateStatus.CANCELED)
    check_types(cancelled)
    assert cancelled.status == "canceled"
    assert do("fetch", made.sid).status == "canceled"


def test_the_list_is_of_instances_over_all_pages(do):
    made = {create(do, body=str(number)).sid for number in range(7)}
    found = do("list", to=PHONE, page_size=3)
    for message in found:
        check_types(message)
    assert {message.sid for message in found} == made
    assert len(do("list", to=PHONE, page_size=3, limit=4)) == 4
    assert do("list", to="+15550100199") == []


def test_a_page_counts_as_the_provider_does(do):
    for number in range(5):
        create(do, body=str(number))
    page = do("page", to=PHONE, page_size=2)
    assert len(list(page)) == 2
    assert page.next_page_url is not None
    assert page.previous_page_url is None


def test_a_finished_message_is_emptied_and_deleted(do, provider: Provider):
    sid = create(do).sid
    eventually(lambda: provider.get(sid).word == "delivered")
    assert do("update", sid, body="").body == ""
    assert do("delete", sid) is True
    with pytest.raises(TwilioRestException) as refused:
        do("fetch", sid)
    assert (refused.value.status, refused.value.code) == (404, 20404)


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        pytest.param({"to": "garbage"}, 400, 21211, id="not-a-number"),
        pytest.param({"body": ""}, 400, 21602, id="no-body"),
        pytest.param({"body": "x" * 1601}, 400, 21617, id="too-long"),
        pytest.param({"from_": ""}, 400, 21603, id="no-sender"),
        pytest.param({"to": "+15005550009"}, 400, 21614, id="landline"),
        pytest.param(
            {
                "messaging_service_sid": SERVICE,
                "schedule_type": "fixed",
                "send_at": datetime(2020, 1, 1, tzinfo=UTC),
            },
            400,
            35115,
            id="fence",
        ),
    ],
)
def test_a_refusal_is_read_whole(do, changes, status, code):
    with pytest.raises(TwilioRestException) as refused:
        create(do, **changes)
    error = refused.value
    assert (error.status, error.code, error.method) == (status, code, "POST")
    assert str(code) not in error.msg
    assert len(error.msg) > len("Unable to create record: ")


def test_a_cancel_that_comes_too_late_is_refused(do, provider: Provider):
    sid = create(do).sid
    eventually(lambda: provider.get(sid).word == "delivered")
    with pytest.raises(TwilioRestException) as refused:
        do("update", sid, status="canceled")
    assert (refused.value.status, refused.value.code) == (400, 30409)


def test_a_wrong_token_is_refused(base):
    client = _client(base, TwilioHttpClient(), token="another")
    with pytest.raises(TwilioRestException) as refused:
        client.messages("SM" + "0" * 32).fetch()
    assert (refused.value.status, refused.value.code) == (401, 20003)


def test_one_that_has_just_been_made_may_be_missing(tmp_path):
    provider = make_provider(tmp_path, delays=Delays(**{**vars(QUICK), "listing": 0.3}))
    with serve(provider) as base:
        client = _client(base, TwilioHttpClient())
        made = client.messages.create(to=PHONE, from_=CLINIC, body="Hi")
        assert client.messages.list(to=PHONE) == []
        assert client.messages(str(made.sid)).fetch().sid == made.sid
        eventually(lambda: [one.sid for one in client.messages.list(to=PHONE)] == [made.sid])
    provider.close()
