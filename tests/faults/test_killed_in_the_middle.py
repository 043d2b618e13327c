"""The service is killed while 200 texts come in and 200 go out; nothing is lost or doubled."""

import os
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from messaging.gateway.twilio import SIGNATURE_HEADER, sign
from tests.bonemets.process import free_port
from tests.faults.house import House

pytestmark = [
    pytest.mark.up,
    pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals"),
]

OURS = "+15550100100"
PHONES = [f"+1555010{number}" for number in range(4000, 4020)]
ASKED = (
    "ONJ DENOSUMAB RADIATION SURGERY CHEMOTHERAPY HORMONES RADIUM ABLATION KYPHOPLASTY TRIALS"
).split()
EACH = 10  # due texts to each phone

# Twenty patients, each with ten due texts in a coordinator's words, all different.  The
# clinic has the demo's name, so that `up` finds it and makes no other.
PREPARE = f"""
import json
from datetime import timedelta
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from messaging import clock
from messaging.actions import staff
from tests import factories
call_command("migrate", verbosity=0)
now = clock.now()
with transaction.atomic():
    for phone in {PHONES!r}:
        patient = factories.patient(number=phone, now=now)
        for n in range({EACH}):
            now += timedelta(microseconds=1)
            by = factories.person()
            staff.write(patient=patient, body=f"Due text {{n}} for {{phone}}.", by=by, now=now)
print(json.dumps([settings.TWILIO["account_sid"], settings.TWILIO["auth_token"]]))
"""
ASK = """
import json
from messaging.models import InboundMessage, OutboundMessage
came = {
    row.provider_id: [row.state, [[r.state, r.phone.number, r.body] for r in row.replies.all()]]
    for row in InboundMessage.objects.filter(body__isnull=False)
}
sent = [
    [row.state, row.phone.number, row.body]
    for row in OutboundMessage.objects.filter(origin="staff")
]
print(json.dumps({"came": came, "sent": sent}))
"""


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    data = tmp_path / "data"
    data.mkdir()
    made = House(data, free_port())
    yield made
    made.kill()


def forms(account: str) -> list[dict[str, str]]:
    """Ten questions from each phone, the phones in turn."""
    return [_form(account, phone, body) for body in ASKED for phone in PHONES]


def _form(account: str, phone: str, body: str) -> dict[str, str]:
    sid = f"SM{uuid4().hex}"
    return {
        "AccountSid": account,
        "Body": body,
        "From": phone,
        "MessageSid": sid,
        "NumMedia": "0",
        "SmsMessageSid": sid,
        "To": OURS,
    }


def post(address: str, form: dict[str, str], token: str, tries: int) -> bool:
    """As the provider does it, which tries again up to five times."""
    return any(_post(address, form, token) for _ in range(tries))


def _post(address: str, form: dict[str, str], token: str) -> bool:
    url = f"{address}/twilio/inbound"
    request = urllib.request.Request(
        url,
        data=urllib.parse.urlencode(form).encode(),
        headers={SIGNATURE_HEADER: sign(url, form, token)},
    )
    try:
        with urllib.request.urlopen(request, timeout=15) as answer:
            return bool(answer.status == 200)
    except (OSError, urllib.error.HTTPError):
        return False


def post_all(
    house: House,
    pool: ThreadPoolExecutor,
    waiting: Iterable[dict[str, str]],
    token: str,
    *,
    tries: int = 1,
) -> list[Any]:
    return [(form, pool.submit(post, house.address, form, token, tries)) for form in waiting]


def refused(posted: Iterable[Any]) -> list[dict[str, str]]:
    return [form for form, future in posted if not future.result()]


def out_of(house: House) -> Counter[tuple[str, str]]:
    """What left for the twenty phones, of due texts and replies."""
    return Counter({pair: n for pair, n in house.accepted().items() if pair[0] in PHONES})


@pytest.mark.parametrize("kill_after", [int(os.environ.get("BONEMETS_TEST_KILL_AFTER", "120"))])
def test_everything_is_answered_and_sent_once(house: House, kill_after: int) -> None:
    account, token = house.ask(PREPARE)
    coming = forms(account)
    house.start()
    with ThreadPoolExecutor(40) as pool:
        posted = post_all(house, pool, coming, token)
        house.wait(lambda: out_of(house).total() >= kill_after)
        house.kill()
        lost = refused(posted)
    before = out_of(house).total()
    house.start()
    with ThreadPoolExecutor(8) as pool:
        assert refused(post_all(house, pool, lost, token, tries=6)) == []
    house.wait(house.is_drained)
    found, ledger = house.ask(ASK), out_of(house)
    print(f"killed after {before} of {ledger.total()}; {len(lost)} texts posted again")
    assert before < ledger.total(), "killed too late to prove anything"
    _assert_read_and_answered_once(found["came"], coming, ledger)
    _assert_sent_once(found["sent"], ledger)


def _assert_read_and_answered_once(
    came: dict[str, Any], coming: list[dict[str, str]], ledger: Counter[tuple[str, str]]
) -> None:
    answers: Counter[tuple[str, str]] = Counter()
    for form in coming:
        state, replies = came[form["MessageSid"]]
        assert (state, len(replies)) == ("read", 1), form
        assert replies[0][0] in ("ACCEPTED", "DELIVERED"), replies
        answers[replies[0][1], replies[0][2]] += 1
    assert {pair: ledger[pair] for pair in answers} == dict(answers)


def _assert_sent_once(sent: list[list[str]], ledger: Counter[tuple[str, str]]) -> None:
    assert len(sent) == len(PHONES) * EACH
    for state, number, body in sent:
        assert state in ("ACCEPTED", "DELIVERED"), (state, body)
        assert ledger[number, body] == 1, body
