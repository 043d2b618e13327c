"""What can be wrong with one step of a protocol: sentences that tell the mend.

The same checks hold for the shipped files and for a clinic's own versions.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import time, timedelta
from enum import StrEnum
from typing import Any

from messaging.rules.conditions import Condition
from messaging.rules.facts import Anchor, CapRule, StepKind
from messaging.rules.lines import MOST_QUESTIONS

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
_LONGEST = {"slug": 60, "merge_key": 40, "symptom": 40}
_FURTHEST_DAYS, _LONGEST_HOURS, _USUAL_HOURS = 400, 60 * 24, 24
# What may still go out before the night; a text with less left to it must outlast the night.
_ENOUGH = timedelta(hours=1)
# What repeats from these ends with the treatment; from any other day it needs an end of its own.
_ENDED = frozenset({Anchor.JOINED, Anchor.START, Anchor.FIRST_VISIT})
# Nothing ends with these: what comes ahead of them is of use for as long as the step says.
_NO_VISIT = frozenset({Anchor.JOINED, Anchor.END})
_VISITS = frozenset({Anchor.DOSE, Anchor.FIRST_VISIT, Anchor.LAST_VISIT, Anchor.PROCEDURE})
SEVERITY = "question:Q-SEV"


@dataclass(frozen=True)
class Fault:
    """`field` is the key of the step's table at which the sentence belongs."""

    field: str
    said: str


@dataclass(frozen=True)
class Setting:
    """What a step is held to: quiet hours, and the words that exist (None: any may).

    `dated` are the words that tell the day of a visit, `symptoms` what Q-SEV may ask about.
    """

    quiet_from: time = time(20)
    quiet_to: time = time(9)
    words: frozenset[str] | None = None
    dated: frozenset[str] = frozenset()
    symptoms: frozenset[str] | None = None


# Planned texts of the files that we ship go between nine and twenty.
SHIPPED = Setting()


def faults(table: Mapping[str, Any], setting: Setting = SHIPPED) -> list[Fault]:
    """Every fault of a step's table; an empty list if it can be used."""
    found = [*_fields(table), *_choices(table)]
    if found:
        return found
    return [
        *_words(table, setting),
        *_sorts(table),
        *_about(table, setting),
        *_numbers(table),
        *_repeats(table),
        *_usefulness(table, setting),
        *_names(table),
        *_conditions(table),
    ]


def _fields(table: Mapping[str, Any]) -> Iterator[Fault]:
    for key in sorted(_NEEDED.keys() - table.keys()):
        yield Fault(key, "It is missing. Add it.")
    for key, value in table.items():
        wanted = _NEEDED.get(key) or _ALLOWED.get(key)
        if wanted is None:
            yield Fault(key, f'Nothing is known of "{key}". Remove it, or mend its spelling.')
        elif type(value) is not wanted:
            yield Fault(key, f"It must be {_NAMES[wanted]}.")


def _choices(table: Mapping[str, Any]) -> Iterator[Fault]:
    for key, choices in _CHOICES.items():
        if isinstance(table.get(key), str) and table[key] not in set(choices):
            known = ", ".join(choices)
            yield Fault(key, f'"{table[key]}" is not known. Choose from: {known}.')


def _words(table: Mapping[str, Any], setting: Setting) -> Iterator[Fault]:
    words = table["words"]
    if not words:
        yield Fault("words", "There are no words. Name at least one text.")
    for word in words:
        if not isinstance(word, str) or not _WORDS.fullmatch(word):
            said = f'"{word}" is no text. Write topic:…, template:…, question:… or handoff:….'
            yield Fault("words", said)
        elif setting.words is not None and word not in setting.words:
            yield Fault("words", f'There are no words "{word}". Choose others from the list.')
    if len(set(map(str, words))) < len(words):
        yield Fault("words", "The same words stand twice. Take one out.")


def _sorts(table: Mapping[str, Any]) -> Iterator[Fault]:
    kind, words = table["kind"], [str(word) for word in table["words"]]
    questions = [word for word in words if word.startswith("question:")]
    if (kind == StepKind.STAFF) != any(word.startswith("handoff:") for word in words):
        said = "A staff step, and no other, has tasks (handoff:). Change the kind or the words."
        yield Fault("words", said)
    if kind == StepKind.CHECK_IN and len(questions) < len(words):
        said = "A check-in asks questions only. Put the other words in a step of their own."
        yield Fault("words", said)
    if any(_asks_amiss(kind, word) for word in questions):
        yield Fault("words", "Only a check-in asks questions. Make it one, or take them out.")
    if len(questions) > MOST_QUESTIONS:
        said = f"A check-in asks at most {MOST_QUESTIONS} questions. Put the rest in another step."
        yield Fault("words", said)


def _about(table: Mapping[str, Any], setting: Setting) -> Iterator[Fault]:
    """What the words are about: the symptom of Q-SEV, the visit of a reminder."""
    symptom = table.get("symptom", "")
    if (SEVERITY in table["words"]) != bool(symptom):
        yield Fault("symptom", "It names what Q-SEV asks about. Give both, or neither.")
    elif symptom and setting.symptoms is not None and symptom not in setting.symptoms:
        known = ", ".join(sorted(setting.symptoms))
        yield Fault("symptom", f'There are no words for "{symptom}". Choose from: {known}.')
    if table["anchor"] not in _VISITS and not setting.dated.isdisjoint(map(str, table["words"])):
        said = "The words tell the day of a visit. Count from a dose, a visit or the procedure."
        yield Fault("anchor", said)


def _asks_amiss(kind: str, word: str) -> bool:
    """Upkeep ("still your phone?") may be asked by a system step as well."""
    upkeep = kind == StepKind.SYSTEM and word.startswith("question:T-")
    return kind != StepKind.CHECK_IN and not upkeep


def _numbers(table: Mapping[str, Any]) -> Iterator[Fault]:
    if abs(table["offset_days"]) > _FURTHEST_DAYS:
        yield Fault("offset_days", f"It is at most {_FURTHEST_DAYS} days either way.")
    for key in ("every_days", "times", "until_days", "first"):
        if key in table and not 1 <= table[key] <= _FURTHEST_DAYS:
            yield Fault(key, f"It is from 1 to {_FURTHEST_DAYS}.")
    if not 1 <= _lateness(table) <= _LONGEST_HOURS:
        yield Fault("lateness_hours", f"It is from 1 to {_LONGEST_HOURS} hours.")


def _repeats(table: Mapping[str, Any]) -> Iterator[Fault]:
    anchor, every = table["anchor"], table.get("every_days")
    if every is None and ("times" in table or "until_days" in table):
        said = "An end is given (times, until_days) and nothing repeats. Add it, or clear the end."
        yield Fault("every_days", said)
    if "first" in table and anchor != Anchor.DOSE:
        yield Fault("first", "It counts doses. Use it with the anchor dose only.")
    if every and anchor not in _ENDED and not ("times" in table or "until_days" in table):
        said = "It would repeat without end. Say how many times, or until which day."
        yield Fault("every_days", said)
    if table.get("until_days", _FURTHEST_DAYS) < table["offset_days"]:
        said = f"Its first day ({table['offset_days']}) lies past its last. Make it larger."
        yield Fault("until_days", said)


def _usefulness(table: Mapping[str, Any], setting: Setting) -> Iterator[Fault]:
    if table["kind"] == StepKind.STAFF:
        return
    most = (1 - table["offset_days"]) * 24
    ahead = table["offset_days"] < 0 and table["anchor"] not in _NO_VISIT
    if ahead and not table.get("every_days") and _lateness(table) > most:
        said = f"It would still go after the day that it is about. Make it at most {most} hours."
        yield Fault("lateness_hours", said)
    if (at := table.get("local_time")) is not None:
        yield from _at_night(at, _lateness(table), setting)


def _at_night(at: time, lateness: int, setting: Setting) -> Iterator[Fault]:
    opens, closes = setting.quiet_to, setting.quiet_from
    if opens == closes:
        return
    if _quiet(at, setting):
        said = f"{at:%H:%M} is in quiet hours. Choose one from {opens:%H:%M} to before "
        yield Fault("local_time", f"{said}{closes:%H:%M}.")
        return
    left, night = _until(at, closes), _until(closes, opens)
    if left < _ENOUGH and timedelta(hours=lateness) <= left + night:
        needed = (left + night) // timedelta(hours=1) + 1
        said = (
            f"Only {left // timedelta(minutes=1)} minutes are left before quiet hours. "
            f"Make it at least {needed} hours, past the night, or choose an earlier time."
        )
        yield Fault("lateness_hours", said)


def _quiet(at: time, setting: Setting) -> bool:
    return _until(setting.quiet_from, at) < _until(setting.quiet_from, setting.quiet_to)


def _until(start: time, end: time) -> timedelta:
    """From one wall time to the next time that the other one comes."""
    return (_since_midnight(end) - _since_midnight(start)) % timedelta(days=1)


def _since_midnight(at: time) -> timedelta:
    return timedelta(hours=at.hour, minutes=at.minute, seconds=at.second)


def _lateness(table: Mapping[str, Any]) -> int:
    return int(table.get("lateness_hours", _USUAL_HOURS))


def _names(table: Mapping[str, Any]) -> Iterator[Fault]:
    for key, most in _LONGEST.items():
        name = table.get(key, "")
        if (name or key == "slug") and not _SLUG.fullmatch(name):
            yield Fault(key, "It has small letters, digits and single hyphens only.")
        if len(name) > most:
            yield Fault(key, f"It has at most {most} letters.")


def _conditions(table: Mapping[str, Any]) -> Iterator[Fault]:
    for name in table.get("only_if", ()):
        if name not in set(Condition):
            known = ", ".join(Condition)
            yield Fault("only_if", f'"{name}" is not known. Choose from: {known}.')
