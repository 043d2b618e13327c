"""Red flags: the alert first, for every patient of the phone, then the safety text."""

from datetime import datetime

from messaging.actions import alerts, judging, replies
from messaging.actions.reading import Situation
from messaging.models import InboundMessage, Patient, PatientState, Treatment
from messaging.rules import lateness, wording
from messaging.rules.consent import ConsentState
from messaging.rules.kinds import Flag, Kind, Level, Reading, RedFlag
from messaging.rules.status import Priority
from messaging.rules.treatments import BONE_DRUGS

BARRED = (ConsentState.REVOKED, ConsentState.REFUSED, ConsentState.PAUSED)
IN_HOSPICE = {"R-EMERG": "R-HOSPICE", "R-URGENT": "R-HOSPICE"}


def red_flag(row: InboundMessage, read: Reading, known: Situation, *, now: datetime) -> None:
    """Open or join the alert; answer with the safety text if the phone may be texted.

    With an opt-out in the same text the one confirmation carries the emergency number.
    """
    flag = read.red_flag
    if flag is None:
        return
    silent = known.consent in BARRED or read.opt_out or row.opted_out
    for patient in known.patients or (None,):
        _alert(
            row,
            flag,
            rule=_rule(row, read, now=now),
            patient=patient,
            cannot_be_texted=silent,
            now=now,
        )
    if not silent:
        _reply(row, read, known, now=now)
    if known.question is not None and read.kind is Kind.RED_FLAG and read.answer is not None:
        _keep_answer(row, read, known, now=now)


def _alert(
    row: InboundMessage,
    flag: RedFlag,
    *,
    rule: str,
    patient: Patient | None,
    cannot_be_texted: bool,
    now: datetime,
) -> None:
    alerts.open_(
        phone=row.phone,
        patient=patient,
        level=flag.level,
        flag=flag.flag,
        rule=rule[:200],
        now=now,
        inbound=row,
        cannot_be_texted=cannot_be_texted,
    )


def _rule(row: InboundMessage, read: Reading, *, now: datetime) -> str:
    """Which words raised it, whether one text held them all, and when, if it was long ago."""
    where = "texts of 5 minutes joined" if read.joined_texts else "a text"
    when = lateness.said(row.received_at, now=now, zone=row.phone.clinic.time_zone)
    where += f" {when}" if when else ""
    return f"words in {where}: {read.red_flag.matched if read.red_flag else ''}"


def _reply(row: InboundMessage, read: Reading, known: Situation, *, now: datetime) -> None:
    """In the profile's language, and also in the text's own where that differs."""
    slug = _slug(read, known)
    for language in dict.fromkeys((known.language, *read.languages)):
        replies.template(row, slug, language=language, now=now, priority=Priority.SAFETY)


def _slug(read: Reading, known: Situation) -> str:
    """R-CARE for a caregiver, R-HOSPICE in hospice care, else the flag's own text."""
    slug = wording.reply_for(read)
    flag = read.red_flag
    if flag and known.from_caregiver and slug != "R-CARE" and flag.flag is not Flag.SELF_HARM:
        slug = "R-CARE" if flag.level in (Level.EMERGENCY, Level.URGENT) else slug
    if any(p.state == PatientState.HOSPICE for p in known.patients):
        return IN_HOSPICE.get(slug, slug)
    return slug


def _keep_answer(row: InboundMessage, read: Reading, known: Situation, *, now: datetime) -> None:
    """A text may hold both a red flag and the answer asked for: the score is kept too."""
    if known.question is not None and read.answer is not None:
        judging.keep(question=known.question, answer=read.answer, inbound=row, now=now)


def tooth(row: InboundMessage, known: Situation, *, now: datetime) -> None:
    """A tooth to be pulled while on a bone drug, or within 360 days of its end."""
    for patient in known.patients:
        if _on_bone_drug(patient, now=now):
            alerts.open_(
                phone=row.phone,
                patient=patient,
                level=Level.SAME_DAY,
                flag="dental",
                rule="dental work named while on a bone drug",
                now=now,
                inbound=row,
            )
            replies.template(
                row, "T-TOOTH", language=known.language, now=now, priority=Priority.SAFETY
            )


def _on_bone_drug(patient: Patient, *, now: datetime) -> bool:
    today = patient.clinic.today(now)
    drugs = Treatment.objects.filter(patient=patient, kind__in=BONE_DRUGS)
    ends = [drug.ends_on for drug in drugs]
    return any(end is None or (today - end).days <= 360 for end in ends)
