"""What will be sent, word by word, before it is sent: as things stand, or after a change.

The agenda decides here as it does for the rows (law 6); the words are those approved for
the day on which a text is due, with the number that is answered at that moment.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial

from django.db import transaction

from messaging.actions import consent, facts, sharing
from messaging.actions.moments import Moments
from messaging.models import Dose, OutboundMessage, Patient, Recipient
from messaging.rules import agenda, forewarned, moves, outlook, spoken
from messaging.rules import facts as known
from messaging.rules.coming import Difference, DoseDay, Preview, difference, key
from messaging.rules.consent import ConsentState
from messaging.rules.facts import DoseState, Planned, PlanState
from messaging.rules.foresight import Foresight, Reached
from messaging.rules.windows import local_date
from messaging.rules.worded import Reader, Visit

DAYS = 90
# So far past the end is looked, to tell what moves over it from what is taken out.
BEYOND = timedelta(days=14)
SUPPOSED = (
    "No phone has joined yet, and nothing goes before one has. "
    "This is what follows if she agrees today."
)
_MAY_JOIN_YET = (ConsentState.NEVER_ASKED, ConsentState.ASKED)
_GOES = (PlanState.PLANNED, PlanState.MERGED)
_OFF = (DoseState.CANCELLED, DoseState.MISSED)


@dataclass(frozen=True)
class Foreseen:
    """What a change would bring: the preview after it, and what is different from before.

    `difference` is None where there is nothing to compare with (a new patient); `at_once`
    are the bodies of texts that the change itself would queue.
    """

    preview: Preview
    difference: Difference | None
    at_once: tuple[str, ...] = ()


def without_saving(
    change: Callable[[], Patient],
    *,
    now: datetime,
    before: Patient | None = None,
    days: int = DAYS,
) -> Foreseen:
    """Carry out a change, look at what follows, and take all of it back.

    `change` calls the real actions and gives the patient.  Nothing of it stays: rows,
    audit entries and queued texts are rolled back, and no bell rings.  What the actions
    refuse, they refuse here too: their errors pass through.
    """
    stood = coming(before, now=now, days=days, warned=False) if before is not None else None
    with transaction.atomic():
        newest = OutboundMessage.objects.order_by("-pk").values_list("pk", flat=True).first()
        changed = change()
        patient = Patient.objects.select_related("clinic").get(pk=changed.pk)
        preview = coming(patient, now=now, days=days)
        at_once = _queued_since(newest or 0, patient)
        transaction.set_rollback(True)
    differs = difference(stood, preview) if stood is not None else None
    return Foreseen(preview, differs, at_once)


def _queued_since(newest: int, patient: Patient) -> tuple[str, ...]:
    rows = OutboundMessage.objects.filter(pk__gt=newest, phone__recipients__patient=patient)
    return tuple(row.body for row in rows.distinct().order_by("pk"))


def coming(patient: Patient, *, now: datetime, days: int = DAYS, warned: bool = True) -> Preview:
    """Every text of the days ahead with its words, and those that do not go, each with why.

    Where no phone has joined but one still may, it shows what follows if she agrees today,
    and says so.  Without `warned` the warnings, which may ask the agenda seven times, are
    left out.
    """
    people = _recipients(patient)
    standing = facts.of(patient, now=now)
    supposed = _if_she_joins(standing, people, today=local_date(now, patient.time_zone))
    end = now + timedelta(days=days)
    plan = partial(agenda.plan, now=now, until=end + BEYOND)
    every = tuple(line for line in plan(supposed) if _is_ahead(line, now))
    lines = tuple(line for line in every if line.due_at < end)
    doses = list(Dose.objects.filter(treatment__patient=patient).select_related("treatment"))
    foresight = _foresight(patient, supposed, people, doses, now=now)
    preview = Preview(
        begins=local_date(now, patient.time_zone),
        days=days,
        lines=foresight.read(lines),
        doses=tuple(_dose_days(patient, doses)),
        full_weeks=tuple(outlook.full_weeks(lines, phones=_phones(supposed))),
        supposed=SUPPOSED if supposed is not standing else "",
        beyond=frozenset(key(line) for line in every if line.due_at >= end and line.state in _GOES),
    )
    if not warned:
        return preview
    starved = _starved(supposed, every, plan, foresight)
    return replace(preview, warnings=(*starved, *_more(supposed, preview)))


def _recipients(patient: Patient) -> list[Recipient]:
    rows = patient.recipients.filter(active=True).select_related("phone", "patient")
    return list(rows.prefetch_related("phone__consent_events"))


def _if_she_joins(
    standing: known.Patient, people: Iterable[Recipient], *, today: date
) -> known.Patient:
    """The facts with the phones joined that still may, where none has yet; else unchanged."""
    if any(each.joined_on for each in standing.recipients):
        return standing
    may = {row.pk for row in people if _may_join_yet(row)}
    joined = tuple(
        replace(each, joined_on=today) if each.id in may else each for each in standing.recipients
    )
    return replace(standing, recipients=joined) if may else standing


def _may_join_yet(row: Recipient) -> bool:
    state = consent.folded(row.phone.consent_events.all())
    return state in _MAY_JOIN_YET and not row.phone.bad_reason


def _is_ahead(line: Planned, now: datetime) -> bool:
    """What is overdue and may still go, goes next; what was left out before now is past."""
    return line.due_at >= now or line.state in _GOES


def _phones(standing: known.Patient) -> dict[int, int]:
    return {each.id: each.phone for each in standing.recipients}


def _foresight(
    patient: Patient,
    standing: known.Patient,
    people: Iterable[Recipient],
    doses: Iterable[Dose],
    *,
    now: datetime,
) -> Foresight:
    moments = Moments.of(patient.clinic)
    topics = moments.library(now).topics
    return Foresight(
        recipients={row.pk: _reached(row) for row in people},
        treatments={
            each.id: spoken.treated(each.kind, each.subtype) if each.kind else ""
            for each in standing.enrolments
        },
        visits={dose.pk: _visit(dose) for dose in doses},
        hangs_on={step.id: step.only_if for each in standing.enrolments for step in each.steps},
        titles={topic.slug: topic.titles.get("en", topic.slug) for topic in topics},
        words=moments.words,
    )


def _reached(row: Recipient) -> Reached:
    reader = Reader(
        language=row.patient.language,
        discreet=sharing.discreet(row),
        first=row.patient.first_name,
        tag=sharing.tag(row),
    )
    return Reached(row.get_relation_display(), row.phone.masked, row.zone, reader)


def _visit(dose: Dose) -> Visit:
    treatment = dose.treatment
    return Visit(kind=treatment.kind, subtype=treatment.subtype, on=dose.on, at=dose.at)


def _dose_days(patient: Patient, doses: Iterable[Dose]) -> Iterator[DoseDay]:
    for dose in doses:
        if dose.state not in _OFF:
            on = dose.given_on or dose.on
            yield DoseDay(
                on=on,
                treatment=spoken.treated(dose.treatment.kind, dose.treatment.subtype),
                state=dose.state,
                closed=bool(moves.closed([on], patient.clinic.staffed_days)),
            )


def _starved(
    standing: known.Patient,
    lines: tuple[Planned, ...],
    plan: Callable[[known.Patient], tuple[Planned, ...]],
    foresight: Foresight,
) -> list[str]:
    gaps = outlook.starved(lines)
    kinder = outlook.kinder_weekday(standing, plan, stands=lines) if gaps else None
    return forewarned.no_place(gaps, kinder=kinder, titles=foresight.titles)


def _more(standing: known.Patient, preview: Preview) -> list[str]:
    ahead = [dose for dose in preview.doses if preview.begins <= dose.on < preview.ends]
    return [
        *forewarned.nobody_joined(standing),
        *forewarned.no_words(preview.lines),
        *forewarned.closed_days(ahead),
        *forewarned.quiet_hours(standing, on=preview.begins),
    ]
