"""Joining, leaving, pausing, coming back: what a text changes in a phone's consent."""

from datetime import datetime, timedelta

from messaging.actions import consent, handoffs, outbound, planning, replies
from messaging.actions.reading import Situation
from messaging.models import (
    HandOffKind,
    InboundMessage,
    Keywords,
    Method,
    OutboundMessage,
    Patient,
)
from messaging.rules import lateness, wording
from messaging.rules.consent import ConsentState, EventKind
from messaging.rules.kinds import Kind, Reading
from messaging.rules.status import Priority

VISIT_WINDOW = timedelta(hours=72)
MAY_MEAN_THE_VISIT = ("CANCEL", "END", "QUIT")


def left(row: InboundMessage, read: Reading, known: Situation, *, now: datetime) -> None:
    """Consent is revoked in the transaction that stored the text, or here at the latest.

    Exactly one confirmation goes: the provider's where it answers this word, else ours.
    A phone that had left before hears nothing more.
    """
    if known.consent is not ConsentState.REVOKED and not consent.agreed_since(row):
        _note(row, EventKind.REVOKED, known, reason="asked for no more texts", now=now)
    if not row.consent_events.filter(kind=EventKind.REVOKED).exists():
        return
    _replan(known, now=now)
    _tell_staff_of_leaving(row, read, known, now=now)
    if provider_answers(row, read, word="STOP", now=now):
        return
    if lateness.is_old(row.received_at, now=now):
        return  # the law's one confirmation begins within minutes, or not at all
    slug = wording.goodbye(read)
    replies.template(
        row, slug, language=_language(read, known), now=now, priority=Priority.OPT_OUT, exempt=True
    )


def _language(read: Reading, known: Situation) -> str:
    """The language of the text itself where it is plain, else the profile's."""
    return read.languages[0] if read.languages else known.language


def _tell_staff_of_leaving(
    row: InboundMessage, read: Reading, known: Situation, *, now: datetime
) -> None:
    """Leaving on treatment: phone her.  CANCEL soon after a visit text may mean the visit."""
    word = row.body.strip(" .!").upper()
    visit = OutboundMessage.objects.filter(
        phone=row.phone, reminder__kind="reminder", queued_at__gte=now - VISIT_WINDOW
    )
    if word in MAY_MEAN_THE_VISIT and visit.exists():
        why = f"She sent {word} soon after a visit text: texts are off. Did she mean the visit?"
    elif read.life_event:
        why = f"A text speaks of {read.life_event}. All planned texts are off. Please phone."
    else:
        why = "She has opted out while in treatment. Phone her; give her the card on paper."
    for patient in known.patients:
        handoffs.open_(
            kind=HandOffKind.DOUBTFUL_CONSENT,
            phone=row.phone,
            patient=patient,
            inbound=row,
            now=now,
            why=why,
        )


def provider_answers(row: InboundMessage, read: Reading, *, word: str, now: datetime) -> bool:
    """Whether the provider's own keyword layer answers this text; then its answer is logged."""
    handled = row.opt_out_type == word or (
        read.provider_word and row.sender.keywords == Keywords.PROVIDER
    )
    if handled:
        outbound.expect_provider_answer(inbound=row, word=word, now=now)
    return handled


def steps_in(row: InboundMessage, read: Reading, known: Situation, *, now: datetime) -> bool:
    """Deal with joining, coming back, wrong numbers and losses.  True: it is dealt with."""
    if read.wrong_number and read.kind is Kind.NONE:
        _pause(
            row,
            known,
            kind=HandOffKind.WRONG_NUMBER,
            slug="R-WRONG",
            now=now,
            why="Somebody else seems to have this number. Texts are paused: check it.",
        )
        return True
    if read.life_event and read.kind is Kind.NONE:
        _pause(
            row,
            known,
            kind=HandOffKind.DOUBTFUL_CONSENT,
            slug=wording.reply_for(read),
            now=now,
            why=f"A text speaks of {read.life_event}. Texts are paused: phone today.",
        )
        return True
    if read.command in ("START", "YES") or read.kind is Kind.OPT_IN:
        return _comes(row, read, known, now=now)
    if read.command == "HELP" and not known.joined:
        _help_outside(row, read, known, now=now)
        return True
    return False


def _help_outside(row: InboundMessage, read: Reading, known: Situation, *, now: datetime) -> None:
    """HELP is answered whether or not the phone may be texted (`docs/pipelines.md` 2)."""
    if not provider_answers(row, read, word="HELP", now=now):
        replies.template(row, "R-HELP", language=known.language, now=now, exempt=True)


def _pause(
    row: InboundMessage, known: Situation, *, kind: HandOffKind, slug: str, why: str, now: datetime
) -> None:
    was_open = known.consent not in consent.BARRED
    consent.note(
        phone=row.phone,
        kind=EventKind.PAUSED,
        method=Method.TEXT,
        by="the phone itself",
        now=now,
        inbound=row,
        reason=why,
    )
    _replan(known, now=now)
    handoffs.open_(kind=kind, phone=row.phone, inbound=row, now=now, why=why)
    if was_open:
        replies.template(
            row, slug, language=known.language, now=now, priority=Priority.OPT_OUT, exempt=True
        )


def _comes(row: InboundMessage, read: Reading, known: Situation, *, now: datetime) -> bool:
    """START after leaving restores; START or YES after being asked joins."""
    if known.consent is ConsentState.GIVEN:
        return False
    back = known.consent in (ConsentState.REVOKED, ConsentState.PAUSED)
    if back and read.command == "YES" and row.opt_out_type != "START":
        return False
    if not back and known.consent is not ConsentState.ASKED:
        return _asks_to_join(row, now=now)
    if back:
        _note(row, EventKind.RESTORED, known, reason="texted START", now=now)
    if consent.state_of(row.phone) is ConsentState.ASKED:
        _note(row, EventKind.GIVEN, known, reason="texted YES or START", now=now)
    if consent.state_of(row.phone) is not ConsentState.GIVEN:
        return _asks_to_join(row, now=now)
    _replan(known, now=now)
    _greet(row, read, known, back=back, now=now)
    return True


def _note(
    row: InboundMessage, kind: EventKind, known: Situation, *, reason: str, now: datetime
) -> None:
    consent.note(
        phone=row.phone,
        kind=kind,
        method=Method.TEXT,
        by="the phone itself",
        now=now,
        inbound=row,
        language=known.language,
        reason=reason,
    )


def _asks_to_join(row: InboundMessage, *, now: datetime) -> bool:
    """A phone nobody enrolled wants in: that is a person's to decide."""
    handoffs.open_(
        kind=HandOffKind.DOUBTFUL_CONSENT,
        phone=row.phone,
        inbound=row,
        now=now,
        why="A phone that is not enrolled asks to join. Enrol the patient, or close this.",
    )
    return True


def _greet(
    row: InboundMessage, read: Reading, known: Situation, *, back: bool, now: datetime
) -> None:
    """Back: our welcome, unless the provider gave its own.  New: the agenda sends T-WELCOME."""
    if back and not provider_answers(row, read, word="START", now=now):
        replies.template(row, "R-START", language=known.language, now=now)


def less(row: InboundMessage, known: Situation, *, now: datetime) -> None:
    """LESS: no more tips and teaching; warnings, visits and questions stay."""
    for patient in known.patients:
        Patient.objects.filter(pk=patient.pk).update(education_off=True)
        handoffs.open_(
            kind=HandOffKind.UNANSWERED,
            phone=row.phone,
            patient=patient,
            inbound=row,
            now=now,
            why="She asked for fewer texts (LESS): tips and teaching are off.",
        )
    _replan(known, now=now)
    replies.template(row, "R-LESS", language=known.language, now=now)


def _replan(known: Situation, *, now: datetime) -> None:
    for patient in known.patients:
        patient.refresh_from_db()
        planning.replan(patient, now=now)
