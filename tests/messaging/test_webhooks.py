"""What the provider calls: signed, POST only, stored at once; rubbish changes nothing."""

from typing import Any

import pytest
from django.conf import settings
from django.db import OperationalError, transaction
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from messaging import gateway
from messaging.actions import inbound, receipts
from messaging.gateway.memory import MemoryGateway, message_id
from messaging.gateway.twilio import SIGNATURE_HEADER, sign
from messaging.models import DeliveryReceipt, InboundMessage, OutboundMessage, Phone
from tests import factories
from tests.factories import NUMBER
from tests.messaging.actions import kit

pytestmark = pytest.mark.django_db

EMPTY = b'<?xml version="1.0" encoding="UTF-8"?><Response></Response>'
STRANGER = "+15550100999"
FORM = "application/x-www-form-urlencoded"
RUBBISH = {
    "json": ("application/json", b'{"From": "+15550100123"}'),
    "bad utf-8": (FORM, b"Body=%ff%fe&From=%80"),
    "utf-16": (f"{FORM}; charset=utf-16", b"\xff\xfeB\x00"),
    "no such charset": (f"{FORM}; charset=klingon", b"Body=x"),
    "no boundary": ("multipart/form-data", b"no boundary"),
    "torn": ("multipart/form-data; boundary=x", b"--x\r\nrubbish"),
    "nul": ("text/plain", b"\x00\x01\x02"),
    "nothing": ("", b""),
}


@pytest.fixture(scope="module", autouse=True)
def _clinic(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        factories.clinic()
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _provider():
    gateway.use(MemoryGateway())
    yield
    gateway.reset()


def text_form(**changes: Any) -> dict[str, Any]:
    form = {
        "AccountSid": settings.TWILIO["account_sid"],
        "Body": "ONJ",
        "From": STRANGER,
        "MessageSid": message_id(),
        "NumMedia": "0",
        "To": NUMBER,
    }
    return {name: value for name, value in {**form, **changes}.items() if value is not None}


def signed(path: str, form: dict[str, Any], *, token: str = "") -> str:
    return sign(f"{settings.PUBLIC_URL}{path}", form, token or str(settings.TWILIO["auth_token"]))


def post(path: str, form: dict[str, Any], *, token: str = "", **extra: Any) -> Any:
    """As the provider posts it, signed with our token unless another is given."""
    signature = signed(path, form, token=token)
    headers = {SIGNATURE_HEADER: signature, **extra.pop("headers", {})}
    return Client(raise_request_exception=False).post(path, form, headers=headers, **extra)


class Endpoint:
    """What holds for every address that the provider calls."""

    def path(self) -> str:
        raise NotImplementedError

    def form(self, **changes: Any) -> dict[str, Any]:
        raise NotImplementedError

    def rows(self) -> int:
        return InboundMessage.objects.count() + DeliveryReceipt.objects.count()

    def test_a_good_one_gets_an_empty_answer(self):
        answer = post(self.path(), self.form())
        assert (answer.status_code, answer.content) == (200, EMPTY)
        assert answer["Content-Type"] == "text/xml"
        assert self.rows() == 1

    def test_the_same_one_again_changes_nothing(self):
        path, form = self.path(), self.form()
        assert [post(path, form).status_code for _ in range(3)] == [200, 200, 200]
        assert self.rows() == 1

    def test_the_previous_token_signs_while_it_is_rotated(self, settings):
        settings.TWILIO = {**settings.TWILIO, "previous_auth_token": "the one before"}
        assert post(self.path(), self.form(), token="the one before").status_code == 200

    @pytest.mark.parametrize("method", ["get", "put", "delete", "patch", "head"])
    def test_only_post_is_taken(self, method):
        assert getattr(Client(), method)(self.path()).status_code == 405

    def refused(self, answer: Any) -> None:
        assert answer.status_code == 403
        assert answer.content == b""
        assert self.rows() == 0

    def test_a_wrong_signature(self):
        self.refused(post(self.path(), self.form(), token="not ours"))

    def test_no_signature(self):
        self.refused(Client().post(self.path(), self.form()))

    @pytest.mark.parametrize("signature", ["", "AAAA", "é", "=" * 5000, "\x00"])
    def test_a_signature_that_is_none(self, signature):
        answer = Client(raise_request_exception=False).post(
            self.path(), self.form(), headers={SIGNATURE_HEADER: signature}
        )
        self.refused(answer)

    def test_a_field_changed_after_signing(self):
        form = self.form()
        changed = {**form, "MessageSid": message_id()}
        headers = {SIGNATURE_HEADER: signed(self.path(), form)}
        self.refused(Client().post(self.path(), changed, headers=headers))

    def test_a_signature_for_another_address(self):
        form = self.form()
        headers = {SIGNATURE_HEADER: signed("/elsewhere", form)}
        self.refused(Client().post(self.path(), form, headers=headers))

    def test_the_host_header_does_not_decide_what_was_signed(self):
        assert post(self.path(), self.form(), headers={"Host": "localhost"}).status_code == 200

    @pytest.mark.parametrize("name", ["MessageSid"])
    def test_a_missing_field(self, name):
        self.refused(post(self.path(), self.form(**{name: None})))

    def test_a_repeated_field(self):
        form = self.form()
        headers = {SIGNATURE_HEADER: signed(self.path(), form)}
        twice = {**form, "MessageSid": [form["MessageSid"]] * 2}
        self.refused(Client().post(self.path(), twice, headers=headers))

    def test_a_huge_body(self):
        self.refused(post(self.path(), self.form(ErrorMessage="x" * 70_000)))

    def test_ten_thousand_fields(self):
        form = {**self.form(), **{f"Field{n}": "" for n in range(2000)}}
        self.refused(post(self.path(), form))

    @pytest.mark.parametrize(("kind", "data"), RUBBISH.values(), ids=RUBBISH.keys())
    def test_a_form_that_is_none(self, kind, data):
        client = Client(raise_request_exception=False)
        headers = {SIGNATURE_HEADER: "AAAA"}
        self.refused(client.generic("POST", self.path(), data, kind, headers=headers))

    @pytest.mark.parametrize("length", ["-1", "many", "9" * 40])
    def test_a_length_that_is_none(self, length):
        answer = Client(raise_request_exception=False).post(
            self.path(), self.form(), headers={SIGNATURE_HEADER: "AAAA"}, CONTENT_LENGTH=length
        )
        self.refused(answer)


class TestTexts(Endpoint):
    def path(self) -> str:
        return "/twilio/inbound"

    def form(self, **changes: Any) -> dict[str, Any]:
        return text_form(**changes)

    def test_it_is_stored_unread(self):
        post(self.path(), self.form())
        row = InboundMessage.objects.get()
        assert (row.body, row.state, row.phone.number) == ("ONJ", "unread", STRANGER)

    def test_nothing_is_answered_on_the_call_itself(self):
        post(self.path(), self.form())
        assert not OutboundMessage.objects.exists()

    def test_to_a_number_that_is_not_ours(self):
        self.refused(post(self.path(), self.form(To="+15550100555")))

    @pytest.mark.parametrize("name", ["From", "To", "Body"])
    def test_without_a_field_that_it_needs(self, name):
        self.refused(post(self.path(), self.form(**{name: None})))

    @pytest.mark.parametrize(
        "number", ["5" * 2000, "+", "not a number", "+1555\x00", "", "+15550100123\n"]
    )
    def test_from_a_number_that_is_none(self, number):
        self.refused(post(self.path(), self.form(From=number)))
        assert not Phone.objects.exists()

    def test_a_nul_in_the_words_costs_one_sign(self):
        assert post(self.path(), self.form(Body="my jaw\x00 hurts")).status_code == 200
        assert InboundMessage.objects.get().body == "my jaw\ufffd hurts"

    def test_an_emoji_is_kept(self):
        post(self.path(), self.form(Body="ok 👍🏽"))
        assert InboundMessage.objects.get().body == "ok 👍🏽"

    def test_an_empty_text_is_a_text(self):
        assert post(self.path(), self.form(Body="")).status_code == 200
        assert InboundMessage.objects.get().body == ""

    def test_the_longest_text_is_kept_whole(self):
        post(self.path(), self.form(Body="ñ" * 1600))
        assert InboundMessage.objects.get().body == "ñ" * 1600

    def test_a_database_that_is_down_sends_the_provider_elsewhere(self, monkeypatch):
        def down(*_, **__):
            raise OperationalError("database is locked")

        monkeypatch.setattr(inbound, "receive", down)
        assert post(self.path(), self.form()).status_code == 503


class TestReceipts(Endpoint):
    def path(self) -> str:
        return "/twilio/receipt/" + "a" * 32

    def form(self, **changes: Any) -> dict[str, Any]:
        form = {
            "AccountSid": settings.TWILIO["account_sid"],
            "MessageSid": message_id(),
            "MessageStatus": "delivered",
        }
        return {name: value for name, value in {**form, **changes}.items() if value is not None}

    def test_it_moves_the_text_of_its_token(self):
        row = kit.sent(factories.patient())
        answer = post(f"/twilio/receipt/{kit.token(row)}", self.form(MessageSid=row.provider_id))
        row.refresh_from_db()
        assert (answer.status_code, row.state) == (200, "DELIVERED")

    def test_a_word_that_we_do_not_know_is_kept(self):
        post(self.path(), self.form(MessageStatus="teleported"))
        assert DeliveryReceipt.objects.get().raw_status == "teleported"

    def test_without_a_status(self):
        self.refused(post(self.path(), self.form(MessageStatus=None)))

    @pytest.mark.parametrize("status", ["x" * 500, "DELIVERED!", "\x00"])
    def test_a_status_that_is_none(self, status):
        self.refused(post(self.path(), self.form(MessageStatus=status)))

    def test_a_token_of_another_length_is_unknown(self):
        assert post("/twilio/receipt/" + "a" * 500, self.form()).status_code == 200
        assert DeliveryReceipt.objects.get().applied == "unknown"

    def test_a_database_that_is_down_sends_the_provider_elsewhere(self, monkeypatch):
        def down(*_, **__):
            raise OperationalError("database is locked")

        monkeypatch.setattr(receipts, "apply", down)
        assert post(self.path(), self.form()).status_code == 503


@pytest.mark.parametrize("path", ["/twilio/inbound", "/twilio/receipt/abc"])
@given(
    form=st.dictionaries(
        st.sampled_from(["Body", "From", "To", "MessageSid", "MessageStatus", "NumMedia", "X"]),
        st.text(max_size=40),
    )
)
@hypothesis_settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_signed_rubbish_is_never_an_error_of_ours(path, form):
    assert post(path, form).status_code in (200, 403)


def test_the_log_has_no_words_and_no_number(caplog):
    post("/twilio/inbound", text_form(To="+15550100555", Body="my secret words"))
    assert "refused" in caplog.text
    assert "secret" not in caplog.text
    assert STRANGER not in caplog.text
