"""Codes, references and levels, told in plain words."""

from pathlib import Path
from tomllib import loads

import pytest

import messaging.protocols
from messaging.rules import spoken
from messaging.rules.kinds import Flag, Kind, Level
from messaging.rules.reasons import Reason, sentence

SHIPPED = Path(messaging.protocols.__path__[0])
REFS = sorted(
    {
        ref
        for file in SHIPPED.glob("*.toml")
        for step in loads(file.read_text(encoding="utf-8")).get("step", ())
        for ref in step["words"]
        if not ref.startswith("topic:")
    }
)
TITLES = {"jaw": "Jaw problems"}


@pytest.mark.parametrize("code", sorted(spoken.CODES))
def test_every_code_is_a_sentence(code: int) -> None:
    said = spoken.code(code)
    assert said[0].isupper()
    assert said.endswith(".")


def test_an_unknown_code_is_named() -> None:
    assert "39999" in spoken.code(39999)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (30003, "Not delivered. The phone was off or out of reach."),
        (39999, "code 39999"),
        (None, "Not delivered."),
    ],
)
def test_a_failure(code: int | None, words: str) -> None:
    assert words in spoken.failure(code)


@pytest.mark.parametrize(
    ("reason", "code", "told"),
    [
        ("", None, ""),
        ("no longer useful", None, "It could not go out while it was of use."),
        ("over_cap", None, sentence(Reason.OVER_CAP)),
        ("refused by the provider: 21610", 21610, spoken.CODES[21610]),
        ("somebody's own words", None, "somebody's own words"),
    ],
)
def test_a_reason_is_explained(reason: str, code: int | None, told: str) -> None:
    assert spoken.explain(reason, code) == told


@pytest.mark.parametrize(
    ("ref", "words"),
    [
        ("topic:jaw", "About: Jaw problems"),
        ("topic:not-known", "About: not known"),
        ("question:Q-PAIN", "Check-in: pain (0 to 10)"),
        ("question:Q-SEV:nausea", "Check-in: nausea (A to E)"),
        ("question:X-NEW", "Check-in: X-NEW"),
        ("template:T-VISIT", "Visit reminder"),
        ("template:X-NEW", "Text X-NEW"),
        ("handoff:missed_dose", "To do: dose not recorded"),
        ("handoff:call_back", "To do: call back"),
    ],
)
def test_a_planned_text(ref: str, words: str) -> None:
    assert spoken.planned(ref, titles=TITLES) == words


@pytest.mark.parametrize("ref", REFS)
def test_whatever_else_a_shipped_protocol_sends_has_a_name(ref: str) -> None:
    assert ref.partition(":")[2] not in spoken.planned(ref, titles={})


@pytest.mark.parametrize(
    ("refs", "words"),
    [
        ((), ""),
        (
            ("question:Q-CORD", "question:Q-BREAK", "question:Q-PAIN"),
            "Check-in: weak or numb legs; falls and new sharp pain; pain (0 to 10)",
        ),
        (("question:Q-PAIN", "topic:jaw"), "Check-in: pain (0 to 10); About: Jaw problems"),
        (("template:T-VISIT", "template:M-FLOSS"), "Visit reminder; Mouth care: floss"),
    ],
)
def test_all_that_one_text_holds(refs: tuple[str, ...], words: str) -> None:
    assert spoken.content(refs, titles=TITLES) == words


@pytest.mark.parametrize(
    ("kind", "topic", "flag", "words"),
    [
        ("passage", "Jaw problems", "", "a question about Jaw problems"),
        ("none", "", "", "for a person to read"),
        ("none", "", "bleeding", "a warning sign (bleeding)"),
        ("red_flag", "", "cord-compression", "a warning sign (cord compression)"),
        ("", "", "", ""),
    ],
)
def test_how_a_text_was_read(kind: str, topic: str, flag: str, words: str) -> None:
    assert spoken.read_as(kind, topic=topic, flag=flag) == words


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_has_words(kind: Kind) -> None:
    assert spoken.read_as(kind)


@pytest.mark.parametrize("level", Level)
def test_every_level_has_words(level: Level) -> None:
    assert spoken.level(level) == level.replace("_", " ").lower()


@pytest.mark.parametrize("flag", Flag)
def test_a_warning_sign_is_words(flag: Flag) -> None:
    assert "-" not in spoken.sign(flag)
