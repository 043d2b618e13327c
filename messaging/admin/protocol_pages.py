"""What the page of a protocol tells: its steps in words, where it is on, what differs."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from content.models import Topic
from content.text.words import Library
from messaging import clock
from messaging.actions import composing, protocol_editing, protocol_moving, protocols
from messaging.actions.facts import step_of
from messaging.models import Clinic, Entry, Protocol, ProtocolApproval, Step
from messaging.rules import facts, step_sentences, step_words


@dataclass(frozen=True)
class Told:
    """One step as a row to read; `gaps` say which of its words are not approved."""

    row: Step
    when: str
    kind: str
    words: str
    again: str
    lasts: str
    only_if: str
    cap: str
    gaps: tuple[str, ...]


def titles() -> dict[str, str]:
    return {topic.slug: str(topic) for topic in Topic.objects.all()}


def steps(protocol: Protocol, clinic: Clinic | None) -> list[Told]:
    """`clinic` is whose approvals are looked at; without one nothing is said of them."""
    named, known = titles(), composing.library(clinic, now=clock.now()) if clinic else None
    return [_told(row, named, known) for row in protocol.steps.all()]


def one_line(row: Step) -> str:
    """The step as a sentence: when, what, how often, for how long."""
    return _in_one_line(step_of(row), titles())


def _told(row: Step, named: dict[str, str], known: Library | None) -> Told:
    step = step_of(row)
    return Told(
        row=row,
        when=step_sentences.when(step),
        kind=step_sentences.KINDS[step.kind],
        words=step_sentences.words(step, titles=named),
        again=step_sentences.again(step),
        lasts=step_sentences.lasts(step),
        only_if=step_sentences.only_if(step),
        cap=step_sentences.CAPS[step.cap],
        gaps=tuple(step_words.unapproved(step, known)) if known else (),
    )


def versions(protocol: Protocol, clinics: Iterable[Clinic]) -> list[Protocol]:
    """Every version of it that these clinics see, the newest first."""
    mine = Q(clinic=None) | Q(clinic__in=list(clinics))
    rows = Protocol.objects.filter(mine, slug=protocol.slug).select_related("clinic", "based_on")
    return list(rows.order_by("-version"))


def difference(old: Protocol, new: Protocol) -> list[dict[str, Any]]:
    """Step by step, in words."""
    named = titles()
    found = step_sentences.differences(_facts(old), _facts(new), titles=named)
    return [
        {
            "slug": row.slug,
            "change": row.change,
            "lines": row.lines,
            "told": _in_one_line(row.step, named),
        }
        for row in found
    ]


def _facts(protocol: Protocol) -> list[facts.Step]:
    return protocol_editing.steps_of(protocol)


def _in_one_line(step: facts.Step, named: dict[str, str]) -> str:
    parts = (
        step_sentences.when(step),
        step_sentences.words(step, titles=named),
        step_sentences.again(step),
        step_sentences.lasts(step),
    )
    return " · ".join(part for part in parts if part)


def before(protocol: Protocol, known: Iterable[Protocol]) -> Protocol | None:
    """What it is compared with unless another is asked for: its base, else the last shipped."""
    if protocol.based_on is not None:
        return protocol.based_on
    shipped = (row for row in known if row.clinic_id is None and row.version < protocol.version)
    return next(shipped, None)


def newer_shipped(protocol: Protocol) -> Protocol | None:
    """A shipped version that came after the one which this version goes back to."""
    newest = protocols.newest_shipped(protocol.slug)
    root = protocol
    while root.based_on is not None:
        root = root.based_on
    return newest if newest is not None and newest.version > root.version else None


def at_clinic(protocol: Protocol, clinic: Clinic) -> dict[str, Any]:
    """Where it stands with one clinic: by whom it is on, and how many are on which version."""
    counts = protocol_moving.enrolled(clinic, protocol.slug)
    here = counts.pop(protocol.pk, 0)
    rows = ProtocolApproval.objects.filter(clinic=clinic, protocol=protocol).order_by("id")
    return {
        "clinic": clinic,
        "standing": next((row for row in rows if row.retired_at is None), None),
        "history": _history(list(rows)),
        "here": here,
        "elsewhere": sum(counts.values()),
    }


def _history(rows: list[ProtocolApproval]) -> list[dict[str, Any]]:
    """Each time that it was switched on, with who switched it off and why."""
    keys = [str(row.pk) for row in rows]
    ended = Entry.objects.filter(
        action="protocol.retire", object_type="protocolapproval", object_id__in=keys
    )
    by_row = {entry.object_id: entry for entry in ended}
    return [{"row": row, "ended": by_row.get(str(row.pk))} for row in rows]
