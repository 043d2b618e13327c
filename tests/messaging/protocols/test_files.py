"""The shipped protocols as files: they parse, and every word they name is in our library."""

import tomllib
from pathlib import Path

import pytest

import content
from messaging.rules.facts import CapRule, Step, StepKind
from messaging.rules.treatments import TreatmentKind
from tests.messaging.invented import FOLDER, PROTOCOLS

LIBRARY = Path(content.__path__[0]) / "library"
STEPS = [
    pytest.param(step, id=f"{slug}-{step.slug}")
    for slug, protocol in PROTOCOLS.items()
    for step in protocol.steps
]


def templates() -> dict[str, dict[str, object]]:
    found: dict[str, dict[str, object]] = {}
    for path in (LIBRARY / "templates").glob("*.toml"):
        found |= tomllib.loads(path.read_text(encoding="utf-8"))
    return found


def test_there_is_one_for_everyone_and_one_for_each_treatment() -> None:
    assert set(PROTOCOLS) == {"everyone", *TreatmentKind}
    for slug, protocol in PROTOCOLS.items():
        assert protocol.treatment_kind == ("" if slug == "everyone" else slug)


def test_the_folder_holds_data_alone() -> None:
    assert {path.suffix for path in FOLDER.iterdir() if path.is_file()} == {".toml"}


@pytest.mark.parametrize("step", STEPS)
def test_its_words_are_in_the_library(step: Step) -> None:
    topics = tomllib.loads((LIBRARY / "topics.toml").read_text(encoding="utf-8"))
    known = templates()
    for word in step.words:
        kind, name = word.split(":")
        assert kind == "handoff" or name in (topics if kind == "topic" else known)
        if kind == "question":
            assert "answer" in known[name]


@pytest.mark.parametrize("step", STEPS)
def test_safety_texts_are_never_dropped(step: Step) -> None:
    spared = {StepKind.SYSTEM, StepKind.PRECAUTION, StepKind.STAFF}
    always = {"question:Q-TEMP", "question:Q-CALC"}
    if step.kind in spared or always & set(step.words):
        assert step.cap is CapRule.EXEMPT
    else:
        assert step.cap is not CapRule.EXEMPT


@pytest.mark.parametrize("step", STEPS)
def test_visit_texts_are_kept_and_go_again_when_the_visit_moves(step: Step) -> None:
    visits = {"template:T-VISIT", "template:T-SHOT", "template:T-DRIP", "template:T-PREP"}
    if visits & set(step.words):
        assert (step.cap, step.repeat_if_moved) == (CapRule.KEEP, True)
        assert step.kind is StepKind.REMINDER
