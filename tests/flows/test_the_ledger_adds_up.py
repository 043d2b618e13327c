"""Whatever goes wrong, each day adds up afterwards, and every planned text has its reason."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from messaging import clock, gateway
from messaging.actions import ledger, outbound, planning, planning_ahead, ticking, treatments
from messaging.gateway.base import Outcome, OutcomeClass
from messaging.gateway.memory import MemoryGateway
from messaging.models import LedgerDay, OutboundMessage, Patient, Reminder
from messaging.rules.ledger import NO_FATE, NO_REASON, OVERDUE, Part
from messaging.rules.status import ReminderState
from messaging.rules.treatments import TreatmentKind
from tests import factories
from tests.factories import NOW, TODAY
from tests.flows import year

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
# 06:05 on the clinic's clock.
MORNING = datetime(2026, 3, 3, 12, 5, tzinfo=UTC)


@pytest.fixture(autouse=True)
def provider() -> Iterator[MemoryGateway]:
    made = MemoryGateway()
    gateway.use(made)
    yield made
    gateway.reset()


@pytest.fixture
def june() -> Patient:
    """Chemotherapy begins in two days, denosumab in ten: texts on most days."""
    who = factories.patient()
    factories.treatment(
        who, kind=TreatmentKind.CHEMOTHERAPY, starts_on=TODAY + 2 * DAY, doses=2, every_days=21
    )
    factories.treatment(who, starts_on=TODAY + 10 * DAY, doses=2)
    return who


def lives(who: Patient, since: int, until: int) -> None:
    """From one morning to another, counted in days from the first; all is answered."""
    year.live(who, since=max(NOW, MORNING + since * DAY), until=MORNING + until * DAY)
    ticking.tick(now=MORNING + until * DAY)


def time_passes() -> None:
    """Leases, back-off and quarantine are over (engine time)."""
    OutboundMessage.objects.unfinished().update(next_action_at=clock.engine_now() - DAY)


def assert_whole(who: Patient, *, days: int) -> list[LedgerDay]:
    """Each of the days is there, holds all of its rows, and tells why for each of them."""
    found = list(LedgerDay.objects.filter(clinic=who.clinic).order_by("on"))
    assert [day.on for day in found] == [TODAY + n * DAY for n in range(days)]
    for day in found:
        assert day.expected == Reminder.objects.filter(local_date=day.on).count()
        assert day.expected == sum(day.count_of(part) for part in Part)
        told = {part: sum(day.reasons.get(part, {}).values()) for part in Part}
        assert told == {part: day.count_of(part) for part in Part}
        reasons = {reason for part in Part for reason in day.reasons.get(part, {})}
        assert not reasons & {NO_FATE, NO_REASON, OVERDUE, ""}
    assert sum(day.expected for day in found), "nothing was planned: this proves nothing"
    return found


def total(days: list[LedgerDay], part: Part) -> int:
    return sum(day.count_of(part) for day in days)


def test_on_quiet_days_every_text_is_sent_or_left_out(june: Patient) -> None:
    lives(june, 0, 14)
    days = assert_whole(june, days=14)
    assert total(days, Part.SENT) > 10
    assert not any(day.open_ends for day in days)


def test_after_three_days_without_a_worker_what_was_too_late_is_listed(june: Patient) -> None:
    """Nothing ticks from the fourth to the seventh day; the next tick counts all of them."""
    lives(june, 0, 3)
    lives(june, 6, 9)
    days = assert_whole(june, days=9)
    late = [day for day in days if day.expired]
    assert late
    assert {day.on for day in late} <= {TODAY + n * DAY for n in (3, 4, 5, 6)}
    rows = Reminder.objects.filter(local_date__in=[day.on for day in late], state="EXPIRED")
    assert all(row.reason for row in rows)


def test_after_days_without_planning_the_missed_rows_are_in_their_days(
    june: Patient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only planning fails, for longer than was planned ahead."""
    lives(june, 0, 1)

    def broken(*_: Any, **__: Any) -> Any:
        raise RuntimeError("no plan")

    with monkeypatch.context() as patch:
        patch.setattr(planning, "replan", broken)
        patch.setattr(planning_ahead, "plan_many", broken)
        for day in range(1, 13):
            ticking.tick(now=NOW + day * DAY)
    lives(june, 13, 16)
    assert_whole(june, days=16)


@pytest.mark.parametrize(
    ("outcome", "part"),
    [
        pytest.param(
            Outcome(OutcomeClass.REJECTED, http_status=400, error_code=21211),
            Part.FAILED,
            id="refused",
        ),
        pytest.param(
            Outcome(OutcomeClass.NOT_SENT, http_status=503, error_code=20503),
            Part.WAITING,
            id="out of order",
        ),
        pytest.param(
            Outcome(OutcomeClass.UNKNOWN, detail="ReadTimeout"), Part.UNKNOWN, id="timed out"
        ),
    ],
)
def test_while_the_provider_fails_each_text_says_how_it_stands(
    june: Patient, provider: MemoryGateway, outcome: Outcome, part: Part
) -> None:
    provider.script(*[outcome] * 50)
    tick_through_a_day()
    ticking.tick(now=MORNING + DAY)
    (today,) = assert_whole(june, days=1)
    assert today.count_of(part) == sum(today.count_of(p) for p in Part if p is not Part.SKIPPED)
    assert today.count_of(part)


def tick_through_a_day() -> None:
    for hours in range(0, 12, 3):
        ticking.tick(now=NOW + timedelta(hours=hours))


def test_what_the_provider_never_settles_is_held_and_once_decided_settles(
    june: Patient, provider: MemoryGateway
) -> None:
    provider.script(*[Outcome(OutcomeClass.UNKNOWN, detail="ReadTimeout")] * 50)
    provider.blind = True
    tick_through_a_day()
    # A provider that does not answer ends a turn: one text is asked about at a time.
    for _ in range(20):
        time_passes()
        ticking.tick(now=NOW + timedelta(hours=12))
    ticking.tick(now=MORNING + DAY)
    (today,) = assert_whole(june, days=1)
    assert today.held
    assert today.reasons["held"] == {"the provider's list cannot be read": today.held}

    OutboundMessage.objects.filter(state="HELD").update(
        state="CANCELLED", reason="she was phoned", next_action_at=None
    )
    ticking.tick(now=MORNING + DAY + timedelta(hours=1))
    again = LedgerDay.objects.get(on=TODAY)
    assert not again.open_ends
    assert again.made_at > today.made_at


def test_a_kill_between_release_and_queue_loses_no_row(
    june: Patient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The release and its text are one transaction: neither is stored without the other."""

    def killed(**_: Any) -> Any:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(outbound, "_store", lambda row: killed())
        with pytest.raises(KeyboardInterrupt):
            ticking.tick(now=NOW)
    assert not Reminder.objects.filter(state=ReminderState.RELEASED).exists()

    lives(june, 0, 2)
    days = assert_whole(june, days=2)
    assert total(days, Part.SENT)


def stops(who: Patient) -> None:
    factories.texts(who, "STOP", now=NOW + 2 * DAY)


def moves_a_dose(who: Patient) -> None:
    dose = who.treatments.get(kind="chemotherapy").doses.get(number=1)
    treatments.move(dose, on=TODAY + 4 * DAY, by=factories.person(), now=NOW + 2 * DAY)


def treats_from_long_ago(who: Patient) -> None:
    """Entered late: what its days asked for before is left out, on those days."""
    factories.treatment(
        who,
        kind=TreatmentKind.TARGETED,
        starts_on=TODAY - 10 * DAY,
        doses=1,
        every_days=None,
        now=NOW + 2 * DAY,
    )


def does_nothing(who: Patient) -> None:
    return None


@pytest.mark.parametrize(
    ("deed", "until"),
    [
        pytest.param(stops, 5, id="she stops"),
        pytest.param(moves_a_dose, 9, id="a dose is moved"),
        pytest.param(treats_from_long_ago, 5, id="a treatment is entered late"),
        pytest.param(does_nothing, 40, id="the clock jumps a month"),
    ],
)
def test_what_changes_in_between_is_in_its_days(
    june: Patient, deed: Callable[[Patient], None], until: int
) -> None:
    lives(june, 0, 2)
    deed(june)
    if until > 30:
        ticking.tick(now=NOW + (until - 1) * DAY)
    lives(june, until - 1 if until > 30 else 2, until)
    # A morning later what came late is in its days, too.
    ticking.tick(now=MORNING + (until + 1) * DAY)
    assert_whole(june, days=until + 1)


def test_the_past_is_not_decided_again(june: Patient) -> None:
    """Counted weeks later, by another protocol or after a STOP, a day says the same."""
    lives(june, 0, 4)
    before = ledger.count(june.clinic, on=TODAY + DAY, now=MORNING + 4 * DAY)
    stops(june)
    after = ledger.count(june.clinic, on=TODAY + DAY, now=MORNING + 30 * DAY)
    assert (after.expected, after.reasons) == (before.expected, before.reasons)


def test_each_day_of_two_patients_in_two_zones_is_their_own() -> None:
    """The row's date is hers: where it is later in the day, her texts count for her date."""
    there = factories.patient(time_zone="Pacific/Honolulu")
    here = factories.patient()
    lives(there, 0, 3)
    days = assert_whole(here, days=3)
    assert total(days, Part.SENT) >= 2
    zones = {day.on: day.clinic.time_zone for day in days}
    assert set(zones) == {date(2026, 3, 3), date(2026, 3, 4), date(2026, 3, 5)}
