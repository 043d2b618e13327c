"""The shipped examples, and the model that was trained on them."""

import json
from pathlib import Path

import pytest

from content import catalog
from content.text import examples

APART = Path(__file__).parents[4] / "shared" / "patient_texts_dev.jsonl"


def test_the_model_was_trained_on_these_examples() -> None:
    """Else: `manage.py train_reader`."""
    assert catalog.reader().model.examples == examples.digest(catalog.examples())


def test_every_topic_and_flag_has_examples_in_both_languages() -> None:
    labels = {(e.label, e.language) for e in catalog.examples()}
    for topic in catalog.shipped().topics:
        assert {(f"topic:{topic.slug}", "en"), (f"topic:{topic.slug}", "es")} <= labels
    assert len({label for label, _ in labels if label.startswith("flag:")}) == 15


def test_no_text_stands_there_under_two_labels() -> None:
    seen: dict[str, str] = {}
    torn = [
        e.text for e in catalog.examples() if seen.setdefault(e.text.lower(), e.label) != e.label
    ]
    assert torn == []


@pytest.mark.skipif(not APART.exists(), reason="the texts kept apart are not here")
def test_the_texts_kept_apart_are_not_among_them() -> None:
    lines = APART.read_text(encoding="utf-8").splitlines()
    apart = {json.loads(line)["text"].strip().lower() for line in lines}
    assert apart.isdisjoint(e.text.lower() for e in catalog.examples())
