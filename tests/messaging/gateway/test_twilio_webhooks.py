"""Which requests are taken for the provider's, and what is read from them."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from messaging.gateway.base import ProviderStatus, WebhookError, WebhookRequest
from messaging.gateway.twilio import parse_inbound, parse_receipt, sign, verify

TOKEN = "the-current-token"
URL = "https://texts.example.org/twilio/inbound"
SID = "SM" + "a1" * 16
INBOUND = {
    "AccountSid": "AC" + "0" * 32,
    "ApiVersion": "2010-04-01",
    "Body": "I'm fine. Drop the dose? STOP worrying",
    "From": "+15550100123",
    "FromCity": "NEW YORK",
    "FromCountry": "US",
    "FromState": "NY",
    "FromZip": "10001",
    "MessageSid": SID,
    "NumMedia": "0",
    "NumSegments": "1",
    "SmsMessageSid": SID,
    "SmsSid": SID,
    "SmsStatus": "received",
    "To": "+15550100100",
}
RECEIPT = {"MessageSid": SID, "MessageStatus": "delivered", "SmsStatus": "delivered"}


def request(fields=INBOUND, *, url=URL, token=TOKEN, **changes) -> WebhookRequest:
    return WebhookRequest(url=url, fields=fields, signature=sign(url, fields, token), **changes)


def take(request: WebhookRequest):
    verify(request, [TOKEN])
    return parse_inbound(request.fields)


def odd(**changes: Any) -> WebhookRequest:
    return WebhookRequest(**{"url": URL, "fields": INBOUND, "signature": "AAAA"} | changes)


def without(name: str) -> dict[str, str]:
    return {key: value for key, value in INBOUND.items() if key != name}


def test_a_signed_request_is_taken():
    verify(request(), [TOKEN])


@pytest.mark.parametrize("signed_for", [URL, "https://texts.example.org:443/twilio/inbound"])
def test_the_standard_port_may_be_in_the_address_or_not(signed_for):
    signature = sign(signed_for, INBOUND, TOKEN)
    verify(WebhookRequest(url=URL, fields=INBOUND, signature=signature), [TOKEN])


def test_a_fragment_is_not_part_of_the_address():
    verify(request(url=URL + "#rc=5&rp=all"), [TOKEN])
    assert sign(URL + "#rc=5", INBOUND, TOKEN) == sign(URL, INBOUND, TOKEN)


def test_while_tokens_rotate_both_are_taken():
    for token in ("old", "new"):
        verify(request(token=token), ["new", "old"])
    with pytest.raises(WebhookError):
        verify(request(token="older"), ["new", "old"])


@pytest.mark.parametrize(
    "bad",
    [
        pytest.param(WebhookRequest(URL, INBOUND, ""), id="no-signature"),
        pytest.param(WebhookRequest(URL, INBOUND, "AAAA"), id="forged"),
        pytest.param(WebhookRequest(URL, INBOUND, "señal"), id="not-ascii"),
        pytest.param(request(token="another"), id="wrong-token"),
        pytest.param(
            WebhookRequest(URL + "?x=1", INBOUND, sign(URL, INBOUND, TOKEN)), id="other-address"
        ),
        pytest.param(
            WebhookRequest(URL, INBOUND | {"Body": "x"}, sign(URL, INBOUND, TOKEN)),
            id="other-words",
        ),
        pytest.param(WebhookRequest("https://h:99999999/x", INBOUND, "AAAA"), id="odd-port"),
        pytest.param(WebhookRequest("https://[h/x", INBOUND, "AAAA"), id="odd-address"),
        pytest.param(odd(url=None), id="no-address"),
        pytest.param(odd(fields=None), id="no-fields"),
        pytest.param(odd(fields="Body=x"), id="raw-body"),
        pytest.param(odd(fields=b"Body=x"), id="bytes"),
        pytest.param(odd(fields={"Body": 5}), id="number"),
        pytest.param(odd(fields={"Body": ["a"]}), id="list"),
        pytest.param(odd(fields={5: "a"}), id="number-as-name"),
        pytest.param(odd(signature=b"AAAA"), id="signature-in-bytes"),
        pytest.param(odd(signature=None), id="signature-none"),
    ],
)
def test_anything_else_is_refused(bad):
    with pytest.raises(WebhookError):
        verify(bad, [TOKEN])


@pytest.mark.parametrize("tokens", [[], [""], ["", ""]])
def test_a_token_that_is_not_set_verifies_nothing(tokens):
    with pytest.raises(WebhookError):
        verify(request(token=""), tokens)


def test_a_repeated_field_is_refused():
    with pytest.raises(WebhookError, match="more than once"):
        verify(request(repeated=frozenset({"Body"})), [TOKEN])


@pytest.mark.parametrize(
    "cut",
    [
        pytest.param(
            without("Body") | {"Body": "I'm fine. ", "Drop": " the dose? STOP worrying"},
            id="a-word-of-the-body-as-a-name",
        ),
        pytest.param(
            without("Body") | {"Body": "I'm fine. ", "Drop the dose? STOP worrying": ""},
            id="the-end-of-the-body-as-a-name",
        ),
        pytest.param(
            without("Body") | {"ApiVersion": "2010-04-01Body" + INBOUND["Body"]},
            id="the-body-inside-another-field",
        ),
        pytest.param(
            without("From") | {"Body": INBOUND["Body"] + "From+15550100123"},
            id="the-sender-inside-the-body",
        ),
        pytest.param(
            without("NumSegments") | {"NumMedia": "0NumSegments1"}, id="a-count-inside-a-count"
        ),
    ],
)
def test_a_signed_request_that_was_cut_anew_is_refused(cut):
    signature = sign(URL, INBOUND, TOKEN)
    assert sign(URL, cut, TOKEN) == signature, "the trick itself must work"
    with pytest.raises(WebhookError):
        take(WebhookRequest(url=URL, fields=cut, signature=signature))


def test_a_new_field_of_the_provider_is_let_through():
    verify(request(INBOUND | {"NewThing": "1", "Zone": "x"}), [TOKEN])


@given(fields=st.dictionaries(st.text(max_size=20), st.text(max_size=40), max_size=8))
def test_whatever_comes_is_refused_or_taken_but_never_breaks(fields):
    with pytest.raises(WebhookError):
        verify(WebhookRequest(URL, fields, "AAAA"), [TOKEN])
    for parse in (parse_inbound, parse_receipt):
        try:
            parse(fields)
        except WebhookError:
            continue


def test_the_error_names_nothing_of_the_request():
    fields = INBOUND | {"Secret word": "x"}
    with pytest.raises(WebhookError) as caught:
        verify(request(fields), [TOKEN])
    assert "Secret" not in str(caught.value)


def test_a_text_is_read():
    text = parse_inbound(INBOUND | {"NumMedia": "2", "OptOutType": "STOP"})
    assert (text.provider_id, text.from_, text.to) == (SID, "+15550100123", "+15550100100")
    assert (text.body, text.media_count, text.opt_out_type) == (INBOUND["Body"], 2, "STOP")


def test_a_picture_without_words_is_read():
    assert parse_inbound(INBOUND | {"Body": "", "NumMedia": "1"}).body == ""


def test_what_a_database_cannot_hold_is_marked_and_the_words_are_kept():
    assert parse_inbound(INBOUND | {"Body": "my\x00 leg \ud800hurts"}).body == (
        "my\ufffd leg \ufffdhurts"
    )


def test_a_short_code_may_write():
    assert parse_inbound(INBOUND | {"From": "55512"}).from_ == "55512"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("From", "+" + "1" * 2000),
        ("From", "+1555\x000100"),
        ("From", ""),
        ("From", "+١٥٥٥٠١٠٠١٢٣"),
        ("To", "not a number"),
        ("MessageSid", "SM123"),
        ("MessageSid", SID + "\n"),
        ("NumMedia", "-1"),
        ("NumMedia", "1" * 2000),
        ("AccountSid", "AC1"),
        ("OptOutType", "MAYBE"),
    ],
)
def test_a_field_out_of_form_is_refused_with_its_name(name, value):
    with pytest.raises(WebhookError, match=name):
        parse_inbound(INBOUND | {name: value})


@pytest.mark.parametrize("name", ["MessageSid", "From", "To", "Body"])
def test_a_missing_field_is_refused_with_its_name(name):
    with pytest.raises(WebhookError, match=f"{name} is missing"):
        parse_inbound(without(name))


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("queued", ProviderStatus.QUEUED),
        ("accepted", ProviderStatus.QUEUED),
        ("sending", ProviderStatus.SENDING),
        ("sent", ProviderStatus.SENT),
        ("delivered", ProviderStatus.DELIVERED),
        ("read", ProviderStatus.DELIVERED),
        ("undelivered", ProviderStatus.UNDELIVERED),
        ("partially_delivered", ProviderStatus.UNDELIVERED),
        ("failed", ProviderStatus.FAILED),
        ("canceled", ProviderStatus.CANCELED),
        ("teleported", ProviderStatus.UNKNOWN),
    ],
)
def test_a_receipt_is_read_in_our_words(word, status):
    receipt = parse_receipt(RECEIPT | {"MessageStatus": word})
    assert (receipt.status, receipt.raw_status, receipt.provider_id) == (status, word, SID)


@pytest.mark.parametrize(("code", "read"), [("30003", 30003), ("", None), ("0", None)])
def test_a_receipts_error_code_is_a_number_or_none(code, read):
    assert parse_receipt(RECEIPT | {"ErrorCode": code}).error_code == read


def test_an_old_receipt_has_its_status_under_another_name():
    fields = {"MessageSid": SID, "SmsStatus": "sent"}
    assert parse_receipt(fields).status is ProviderStatus.SENT


@pytest.mark.parametrize(
    "fields",
    [{}, {"MessageSid": SID}, RECEIPT | {"ErrorCode": "many"}, RECEIPT | {"MessageStatus": "A B"}],
    ids=["empty", "no-status", "odd-code", "odd-status"],
)
def test_a_broken_receipt_is_refused(fields):
    with pytest.raises(WebhookError):
        parse_receipt(fields)
