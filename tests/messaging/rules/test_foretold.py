"""What the desk is told that the service would do, in the service's order."""

import pytest

from content import catalog
from content.text.match import Index
from messaging.rules import foretold, intents, triage


@pytest.fixture(scope="module")
def index() -> Index:
    return Index.of(catalog.shipped())


@pytest.mark.parametrize(
    ("text", "question", "sentences"),
    [
        pytest.param("what is xgeva", "", ["An approved passage"], id="a question"),
        pytest.param(
            "cant feel my legs", "", ["An alert opens", "The safety text goes"], id="a warning sign"
        ),
        pytest.param(
            "stop texting me i have chest pain",
            "",
            ["An alert opens", "Texts to this phone end", "No safety text", "One confirmation"],
            id="both",
        ),
        pytest.param("no", "Q-STAND", ["The answer “no”", "It opens an alert: emer"], id="alert"),
        pytest.param(
            "yes", "Q-BREAK", ["The answer", "It opens", "Then comes the question"], id="more"
        ),
        pytest.param("banana", "Q-PAIN", ["It is no answer"], id="no answer"),
        pytest.param("LESS", "", ["Tips and teaching"], id="less"),
        pytest.param("HELP", "", ["She is told what this is"], id="help"),
        pytest.param("START", "", ["She has joined already"], id="start"),
        pytest.param("thanks", "", ["A word back"], id="thanks"),
        pytest.param("wrong number", "", ["Texts to this phone are paused"], id="wrong number"),
        pytest.param("zorbaflex wibble", "", ["It goes at once on the list"], id="nothing"),
    ],
)
def test_deeds(index: Index, text: str, question: str, sentences: list[str]) -> None:
    asked = triage.form(question) if question else None
    read = intents.read(text, index=index, asked=asked)
    told = foretold.deeds(read, question=question)
    begun = [said.startswith(begin) for said, begin in zip(told, sentences, strict=False)]
    assert begun == [True] * len(sentences), told


@pytest.mark.parametrize("word", ["STOP", "HELP"])
def test_the_provider_answers_its_own_words_where_it_is_told_to(index: Index, word: str) -> None:
    read = intents.read(word, index=index)
    said = "The provider answers this word itself, in the words set there."
    assert said in foretold.deeds(read, provider=True)
    assert said not in foretold.deeds(read, provider=False)


def test_what_a_person_alone_may_answer_says_so() -> None:
    assert foretold.person_alone("can i take two pills")
    assert not foretold.person_alone("what is xgeva")
