"""Any patient that could be: every kind of treatment, in every time zone, at any moment."""

import os
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import available_timezones

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from messaging.rules.facts import Desk, Dose, DoseState, Enrolment, Patient, Recipient, Stay
from tests.messaging.invented import PROTOCOLS

# How many cases each property of the agenda is tried with: more by command.
CASES = int(os.environ.get("BONEMETS_TEST_AGENDA", "40"))
property_of_the_agenda = settings(
    max_examples=CASES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

ZONES = sorted(available_timezones() - {"Factory", "localtime"})
days = st.dates(date(2024, 1, 1), date(2027, 12, 31))


@st.composite
def dose_series(draw: st.DrawFn, first: date, enrolment: int) -> tuple[Dose, ...]:
    apart = draw(st.sampled_from([1, 7, 21, 28]))
    return tuple(
        Dose(
            id=enrolment * 100 + n,
            number=n + 1,
            on=first + timedelta(days=apart * n),
            at=draw(st.sampled_from([None, time(8), time(14)])),
            state=draw(st.sampled_from(DoseState)),
            moves=draw(st.integers(0, 2)),
        )
        for n in range(draw(st.integers(0, 6)))
    )


@st.composite
def enrolments(draw: st.DrawFn, joined: date) -> tuple[Enrolment, ...]:
    slugs = draw(st.lists(st.sampled_from(sorted(PROTOCOLS)), max_size=4))
    found = []
    for id_, slug in enumerate(["everyone", *slugs], start=1):
        starts = joined + timedelta(days=draw(st.integers(-60, 60)))
        length = draw(st.none() | st.integers(0, 120))
        found.append(
            Enrolment(
                id=id_,
                protocol=slug,
                version=1,
                steps=PROTOCOLS[slug].steps,
                starts_on=starts if slug != "everyone" else None,
                ends_on=starts + timedelta(days=length) if length and id_ > 1 else None,
                doses=draw(dose_series(starts, id_)) if slug != "everyone" else (),
                doses_before=draw(st.integers(0, 4)),
                spine=draw(st.booleans()),
                pills=draw(st.booleans()),
                active=draw(st.sampled_from([True, True, True, False])),
                enrolled_on=draw(st.none() | st.just(joined + timedelta(days=5))),
            )
        )
    return tuple(found)


@st.composite
def desks(draw: st.DrawFn) -> Desk:
    """Some clinics are staffed on few days, or for few hours."""
    week = draw(st.sampled_from([range(5), range(7), [0, 2], [6]]))
    closes = draw(st.sampled_from([time(17), time(12)]))
    return Desk(draw(st.sampled_from(ZONES)), frozenset(week), time(8), closes)


@st.composite
def stays(draw: st.DrawFn, joined: date) -> tuple[Stay, ...]:
    first = joined + timedelta(days=draw(st.integers(-10, 60)))
    nights = draw(st.none() | st.integers(0, 14))
    return (Stay(first, None if nights is None else first + timedelta(days=nights)),)


@st.composite
def patients(draw: st.DrawFn, zones: st.SearchStrategy[str] | None = None) -> Patient:
    joined = draw(days)
    zone = draw(zones or st.sampled_from(ZONES))
    own = Recipient(
        id=1, phone=1, zone=zone, joined_on=draw(st.sampled_from([joined, joined, None]))
    )
    caregiver = Recipient(
        id=2,
        phone=draw(st.sampled_from([1, 2])),
        zone=draw(st.sampled_from(ZONES)),
        joined_on=joined,
        caregiver=True,
    )
    return Patient(
        id=1,
        zone=zone,
        enrolments=draw(enrolments(joined)),
        recipients=(own, caregiver) if draw(st.booleans()) else (own,),
        preferred_time=draw(st.sampled_from([time(10), time(9), time(19, 45), time(22)])),
        weekly_day=draw(st.integers(0, 6)),
        kidney=draw(st.booleans()),
        dentist_seen_on=draw(st.none() | st.just(joined)),
        education_off=draw(st.booleans()),
        stopped_on=draw(st.none() | st.just(joined + timedelta(days=40))),
        desk=draw(st.none() | desks()),
        alert_open=draw(st.booleans()),
        stays=draw(st.just(()) | stays(joined)),
    )


@st.composite
def moments(draw: st.DrawFn, of: Patient) -> datetime:
    """From before the patient joined to a good while after."""
    joined = next((r.joined_on for r in of.recipients if r.joined_on), date(2026, 1, 5))
    at = datetime.combine(joined, time(draw(st.integers(0, 23)), 15), tzinfo=UTC)
    return at + timedelta(days=draw(st.integers(-5, 70)))


@st.composite
def cases(draw: st.DrawFn) -> tuple[Patient, datetime]:
    """A patient and a moment at which she is planned."""
    patient = draw(patients())
    return patient, draw(moments(patient))
