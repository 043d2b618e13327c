"""The HTTP client under the provider's SDK: limits, and evidence of what left this machine.

The SDK's own asynchronous client ignores its timeout, drops the headers of a
429 and logs numbers; this one does none of that.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, Final

import aiohttp
from aiohttp import encode_basic_auth
from twilio.http import AsyncHttpClient
from twilio.http.response import Response
from yarl import URL

from messaging.failpoints import passing, reached
from messaging.gateway.base import ConfigurationError, LeaseOver, in_time

_CONNECTIONS: Final = 200  # at least batch x worker threads
_LONGEST_WAIT: Final = 86_400.0

_quiet = logging.getLogger("messaging.gateway.http")


@dataclass(frozen=True)
class Limits:
    """Seconds.  A read of 30 s is longer than the provider's own limit, so slow is not doubtful."""

    connect: float = 5.0
    read: float = 30.0
    total: float = 35.0


@dataclass
class Evidence:
    """What is known of one request.  `sent` is set before the first byte is written.

    After `deadline` (`base.steady`) it is not written at all.
    """

    deadline: float | None = None
    sent: bool = False
    status: int | None = None
    retry_after: float | None = None


class EvidentHttpClient(AsyncHttpClient):
    """Serves one request, or one list with its pages.  Logs nothing: addresses hold numbers."""

    def __init__(self, *, session: aiohttp.ClientSession, origin: URL, evidence: Evidence) -> None:
        super().__init__(_quiet, True, None)
        self._session = session
        self._origin = origin
        self._evidence = evidence

    async def request(  # type: ignore[override]  # so does the SDK under its own sync base
        self,
        method: str,
        uri: str,
        params: dict[str, object] | None = None,
        data: dict[str, object] | None = None,
        headers: dict[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        timeout: float | None = None,
        allow_redirects: bool = False,
    ) -> Response:
        """`timeout` is not used (the session's limits hold); redirects are never followed."""
        self._guard(uri)
        request: dict[str, Any] = {"params": params, "data": data, "allow_redirects": False}
        request["headers"] = _with_credentials(headers, auth)
        request["trace_request_ctx"] = self._evidence
        async with self._session.request(method.upper(), uri, **request) as answer:
            self._evidence.status = answer.status
            self._evidence.retry_after = retry_after(answer.headers)
            reached("gateway.answering")
            text = await answer.text("utf-8")
            reached("gateway.answered")
            return Response(answer.status, text, answer.headers)

    def _guard(self, uri: str) -> None:
        if URL(uri).origin() != self._origin:
            raise ConfigurationError("A request to another host than the provider's was stopped.")


def open_session(limits: Limits) -> aiohttp.ClientSession:
    """Call inside the loop that will use it.

    No `connect` limit: it would also count the wait for a free connection.
    """
    timeout = aiohttp.ClientTimeout(
        total=limits.total, sock_connect=limits.connect, sock_read=limits.read
    )
    trace = aiohttp.TraceConfig()
    trace.on_request_headers_sent.append(_note_sent)
    trace.on_connection_create_end.append(passing("gateway.connected"))
    trace.on_request_chunk_sent.append(passing("gateway.written"))
    return aiohttp.ClientSession(
        timeout=timeout,
        connector=aiohttp.TCPConnector(limit=_CONNECTIONS),
        trace_configs=[trace],
        cookie_jar=aiohttp.DummyCookieJar(),
    )


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds, between 0 and a day; None when absent or not a number (a date is not used)."""
    try:
        seconds = float(headers.get("Retry-After", ""))
    except ValueError:
        return None
    return min(seconds, _LONGEST_WAIT) if seconds >= 0 else None


async def _note_sent(
    _session: aiohttp.ClientSession,
    context: SimpleNamespace,
    _params: aiohttp.TraceRequestHeadersSentParams,
) -> None:
    """The last step before the socket: aiohttp writes nothing before this has returned."""
    evidence: Evidence = context.trace_request_ctx
    if not in_time(evidence.deadline):
        raise LeaseOver("The lease of this text ended before its request was written.")
    evidence.sent = True


def _with_credentials(
    headers: dict[str, str] | None, auth: tuple[str, str] | None
) -> dict[str, str]:
    merged = dict(headers or {})
    if auth is not None:
        merged["Authorization"] = encode_basic_auth(*auth)
    return merged
