"""What the provider calls: texts in, receipts in.

Signed, POST only, stored at once and answered with an empty 200; a bad signature or
form gets 403 and changes nothing; a database that is locked or down gets 503, so that
the provider turns to its fallback address.
"""

import logging
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.http.request import RawPostDataException
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from messaging import clock, gateway
from messaging.actions import inbound, receipts
from messaging.failpoints import reached
from messaging.gateway import twilio
from messaging.gateway.base import WebhookError, WebhookRequest

log = logging.getLogger(__name__)
LARGEST = 64 * 1024
EMPTY = '<?xml version="1.0" encoding="UTF-8"?><Response></Response>'


# What a form that is none can raise on its way through the framework.
_UNREADABLE = (
    BadRequest,
    MultiPartParserError,
    RawPostDataException,
    SuspiciousOperation,
    UnreadablePostError,
    ValueError,
    WebhookError,
)


class Refused(Exception):
    """A request that is answered with 403; the text goes to the log, never to the caller."""


def _fields(request: HttpRequest) -> dict[str, str]:
    """The verified form of a webhook.  Raises Refused."""
    try:
        if int(request.headers.get("Content-Length") or 0) > LARGEST:
            raise Refused("over 64 KiB")
        form = request.POST
        fields = {name: str(form.get(name)) for name in form}
        repeated = frozenset(name for name in form if len(form.getlist(name)) > 1)
        twilio.verify(
            WebhookRequest(
                url=f"{settings.PUBLIC_URL}{request.get_full_path()}",
                fields=fields,
                signature=request.headers.get("X-Twilio-Signature", ""),
                repeated=repeated,
            ),
            gateway.tokens(),
        )
    except _UNREADABLE as error:
        raise Refused(str(error)) from error
    return fields


def _answered(work: Callable[[], None]) -> HttpResponse:
    try:
        work()
    except (Refused, WebhookError, inbound.NotOurs) as error:
        log.warning("webhook refused: %s", error)
        return HttpResponse(status=403)
    except OperationalError:
        log.exception("webhook: the database did not answer")
        return HttpResponse(status=503)
    reached("webhooks.done")
    return HttpResponse(EMPTY, content_type="text/xml")


@csrf_exempt
@require_POST
def inbound_text(request: HttpRequest) -> HttpResponse:
    def work() -> None:
        inbound.receive(twilio.parse_inbound(_fields(request)), now=clock.now())

    return _answered(work)


@csrf_exempt
@require_POST
def receipt(request: HttpRequest, token: str) -> HttpResponse:
    def work() -> None:
        receipts.apply(token=token, receipt=twilio.parse_receipt(_fields(request)), now=clock.now())

    return _answered(work)


urlpatterns = [
    path("inbound", inbound_text, name="inbound-text"),
    path("receipt/<slug:token>", receipt, name="receipt"),
]
