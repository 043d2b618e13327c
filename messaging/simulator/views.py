"""The provider's REST face inside the one-process mode.

A view answers at once: a message's life runs in the provider's own thread.
"""

import time

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from messaging.simulator.faults import Wire
from messaging.simulator.rest import Answer, Request, answer, meet
from messaging.simulator.runtime import current


@csrf_exempt
def messages(request: HttpRequest, account: str) -> HttpResponse:
    return _respond(request, account=account, sid="")


@csrf_exempt
def message(request: HttpRequest, account: str, sid: str) -> HttpResponse:
    return _respond(request, account=account, sid=sid)


def _respond(request: HttpRequest, *, account: str, sid: str) -> HttpResponse:
    asked = Request(
        method=request.method or "",
        account=account,
        sid=sid,
        authorization=request.headers.get("Authorization", ""),
        query=request.GET.dict(),
        form=request.POST.dict(),
    )
    provider = current()
    fault = meet(provider, asked)
    time.sleep(fault.delay)
    return _written(answer(provider, asked, fault))


def _written(made: Answer) -> HttpResponse:
    """A fault that was scripted to hang holds this web thread, as a slow provider would."""
    if made.hang:
        time.sleep(made.hang)
    response = HttpResponse(made.on_the_wire(), status=made.status, headers=dict(made.headers))
    if made.wire in (Wire.CUT, Wire.CLOSED, Wire.RESET):
        response["Content-Length"] = str(len(made.body))
    return response
