"""A door for harnesses: no part of the provider's face, and shut unless it is asked for.

    POST /control/inbound  {"from": ..., "to": ..., "body": ..., "announce": true}, or a list
    POST /control/outage   {"on": true}
    POST /control/chaos    a profile, as `Chaos.to_json` writes it
    GET  /control/counts   messages by direction and status, faults met, how many still move

Takes JSON only, so that no page in a browser can post to it unasked.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import Executor
from functools import partial
from typing import Any, Final

from aiohttp import web

from messaging.simulator.chaos import Chaos, ChaosError
from messaging.simulator.provider import Provider

_TEXT: Final = {"from": str, "to": str, "body": str}
_MORE: Final = {"announce": bool, "media": int}
_Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class ControlError(Exception):
    """A request that cannot be meant; the text tells the mend."""


def routes(provider: Provider, threads: Executor) -> list[web.RouteDef]:
    """`threads` carry what waits for the disk."""

    async def inbound(request: web.Request) -> web.StreamResponse:
        given = await _json(request)
        texts = given if isinstance(given, list) else [given]
        calls = [partial(provider.receive, **_text(one)) for one in texts]
        loop = asyncio.get_running_loop()
        made = await asyncio.gather(*(loop.run_in_executor(threads, call) for call in calls))
        return web.json_response({"sids": [text.sid for text in made]})

    async def outage(request: web.Request) -> web.StreamResponse:
        given = await _json(request)
        if not isinstance(given, dict) or not isinstance(given.get("on"), bool):
            raise ControlError('Say {"on": true} or {"on": false}.')
        provider.cut_off(on=given["on"])
        return web.json_response({"on": given["on"]})

    async def chaos(request: web.Request) -> web.StreamResponse:
        provider.storm.chaos = Chaos.from_json(await request.text())
        return web.json_response(text=provider.storm.chaos.to_json())

    async def counts(_: web.Request) -> web.StreamResponse:
        found = {"messages": provider.counts(), "met": provider.storm.met()}
        return web.json_response({**found, "moving": provider.moving()})

    return [
        web.post("/control/inbound", _told(inbound)),
        web.post("/control/outage", _told(outage)),
        web.post("/control/chaos", _told(chaos)),
        web.get("/control/counts", counts),
    ]


def _told(handler: _Handler) -> _Handler:
    """What is wrong with a request is said, with 400."""

    async def telling(request: web.Request) -> web.StreamResponse:
        if request.content_type != "application/json":
            return web.json_response({"error": "Send application/json."}, status=415)
        try:
            return await handler(request)
        except (ControlError, ChaosError) as error:
            return web.json_response({"error": str(error)}, status=400)

    return telling


async def _json(request: web.Request) -> Any:
    try:
        return json.loads(await request.text())
    except ValueError as error:
        raise ControlError("The body is not JSON.") from error


def _text(given: Any) -> Mapping[str, Any]:
    """The arguments of `Provider.receive`."""
    known = _TEXT | _MORE
    if not isinstance(given, dict) or not set(_TEXT) <= set(given) <= set(known):
        raise ControlError(f"A text has {', '.join(_TEXT)}; it may have {', '.join(_MORE)}.")
    for name, value in given.items():
        if type(value) is not known[name]:
            raise ControlError(f"{name} is {value!r}; it must be {known[name].__name__}.")
    return {"from_" if name == "from" else name: value for name, value in given.items()}
