"""Invented patients for the rules: plain facts, no database."""

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import messaging.protocols
from messaging.rules import agenda, protocol_files
from messaging.rules.facts import (
    Dose,
    DoseState,
    Enrolment,
    Patient,
    Planned,
    PlanState,
    Recipient,
    Step,
)

FOLDER = Path(messaging.protocols.__path__[0])
PROTOCOLS = {
    path.stem: protocol_files.parse(path.read_text(encoding="utf-8"), slug=path.stem)
    for path in sorted(FOLDER.glob("*.toml"))
}

NEW_YORK = "America/New_York"
JOINED = date(2026, 1, 5)  # a Monday
MONDAY, WEDNESDAY = 0, 2


def morning(day: date, hour: int = 11) -> datetime:
    """Six in the morning in New York (in winter), before anything is due."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def recipient(**changes: object) -> Recipient:
    values: dict[str, object] = {"id": 1, "phone": 1, "zone": NEW_YORK, "joined_on": JOINED}
    return Recipient(**{**values, **changes})  # type: ignore[arg-type]


def patient(*enrolments: Enrolment, **changes: object) -> Patient:
    values: dict[str, object] = {
        "id": 1,
        "zone": NEW_YORK,
        "enrolments": enrolments,
        "recipients": (recipient(),),
        "weekly_day": WEDNESDAY,
    }
    return Patient(**{**values, **changes})  # type: ignore[arg-type]


def doses(
    *days: date, enrolment: int = 2, state: DoseState = DoseState.PLANNED
) -> tuple[Dose, ...]:
    return tuple(
        Dose(id=enrolment * 100 + n, number=n, on=day, at=time(14), state=state)
        for n, day in enumerate(days, start=1)
    )


def every(days: int, *, first: date, times: int) -> list[date]:
    return [first + timedelta(days=days * n) for n in range(times)]


def enrolment(slug: str, *, id: int = 2, **changes: object) -> Enrolment:
    """An enrolment on a shipped protocol."""
    values: dict[str, object] = {
        "id": id,
        "protocol": slug,
        "version": 1,
        "kind": PROTOCOLS[slug].treatment_kind,
        "steps": PROTOCOLS[slug].steps,
    }
    return Enrolment(**{**values, **changes})  # type: ignore[arg-type]


def own(*steps: Step, id: int = 2, **changes: object) -> Enrolment:
    """An enrolment on a protocol of the test's own steps."""
    return Enrolment(id=id, protocol="own", version=1, steps=steps, **changes)  # type: ignore[arg-type]


def plan(
    of: Patient, *, days: int, now: datetime | None = None, start: date = JOINED
) -> tuple[Planned, ...]:
    at = now or morning(start)
    return agenda.plan(of, now=at, until=at + timedelta(days=days))


def lines(planned: tuple[Planned, ...], slug: str) -> list[Planned]:
    return [line for line in planned if line.step_slug == slug]


def going(planned: tuple[Planned, ...]) -> list[Planned]:
    return [line for line in planned if line.state is PlanState.PLANNED]


def offsets(planned: tuple[Planned, ...], slug: str, *, start: date) -> list[int]:
    """Days after `start` on which the lines of a step go, alone or inside another."""
    return [
        (line.local_date - start).days
        for line in lines(planned, slug)
        if line.state is not PlanState.SKIPPED
    ]


def reasons(planned: tuple[Planned, ...], slug: str) -> set[str]:
    return {line.reason for line in lines(planned, slug)}
