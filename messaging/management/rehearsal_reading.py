"""Reads what became of a rehearsal from its database."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Q

from messaging.management.rehearsal_acts import Lived
from messaging.management.rehearsal_report import Row, Story, Sums
from messaging.models import (
    Alert,
    Dose,
    InboundMessage,
    OutboundMessage,
    Question,
    QuestionState,
    Reminder,
)
from messaging.rules.facts import StepKind
from messaging.rules.status import TERMINAL, ReminderState


def story(lived: Lived, *, until: datetime) -> Story:
    """All that was due for her before an instant, in order of time."""
    rows = Reminder.objects.of_patient(lived.patient.pk).filter(due_at__lt=until)
    found = rows.select_related(
        "step__protocol",
        "enrolment",
        "recipient__patient",
        "recipient__phone",
        "merged_into__step",
        "merged_into__enrolment",
    ).prefetch_related("outbound")
    names = _Names(lived)
    return Story(
        id=lived.person.id,
        title=_title(lived),
        rows=tuple(names.row(row) for row in found.order_by("due_at", "id")),
        alerts=tuple(
            (alert.level, _iso(alert.opened_at), _iso(alert.closed_at))
            for alert in Alert.objects.filter(patient=lived.patient)
        ),
        dentist=tuple(_iso(each.closed_at) for each in _dentist_seen(lived)),
    )


def _title(lived: Lived) -> str:
    person = lived.person
    courses = " + ".join(
        f"{each.kind}{f' ({each.subtype})' if each.subtype else ''} from {each.starts}"
        for each in person.courses
    )
    return (
        f"Person {person.id}: {courses}; {person.language}, {person.zone}, "
        f"joined {person.joins}, answers {person.manner}"
    )


def _dentist_seen(lived: Lived) -> Iterable[Question]:
    asked = Question.objects.filter(slug__startswith="T-DENTIST", state=QuestionState.ANSWERED)
    return asked.filter(check_in__recipient__patient=lived.patient, value="yes")


class _Names:
    """Names of courses and doses that are the same in every rehearsal of one script."""

    def __init__(self, lived: Lived) -> None:
        self.courses = {course.pk: n for n, course in enumerate(lived.courses)}
        doses = Dose.objects.filter(treatment__patient=lived.patient)
        self.doses = {f"dose:{dose.pk}": f"dose:{dose.number}" for dose in doses}

    def row(self, row: Reminder) -> Row:
        sent = sorted(row.outbound.all(), key=lambda text: text.pk)
        return Row(
            to=row.recipient.relation,
            phone=row.recipient.phone.number[-4:],
            zone=row.recipient.zone,
            course=self._course(row),
            protocol=row.step.protocol.slug,
            step=row.step.slug,
            occurrence=self._occurrence(row),
            words=tuple(row.words),
            on=str(row.local_date),
            due_at=_iso(row.due_at),
            useful_until=_iso(row.useful_until),
            state=row.state,
            reason=row.reason,
            decided_at=_iso(row.decided_at),
            into=self._into(row.merged_into),
            sends=max(Counter(text.body for text in sent).values(), default=0),
            sent_at=_iso(sent[0].accepted_at) if sent else "",
        )

    def _course(self, row: Reminder) -> int:
        return self.courses.get(row.enrolment.treatment_id or 0, -1)

    def _into(self, host: Reminder | None) -> tuple[int, str, str] | None:
        if host is None:
            return None
        return self._course(host), host.step.slug, self._occurrence(host)

    def _occurrence(self, row: Reminder) -> str:
        head, plus, repeat = row.occurrence.partition("+")
        stem, moved, times = head.partition(":moved:")
        return f"{self.doses.get(stem, stem)}{moved}{times}{plus}{repeat}"


def _iso(instant: datetime | None) -> str:
    return instant.isoformat() if instant else ""


def sums(people: Iterable[Lived], *, until: datetime, steps: int, errors: int) -> Sums:
    """The figures of all that is in this database, which is the rehearsal's own."""
    texts = OutboundMessage.objects.filter(due_at__lt=until)
    rows = Reminder.objects.filter(due_at__lt=until)
    return Sums(
        people=len(list(people)),
        steps=steps,
        texts=texts.count(),
        answers=InboundMessage.objects.count(),
        planned=dict(Counter(rows.values_list("state", flat=True))),
        texts_by_state=dict(Counter(texts.values_list("state", flat=True))),
        most_a_day=max(planned_texts_a_day().values(), default=0),
        without_a_fate=_without_a_fate(until),
        errors=errors,
    )


def planned_texts_a_day() -> Counter[tuple[int, str]]:
    """Texts by phone and local date: those that we planned, a check-in's questions and closing.

    What answers a red flag, an unclear answer or a wish comes on top and is not counted.
    """
    found: Counter[tuple[int, str]] = Counter()
    went = Reminder.objects.filter(state=ReminderState.RELEASED)
    for row in went.exclude(kind=StepKind.STAFF.value).select_related("recipient"):
        questions = sum(word.startswith("question:") for word in row.words)
        found[row.recipient.phone_id, str(row.local_date)] += questions + 1 if questions else 1
    return found


def _without_a_fate(until: datetime) -> int:
    """Planned texts that nobody decided, or that were released and never became a text."""
    late = until - timedelta(hours=1)
    open_ = Reminder.objects.filter(state=ReminderState.PLANNED, due_at__lt=late)
    released = Q(state=ReminderState.RELEASED) & ~Q(kind=StepKind.STAFF.value)
    lost = Reminder.objects.filter(released, outbound=None, due_at__lt=late)
    stuck = OutboundMessage.objects.filter(due_at__lt=late).exclude(
        state__in=[*TERMINAL, "ACCEPTED"]
    )
    return open_.count() + lost.count() + stuck.count()
