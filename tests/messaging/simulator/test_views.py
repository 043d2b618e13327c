"""The provider inside the web server of the one-process mode."""

import base64
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import include, path

from messaging.simulator import runtime
from messaging.simulator.faults import Fault, Wire
from tests.messaging.simulator.kit import ACCOUNT, CLINIC, PHONE, TOKEN, Service, eventually

urlpatterns = [path("simulator/", include("messaging.simulator.urls"))]
LIST = f"/simulator/2010-04-01/Accounts/{ACCOUNT.sid}/Messages.json"
GOOD = {"To": PHONE, "From": CLINIC, "Body": "Hello"}
LOGIN = base64.b64encode(f"{ACCOUNT.sid}:{TOKEN}".encode()).decode()

pytestmark = pytest.mark.urls(__name__)


@pytest.fixture(autouse=True)
def fresh(settings, tmp_path) -> Iterator[None]:
    settings.DATA_DIR = tmp_path
    settings.MIDDLEWARE = [
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
    ]
    settings.TWILIO = {"account_sid": ACCOUNT.sid, "auth_token": TOKEN}
    yield
    runtime.stop()


@pytest.fixture
def web() -> Client:
    return Client(headers={"Authorization": f"Basic {LOGIN}"}, enforce_csrf_checks=True)


def test_a_text_is_taken_shown_and_listed(web):
    made = web.post(LIST, GOOD)
    assert made.status_code == 201
    one = LIST.replace(".json", f"/{made.json()['sid']}.json")
    assert web.get(one).json()["body"] == "Hello"
    assert web.get(LIST, {"To": PHONE}).json()["messages"][0]["sid"] == made.json()["sid"]
    assert web.post(one, {"Status": "canceled"}).json()["status"] == "canceled"
    assert web.delete(one).status_code == 204


def test_without_login_it_says_so():
    refused = Client().post(LIST, GOOD)
    assert (refused.status_code, refused.json()["code"]) == (401, 20003)


def test_a_fault_reaches_the_client(web):
    runtime.current().script(Fault(status=429, retry_after=3))
    answer = web.post(LIST, GOOD)
    assert (answer.status_code, answer["Retry-After"]) == (429, "3")
    runtime.current().script(Fault(wire=Wire.CUT))
    cut = web.post(LIST, GOOD)
    assert int(cut["Content-Length"]) > len(cut.content)


def test_it_starts_posts_and_stops(web, service: Service):
    runtime.start(service.base)
    runtime.start(service.base)
    web.post(LIST, {**GOOD, "StatusCallback": service.callback()})
    eventually(lambda: service.receipts() == ["sent", "delivered"])
    runtime.stop()
    runtime.stop()


def test_the_ledger_is_read_again_after_a_stop(web):
    web.post(LIST, GOOD)
    runtime.stop()
    assert len(runtime.current().conversation(PHONE)) == 1
