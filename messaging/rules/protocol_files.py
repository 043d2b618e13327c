"""Reads a protocol from its data file (TOML), and says in sentences what is wrong with one.

A file has `title`, `version`, `treatment_kind` (empty for the protocol everyone is on)
and `[[step]]` tables with the fields of `messaging.rules.facts.Step`.  Lateness is given
in hours; the parts of a recurrence stand beside the other fields.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time, timedelta
from typing import Any

from messaging.rules.facts import Anchor, CapRule, Recurrence, Step, StepKind
from messaging.rules.step_checks import faults as faults_of
from messaging.rules.treatments import TreatmentKind

_RECURRENCE = ("every_days", "times", "until_days", "first")


class BadProtocol(ValueError):
    """One or more sentences, a line each, that name the step and tell the mend."""


@dataclass(frozen=True)
class ProtocolData:
    """A protocol as its file has it; `steps` are numbered from 1 in the order of the file."""

    slug: str
    title: str
    version: int
    treatment_kind: str
    steps: tuple[Step, ...]


def parse(text: str, *, slug: str) -> ProtocolData:
    """The protocol in a file's text; `slug` is the file's name without its ending.

    Raises `BadProtocol` with every fault found, not only the first.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadProtocol(f"{slug}: this is not a TOML file ({error}). Mend that line.") from None
    tables = data.get("step", [])
    faults = _head_faults(data, slug)
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        faults.append(f"{slug}: write each step as its own [[step]] table.")
        tables = []
    for n, table in enumerate(tables, start=1):
        name = table.get("slug") or f"step {n}"
        faults.extend(f"{slug}, {name}: {f.field}: {f.said}" for f in faults_of(table))
    faults.extend(_twins(tables, slug))
    if faults:
        raise BadProtocol("\n".join(faults))
    steps = tuple(step_of(table, n) for n, table in enumerate(tables, start=1))
    return ProtocolData(
        slug=slug,
        title=data["title"],
        version=data["version"],
        treatment_kind=data["treatment_kind"],
        steps=steps,
    )


def _head_faults(data: Mapping[str, Any], slug: str) -> list[str]:
    faults = []
    version, kind, title = (data.get(key) for key in ("version", "treatment_kind", "title"))
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        faults.append(f"{slug}: give a version, a whole number from 1.")
    if not isinstance(title, str) or not title:
        faults.append(f"{slug}: give a title that coordinators will read.")
    if kind != "" and kind not in set(TreatmentKind):
        known = ", ".join(TreatmentKind)
        faults.append(f'{slug}: treatment_kind is one of {known}, or "" for everyone.')
    unknown = sorted(set(data) - {"version", "treatment_kind", "title", "step"})
    faults.extend(f'{slug}: nothing is known of "{key}". Remove it.' for key in unknown)
    return faults


def _twins(tables: list[dict[str, Any]], slug: str) -> list[str]:
    names = [str(table.get("slug")) for table in tables]
    twins = sorted({name for name in names if names.count(name) > 1})
    return [f'{slug}: two steps are called "{name}". Rename one.' for name in twins]


def step_of(table: Mapping[str, Any], number: int) -> Step:
    """The step that a table without faults describes."""
    parts = {key: table[key] for key in _RECURRENCE if key in table}
    at: time | None = table.get("local_time")
    return Step(
        id=number,
        slug=table["slug"],
        kind=StepKind(table["kind"]),
        anchor=Anchor(table["anchor"]),
        offset_days=table["offset_days"],
        words=tuple(table["words"]),
        local_time=at,
        recurrence=Recurrence(**parts),
        lateness=timedelta(hours=table.get("lateness_hours", 24)),
        cap=CapRule(table.get("cap", CapRule.MOVE)),
        merge_key=table.get("merge_key", ""),
        repeat_if_moved=table.get("repeat_if_moved", False),
        only_if=frozenset(table.get("only_if", ())),
        symptom=table.get("symptom", ""),
    )


def table_of(step: Step) -> dict[str, Any]:
    """The step as a file would have it; what is empty is left out."""
    limits = {key: getattr(step.recurrence, key) for key in _RECURRENCE}
    optional = {**limits, "local_time": step.local_time, "symptom": step.symptom}
    return {
        "slug": step.slug,
        "kind": step.kind.value,
        "anchor": step.anchor.value,
        "offset_days": step.offset_days,
        "words": list(step.words),
        "lateness_hours": step.lateness // timedelta(hours=1),
        "cap": step.cap.value,
        "merge_key": step.merge_key,
        "repeat_if_moved": step.repeat_if_moved,
        "only_if": sorted(step.only_if),
        **{key: value for key, value in optional.items() if value},
    }
