"""STOP, START, HELP and YES, as the provider treats them."""

import pytest

from messaging.simulator.acceptance import Account
from messaging.simulator.provider import Provider
from messaging.simulator.words import KeywordTexts, RefusedError
from tests.messaging.simulator.kit import (
    ACCOUNT,
    CLINIC,
    OTHER_PHONE,
    PHONE,
    TOKEN,
    eventually,
    make_provider,
)

TEXTS = KeywordTexts()


@pytest.fixture
def resting(tmp_path):
    provider = make_provider(tmp_path)
    yield provider
    provider.close()


def text(provider: Provider, body: str, to: str = CLINIC):
    return provider.receive(from_=PHONE, to=to, body=body)


def replies(provider: Provider) -> list[str]:
    return [one.body for one in provider.conversation(PHONE) if one.direction == "outbound-reply"]


def send(provider: Provider, *, sender: str = CLINIC, to: str = PHONE):
    return provider.create({"To": to, "From": sender, "Body": "Hello"})


@pytest.mark.parametrize(
    "word",
    ["STOP", "stop", " Stop\n", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE",
     "OPTOUT"],
)  # fmt: skip
def test_a_stop_word_blocks_the_phone_and_is_answered(resting, word):
    assert text(resting, word).opt_out_type == "STOP"
    assert replies(resting) == [TEXTS.stop]
    with pytest.raises(RefusedError) as refused:
        send(resting)
    assert refused.value.code == 21610


@pytest.mark.parametrize("words", ["STOP please", "stopping", "don't stop", "ALTO", "N", "8"])
def test_other_words_block_nothing(resting, words):
    assert text(resting, words).opt_out_type == ""
    assert replies(resting) == []
    send(resting)


def test_the_block_holds_for_that_number_of_ours_and_that_phone(resting):
    text(resting, "STOP")
    send(resting, to=OTHER_PHONE)
    send(resting, sender="+15550100101")
    assert resting.is_blocked(sender=CLINIC, number=PHONE)
    assert not resting.is_blocked(sender=CLINIC, number=OTHER_PHONE)


def test_with_a_messaging_service_the_block_holds_for_the_service(tmp_path):
    service = "MG" + "7" * 32
    account = Account(sid=ACCOUNT.sid, token=TOKEN, services={service: CLINIC})
    provider = Provider(account=account, ledger=tmp_path / "ledger.jsonl")
    text(provider, "STOP")
    with pytest.raises(RefusedError):
        provider.create({"To": PHONE, "MessagingServiceSid": service, "Body": "Hello"})
    assert provider.is_blocked(sender=CLINIC, number=PHONE)
    provider.close()


def test_a_second_stop_is_not_answered(resting):
    text(resting, "STOP")
    text(resting, "STOP")
    assert replies(resting) == [TEXTS.stop]


@pytest.mark.parametrize("word", ["START", "unstop", "YES"])
def test_a_start_word_unblocks_the_phone_and_is_answered(resting, word):
    text(resting, "STOP")
    assert text(resting, word).opt_out_type == "START"
    assert replies(resting) == [TEXTS.stop, TEXTS.start]
    send(resting)


def test_yes_from_a_phone_that_is_not_blocked_is_an_answer_like_any_other(resting):
    assert text(resting, "YES").opt_out_type == ""
    assert replies(resting) == []


@pytest.mark.parametrize("word", ["HELP", "info"])
def test_a_help_word_is_answered_even_while_blocked(resting, word):
    assert text(resting, word).opt_out_type == "HELP"
    text(resting, "STOP")
    text(resting, word)
    assert replies(resting) == [TEXTS.help, TEXTS.stop, TEXTS.help]
    assert resting.is_blocked(sender=CLINIC, number=PHONE)


def test_the_service_gets_the_word_with_its_meaning(provider, service):
    provider.receive(from_=PHONE, to=CLINIC, body="Stop")
    eventually(lambda: service.texts())
    assert (service.texts()[0]["Body"], service.texts()[0]["OptOutType"]) == ("Stop", "STOP")


def test_the_clinic_sets_its_own_answers(tmp_path):
    texts = KeywordTexts(stop="No more from Harbor Bone Clinic.")
    provider = Provider(account=ACCOUNT, ledger=tmp_path / "ledger.jsonl", texts=texts)
    text(provider, "STOP")
    assert replies(provider) == ["No more from Harbor Bone Clinic."]
    provider.close()


@pytest.mark.parametrize("body", [TEXTS.stop, TEXTS.start, TEXTS.help])
def test_the_shipped_answers_are_short(body):
    assert len(body) <= 320
