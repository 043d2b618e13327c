"""The provider's REST face: what it takes, refuses, shows and changes."""

import base64
import json

import pytest

from messaging.gateway.base import ProviderStatus
from messaging.simulator.chaos import Chaos, Doubt
from messaging.simulator.faults import Fault
from messaging.simulator.life import Delays
from messaging.simulator.provider import Provider
from messaging.simulator.rest import Request, answer, meet
from tests.messaging.simulator.kit import (
    ACCOUNT,
    CLINIC,
    OTHER_PHONE,
    PHONE,
    SERVICE,
    TOKEN,
    eventually,
    make_provider,
)

GOOD = {"To": PHONE, "From": CLINIC, "Body": "Hello"}


def login(name: str = ACCOUNT.sid, token: str = TOKEN) -> str:
    return "Basic " + base64.b64encode(f"{name}:{token}".encode()).decode()


def ask(provider: Provider, method: str, sid: str = "", **changes):
    request = Request(
        **{"method": method, "account": ACCOUNT.sid, "sid": sid, "authorization": login()} | changes
    )
    made = answer(provider, request)
    return made.status, json.loads(made.body) if made.body else None


def create(provider: Provider, **changes):
    return ask(provider, "POST", form={**GOOD, **changes})


@pytest.fixture
def resting(tmp_path):
    """A provider whose messages do not move."""
    provider = make_provider(tmp_path)
    yield provider
    provider.close()


def test_a_message_is_shown_in_the_providers_shape(resting):
    status, shape = create(resting)
    assert status == 201
    assert set(shape) == {
        "account_sid", "api_version", "body", "date_created", "date_sent", "date_updated",
        "direction", "error_code", "error_message", "from", "messaging_service_sid", "num_media",
        "num_segments", "price", "price_unit", "sid", "status", "subresource_uris", "to", "uri",
    }  # fmt: skip
    assert (shape["status"], shape["direction"], shape["num_segments"]) == (
        "queued", "outbound-api", "1",
    )  # fmt: skip


@pytest.mark.parametrize(("more", "delay"), [({}, 2.0), ({"SendAt": "2026-03-03T14:00:00Z"}, 6.0)])
def test_what_is_to_be_kept_for_later_may_lie_there_longer(resting, more, delay):
    chaos = Chaos(ambiguous=1.0, doubts=(Doubt.DELAYED,), delayed=(2.0, 2.0), later_slower=3.0)
    resting.storm.chaos = chaos
    request = Request("POST", account=ACCOUNT.sid, authorization=login(), form={**GOOD, **more})
    assert meet(resting, request).delay == delay


def test_with_a_messaging_service_it_is_accepted_before_it_has_a_number(resting):
    _, shape = create(resting, MessagingServiceSid=SERVICE, From="")
    assert (shape["status"], shape["from"]) == ("accepted", None)


@pytest.mark.parametrize(
    ("changes", "code", "http_status"),
    [
        pytest.param({"To": ""}, 21604, 400, id="no-number"),
        pytest.param({"To": "garbage"}, 21211, 400, id="not-a-number"),
        pytest.param({"To": "5550100123"}, 21211, 400, id="not-e164"),
        pytest.param({"To": "+" + "1" * 2000}, 21211, 400, id="2000-digits"),
        pytest.param({"To": "+15005550001"}, 21211, 400, id="magic-invalid"),
        pytest.param({"To": "+15005550002"}, 21612, 400, id="magic-no-route"),
        pytest.param({"To": "+15005550003"}, 21408, 400, id="magic-region"),
        pytest.param({"To": "+15005550004"}, 21610, 400, id="magic-opted-out"),
        pytest.param({"To": "+15005550009"}, 21614, 400, id="magic-landline"),
        pytest.param({"From": ""}, 21603, 400, id="no-sender"),
        pytest.param({"From": "clinic!"}, 21212, 400, id="odd-sender"),
        pytest.param({"From": "+15005550007"}, 21606, 400, id="magic-sender"),
        pytest.param({"From": "+15005550008"}, 21611, 400, id="magic-queue-full"),
        pytest.param({"From": PHONE}, 21266, 400, id="to-itself"),
        pytest.param({"MessagingServiceSid": "MG" + "9" * 32}, 21701, 404, id="no-such-service"),
        pytest.param({"Body": ""}, 21602, 400, id="no-body"),
        pytest.param({"Body": "x" * 1601}, 21617, 400, id="too-long"),
    ],
)
def test_a_bad_request_is_refused_with_its_code(resting, changes, code, http_status):
    status, shape = create(resting, **changes)
    assert (status, shape["code"], shape["status"]) == (http_status, code, http_status)
    assert shape["more_info"].endswith(f"/errors/{code}")
    assert resting.listed() == []


def test_1600_characters_are_taken(resting):
    assert create(resting, Body="x" * 1600)[0] == 201


@pytest.mark.parametrize(
    "authorization",
    ["", "Basic", "Basic !!!", "Bearer x", login(token="wrong"), login("AC" + "9" * 32), "Basic é"],
)
def test_without_the_right_login_nothing_is_told(resting, authorization):
    status, shape = ask(resting, "GET", authorization=authorization)
    assert (status, shape["code"]) == (401, 20003)


def test_another_account_is_not_found(resting):
    status, shape = ask(resting, "GET", account="AC" + "9" * 32)
    assert (status, shape["code"]) == (404, 20404)


@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_a_message_that_is_not_there(resting, method):
    status, shape = ask(resting, method, sid="SM" + "0" * 32, form={"Body": ""})
    assert (status, shape["code"]) == (404, 20404)


def test_other_methods_are_not_allowed(resting):
    assert ask(resting, "PUT")[0] == 405


def test_the_list_goes_by_number_and_in_pages(resting):
    for number in range(5):
        create(resting, Body=f"Text {number}")
    create(resting, To=OTHER_PHONE)
    query = {"To": PHONE, "PageSize": "2"}
    _, first = ask(resting, "GET", query=query)
    assert [row["body"] for row in first["messages"]] == ["Text 4", "Text 3"]
    token = first["next_page_uri"].rpartition("PageToken=")[2]
    create(resting, Body="Text 5")
    _, second = ask(resting, "GET", query={**query, "Page": "1", "PageToken": token})
    assert [row["body"] for row in second["messages"]] == ["Text 2", "Text 1"]
    assert ask(resting, "GET", query={"From": CLINIC})[1]["next_page_uri"] is None


def test_a_new_message_may_be_missing_from_the_list_for_a_while(tmp_path):
    provider = make_provider(tmp_path, delays=Delays(listing=0.2))
    create(provider)
    assert ask(provider, "GET")[1]["messages"] == []
    eventually(lambda: len(ask(provider, "GET")[1]["messages"]) == 1)
    provider.close()


def test_a_queued_message_can_be_cancelled_and_stays_so(resting, service):
    _, shape = create(resting)
    assert (
        ask(resting, "POST", shape["sid"], form={"Status": "canceled"})[1]["status"] == "canceled"
    )
    resting.start(service.base)
    assert resting.get(shape["sid"]).status is ProviderStatus.CANCELED
    assert ask(resting, "POST", shape["sid"], form={"Status": "canceled"})[1]["code"] == 30409


def test_a_finished_message_can_be_emptied_and_deleted(provider):
    _, shape = create(provider)
    eventually(lambda: provider.get(shape["sid"]).status is ProviderStatus.DELIVERED)
    assert ask(provider, "POST", shape["sid"], form={"Body": ""})[1]["body"] == ""
    assert ask(provider, "DELETE", shape["sid"]) == (204, None)
    assert ask(provider, "GET", shape["sid"])[0] == 404


def test_a_message_under_way_can_be_neither_emptied_nor_deleted(resting):
    _, shape = create(resting)
    assert ask(resting, "POST", shape["sid"], form={"Body": ""})[1]["code"] == 20009
    assert ask(resting, "DELETE", shape["sid"])[1]["code"] == 20009


def test_a_fault_waits_for_its_number_and_is_used_up(resting):
    resting.script(Fault(status=500), to=PHONE)
    assert create(resting, To=OTHER_PHONE)[0] == 201
    assert create(resting)[0] == 500
    assert create(resting)[0] == 201


def test_an_api_key_may_log_in_in_place_of_the_token(tmp_path):
    account = ACCOUNT.__class__(sid=ACCOUNT.sid, token=TOKEN, api_key="SK1", api_secret="hush")
    provider = Provider(account=account, ledger=tmp_path / "ledger.jsonl")
    assert ask(provider, "GET", authorization=login("SK1", "hush"))[0] == 200
    assert ask(provider, "GET", authorization=login("SK1", "loud"))[0] == 401
    provider.close()
