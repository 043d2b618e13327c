"""Finds the most pressing red flag in a text (`docs/care.md` section 8).

A red flag is a symptom reported now, by the patient or a caregiver.  A hit is
dropped when it is denied ("no fever"), past and settled ("last month, fine now"),
a general question ("does it cause fevers") or an idiom; never because someone else
writes for the patient.  In doubt it stays: the safe mistake is a false alert.
"""

import re
from dataclasses import dataclass, field

from content.text import common, fold
from content.text.spelling import Speller
from messaging.rules import red_flag_drops as drops
from messaging.rules import temperatures, triage
from messaging.rules.kinds import Asked, Flag, Level, RedFlag
from messaging.rules.red_flag_rules import PAIN_NUMBER, RULES
from messaging.rules.red_flag_words import CONCEPTS, SHORT_WORDS, SPELLINGS

_LEVELS = (Level.EMERGENCY, Level.URGENT, Level.SAME_DAY)
_SPACED_BAR = re.compile(r"\s+\|\s+")
_LISTING = re.compile(r" [,-](?= )")  # "red, hot and swollen" is read as one run of words
_SPACE = re.compile(r"\s+")
_CONCEPT = re.compile(r"\{([A-Z_]+)\}")
_GAPS = ((" ~~ ", r" (?:[^ .?]+ ){0,9}"), (" ~ ", r" (?:[^ .?]+ ){0,4}"))
_CLOSE = r" (?:[^ .?]+ ){0,4}"


@dataclass(frozen=True)
class _Pattern:
    """All of `parts` must be found; the first one's place decides whether it is denied."""

    parts: tuple[re.Pattern[str], ...]
    numeric: bool


@dataclass(frozen=True)
class _Ready:
    flag: Flag
    level: Level
    patterns: tuple[_Pattern, ...]


@dataclass(frozen=True)
class _Line:
    """One text's plain line, and what was found out about its places while reading it."""

    text: str
    known: dict[tuple[int, int, bool], bool] = field(default_factory=dict)

    def dropped(self, start: int, end: int, *, grave: bool) -> bool:
        place = (start, end, grave)
        if place not in self.known:
            self.known[place] = drops.dropped(self.text, start, end, grave=grave)
        return self.known[place]


def find(text: str, *, asked: Asked | None = None) -> RedFlag | None:
    """The most pressing red flag, or None.

    `asked`: with an open question a number is its answer and alone no red flag,
    but an open question never hides a symptom.
    """
    line = drops.without_idioms(plain(text))
    heat = _heat(text, line)
    if heat and heat.level is not Level.SAME_DAY:
        found = _first(_Line(line), _EMERGENCIES, asked)
        return found or heat
    return _first(_Line(line), _READY, asked) or heat


def dismissed(text: str) -> bool:
    """Are there words of a symptom in it that are denied, over, or only asked about?"""
    line = _Line(drops.without_idioms(plain(text)))
    return _first(line, _READY, None) is None and any(line.known.values())


def plain(text: str) -> str:
    """The line that the rules read: folded, and misspelt symptom words mended."""
    return _SPELLER.repair_line(_LISTING.sub("", fold.normal(text)))


def reply(flag: Flag, level: Level) -> str:
    """Slug of the safety text for a red flag."""
    if flag in _REPLIES:
        return _REPLIES[flag]
    return {Level.EMERGENCY: "R-EMERG", Level.SAME_DAY: "R-SAMEDAY"}.get(level, "R-URGENT")


_REPLIES = {
    Flag.FEVER_INFECTION: "R-FEVER",
    Flag.SELF_HARM: "R-CRISIS",
    Flag.UNCONTROLLED_PAIN: "R-PAIN9",
    Flag.JAW: "R-SAMEDAY",
}


def _first(line: _Line, rules: "tuple[_Ready, ...]", asked: Asked | None) -> RedFlag | None:
    for rule in rules:
        for pattern in rule.patterns:
            if pattern.numeric and asked is Asked.PAIN:
                continue
            matched = _match(line, pattern, grave=rule.flag is Flag.SELF_HARM)
            if matched and not _low_temperature(rule.flag, line.text, matched):
                return RedFlag(rule.flag, rule.level, reply(rule.flag, rule.level), matched)
    return None


def _match(line: _Line, pattern: _Pattern, *, grave: bool) -> str:
    """What the pattern's first part matched, where each part stands undenied; else ""."""
    found = [_standing(line, part, grave=grave) for part in pattern.parts]
    return found[0] if all(found) else ""


def _standing(line: _Line, part: re.Pattern[str], *, grave: bool) -> str:
    for found in part.finditer(line.text):
        if not line.dropped(found.start(), found.end(), grave=grave):
            return found[0]
    return ""


def _heat(text: str, line: str) -> RedFlag | None:
    degrees = temperatures.fahrenheit(text)
    if degrees is None or degrees < triage.NEARLY_FEVER_F or drops.not_now(line):
        return None
    if degrees < triage.FEVER_F:
        return RedFlag(Flag.FEVER_INFECTION, Level.SAME_DAY, "T-FEVERMID", f"{degrees}")
    return RedFlag(Flag.FEVER_INFECTION, Level.EMERGENCY, "R-FEVER", f"{degrees}")


def _low_temperature(flag: Flag, line: str, matched: str) -> bool:
    """A fever word beside a measured temperature below 100.4 F is not a fever (chills are)."""
    if flag is not Flag.FEVER_INFECTION or not _FEVER_WORD.fullmatch(matched):
        return False
    degrees = temperatures.fahrenheit(line)
    return degrees is not None and degrees < triage.FEVER_F


def _expand(pattern: str) -> str:
    def concept(found: re.Match[str]) -> str:
        body = _SPACED_BAR.sub("|", _SPACE.sub(" ", CONCEPTS[found[1]]).strip())
        return f"(?:{body})"

    return _CONCEPT.sub(concept, pattern)


def _split(text: str, mark: str) -> list[str]:
    """Split at `mark` where no bracket is open."""
    parts, depth, start, at = [], 0, 0, 0
    while at < len(text):
        depth += (text[at] == "(") - (text[at] == ")")
        if depth == 0 and text.startswith(mark, at):
            parts.append(text[start:at])
            start = at = at + len(mark)
        else:
            at += 1
    return [*parts, text[start:]]


def _compile_part(text: str) -> re.Pattern[str]:
    body = _SPACED_BAR.sub("|", text.strip())
    sides = [_gaps(side.strip()) for side in _split(body, " & ")]
    if len(sides) == 2:
        one, other = sides
        body = f"(?:{one}){_CLOSE}(?:{other})|(?:{other}){_CLOSE}(?:{one})"
    else:
        body = sides[0]
    return re.compile(rf"(?<![a-z0-9.])(?:{body})(?![a-z0-9])")


def _gaps(text: str) -> str:
    for mark, gap in _GAPS:
        text = text.replace(mark, gap)
    return text


def _compile(pattern: str, *, numeric: bool) -> list[_Pattern]:
    return [
        _Pattern(tuple(_compile_part(part) for part in _split(choice, " + ")), numeric)
        for choice in _choices(_expand(pattern))
    ]


def _choices(text: str) -> list[str]:
    """Alternatives at the top level, those of one part joined into one pattern for speed."""
    choices = [choice.strip() for choice in _split(text, "|")]
    joined = [c for c in choices if len(_split(c, " + ")) == 1 and len(_split(c, " & ")) == 1]
    rest = [c for c in choices if c not in joined]
    return ([f"(?:{'|'.join(joined)})"] if joined else []) + rest


def _ready() -> "tuple[_Ready, ...]":
    """The rules by level; after each level's own come its pairs of words, however far apart."""
    near = [_Ready(flag, level, _patterns(said)) for flag, level, said in RULES]
    far = [_Ready(flag, level, _far_apart(said)) for flag, level, said in RULES]
    return tuple(sorted((*near, *far), key=lambda rule: _LEVELS.index(rule.level)))


def _patterns(said: tuple[str, ...]) -> tuple[_Pattern, ...]:
    numeric = said is PAIN_NUMBER
    return tuple(ready for text in said for ready in _compile(text, numeric=numeric))


def _far_apart(said: tuple[str, ...]) -> tuple[_Pattern, ...]:
    pairs = (choice for text in said for choice in _split(_expand(text), "|"))
    return tuple(
        _Pattern(tuple(_compile_part(side) for side in _split(pair, " & ")), numeric=False)
        for pair in pairs
        if len(_split(pair, " & ")) == 2
    )


_RULE_TEXT = " ".join((*CONCEPTS.values(), *(p for _, _, patterns in RULES for p in patterns)))
_STEMS = frozenset(re.findall(r"(?<![a-z\\])([a-z]{3,})(?:\\w|\(\?:|\[)", _RULE_TEXT))
_WHOLE_WORDS = frozenset(re.findall(r"(?<![a-z\\])([a-z]{4,})(?![a-z\\(\[?])", _RULE_TEXT))
_KNOWN = common.WORDS | frozenset(
    form
    for word in re.findall(r"(?<![a-z\\])[a-z]{4,}", _RULE_TEXT)
    for form in (word, word.removesuffix("s"))
)


_READY = _ready()
_EMERGENCIES = tuple(rule for rule in _READY if rule.level is Level.EMERGENCY)
_FEVER_WORD = _compile_part(_expand("{FEVER}"))
_SPELLER = Speller.of(
    {word for word in _WHOLE_WORDS if len(word) >= 5} | SPELLINGS | SHORT_WORDS,
    known=_KNOWN,
    stems=_STEMS,
    strict=True,
)
