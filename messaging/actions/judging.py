"""Answers to check-ins: stored, judged, replied to; the alert comes before the reply."""

from datetime import datetime, timedelta

from django.db import transaction

from messaging.actions import alerts, checkins, consent, dental, handoffs, planning, replies
from messaging.models import (
    Alert,
    CheckIn,
    HandOffKind,
    InboundMessage,
    Method,
    Question,
    QuestionState,
)
from messaging.rules import lateness, triage
from messaging.rules.consent import EventKind
from messaging.rules.kinds import Answer, Level
from messaging.rules.status import Priority
from messaging.rules.windows import local_date

LATE_WINDOW = timedelta(hours=72)
SCORE_WINDOW = timedelta(days=14)
STOPS_THE_FLOW = (Level.EMERGENCY, Level.URGENT)


@transaction.atomic
def answer(
    *, question: Question, answer: Answer, inbound: InboundMessage, now: datetime
) -> Alert | None:
    """Store one answer; alert first, then the reply or the next question."""
    if answer.value is None:
        _unclear(question, inbound=inbound, now=now)
        return None
    level = triage.level(question.slug, answer, previous=_earlier_scores(question, now=now))
    _store(question, value=answer.value, inbound=inbound, now=now)
    alert = _alert(question, level, inbound=inbound, now=now) if level else None
    _record_facts(question, value=answer.value, inbound=inbound, now=now)
    _go_on(question, answer, level, inbound=inbound, now=now)
    return alert


@transaction.atomic
def answer_old(
    *, question: Question, answer: Answer, inbound: InboundMessage, now: datetime
) -> None:
    """One sent hours ago: stored and judged the same, but nothing more is asked of her now.

    `answer` has a value.  Only a danger is still replied to.
    """
    level = triage.level(question.slug, answer, previous=_earlier_scores(question, now=now))
    _store(question, value=answer.value or 0, inbound=inbound, now=now)
    if level:
        _alert(question, level, inbound=inbound, now=now)
    _record_facts(question, value=answer.value or 0, inbound=inbound, now=now)
    check_in = question.check_in
    waiting = check_in.questions.filter(state=QuestionState.WAITING)
    waiting.update(state=QuestionState.SUPERSEDED, closed_at=now)
    checkins.close(check_in, now=now)
    if level in STOPS_THE_FLOW:
        slug = _closing(check_in, question, answer, level, now=now)
        language = check_in.recipient.patient.language
        replies.template(inbound, slug, language=language, now=now, priority=Priority.SAFETY)


def keep(*, question: Question, answer: Answer, inbound: InboundMessage, now: datetime) -> None:
    """Store an answer that came inside a text which is answered for another reason."""
    if answer.value is not None:
        _store(question, value=answer.value, inbound=inbound, now=now)
        checkins.overtake(question.check_in.recipient.phone_id, now=now)


def _store(
    question: Question, *, value: int | float | str, inbound: InboundMessage, now: datetime
) -> None:
    question.value, question.state = str(value), QuestionState.ANSWERED
    question.answered_by, question.closed_at = inbound, now
    question.save()


def _alert(question: Question, level: Level, *, inbound: InboundMessage, now: datetime) -> Alert:
    recipient = question.check_in.recipient
    return alerts.open_(
        phone=recipient.phone,
        patient=recipient.patient,
        level=level,
        flag=question.slug,
        rule=f"{question.slug} answered {question.value}{_when(inbound, now=now)}",
        now=now,
        inbound=inbound,
        question=question,
    )


def _when(inbound: InboundMessage, *, now: datetime) -> str:
    """Whoever acts on it must know that it was hours on its way."""
    said = lateness.said(inbound.received_at, now=now, zone=inbound.phone.clinic.time_zone)
    return f" ({said})" if said else ""


def _record_facts(
    question: Question, *, value: int | float | str, inbound: InboundMessage, now: datetime
) -> None:
    """What an answer changes beside the alert: the dental gate, or whose phone this is."""
    patient = question.check_in.recipient.patient
    if question.slug == "T-STILLYOU" and value == "no":
        _not_hers(question, inbound=inbound, now=now)
    elif question.slug.startswith("T-DENTIST") and value == "yes":
        seen_on = local_date(now, patient.time_zone)
        dental.record(patient, seen_on=seen_on, known_by="by her answer Y", now=now)
        planning.replan(patient, by="her answer", now=now)
    elif question.slug.startswith("T-DENTIST") and value == "no":
        dental.open_gate(patient, phone=question.check_in.recipient.phone, now=now)


def _not_hers(question: Question, *, inbound: InboundMessage, now: datetime) -> None:
    """Not the right phone any more: texts are paused, and a person finds the new number."""
    recipient = question.check_in.recipient
    why = "She says this is no longer the right phone. Texts are paused: ask for her number."
    consent.note(
        phone=recipient.phone,
        kind=EventKind.PAUSED,
        method=Method.TEXT,
        by="the phone itself",
        now=now,
        inbound=inbound,
        reason=why,
    )
    handoffs.open_(
        kind=HandOffKind.WRONG_NUMBER,
        phone=recipient.phone,
        patient=recipient.patient,
        inbound=inbound,
        now=now,
        why=why,
    )
    planning.replan(recipient.patient, now=now)


def _go_on(
    question: Question,
    answer: Answer,
    level: Level | None,
    *,
    inbound: InboundMessage,
    now: datetime,
) -> None:
    """Pressing answers are replied to at once and end the flow; others at its end."""
    check_in = question.check_in
    follow_up = triage.follow_up(question.slug, answer)
    if follow_up:
        Question.objects.get_or_create(
            check_in=check_in, slug=follow_up, defaults={"position": question.position}
        )
    if level in STOPS_THE_FLOW:
        checkins.overtake(check_in.recipient.phone_id, now=now)
    elif checkins.ask_next(check_in, now=now) is not None:
        return
    checkins.close(check_in, now=now)
    slug = _closing(check_in, question, answer, level, now=now)
    replies.template(
        inbound,
        slug,
        language=check_in.recipient.patient.language,
        now=now,
        priority=Priority.SAFETY if level else Priority.REPLY,
        exempt=slug == "R-WRONG",
    )


def _closing(
    check_in: CheckIn, last: Question, answer: Answer, level: Level | None, *, now: datetime
) -> str:
    """The reply that the worst answer of this check-in asks for."""
    if level is not None:
        return triage.reply(last.slug, answer, level)
    worst = Alert.objects.filter(question__check_in=check_in).order_by("rank").first()
    if worst is None or worst.question is None:
        return triage.reply(last.slug, answer, None)
    given = Answer(value=_typed(worst.question.value))
    return triage.reply(worst.question.slug, given, Level(worst.level))


def _typed(value: str) -> int | float | str:
    if value.isdigit():
        return int(value)
    return float(value) if value.replace(".", "", 1).isdigit() else value


def _unclear(question: Question, *, inbound: InboundMessage, now: datetime) -> None:
    """Ask again once; after that a person reads it, and the next question is asked."""
    if question.retries:
        _give_up(question, inbound=inbound, now=now)
        return
    question.retries += 1
    question.save()
    slug = triage.reply(question.slug, Answer(value=None), None)
    language = question.check_in.recipient.patient.language
    replies.template(inbound, slug, language=language, now=now)


def _give_up(question: Question, *, inbound: InboundMessage, now: datetime) -> None:
    recipient = question.check_in.recipient
    question.state, question.closed_at = QuestionState.UNCLEAR, now
    question.save()
    alerts.open_(
        phone=recipient.phone,
        patient=recipient.patient,
        level=Level.REVIEW,
        flag=question.slug,
        rule=f"{question.slug}: answer not understood twice",
        now=now,
        inbound=inbound,
        question=question,
    )
    if checkins.ask_next(question.check_in, now=now) is None:
        checkins.close(question.check_in, now=now)
        replies.template(inbound, "R-UNSURE", language=recipient.patient.language, now=now)


def _earlier_scores(question: Question, *, now: datetime) -> tuple[int, ...]:
    """Scores of the same question in the last 14 days, oldest first."""
    earlier = Question.objects.filter(
        slug=question.slug,
        symptom=question.symptom,
        state=QuestionState.ANSWERED,
        check_in__recipient__patient=question.check_in.recipient.patient,
        closed_at__gte=now - SCORE_WINDOW,
    ).exclude(pk=question.pk)
    values = [row.value for row in earlier.order_by("closed_at")]
    if question.slug == "Q-SEV":
        return tuple(triage.SEVERITIES.index(v) for v in values if v in triage.SEVERITIES)
    return tuple(int(v) for v in values if v.isdigit())
