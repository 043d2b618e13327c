"""Which topic a text asks for, and when none may be sent."""

import pytest

from content import catalog
from content.text.match import ALIAS, Index
from content.text.words import Library, Passage, Topic


@pytest.fixture(scope="module")
def index() -> Index:
    return Index.of(catalog.shipped(), catalog.reader())


ASKED = [
    ("ONJ", "onj"),
    ("what is xgeva", "denosumab"),
    ("xgeeva", "denosumab"),
    ("exgeva side effects", "denosumab-side-effects"),
    ("can xgeva hurt my kidneys", "kidney-and-calcium"),
    ("pull a tooth on zometa?", "dental-care"),
    ("does aredia make you tired", "bisphosphonate-side-effects"),
    ("radio pharmaceuticals", "radiopharmaceuticals"),
    ("how many radiation sessions", "radiation-schedules"),
    ("difference between lytic and blastic", "lytic-vs-blastic"),
    ("para qué sirve el ácido zoledrónico", "bisphosphonates"),
    ("que es la vertebroplastía", "bone-cement"),
    ("what is la quimio", "chemotherapy"),
]
HANDED_OVER = [
    "when can i stop zometa",
    "how many mg of zometa",
    "what time is my xgeva shot",
    "how much does xgeva cost",
    "what did my scan show",
    "can i drink wine on xgeva",
    "how long do i have to live",
    "cuantas pastillas me tomo",
    "a que hora es mi cita",
    "can i fly after radiation",
    "pick up milk",
    "the pain stopped",
    "asdfgh",
    "",
]


@pytest.mark.parametrize(("text", "topic"), ASKED, ids=[text for text, _ in ASKED])
def test_a_question_finds_its_topic(index: Index, text: str, topic: str) -> None:
    found = index.best(text)
    assert found is not None
    assert found.topic == topic


@pytest.mark.parametrize("text", HANDED_OVER)
def test_a_question_for_a_person_finds_nothing(index: Index, text: str) -> None:
    assert index.best(text) is None


def test_every_shipped_name_finds_its_own_topic(index: Index) -> None:
    library = catalog.shipped()
    owner: dict[str, str] = {}
    for topic in library.topics:
        for name in (*(n for names in topic.aliases.values() for n in names), *topic.brands):
            owner.setdefault(name, topic.slug)
    found = {name: index.best(name) for name in owner}
    lost = {name for name, match in found.items() if match is None or match.topic != owner[name]}
    assert lost == set()


def test_every_topic_has_questions_in_both_languages_that_find_it(index: Index) -> None:
    for topic in catalog.shipped().topics:
        for language in ("en", "es"):
            asked = topic.questions[language]
            assert len(asked) >= 6
            best = [index.best(text, language) for text in asked]
            assert sum(match is not None and match.topic == topic.slug for match in best) >= (
                0.8 * len(asked)
            )


def test_ranks_fall_and_are_the_same_every_time(index: Index) -> None:
    first = index.ranked("does zometa hurt the jaw")
    assert first == Index.of(catalog.shipped(), catalog.reader()).ranked("does zometa hurt the jaw")
    assert [match.score for match in first] == sorted((m.score for m in first), reverse=True)


def test_a_topic_without_an_approved_passage_is_never_found() -> None:
    topics = (Topic("onj", {"en": "Jaw"}, aliases={"en": ("onj",)}), Topic("denosumab", {}))
    passage = Passage("denosumab", "en", "guide", 1, 0, 5, "Words", "Guide")
    assert Index.of(Library(topics, (passage,), ()), catalog.reader()).best("onj") is None


def test_a_clinics_own_alias_is_found() -> None:
    topic = Topic("denosumab", {"en": "Bone shot"}, aliases={"en": ("the tuesday jab",)})
    found = Index.of(Library((topic,), (), ()), catalog.reader()).best("The Tuesday jab?")
    assert found is not None
    assert (found.topic, found.how) == ("denosumab", ALIAS)
