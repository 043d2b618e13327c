"""Answers one text: what it is decides who acts, in the order of `docs/reading.md`.

Everything here runs in the transaction that marks the text as read: an alert is
there before any reply can leave.
"""

from datetime import datetime, timedelta

from messaging.actions import (
    alerts,
    handoffs,
    judging,
    membership,
    passages,
    quiet,
    reading,
    replies,
    safety,
)
from messaging.actions.composing import NoWords
from messaging.models import (
    HandOffKind,
    InboundMessage,
    OutboundMessage,
)
from messaging.rules import lateness, wording
from messaging.rules.consent import ConsentState
from messaging.rules.kinds import Kind, Reading

THANKS_WINDOW = timedelta(hours=24)


def answer(row: InboundMessage, *, now: datetime) -> Reading:
    """Read a stored text, act on it, and queue what answers it."""
    known = reading.situation(row, now=now)
    read = reading.read(row, known, now=now)
    _picture(row, known, now=now)
    if read.red_flag is not None:
        safety.red_flag(row, read, known, now=now)
    if read.opt_out or row.opted_out:
        membership.left(row, read, known, now=now)
    elif read.red_flag is None:
        _otherwise(row, read, known, now=now)
    quiet.overtake(row, now=now)
    return read


def _otherwise(
    row: InboundMessage, read: Reading, known: reading.Situation, *, now: datetime
) -> None:
    """All that is neither a red flag nor an opt-out."""
    if membership.steps_in(row, read, known, now=now):
        return
    if not known.may_reply:
        _cannot_reply(row, known, now=now)
    elif replies.looping(row):
        _silence(row, now=now)
    elif lateness.takes_over(read.kind, read.command or "", sent=row.received_at, now=now):
        _too_late(row, read, known, now=now)
    else:
        _BY_KIND[read.kind](row, read, known, now)


def _silence(row: InboundMessage, *, now: datetime) -> None:
    """Two machines must not talk to each other for ever; a person sees what came."""
    handoffs.open_(
        kind=HandOffKind.UNANSWERED,
        phone=row.phone,
        inbound=row,
        now=now,
        why="The same words keep coming: perhaps an answering machine. Nothing was sent back.",
    )


def _too_late(
    row: InboundMessage, read: Reading, known: reading.Situation, *, now: datetime
) -> None:
    """Read hours after it was sent: a person answers, if there is anything to answer."""
    if read.kind is Kind.THANKS:
        return
    alert = alerts.pressing(row.phone, now=now)
    if alert is not None:
        alerts.note_text(alert=alert, inbound=row, now=now)
        return
    when = lateness.said(row.received_at, now=now, zone=row.phone.clinic.time_zone)
    handoffs.open_(
        kind=HandOffKind.UNANSWERED,
        phone=row.phone,
        inbound=row,
        now=now,
        why=f"This text was {when}, too late for an answer by the service. Answer or phone her.",
    )


def _cannot_reply(row: InboundMessage, known: reading.Situation, *, now: datetime) -> None:
    """A phone that has left, or never joined, gets no answer: a person sees the text."""
    handoffs.open_(
        kind=HandOffKind.DOUBTFUL_CONSENT,
        phone=row.phone,
        inbound=row,
        now=now,
        why="A text from a phone that may not be texted "
        f"({known.consent.value.replace('_', ' ')}). Phone, if it is one of ours.",
    )


def _picture(row: InboundMessage, known: reading.Situation, *, now: datetime) -> None:
    """A picture cannot be read by rules: a person must be told, and the patient too."""
    if not row.media_count:
        return
    handoffs.open_(
        kind=HandOffKind.PICTURE,
        phone=row.phone,
        inbound=row,
        now=now,
        why="She sent a picture, which this service does not show. Phone and ask what it was.",
    )
    if known.may_reply and not lateness.is_old(row.received_at, now=now):
        replies.template(row, "T-PHOTO", language=known.language, now=now)


def _help(row: InboundMessage, read: Reading, known: reading.Situation, now: datetime) -> None:
    if read.command == "MORE":
        passages.more(row, known, now=now)
    elif read.command == "MENU":
        passages.menu(row, known, now=now)
    elif read.command == "LESS":
        membership.less(row, known, now=now)
    else:
        _help_text(row, read, known, now=now)


def _help_text(
    row: InboundMessage, read: Reading, known: reading.Situation, *, now: datetime
) -> None:
    alert = alerts.pressing(row.phone, now=now)
    if alert is not None:
        alerts.note_text(alert=alert, inbound=row, now=now)
    if not membership.provider_answers(row, read, word="HELP", now=now):
        replies.template(row, "R-HELP", language=known.language, now=now)


def _check_in(row: InboundMessage, read: Reading, known: reading.Situation, now: datetime) -> None:
    if known.question is None or read.answer is None:
        nothing(row, read, known, now)
        return
    if not lateness.is_old(row.received_at, now=now):
        judging.answer(question=known.question, answer=read.answer, inbound=row, now=now)
    elif read.answer.value is not None:
        judging.answer_old(question=known.question, answer=read.answer, inbound=row, now=now)
    else:
        _too_late(row, read, known, now=now)


def _thanks(row: InboundMessage, read: Reading, known: reading.Situation, now: datetime) -> None:
    """Silence, or once in 24 hours a word back."""
    said = OutboundMessage.objects.filter(
        phone=row.phone, template__slug="R-THANKS", queued_at__gte=now - THANKS_WINDOW
    )
    if not row.media_count and not said.exists():
        replies.template(row, "R-THANKS", language=known.language, now=now)


def _passage(row: InboundMessage, read: Reading, known: reading.Situation, now: datetime) -> None:
    try:
        passages.send(row, read, known, now=now)
    except NoWords as error:
        nothing(row, read, known, now, why=str(error))
    if read.dental:
        safety.tooth(row, known, now=now)


def nothing(
    row: InboundMessage,
    read: Reading,
    known: reading.Situation,
    now: datetime,
    *,
    why: str = "This text found no approved answer. Answer it, or add an alias for the topic.",
) -> None:
    """No answer in the approved words: a person's list, and a reply that says whom to call."""
    alert = alerts.pressing(row.phone, now=now)
    if alert is not None:
        alerts.note_text(alert=alert, inbound=row, now=now)
    else:
        handoffs.open_(kind=HandOffKind.UNANSWERED, phone=row.phone, inbound=row, now=now, why=why)
    if row.media_count:
        return
    slug = "T-OPEN" if alert is not None else wording.reply_for(read) or "R-NONE"
    replies.template(row, slug, language=known.language, now=now)


def _join(row: InboundMessage, read: Reading, known: reading.Situation, now: datetime) -> None:
    """START from a phone that is joined already: say where the help is."""
    if known.consent is ConsentState.GIVEN and not membership.provider_answers(
        row, read, word="START", now=now
    ):
        replies.template(row, "R-START", language=known.language, now=now)


_BY_KIND = {
    Kind.HELP: _help,
    Kind.CHECK_IN_ANSWER: _check_in,
    Kind.PASSAGE: _passage,
    Kind.THANKS: _thanks,
    Kind.OPT_IN: _join,
    Kind.NONE: nothing,
    Kind.RED_FLAG: nothing,
    Kind.OPT_OUT: nothing,
}
