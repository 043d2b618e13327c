"""The provider's REST face: Messages create, list, fetch, redact, cancel, delete.

Knows no web framework: a shell asks what a request meets, waits as long as that says,
hands the request in and writes the `Answer` out.
"""

import base64
import binascii
import hmac
import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from http import HTTPStatus
from typing import Final

from messaging.gateway.twilio_forms import Param
from messaging.simulator.acceptance import SEND_AT, Account
from messaging.simulator.faults import NO_FAULT, Call, Fault, Wire
from messaging.simulator.life import engine_now
from messaging.simulator.messages import rest
from messaging.simulator.paging import Page
from messaging.simulator.provider import Provider
from messaging.simulator.words import RefusedError

_OWN_CODES: Final = {429: 20429, 500: 20500, 503: 20503}

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Request:
    """`sid` is empty for the list; `authorization` is the header as it came.

    `arrived` in engine time.
    """

    method: str
    account: str
    sid: str = ""
    authorization: str = field(default="", repr=False)
    query: Mapping[str, str] = field(default_factory=dict, repr=False)
    form: Mapping[str, str] = field(default_factory=dict, repr=False)
    arrived: datetime = field(default_factory=engine_now)


@dataclass(frozen=True)
class Answer:
    """`hang` in seconds before anything is written; `wire` is what becomes of it on its way."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    hang: float = 0.0
    wire: Wire = Wire.WHOLE

    def on_the_wire(self) -> bytes:
        """The bytes that arrive; a CUT answer still announces the length of `body`."""
        if self.wire in (Wire.EMPTY, Wire.CLOSED, Wire.RESET):
            return b""
        if self.wire in (Wire.HALF, Wire.CUT):
            return self.body[: len(self.body) // 2]
        return self.body


def meet(provider: Provider, request: Request) -> Fault:
    """The fault that waits for this request; used up by asking.  Never raises."""
    try:
        _check_login(provider.account, request)
    except RefusedError:
        return NO_FAULT
    match request.method, bool(request.sid):
        case "POST", False:
            return _meet_create(provider, request)
        case "GET", False:
            return provider.storm.meet(Call.LIST, to=request.query.get(Param.TO, ""))
        case "GET", True:
            return provider.storm.meet(Call.FETCH, to=provider.number_of(request.sid))
    return NO_FAULT


def _meet_create(provider: Provider, request: Request) -> Fault:
    to, body = request.form.get(Param.TO, ""), request.form.get(Param.BODY, "")
    fault = provider.storm.meet(Call.CREATE, to=to, body=body)
    if fault.delay and SEND_AT in request.form:
        return replace(fault, delay=fault.delay * provider.storm.chaos.later_slower)
    return fault


def answer(provider: Provider, request: Request, fault: Fault | None = None) -> Answer:
    """`fault` as `meet` gave it.  Never raises: a ledger that fails is the provider's 500."""
    met = meet(provider, request) if fault is None else fault
    try:
        _check_login(provider.account, request)
        return _route(provider, request, met)
    except RefusedError as refusal:
        return _json(refusal.status, refusal.body())
    except OSError as error:
        logger.error("The simulator's ledger cannot be written: %s", error.strerror)
        return _failure(Fault(status=500))


def _route(provider: Provider, request: Request, fault: Fault) -> Answer:
    match request.method, bool(request.sid):
        case "POST", False:
            return _create(provider, request, fault)
        case "GET", False:
            return _list(provider, request, fault)
        case "GET", True:
            return _fetch(provider, request, fault)
        case "POST", True:
            return _update(provider, request)
        case "DELETE", True:
            provider.delete(request.sid)
            return Answer(HTTPStatus.NO_CONTENT)
    raise RefusedError(20405)


def _create(provider: Provider, request: Request, fault: Fault) -> Answer:
    told = fault.code or fault.status or HTTPStatus.CREATED
    try:
        made = provider.create(request.form, fault=fault) if fault.keeps else None
    except RefusedError as refusal:
        told = refusal.code
        raise
    finally:
        provider.note(request.form, at=request.arrived, told=int(told), label=fault.label)
    if fault.fails or made is None:
        return _spoil(_failure(fault), fault)
    return _spoil(_json(HTTPStatus.CREATED, rest(made, account=provider.account.sid)), fault)


def _fetch(provider: Provider, request: Request, fault: Fault) -> Answer:
    message = provider.shown(provider.get(request.sid))
    if fault.fails:
        return _spoil(_failure(fault), fault)
    return _spoil(_json(HTTPStatus.OK, rest(message, account=provider.account.sid)), fault)


def _update(provider: Provider, request: Request) -> Answer:
    if request.form.get(Param.STATUS) == "canceled":
        changed = provider.cancel(request.sid)
    elif request.form.get(Param.BODY) == "":
        changed = provider.redact(request.sid)
    else:
        raise RefusedError(20009)
    return _json(HTTPStatus.OK, rest(changed, account=provider.account.sid))


def _list(provider: Provider, request: Request, fault: Fault) -> Answer:
    query = request.query
    if fault.fails:
        return _spoil(_failure(fault), fault)
    found = provider.listed(to=query.get(Param.TO, ""), from_=query.get(Param.FROM, ""))
    page = Page.of(query)
    shown = page.cut(found)
    more = bool(shown) and shown[-1] != found[-1]
    rows = [provider.shown(message) for message in shown]
    shape = page.shape(provider.account.sid, rows, more=more)
    return _spoil(_json(HTTPStatus.OK, shape), fault)


def _failure(fault: Fault) -> Answer:
    status = fault.status
    code = fault.code or _OWN_CODES.get(status or 0)
    if code is None:
        made = Answer(status or 500, b"<html><body>Bad gateway</body></html>")
    else:
        refusal = RefusedError(code)
        made = _json(status or refusal.status, refusal.body())
    if fault.retry_after is None:
        return made
    return replace(made, headers={**made.headers, "Retry-After": f"{fault.retry_after:g}"})


def _spoil(made: Answer, fault: Fault) -> Answer:
    return made if fault is NO_FAULT else replace(made, hang=fault.hang, wire=fault.wire)


def _json(status: int, shape: Mapping[str, object]) -> Answer:
    return Answer(status, json.dumps(shape).encode(), {"Content-Type": "application/json"})


def _check_login(account: Account, request: Request) -> None:
    pairs = [(account.sid, account.token), (account.api_key, account.api_secret)]
    given = _login(request.authorization)
    matches = [hmac.compare_digest(given, f"{name}:{key}".encode()) for name, key in pairs if key]
    if not any(matches):
        raise RefusedError(20003)
    if request.account != account.sid:
        raise RefusedError(20404, f"Accounts/{request.account}")


def _login(header: str) -> bytes:
    kind, _, encoded = header.partition(" ")
    try:
        return base64.b64decode(encoded, validate=True) if kind.lower() == "basic" else b""
    except (binascii.Error, ValueError):
        return b""
