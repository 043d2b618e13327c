"""Loads the shipped protocols, and switches versions on and off for a clinic, by name."""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from messaging.actions import audit, composing, protocol_editing
from messaging.actions.audit import Actor, name_of
from messaging.models import Clinic, Protocol, ProtocolApproval, Step
from messaging.rules import protocol_files, step_words

FOLDER = Path(__file__).resolve().parent.parent / "protocols"


@transaction.atomic
def load_shipped(*, now: datetime, folder: Path = FOLDER) -> list[Protocol]:
    """Store each shipped file; the same words again change nothing, others make a version.

    Nobody who is enrolled is touched by a new version.  Raises protocol_files.BadProtocol
    with the file's slug, the step and what to mend.
    """
    return [_load(path, now=now) for path in sorted(folder.glob("*.toml"))]


def _load(path: Path, *, now: datetime) -> Protocol:
    text = path.read_text(encoding="utf-8")
    data = protocol_files.parse(text, slug=path.stem)
    digest = hashlib.sha256(text.encode()).hexdigest()
    newest = newest_shipped(data.slug)
    if newest is not None and newest.digest == digest:
        return newest
    version = max(data.version, _highest(data.slug) + 1)
    protocol = Protocol.objects.create(
        slug=data.slug,
        version=version,
        title=data.title,
        treatment_kind=data.treatment_kind,
        digest=digest,
        loaded_at=now,
    )
    rows = (protocol_editing.row_of(step, protocol, n) for n, step in enumerate(data.steps))
    Step.objects.bulk_create(rows)
    audit.record("protocol.load", protocol, by="load", now=now, after={"version": version})
    return protocol


def newest_shipped(slug: str) -> Protocol | None:
    return Protocol.objects.filter(slug=slug, clinic=None).order_by("-version").first()


def _highest(slug: str) -> int:
    """Above every clinic's own versions too, so that a higher number is always newer."""
    found = Protocol.objects.filter(slug=slug).aggregate(highest=Max("version"))["highest"]
    return int(found or 0)


@transaction.atomic
def approve(*, clinic: Clinic, protocols: Iterable[Protocol], by: Actor, now: datetime) -> None:
    """Switch versions on for a clinic's new enrolments; an older one of the same is retired.

    Raises ValidationError with a sentence for each text that is not approved in English and
    Spanish, and for whatever else a version of the clinic's own lacks.
    """
    for protocol in protocols:
        standing = ProtocolApproval.objects.filter(clinic=clinic, retired_at=None)
        if standing.filter(protocol=protocol).exists():
            continue
        if said := objections(clinic=clinic, protocol=protocol, now=now):
            raise ValidationError(said)
        for older in standing.filter(protocol__slug=protocol.slug).select_related("protocol"):
            _retire(older, by=by, now=now, reason=f"version {protocol.version} came in its place")
        made = ProtocolApproval.objects.create(
            clinic=clinic, protocol=protocol, approved_by=name_of(by), approved_at=now
        )
        after = {"protocol": protocol.slug, "version": protocol.version}
        audit.record("protocol.approve", made, by=by, now=now, clinic=clinic, after=after)


def objections(*, clinic: Clinic, protocol: Protocol, now: datetime) -> list[str]:
    """Why a clinic may not switch this version on, a sentence each; empty if it may."""
    if protocol.clinic_id not in (None, clinic.pk):
        return ["This version is another clinic's own. Make one of yours out of the shipped one."]
    steps = protocol_editing.steps_of(protocol)
    known = composing.library(clinic, now=now)
    said = step_words.unapproved_in(steps, known)
    if said:
        said.append("A reviewer approves the words first, or the step gets others.")
    if protocol.clinic_id is not None:
        said += protocol_editing.faults_of(protocol, steps)
    return said


@transaction.atomic
def switch_off(
    *, clinic: Clinic, protocol: Protocol, by: Actor, now: datetime, why: str = ""
) -> None:
    """No new enrolment on this version; who is on it stays.  ValidationError if it is off."""
    rows = ProtocolApproval.objects.select_for_update(of=("self",), no_key=True)
    standing = rows.filter(clinic=clinic, protocol=protocol, retired_at=None).first()
    if standing is None:
        raise ValidationError("This version is switched off already: reload the page.")
    _retire(standing, by=by, now=now, reason=why)


def _retire(row: ProtocolApproval, *, by: Actor, now: datetime, reason: str) -> None:
    ProtocolApproval.objects.filter(pk=row.pk).update(retired_at=now)
    after = {"protocol": row.protocol.slug, "version": row.protocol.version}
    audit.record(
        "protocol.retire", row, by=by, now=now, clinic=row.clinic, after=after, reason=reason
    )
