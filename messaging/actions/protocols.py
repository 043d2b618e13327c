"""Loads the shipped protocols and switches them on for a clinic, in a person's name."""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from django.db import transaction

from messaging.actions import audit
from messaging.actions.audit import Actor, name_of
from messaging.models import Clinic, Protocol, ProtocolApproval, Step
from messaging.rules import protocol_files
from messaging.rules.facts import Step as StepFacts

FOLDER = Path(__file__).resolve().parent.parent / "protocols"


@transaction.atomic
def load_shipped(*, now: datetime) -> list[Protocol]:
    """Store each shipped file; the same words again change nothing, others make a version.

    Raises protocol_files.BadProtocol with the file's slug and what to mend.
    """
    paths = sorted(FOLDER.glob("*.toml"))
    return [_load(path, now=now) for path in paths]


def _load(path: Path, *, now: datetime) -> Protocol:
    text = path.read_text(encoding="utf-8")
    data = protocol_files.parse(text, slug=path.stem)
    digest = hashlib.sha256(text.encode()).hexdigest()
    newest = Protocol.objects.filter(slug=data.slug, clinic=None).order_by("-version").first()
    if newest is not None and newest.digest == digest:
        return newest
    version = max(data.version, newest.version + 1 if newest else 1)
    protocol = Protocol.objects.create(
        slug=data.slug,
        version=version,
        title=data.title,
        treatment_kind=data.treatment_kind,
        digest=digest,
        loaded_at=now,
    )
    Step.objects.bulk_create(_steps(protocol, data.steps))
    audit.record("protocol.load", protocol, by="load", now=now, after={"version": version})
    return protocol


def _steps(protocol: Protocol, steps: Iterable[StepFacts]) -> Iterable[Step]:
    for position, step in enumerate(steps):
        yield Step(
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


@transaction.atomic
def approve(*, clinic: Clinic, protocols: Iterable[Protocol], by: Actor, now: datetime) -> None:
    """Switch versions on for a clinic; an older version of the same one is retired."""
    for protocol in protocols:
        standing = ProtocolApproval.objects.filter(clinic=clinic, retired_at=None)
        if standing.filter(protocol=protocol).exists():
            continue
        standing.filter(protocol__slug=protocol.slug).update(retired_at=now)
        made = ProtocolApproval.objects.create(
            clinic=clinic, protocol=protocol, approved_by=name_of(by), approved_at=now
        )
        audit.record(
            "protocol.approve",
            made,
            by=by,
            now=now,
            clinic=clinic,
            after={"protocol": protocol.slug, "version": protocol.version},
        )
