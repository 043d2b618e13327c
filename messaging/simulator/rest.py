"""The provider's REST face: Messages create, list, fetch, redact, cancel, delete.

Knows no web framework: a shell hands a `Call` in and writes the `Answer` out.
"""

import base64
import binascii
import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from typing import Final
from urllib.parse import urlencode

from messaging.gateway.twilio_forms import API_VERSION, Param
from messaging.simulator.acceptance import Account
from messaging.simulator.faults import NO_FAULT, Call, Fault, Wire
from messaging.simulator.messages import Message, rest
from messaging.simulator.provider import Provider
from messaging.simulator.words import RefusedError

_PAGE_SIZE: Final = 50
_LARGEST_PAGE: Final = 1000
_OWN_CODES: Final = {429: 20429, 500: 20500, 503: 20503}


@dataclass(frozen=True)
class Request:
    """`sid` is empty for the list; `authorization` is the header as it came."""

    method: str
    account: str
    sid: str = ""
    authorization: str = field(default="", repr=False)
    query: Mapping[str, str] = field(default_factory=dict, repr=False)
    form: Mapping[str, str] = field(default_factory=dict, repr=False)


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
        if self.wire in (Wire.EMPTY, Wire.CLOSED):
            return b""
        if self.wire in (Wire.HALF, Wire.CUT):
            return self.body[: len(self.body) // 2]
        return self.body


def answer(provider: Provider, request: Request) -> Answer:
    """Never raises for what a client sent."""
    try:
        _check_login(provider.account, request)
        return _route(provider, request)
    except RefusedError as refusal:
        return _json(refusal.status, refusal.body())


def _route(provider: Provider, request: Request) -> Answer:
    match request.method, bool(request.sid):
        case "POST", False:
            return _create(provider, request)
        case "GET", False:
            return _list(provider, request)
        case "GET", True:
            return _fetch(provider, request)
        case "POST", True:
            return _update(provider, request)
        case "DELETE", True:
            provider.delete(request.sid)
            return Answer(HTTPStatus.NO_CONTENT)
    raise RefusedError(20405)


def _create(provider: Provider, request: Request) -> Answer:
    fault = provider.faults.take(Call.CREATE, to=request.form.get(Param.TO, ""))
    made = provider.create(request.form, fault=fault) if fault.keeps else None
    if fault.fails or made is None:
        return _spoil(_failure(fault), fault)
    return _spoil(_json(HTTPStatus.CREATED, rest(made, account=provider.account.sid)), fault)


def _fetch(provider: Provider, request: Request) -> Answer:
    message = provider.get(request.sid)
    fault = provider.faults.take(Call.FETCH, to=message.to)
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


def _list(provider: Provider, request: Request) -> Answer:
    query = request.query
    fault = provider.faults.take(Call.LIST, to=query.get(Param.TO, ""))
    if fault.fails:
        return _spoil(_failure(fault), fault)
    found = provider.listed(to=query.get(Param.TO, ""), from_=query.get(Param.FROM, ""))
    page = _Page.of(query)
    shown = page.cut(found)
    shape = page.shape(provider.account.sid, shown, more=bool(shown) and shown[-1] != found[-1])
    return _spoil(_json(HTTPStatus.OK, shape), fault)


@dataclass(frozen=True)
class _Page:
    """The place in a list is a message's id, so that new ones do not shift the pages."""

    filters: Mapping[str, str]
    size: int
    number: int
    after: str

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "_Page":
        filters = {name.value: query[name] for name in (Param.TO, Param.FROM) if query.get(name)}
        size = min(_whole(query.get(Param.PAGE_SIZE), _PAGE_SIZE) or _PAGE_SIZE, _LARGEST_PAGE)
        number = _whole(query.get(Param.PAGE), 0)
        return cls(filters, size, number, query.get(Param.PAGE_TOKEN, "").removeprefix("PA"))

    def cut(self, found: Sequence[Message]) -> list[Message]:
        sids = [message.sid for message in found]
        start = sids.index(self.after) + 1 if self.after in sids else 0
        return list(found[start : start + self.size])

    def shape(self, account: str, shown: list[Message], *, more: bool) -> dict[str, object]:
        start = self.number * self.size
        here = {Param.PAGE.value: str(self.number), Param.PAGE_TOKEN.value: f"PA{self.after}"}
        following = (
            {Param.PAGE.value: str(self.number + 1), Param.PAGE_TOKEN.value: f"PA{shown[-1].sid}"}
            if more
            else {}
        )
        return {
            "end": start + max(0, len(shown) - 1),
            "first_page_uri": self._uri(account, {Param.PAGE.value: "0"}),
            "messages": [rest(message, account=account) for message in shown],
            "next_page_uri": self._uri(account, following) if more else None,
            "page": self.number,
            "page_size": self.size,
            "previous_page_uri": None,
            "start": start,
            "uri": self._uri(account, here),
        }

    def _uri(self, account: str, place: Mapping[str, str]) -> str:
        query = urlencode({**self.filters, Param.PAGE_SIZE.value: str(self.size), **place})
        return f"/{API_VERSION}/Accounts/{account}/Messages.json?{query}"


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


def _whole(text: str | None, default: int) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 10 else default
