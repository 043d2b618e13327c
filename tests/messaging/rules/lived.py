"""A patient's days with the rows that planning keeps, in memory: plan, release, plan again."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from messaging.rules import agenda
from messaging.rules.facts import DoseState, Patient, Planned, Sent
from messaging.rules.reasons import Reason
from messaging.rules.windows import local_date
from tests.messaging.rules.naive import Key

HORIZON = timedelta(days=10)


@dataclass
class Row:
    line: Planned
    state: str
    at: datetime | None = None  # when it left or was decided


@dataclass
class Life:
    """`rows` has the fate of each occurrence; a row that went is never touched again."""

    patient: Patient
    rows: dict[Key, Row] = field(default_factory=dict)
    planned_until: datetime | None = None

    def live(self, *, since: datetime, days: int) -> None:
        """Wakes at each due instant and each midnight; doses are recorded the day after."""
        now, end = since, since + timedelta(days=days)
        while now < end:
            self._record_doses(now)
            self._plan(now)
            self._release(now)
            due = [row.line.due_at for row in self.rows.values() if row.state == "PLANNED"]
            now = min([d for d in due if d > now] + [now + timedelta(days=1)])

    def _record_doses(self, now: datetime) -> None:
        today = local_date(now, self.patient.zone)
        self.patient = replace(
            self.patient,
            enrolments=tuple(
                replace(
                    each,
                    doses=tuple(
                        replace(dose, state=DoseState.GIVEN)
                        if dose.state is DoseState.PLANNED and dose.on < today
                        else dose
                        for dose in each.doses
                    ),
                )
                for each in self.patient.enrolments
            ),
        )

    def _plan(self, now: datetime) -> None:
        decided = min(self.planned_until, now) if self.planned_until else None
        known = replace(
            self.patient,
            sent=tuple(self._sent(now)),
            placed={key: row.line.local_date for key, row in self.rows.items() if self._waits(row)},
            enrolments=tuple(replace(e, decided_until=decided) for e in self.patient.enrolments),
        )
        until = now + HORIZON
        lines = {_key(line): line for line in agenda.plan(known, now=now, until=until)}
        for key, line in lines.items():
            self._keep(key, line, now)
        for key, row in self.rows.items():
            if key not in lines and row.state == "PLANNED" and row.line.due_at < until:
                late = row.line.useful_until <= now
                row.state, row.at = "EXPIRED" if late else "CANCELLED", now
        self.planned_until = until

    def _keep(self, key: Key, line: Planned, now: datetime) -> None:
        row = self.rows.get(key)
        if row is None:
            self.rows[key] = Row(line, line.state.value)
            return
        assert row.state not in ("RELEASED", "EXPIRED"), "planned a second time"
        known = line.reason == Reason.TOO_LATE and row.line.reason == Reason.OVER_CAP
        of_use = max(row.line.useful_until, line.useful_until) > now
        if row.state == "PLANNED" or (of_use and not known):
            late = row.state == "PLANNED" and line.reason == Reason.TOO_LATE
            row.line, row.state = line, "EXPIRED" if late else line.state.value

    def _release(self, now: datetime) -> None:
        for row in self.rows.values():
            if row.state == "PLANNED" and row.line.due_at <= now:
                row.state, row.at = "RELEASED" if now < row.line.useful_until else "EXPIRED", now

    def _waits(self, row: Row) -> bool:
        """It is planned for another day than its own, or goes inside another that is planned."""
        host = self._host(row)
        return (host is None or host.state == "PLANNED") and (
            row.state == "MERGED" or row.line.reason != Reason.DUE
        )

    def _sent(self, now: datetime) -> list[Sent]:
        return [self._as_sent(row) for row in self.rows.values() if self._is_decided(row, now)]

    def _is_decided(self, row: Row, now: datetime) -> bool:
        if row.state == "SKIPPED":
            return row.line.due_at <= now and row.line.reason == Reason.ASKED_RECENTLY
        host = self._host(row)
        return host is not None and host.state in ("RELEASED", "EXPIRED")

    def _as_sent(self, row: Row) -> Sent:
        """What went inside another text went on that one's day."""
        line, host = row.line, self._host(row) or row
        return Sent(
            recipient=line.recipient,
            enrolment=line.enrolment,
            step=line.step_slug,
            occurrence=line.occurrence,
            local_date=host.line.local_date,
            counts=row.state == "RELEASED" and line.counts,
            words=line.words if host.state == "RELEASED" else (),
        )

    def _host(self, row: Row) -> Row | None:
        """The text that the words go in; None where it lies beyond what is planned yet."""
        found: Row | None = row
        while found and found.state == "MERGED" and found.line.into is not None:
            found = self.rows.get((found.line.recipient, *found.line.into))
        return found


def _key(line: Planned) -> Key:
    return line.recipient, line.enrolment, line.step_slug, line.occurrence
