"""Which words a step may name, and in which language a clinic has not approved them."""

from dataclasses import replace

import pytest

from content.text.words import Library, Passage, Template, Topic
from messaging.rules import step_words
from messaging.rules.facts import Anchor, Step, StepKind

DAY = frozenset({"day"})
EVERY = (
    Template("Q-PAIN", "en", "", "question"),
    Template("Q-PAIN", "es", "", "question"),
    Template("Q-STAND", "en", "", "question"),
    Template("T-SHOT", "en", "", "visit", DAY),
    Template("T-BLOODTEST", "en", "", "visit"),
    Template("T-MOVED", "en", "", "visit", DAY),
    Template("WHAT-SYMPTOM-NAUSEA", "en", "", "visit"),
    Template("CARD", "en", "", "safety"),
    Template("R-CRISIS", "en", "", "safety"),
    Template("T-LOSS", "en", "", "system"),
)
ASKS = Step(1, "ask", StepKind.CHECK_IN, Anchor.DOSE, 2, ("question:Q-SEV",), symptom="nausea")


def template(slug: str, language: str) -> Template:
    return Template(slug=slug, language=language, body="", kind="question")


def library(*templates: Template, passages: tuple[Passage, ...] = ()) -> Library:
    topics = (Topic("onj", {"en": "Jaw problems"}),)
    return Library(topics=topics, passages=passages, templates=templates)


def test_what_may_go_by_plan() -> None:
    assert step_words.choices(EVERY, topics=["onj"]) == (
        "question:Q-PAIN",
        "template:T-SHOT",
        "template:T-BLOODTEST",
        "template:CARD",
        "topic:onj",
        *step_words.TASKS,
    )


def test_symptoms_are_those_we_have_a_phrase_for() -> None:
    assert step_words.symptoms(EVERY) == {"nausea"}


def test_texts_that_tell_the_day_of_a_visit() -> None:
    assert step_words.dated(EVERY) == {"template:T-SHOT", "template:T-MOVED"}


@pytest.mark.parametrize(
    ("languages", "missing"),
    [
        pytest.param(("en", "es"), [], id="both"),
        pytest.param(("en",), ["Spanish"], id="no Spanish"),
        pytest.param(("es",), ["English"], id="no English"),
        pytest.param((), ["English", "Spanish"], id="none"),
    ],
)
def test_each_missing_language_is_named(languages: tuple[str, ...], missing: list[str]) -> None:
    known = library(*(template("Q-PAIN", code) for code in languages))
    assert step_words.missing("question:Q-PAIN", known) == missing


def test_a_topic_is_approved_by_its_passages() -> None:
    passage = Passage("onj", "es", "guide", 1, 0, 1, "x", "source")
    assert step_words.missing("topic:onj", library(passages=(passage,))) == ["English"]


def test_the_phrase_for_a_symptom_is_needed_as_well() -> None:
    known = library(template("Q-SEV", "en"), template("Q-SEV", "es"))
    assert step_words.unapproved(ASKS, known) == [
        "“Symptom: nausea” (WHAT-SYMPTOM-NAUSEA) is not approved in English and Spanish."
    ]


def test_a_task_for_staff_needs_no_words() -> None:
    gate = replace(ASKS, words=("handoff:dental_gate",), symptom="")
    assert step_words.needed(gate) == ()


def test_what_two_steps_lack_is_said_once() -> None:
    teach = replace(ASKS, words=("topic:onj",), symptom="")
    assert step_words.unapproved_in([teach, replace(teach, slug="again")], library()) == [
        "“About: Jaw problems” (onj) is not approved in English and Spanish."
    ]
