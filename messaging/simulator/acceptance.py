"""What the simulated provider asks of a create request before it takes it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final

from messaging.gateway.twilio_forms import Param
from messaging.simulator.words import MAGIC_FROM, MAGIC_TO, RefusedError

_LONGEST_BODY: Final = 1600
_FURTHEST: Final = timedelta(days=35)
SCHEDULE_TYPE: Final = "ScheduleType"
SEND_AT: Final = "SendAt"
_PHONE: Final = re.compile(r"\+[1-9][0-9]{7,14}", re.ASCII)
_SENDER: Final = re.compile(r"\+[1-9][0-9]{7,14}|[0-9]{3,8}", re.ASCII)


@dataclass(frozen=True)
class Account:
    """Who may use the provider; `services` names the number behind each messaging service."""

    sid: str
    token: str = field(repr=False)
    api_key: str = ""
    api_secret: str = field(default="", repr=False)
    services: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Order:
    """A create request that may be taken; `send_at` (UTC) is None for at once."""

    to: str
    body: str
    sender: str
    service: str
    callback: str
    send_at: datetime | None


def read_order(form: Mapping[str, str], *, account: Account, now: datetime, fence: float) -> Order:
    """RefusedError as the provider would, for the first thing that is wrong."""
    to, body = form.get(Param.TO, ""), form.get(Param.BODY, "")
    service = form.get(Param.MESSAGING_SERVICE, "")
    sender = choose_sender(form.get(Param.FROM, ""), service, account=account)
    check_number(to, sender=sender)
    check_body(body)
    at = schedule_of(form, service=service, now=now, fence=fence)
    return Order(to, body, sender, service, form.get(Param.STATUS_CALLBACK, ""), at)


def choose_sender(number: str, service: str, *, account: Account) -> str:
    """The number that the text leaves from."""
    if service:
        if service not in account.services:
            raise RefusedError(21701, service)
        return number or account.services[service]
    if not number:
        raise RefusedError(21603)
    if number in MAGIC_FROM:
        raise RefusedError(MAGIC_FROM[number], number)
    if _SENDER.fullmatch(number) is None:
        raise RefusedError(21212, number)
    return number


def service_of(number: str, *, account: Account) -> str:
    """The messaging service that a number of ours belongs to, or nothing."""
    pairs = account.services.items()
    return next((service for service, own in pairs if own == number), "")


def check_number(to: str, *, sender: str) -> None:
    if not to:
        raise RefusedError(21604)
    if to in MAGIC_TO:
        raise RefusedError(MAGIC_TO[to], to)
    if _PHONE.fullmatch(to) is None:
        raise RefusedError(21211, to)
    if to == sender:
        raise RefusedError(21266, to)


def check_body(body: str) -> None:
    if not body:
        raise RefusedError(21602)
    if len(body) > _LONGEST_BODY:
        raise RefusedError(21617)


def schedule_of(
    form: Mapping[str, str], *, service: str, now: datetime, fence: float
) -> datetime | None:
    """When the message is to go, in UTC; None for at once.

    Without a messaging service the schedule is dropped and the text goes at once (Twilio's
    page on scheduling).  RefusedError 35115 for less than `fence` seconds ahead; 35114 for
    more than 35 days ahead, or a time that is no ISO 8601 with its zone.
    """
    asked = form.get(SEND_AT, "")
    if form.get(SCHEDULE_TYPE) != "fixed" or not asked or not service:
        return None
    try:
        at = datetime.fromisoformat(asked)
    except ValueError as error:
        raise RefusedError(35114) from error
    if at.tzinfo is None or at > now + _FURTHEST:
        raise RefusedError(35114)
    if at < now + timedelta(seconds=fence):
        raise RefusedError(35115)
    return at.astimezone(UTC)
