"""The house of a rehearsal: an empty database of its own, a clinic in it, and a provider."""

import logging
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from messaging import gateway
from messaging.gateway.base import Outcome, Outgoing, ProviderStatus
from messaging.gateway.memory import MemoryGateway
from messaging.management import demo, rehearsal_reading
from messaging.management.rehearsal_report import Story, Sums
from messaging.management.rehearsal_script import Person
from messaging.management.rehearsal_year import Year
from messaging.models import Membership
from messaging.simulator.acceptance import Account
from messaging.simulator.provider import Provider
from messaging.simulator.runtime import LEDGER_NAME
from messaging.simulator.server import serve

GATEWAYS = ("memory", "simulator")


class NotEmpty(Exception):
    """A rehearsal was asked for in a database that holds something."""


@dataclass(frozen=True)
class Plan:
    """`since` is the first day; its first instant is that of the most eastern time zone."""

    since: date
    days: int
    seed: int
    gateway: str = "memory"

    @property
    def begins(self) -> datetime:
        return datetime.combine(self.since, time(), tzinfo=UTC) - timedelta(hours=14)

    @property
    def ends(self) -> datetime:
        return datetime.combine(self.since, time(), tzinfo=UTC) + timedelta(days=self.days)


class _Delivering(MemoryGateway):
    """Says at once that a text has arrived: a report of its own would tell nothing more here."""

    def send_many(self, batch: Sequence[Outgoing]) -> Sequence[Outcome]:
        taken = super().send_many(batch)
        return [replace(outcome, status=ProviderStatus.DELIVERED) for outcome in taken]


class _Errors(logging.Handler):
    """Counts what the pipeline had to say: in a rehearsal nothing may go wrong."""

    def __init__(self) -> None:
        super().__init__(level=logging.ERROR)
        self.seen = 0

    def emit(self, record: logging.LogRecord) -> None:
        self.seen += 1


def rehearse(people: tuple[Person, ...], plan: Plan) -> tuple[list[Story], Sums]:
    """Make the database, live the days, and tell.  Raises NotEmpty or NotInProduction."""
    _make_database()
    return play(people, plan)


def play(people: tuple[Person, ...], plan: Plan) -> tuple[list[Story], Sums]:
    """The same in a database that is already there and may be spoilt: a test's own."""
    errors = _Errors()
    logging.getLogger("messaging").addHandler(errors)
    try:
        with _provider(plan.gateway), _prompt_list():
            year = live(people, plan)
    finally:
        logging.getLogger("messaging").removeHandler(errors)
    stories = [rehearsal_reading.story(each, until=plan.ends) for each in year.lived.values()]
    total = rehearsal_reading.sums(
        year.lived.values(), until=plan.ends, steps=year.steps, errors=errors.seen
    )
    return stories, total


def live(people: tuple[Person, ...], plan: Plan) -> Year:
    clinic = demo.house(now=plan.begins)
    by = Membership.objects.get(clinic=clinic, role="coordinator").user
    year = Year(
        clinic=clinic, people=people, seed=plan.seed, by=by, receipts=plan.gateway == "simulator"
    )
    year.live(since=plan.begins, until=plan.ends)
    return year


def _make_database() -> None:
    """Only where there is nothing: a clinic's own database is never touched."""
    if settings.BONEMETS_MODE == "production":
        raise demo.NotInProduction("A rehearsal is not made in production: use another machine.")
    if connection.introspection.table_names():
        raise NotEmpty(f"{connection.settings_dict['NAME']} is not empty: rehearse elsewhere.")
    call_command("migrate", verbosity=0)
    if connection.vendor == "sqlite":
        # Thrown away at the end: what a power cut would cost does not matter.
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=OFF")


@contextmanager
def _provider(name: str) -> Iterator[None]:
    if name == "simulator":
        with tempfile.TemporaryDirectory() as folder, _simulator(Path(folder)):
            yield
        return
    gateway.use(_Delivering())
    try:
        yield
    finally:
        gateway.reset()


@contextmanager
def _prompt_list() -> Iterator[None]:
    """The lag of the provider's list is real time, of which a rehearsed year has a minute."""
    before = settings.PIPELINE
    settings.PIPELINE = {**before, "list_lag_seconds": 0}
    try:
        yield
    finally:
        settings.PIPELINE = before


@contextmanager
def _simulator(folder: Path) -> Iterator[None]:
    """Every text goes over HTTP to the provider of this house, which takes or refuses it."""
    account = Account(
        sid=str(settings.TWILIO["account_sid"]), token=str(settings.TWILIO["auth_token"])
    )
    provider = Provider(account=account, ledger=folder / LEDGER_NAME)
    before = settings.TWILIO["api_base"]
    try:
        with serve(provider) as base:
            settings.TWILIO["api_base"] = base
            gateway.reset()
            yield
    finally:
        gateway.reset()
        settings.TWILIO["api_base"] = before
        provider.close()
