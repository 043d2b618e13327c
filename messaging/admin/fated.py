"""How the rows of the ledger are shown: what became of each, why, and by what it was decided."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Q, QuerySet
from django.urls import reverse

from messaging.actions import fates
from messaging.admin import shown, whys
from messaging.models import Relation
from messaging.rules import ledger, reasons
from messaging.rules.ledger import NO_FATE, Fate, Part
from messaging.rules.reasons import Reason
from messaging.rules.status import ReminderState

TONES: Final[Mapping[Part, str]] = {
    Part.WAITING: "info",
    Part.HELD: "danger",
    Part.UNKNOWN: "warning",
    Part.FAILED: "danger",
    Part.EXPIRED: "warning",
    Part.SENT: "success",
}
LACKING = Fate(Part.UNKNOWN, NO_FATE)
_PLACES = {part: place for place, part in enumerate(Part)}


@dataclass(frozen=True)
class Group:
    """The rows of one part that have one reason; `which` finds them among annotated rows."""

    fate: Fate
    count: int
    which: Q

    @property
    def part(self) -> str:
        return ledger.WORDS[self.fate.part]

    @property
    def tone(self) -> str:
        return tone(self.fate)

    @property
    def sentence(self) -> str:
        return ledger.sentence(self.fate.reason)


def tone(fate: Fate) -> str:
    return "danger" if fate == LACKING else TONES.get(fate.part, "")


def groups(rows: QuerySet[Any], *, now: Any) -> list[Group]:
    """What stands open first, then the largest first."""
    found: dict[Fate, Group] = {}
    for which, fate, count in fates.groups(rows, now=now):
        known = found.get(fate or LACKING)
        count, which = (known.count + count, known.which | which) if known else (count, which)
        found[fate or LACKING] = Group(fate or LACKING, count, which)
    return sorted(found.values(), key=lambda group: (_PLACES[group.fate.part], -group.count))


def related(rows: QuerySet[Any]) -> QuerySet[Any]:
    """With what a line shows of each row, read in one go."""
    return rows.select_related(
        "recipient__patient",
        "recipient__phone",
        "enrolment__patient__clinic",
        "enrolment__treatment",
        "step__protocol",
        "merged_into",
    )


def line(row: Any) -> dict[str, Any]:
    """One annotated row; everything on it was stored when it was decided."""
    patient = row.enrolment.patient
    fate = fates.of(row) or LACKING
    text = reverse("admin:messaging_outboundmessage_change", args=[row.text]) if row.text else ""
    return {
        "when": shown.local(row.due_at, row.recipient.zone),
        "who": patient.name,
        "url": reverse("admin:messaging_patient_change", args=[patient.pk]),
        "to": "" if row.recipient.relation == Relation.PATIENT else "to a caregiver",
        "words": shown.planned(row.words, patient.clinic),
        "treatment": shown.treated(row.enrolment.treatment) if row.enrolment.treatment else "",
        "sentence": ledger.sentence(fate.reason),
        "planned": _planned(row),
        "inside": shown.planned(row.merged_into.words, patient.clinic) if row.merged_into else "",
        "text": text,
        "protocol": row.step.protocol.title,
        "version": row.step.protocol.version,
        "facts": whys.known(row.facts),
    }


def _planned(row: Any) -> str:
    """Why a text was let go at all, where that says more than that its day had come."""
    released = row.state == ReminderState.RELEASED and row.reason not in ("", Reason.DUE)
    return reasons.sentence(row.reason) if released else ""
