"""Training the reader: it learns, and the same examples give the same answers."""

import pytest

pytest.importorskip("sklearn", reason="scikit-learn is a tool of .ci/requirements.lock")

from content import catalog
from content.management import training
from content.text.examples import Example, digest
from content.text.meanings import Meanings
from content.text.reader import Reader

SAID = {
    "topic:bone-cement": "what is the bone cement|cement in my spine|does cement help",
    "opt_out": "stop texting me please|no more texts to me|do not text me again",
    "none": "see you on friday|what is for dinner|happy birthday",
}


@pytest.fixture(scope="module")
def meanings() -> Meanings:
    return Meanings.of(catalog.shipped().topics)


def few() -> list[Example]:
    return [
        Example(label, "en", text, source=f"{number}.tsv")
        for label, texts in SAID.items()
        for number, text in enumerate(texts.split("|"))
    ]


def test_it_learns_its_examples(meanings: Meanings) -> None:
    model = training.train(few(), meanings)
    assert model.examples == digest(few())
    reader = Reader(model, meanings)
    for example in few():
        shares = reader.shares(example.text)
        assert max(shares, key=lambda label: shares[label]) == example.label


def test_the_same_examples_give_the_same_file(meanings: Meanings) -> None:
    assert training.train(few(), meanings).write() == training.train(few(), meanings).write()


def test_each_file_is_read_by_a_model_that_saw_only_the_others(meanings: Meanings) -> None:
    judged = list(training.apart(few(), meanings))
    assert len(judged) == len(few())
    assert sum(j.label == j.example.label for j in judged) > len(judged) / 2
