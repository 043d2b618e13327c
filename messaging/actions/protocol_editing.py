"""A clinic's own version of a protocol: a copy that may be changed until it is approved."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, Q, QuerySet

from content import lookup
from messaging.actions import audit
from messaging.actions.audit import Actor, name_of
from messaging.actions.facts import step_of
from messaging.models import Clinic, Protocol, Step
from messaging.rules import facts, protocol_files, step_checks, step_guards, step_words
from messaging.rules.step_checks import Setting

READ_ONLY = (
    "This version is read only: it was shipped, approved, or patients are on it. "
    "Make the next version out of it."
)


@transaction.atomic
def make_own(*, clinic: Clinic, base: Protocol, why: str, by: Actor, now: datetime) -> Protocol:
    """The clinic's next version, with all steps of `base`; off until it is approved.

    Raises ValidationError without a reason, for another clinic's version, and while an own
    version is still being written.
    """
    Clinic.objects.select_for_update(of=("self",), no_key=True).get(pk=clinic.pk)
    _may_copy(clinic, base, why)
    made = Protocol.objects.create(
        slug=base.slug,
        version=_next_version(clinic, base.slug),
        clinic=clinic,
        title=base.title,
        treatment_kind=base.treatment_kind,
        subtypes=base.subtypes,
        based_on=base,
        made_by=name_of(by),
        why=why.strip()[:200],
        loaded_at=now,
    )
    rows = (row_of(step, made, n) for n, step in enumerate(steps_of(base)))
    Step.objects.bulk_create(rows)
    after = {"protocol": made.slug, "version": made.version, "based_on": base.version}
    audit.record("protocol.copy", made, by=by, now=now, clinic=clinic, after=after, reason=made.why)
    return made


def _may_copy(clinic: Clinic, base: Protocol, why: str) -> None:
    if base.clinic_id not in (None, clinic.pk):
        raise ValidationError("This version is another clinic's own. Copy the shipped one.")
    if not why.strip():
        raise ValidationError({"why": "Say in a few words why you make a version of your own."})
    draft = drafts(clinic).filter(slug=base.slug).first()
    if draft is not None:
        raise ValidationError(
            f"Version {draft.version} is still being written: go on with it, or discard it first."
        )


def _next_version(clinic: Clinic, slug: str) -> int:
    mine = Protocol.objects.filter(Q(clinic=None) | Q(clinic=clinic), slug=slug)
    return int(mine.aggregate(highest=Max("version"))["highest"]) + 1


def drafts(clinic: Clinic) -> QuerySet[Protocol]:
    """The clinic's own versions that were never approved and that nobody is on."""
    return Protocol.objects.filter(clinic=clinic, approvals=None, enrolments=None)


def is_draft(protocol: Protocol) -> bool:
    return Protocol.objects.filter(
        pk=protocol.pk, clinic__isnull=False, approvals=None, enrolments=None
    ).exists()


@transaction.atomic
def discard(*, protocol: Protocol, by: Actor, now: datetime) -> None:
    """Take away a version that was never approved; ValidationError for any other."""
    draft = _opened(protocol)
    after = {"protocol": draft.slug, "version": draft.version}
    audit.record("protocol.discard", draft, by=by, now=now, clinic=draft.clinic, before=after)
    draft.delete()


def setting(clinic: Clinic) -> Setting:
    """What the clinic's steps are held to: its quiet hours, and the words there are."""
    every = lookup.every_template()
    return Setting(
        quiet_from=clinic.quiet_from,
        quiet_to=clinic.quiet_to,
        words=frozenset(choices(clinic)),
        dated=step_words.dated(every),
        symptoms=step_words.symptoms(every),
    )


def choices(clinic: Clinic) -> tuple[str, ...]:
    """The words that a step may name, approved or not."""
    topics = (topic.slug for topic in lookup.library(clinic.wordset_id).topics)
    return step_words.choices(lookup.every_template(), topics=topics)


@transaction.atomic
def save_step(
    *,
    protocol: Protocol,
    table: Mapping[str, Any],
    step: Step | None = None,
    by: Actor,
    now: datetime,
) -> Step:
    """Change a step, or add one at the end; `table` has the fields of a protocol's file.

    A step keeps its slug: by it what was sent is known again in the next version.  Raises
    ValidationError with a sentence for each field that cannot be.
    """
    draft = _opened(protocol)
    slug = step.slug if step is not None else table.get("slug", "")
    table = {**table, "slug": slug}
    _refuse(draft, table, step)
    place = step.position if step is not None else draft.steps.count()
    row = row_of(protocol_files.step_of(table, 0), draft, place)
    row.pk = step.pk if step is not None else None
    row.save()
    _keep_safe(draft)
    _record("protocol.step", row, by=by, now=now)
    return row


def _refuse(draft: Protocol, table: Mapping[str, Any], step: Step | None) -> None:
    said: dict[str, list[str]] = {}
    for fault in step_checks.faults(table, setting(_clinic(draft))):
        said.setdefault(fault.field, []).append(fault.said)
    twins = draft.steps.filter(slug=table["slug"])
    if step is None and twins.exists():
        said.setdefault("slug", []).append("Another step has this name. Choose a different one.")
    if said:
        raise ValidationError(said)


@transaction.atomic
def remove_step(*, step: Step, by: Actor, now: datetime) -> None:
    """Raises ValidationError where the step asks what is asked for safety."""
    draft = _opened(step.protocol)
    _record("protocol.step_remove", step, by=by, now=now)
    step.delete()
    _number(list(draft.steps.all()))
    _keep_safe(draft)


@transaction.atomic
def shift_step(*, step: Step, up: bool, by: Actor, now: datetime) -> None:
    """One place up or down in the list; at its end nothing happens."""
    draft = _opened(step.protocol)
    rows = list(draft.steps.all())
    here = rows.index(step)
    there = here - 1 if up else here + 1
    if 0 <= there < len(rows):
        rows[here], rows[there] = rows[there], rows[here]
        _number(rows)
        _record("protocol.step_order", step, by=by, now=now)


def _number(rows: Sequence[Step]) -> None:
    for n, row in enumerate(rows):
        row.position = n
    Step.objects.bulk_update(rows, ["position"])


def _opened(protocol: Protocol) -> Protocol:
    """The version, locked for a change.  Raises ValidationError if it is read only."""
    rows = Protocol.objects.select_for_update(of=("self",), no_key=True)
    if not is_draft(protocol):
        raise ValidationError(READ_ONLY)
    return rows.get(pk=protocol.pk)


def _clinic(draft: Protocol) -> Clinic:
    if draft.clinic is None:
        raise ValidationError(READ_ONLY)
    return draft.clinic


def _record(action: str, row: Step, *, by: Actor, now: datetime) -> None:
    protocol = row.protocol
    after = {"protocol": protocol.slug, "version": protocol.version, "step": row.slug}
    audit.record(action, protocol, by=by, now=now, clinic=protocol.clinic, after=after)


def _keep_safe(draft: Protocol) -> None:
    if said := _losses(draft, steps_of(draft)):
        raise ValidationError({"words": said})


def _losses(own: Protocol, steps: Iterable[facts.Step]) -> list[str]:
    base = own.based_on
    return step_guards.losses(steps_of(base), steps) if base is not None else []


def faults_of(own: Protocol, steps: Sequence[facts.Step]) -> list[str]:
    """What is wrong by now with a version of a clinic's own: its quiet hours may have changed."""
    held_to = setting(_clinic(own))
    said = [
        f"{step.slug}: {fault.said}"
        for step in steps
        for fault in step_checks.faults(protocol_files.table_of(step), held_to)
    ]
    return [*said, *_losses(own, steps)]


def steps_of(protocol: Protocol) -> list[facts.Step]:
    return [step_of(row) for row in protocol.steps.all()]


def row_of(step: facts.Step, protocol: Protocol, position: int) -> Step:
    """A step of a protocol, not yet stored."""
    return Step(
        protocol=protocol,
        slug=step.slug,
        position=position,
        kind=step.kind.value,
        anchor=step.anchor.value,
        offset_days=step.offset_days,
        local_time=step.local_time,
        **vars(step.recurrence),
        words=list(step.words),
        lateness=step.lateness,
        cap=step.cap.value,
        merge_key=step.merge_key,
        repeat_if_moved=step.repeat_if_moved,
        only_if=sorted(step.only_if),
        symptom=step.symptom,
    )
