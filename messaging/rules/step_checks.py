"""What can be wrong with one step of a protocol: sentences that tell the mend."""

import re
from collections.abc import Iterator, Mapping
from datetime import time
from enum import StrEnum
from typing import Any

from messaging.rules.conditions import Condition
from messaging.rules.facts import Anchor, CapRule, StepKind

_NEEDED: Mapping[str, type] = {
    "slug": str,
    "kind": str,
    "anchor": str,
    "offset_days": int,
    "words": list,
}
_ALLOWED: Mapping[str, type] = {
    "local_time": time,
    "every_days": int,
    "times": int,
    "until_days": int,
    "first": int,
    "lateness_hours": int,
    "cap": str,
    "merge_key": str,
    "repeat_if_moved": bool,
    "only_if": list,
    "symptom": str,
}
_CHOICES: Mapping[str, type[StrEnum]] = {"kind": StepKind, "anchor": Anchor, "cap": CapRule}
_NAMES = {
    int: "a whole number",
    str: "text in quotes",
    list: "a list",
    bool: "true or false",
    time: "a time such as 17:00:00",
}
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_WORDS = re.compile(r"topic:[a-z0-9-]+|template:[A-Z0-9-]+|question:[QT]-[A-Z-]+|handoff:[a-z_]+")
_FURTHEST_DAYS, _LONGEST_HOURS = 400, 60 * 24
# Planned texts go between these hours; a step outside them would always be moved.
_OPENS, _CLOSES = time(9), time(20)
_OWN_END = frozenset({Anchor.DOSE, Anchor.LAST_VISIT, Anchor.PROCEDURE, Anchor.END})
SEVERITY = "question:Q-SEV"


def complaints(table: Mapping[str, Any]) -> list[str]:
    """Every fault of a step's table; an empty list if it can be used."""
    faults = [*_fields(table), *_choices(table)]
    if faults:
        return faults
    return [*_words(table), *_numbers(table), *_repeats(table), *_rest(table)]


def _fields(table: Mapping[str, Any]) -> Iterator[str]:
    for key in sorted(_NEEDED.keys() - table.keys()):
        yield f"{key} is missing. Add it."
    for key, value in table.items():
        wanted = _NEEDED.get(key) or _ALLOWED.get(key)
        if wanted is None:
            yield f'nothing is known of "{key}". Remove it, or mend its spelling.'
        elif type(value) is not wanted:
            yield f"{key} must be {_NAMES[wanted]}."


def _choices(table: Mapping[str, Any]) -> Iterator[str]:
    for key, choices in _CHOICES.items():
        if isinstance(table.get(key), str) and table[key] not in set(choices):
            yield f'{key} "{table[key]}" is not known. Choose from: {", ".join(choices)}.'


def _words(table: Mapping[str, Any]) -> Iterator[str]:
    words, kind = table["words"], table["kind"]
    if not words:
        yield "words is empty. Name at least one text."
    for word in words:
        if not isinstance(word, str) or not _WORDS.fullmatch(word):
            yield f'words has "{word}". Write topic:…, template:…, question:… or handoff:….'
    named = [str(word) for word in words]
    if (kind == StepKind.STAFF) != any(word.startswith("handoff:") for word in named):
        yield "a staff step, and no other, has handoff: words. Change the kind or the words."
    if kind == StepKind.CHECK_IN and not all(word.startswith("question:") for word in named):
        yield "a check-in asks questions only. Put the other words in a step of their own."
    if (SEVERITY in named) != bool(table.get("symptom")):
        yield "symptom names what Q-SEV asks about. Give both, or neither."


def _numbers(table: Mapping[str, Any]) -> Iterator[str]:
    if abs(table["offset_days"]) > _FURTHEST_DAYS:
        yield f"offset_days is at most {_FURTHEST_DAYS} either way."
    for key in ("every_days", "times", "until_days", "first"):
        if key in table and not 1 <= table[key] <= _FURTHEST_DAYS:
            yield f"{key} is from 1 to {_FURTHEST_DAYS}."
    if not 1 <= table.get("lateness_hours", 24) <= _LONGEST_HOURS:
        yield f"lateness_hours is from 1 to {_LONGEST_HOURS}."


def _repeats(table: Mapping[str, Any]) -> Iterator[str]:
    anchor, every = table["anchor"], table.get("every_days")
    if every is None and ("times" in table or "until_days" in table):
        yield "times and until_days need every_days. Add it, or remove them."
    if "first" in table and anchor != Anchor.DOSE:
        yield "first counts doses. Use it with anchor dose only."
    if every and anchor in _OWN_END and not ("times" in table or "until_days" in table):
        yield "it would repeat without end. Add until_days or times."
    if table.get("until_days", _FURTHEST_DAYS) < table["offset_days"]:
        yield "its first day lies past until_days. Make until_days larger."


def _rest(table: Mapping[str, Any]) -> Iterator[str]:
    if not _SLUG.fullmatch(table["slug"]):
        yield "slug has small letters, digits and single hyphens only."
    at = table.get("local_time")
    if at is not None and table["kind"] != StepKind.STAFF and not _OPENS <= at < _CLOSES:
        yield f"local_time {at:%H:%M} is in quiet hours. Choose one from 09:00 to before 20:00."
    for name in table.get("only_if", ()):
        if name not in set(Condition):
            yield f'only_if "{name}" is not known. Choose from: {", ".join(Condition)}.'
