"""What it costs to plan: CPU a patient, and memory for few and for many.

    .venv/bin/python -m tests.bench.planning [--patients 1000 10000] [--weeks 26] [--profile]

One patient is on denosumab, chemotherapy and the protocol for everyone, and has so many weeks
(half a year) behind her; her rows are copied for the number asked for.  Measured is this
process' CPU (on PostgreSQL, by DATABASE_URL, the server's own comes on top) on three nights:

    week    the last planning was a week ago: seven days of rows are new
    night   it was last night: one day of rows is new
    again   it was just now: nothing is new

Each number of patients runs in a process of its own, whose peak memory is told: it must not
grow with them.
"""

import argparse
import cProfile
import gc
import os
import pstats
import resource
import subprocess
import sys
from collections.abc import Callable, Iterable
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from time import process_time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from django.core.management.color import no_style  # noqa: E402
from django.db import connection, models  # noqa: E402

from messaging.actions import facts, plan_rows, planning, planning_ahead  # noqa: E402
from messaging.models import (  # noqa: E402
    ConsentEvent,
    Dose,
    Enrolment,
    Patient,
    Phone,
    Recipient,
    Reminder,
    Treatment,
)
from messaging.rules import agenda  # noqa: E402
from messaging.rules.facts import DoseState  # noqa: E402
from messaging.rules.treatments import TreatmentKind  # noqa: E402
from tests import factories  # noqa: E402

BEGUN = datetime(2026, 3, 3, 16, 5, tzinfo=UTC)
WEEK = timedelta(days=7)
STRIDE = 100_000
COPIED: tuple[type[models.Model], ...] = (
    Phone, Patient, Recipient, ConsentEvent, Treatment, Dose, Enrolment, Reminder,
)  # fmt: skip
NIGHTS = (("week", WEEK), ("night", WEEK + timedelta(days=1)), ("again", WEEK + timedelta(days=1)))


def main() -> None:
    asked = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    asked.add_argument("--patients", type=int, nargs="+", default=[1000, 10_000])
    asked.add_argument("--weeks", type=int, default=26)
    asked.add_argument("--profile", action="store_true", help="print where the time goes")
    asked.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    given = asked.parse_args()
    if given.here:
        measure(given.patients[0], weeks=given.weeks, profile=given.profile)
        return
    again = [sys.executable, "-m", "tests.bench.planning", "--here", f"--weeks={given.weeks}"]
    again += ["--profile"] if given.profile else []
    for count in given.patients:
        subprocess.run([*again, "--patients", str(count)], check=True)


def measure(count: int, *, weeks: int, profile: bool) -> None:
    """Make `count` patients, plan them on three nights, and print what each part took."""
    connection.creation.create_test_db(verbosity=0, serialize=False)
    try:
        ended = lived(weeks)
        copies(count - 1)
        rows = Reminder.objects.count() / count
        print(f"\n{count} patients, {rows:.0f} rows each, {connection.vendor}")
        print(f"  peak memory before: {peak():.0f} MB")
        for name, after in NIGHTS:
            parts = night(ended + after, profile=profile and name == "night")
            said = ", ".join(f"{part} {ms:.3f}" for part, ms in parts.items())
            print(f"  {name:5} CPU ms a patient: {said}, together {sum(parts.values()):.3f}")
        print(f"  peak memory after:  {peak():.0f} MB")
        sys.stdout.flush()
    finally:
        connection.creation.destroy_test_db("", verbosity=0)


def lived(weeks: int) -> datetime:
    """One patient and the weeks behind her, planned week by week; gives when it ends."""
    june = factories.patient(now=BEGUN, weekly_day=2)
    first = factories.TODAY + timedelta(days=10)
    factories.treatment(june, starts_on=first, doses=13, now=BEGUN)
    chemo = TreatmentKind.CHEMOTHERAPY
    factories.treatment(june, kind=chemo, starts_on=first, doses=17, every_days=21, now=BEGUN)
    for week in range(1, weeks + 1):
        now = BEGUN + week * WEEK
        past = Dose.objects.filter(on__lt=now.date())
        past.update(state=DoseState.GIVEN.value, given_on=models.F("on"))
        planning.look_again(june.pk, now=now)
        Reminder.objects.due(now).update(state="RELEASED", decided_at=now)
    return now


def copies(count: int) -> None:
    """The patient once more, so many times, in the database itself."""
    june = Patient.objects.get()
    assert max(model._base_manager.latest("pk").pk for model in COPIED) < STRIDE
    with connection.cursor() as cursor:
        for model in COPIED:
            cursor.execute(_copy(model), [count])
        for statement in connection.ops.sequence_reset_sql(no_style(), COPIED):
            cursor.execute(statement)
        cursor.execute("ANALYZE")
    assert Patient.objects.exclude(pk=june.pk).count() == count


def _copy(model: type[models.Model]) -> str:
    columns = {field.column: _copied(field) for field in model._meta.concrete_fields}
    names = ", ".join(f'"{name}"' for name in columns)
    return (
        "WITH RECURSIVE numbers(n) AS "  # noqa: S608 (names of columns only)
        "(SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < %s) "
        f'INSERT INTO "{model._meta.db_table}" ({names}) '
        f"SELECT {', '.join(columns.values())} "
        f'FROM "{model._meta.db_table}" CROSS JOIN numbers WHERE "id" < {STRIDE}'
    )


def _copied(field: "models.Field[object, object]") -> str:
    """A column of a copy: keys are shifted, and a number is another one."""
    if field.primary_key or field.related_model in COPIED:
        return f'"{field.column}" + n * {STRIDE}'
    if field.column == "number_index":
        return f'substr("{field.column}", 1, 20) || n'
    return f'"{field.column}"'


def night(now: datetime, *, profile: bool) -> dict[str, float]:
    """The CPU milliseconds a patient of each part; the parts are timed inside the whole."""
    spent: dict[str, float] = {}
    gc.collect()
    tracer = cProfile.Profile() if profile else None
    with Timed(spent), tracer or nullcontext():
        began = process_time()
        for pks in batches():
            planning_ahead.plan_many(pks, now=now, short=now + planning.HORIZON * 2)
        whole = process_time() - began
    if tracer:
        pstats.Stats(tracer).sort_stats("tottime").print_stats(45)
    count = Patient.objects.count()
    spent["rest"] = whole - sum(spent.values())
    return {part: 1000 * seconds / count for part, seconds in spent.items()}


def batches() -> Iterable[list[int]]:
    last = 0
    while pks := list(
        Patient.objects.filter(pk__gt=last)
        .order_by("pk")
        .values_list("pk", flat=True)[: planning_ahead.BATCH]
    ):
        yield pks
        last = pks[-1]


class Timed:
    """While it is open, adds up what reading, deciding and writing take."""

    def __init__(self, spent: dict[str, float]) -> None:
        self.spent = spent
        self.parts = (
            ("facts", facts._Chunk, "read"),
            ("agenda", agenda, "plan"),
            ("writing", plan_rows, "write"),
        )

    def __enter__(self) -> None:
        self.whole = [getattr(owner, name) for _, owner, name in self.parts]
        for (part, owner, name), whole in zip(self.parts, self.whole, strict=True):
            setattr(owner, name, self._timing(part, whole))

    def __exit__(self, *raised: object) -> None:
        for (_, owner, name), whole in zip(self.parts, self.whole, strict=True):
            setattr(owner, name, whole)

    def _timing(self, part: str, function: Callable[..., object]) -> Callable[..., object]:
        self.spent[part] = 0.0

        def run(*args: object, **given: object) -> object:
            began = process_time()
            found = function(*args, **given)
            found = list(found) if part == "facts" else found  # type: ignore[call-overload]
            self.spent[part] += process_time() - began
            return found

        return run


def peak() -> float:
    """The most memory that this process has had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
