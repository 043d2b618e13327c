"""The judge: the ledger file alone says what was taken and what reached a phone."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from messaging.gateway.base import ProviderStatus
from messaging.simulator.faults import Fault
from messaging.simulator.judging import Judgement, judge
from messaging.simulator.ledger import LedgerError
from messaging.simulator.provider import Provider
from messaging.simulator.rest import Request, answer
from tests.messaging.simulator.kit import (
    ACCOUNT,
    CLINIC,
    OTHER_PHONE,
    PHONE,
    eventually,
    make_provider,
)
from tests.messaging.simulator.test_provider_rest import login


@pytest.fixture
def path(tmp_path):
    return tmp_path / "simulator.jsonl"


def send(provider: Provider, body: str, fault: Fault | None = None, *, token: str = "", to=PHONE):
    callback = {"StatusCallback": f"http://127.0.0.1:9/twilio/receipt/{token}"} if token else {}
    return provider.create(
        {"To": to, "From": CLINIC, "Body": body, **callback}, fault=fault or Fault()
    )


def ended(provider: Provider, path) -> Judgement:
    eventually(lambda: judge(path).moving() == 0)
    return judge(path)


def test_an_empty_or_absent_ledger_holds_nothing(path):
    assert judge(path) == Judgement((), (), ())


def test_it_counts_by_number_and_words_and_by_token(provider, path):
    send(provider, "one", token="t1")
    send(provider, "one", token="t2")
    send(provider, "two", to=OTHER_PHONE, token="t3")
    found = ended(provider, path)
    assert found.accepted() == {(PHONE, "one"): 2, (OTHER_PHONE, "two"): 1}
    assert found.delivered() == found.accepted()
    assert found.accepted_by_token() == {"t1": 1, "t2": 1, "t3": 1}


def test_lost_doubled_and_unwanted_are_told_apart(provider, path):
    for body in ("once", "twice", "twice", "never asked for"):
        send(provider, body)
    wanted = Counter({(PHONE, "once"): 1, (PHONE, "twice"): 1, (PHONE, "missing"): 1})
    found = ended(provider, path)
    assert found.lost(wanted) == {(PHONE, "missing"): 1}
    assert found.doubled(wanted) == {(PHONE, "twice"): 1, (PHONE, "never asked for"): 1}
    assert found.unwanted(wanted) == {(PHONE, "never asked for"): 1}


@pytest.mark.parametrize(
    ("code", "doubled"), [(30005, {}), (30008, {(PHONE, "x"): 1}), (30410, {(PHONE, "x"): 1})]
)
def test_a_second_one_after_a_sure_failure_is_no_double(provider, path, code, doubled):
    send(provider, "x", Fault(end=ProviderStatus.UNDELIVERED, end_code=code))
    send(provider, "x")
    found = ended(provider, path)
    assert found.doubled({(PHONE, "x"): 1}) == doubled
    assert found.delivered() == {(PHONE, "x"): 1}


def test_what_was_cancelled_reaches_nobody(tmp_path, path):
    provider = make_provider(tmp_path)
    provider.cancel(send(provider, "x").sid)
    send(provider, "x")
    provider.close()
    found = judge(path)
    assert (found.cancelled(), found.moving()) == ({(PHONE, "x"): 1}, 1)
    assert found.doubled({(PHONE, "x"): 1}) == {}


def test_words_that_were_emptied_or_deleted_later_still_count(provider, path):
    emptied, deleted = send(provider, "emptied"), send(provider, "deleted")
    ended(provider, path)
    provider.redact(emptied.sid)
    provider.delete(deleted.sid)
    assert judge(path).delivered() == {(PHONE, "emptied"): 1, (PHONE, "deleted"): 1}


def test_the_providers_own_answers_are_none_of_ours(tmp_path, path):
    provider = make_provider(tmp_path)
    provider.receive(from_=PHONE, to=CLINIC, body="STOP")
    provider.close()
    found = judge(path)
    assert found.fates == ()
    assert [text.body for text in found.texts] == ["STOP"]


def test_every_request_is_kept_with_what_it_was_told(tmp_path, path):
    provider = make_provider(tmp_path)
    provider.script(Fault(code=20429, retry_after=1, label="too_many"))
    form = {"To": PHONE, "From": CLINIC, "Body": "x", "StatusCallback": "http://127.0.0.1:9/t/a"}
    asked = Request("POST", ACCOUNT.sid, authorization=login(), form=form)
    for changes in ({}, {}, {"Body": ""}):
        asked = Request("POST", ACCOUNT.sid, authorization=login(), form={**form, **changes})
        answer(provider, asked)
    provider.close()
    found = judge(path).asked
    assert [(one.told, one.label) for one in found] == [(20429, "too_many"), (201, ""), (21602, "")]
    assert {(one.to, one.token) for one in found} == {(PHONE, "a")}
    assert all(datetime.now(UTC) - one.at < timedelta(minutes=1) for one in found)


def test_a_torn_last_line_was_promised_to_nobody(tmp_path, path):
    provider = make_provider(tmp_path)
    send(provider, "whole")
    whole = path.read_bytes()
    with path.open("ab") as file:
        file.write(b'{"kind": "all", "rec')
    assert judge(path).accepted() == {(PHONE, "whole"): 1}
    assert path.read_bytes().startswith(whole)
    assert len(path.read_bytes()) > len(whole)
    provider.close()


def test_damage_in_the_middle_is_no_verdict(path):
    path.write_bytes(b"nonsense\n{}\n")
    with pytest.raises(LedgerError, match="line 1"):
        judge(path)
