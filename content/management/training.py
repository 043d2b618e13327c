"""Trains the model that reads patients' texts, from the examples in `content/library`.

A multinomial logistic regression over tf-idf: of what was tried it read unseen writers best
for its size (`docs/reading.md`).  The same examples give the same model on one machine.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from content.text import examples, features
from content.text.examples import Example
from content.text.meanings import Meanings
from content.text.model import Model
from content.text.reader import Reader

STRENGTH = 20.0  # how far weights may go: the inverse of the ridge's penalty
ROUNDS = 300
_FULL = 127  # the largest step of a stored weight


@dataclass(frozen=True)
class Judged:
    """An example and the label that a model without its writer's file gave it."""

    example: Example
    label: str
    share: float


def train(known: Sequence[Example], meanings: Meanings) -> Model:
    """A model of these examples.  Takes minutes for ten thousand."""

    def seen(text: str) -> list[str]:
        return features.of_text(text, meanings.of_text(text))

    counts = TfidfVectorizer(analyzer=seen, min_df=2, sublinear_tf=True)
    rows = counts.fit_transform([example.text for example in known])
    fitted = LogisticRegression(C=STRENGTH, max_iter=ROUNDS)
    fitted.fit(rows, [example.label for example in known])
    weights = fitted.coef_.T
    step = np.abs(weights).max(axis=0) / _FULL
    return Model(
        labels=tuple(fitted.classes_),
        examples=examples.digest(known),
        places={str(name): place for place, name in enumerate(counts.get_feature_names_out())},
        rarity=counts.idf_.astype(np.float32),
        weights=np.rint(weights / step).astype(np.int8),
        step=step.astype(np.float32),
        bias=fitted.intercept_.astype(np.float32),
    )


def apart(known: Sequence[Example], meanings: Meanings) -> Iterator[Judged]:
    """Every example as read by a model that saw nothing of its file."""
    for source in sorted({example.source for example in known}):
        others = [example for example in known if example.source != source]
        reader = Reader(train(others, meanings), meanings)
        for example in known:
            if example.source == source:
                share, label = max((s, label) for label, s in reader.shares(example.text).items())
                yield Judged(example, label, share)
