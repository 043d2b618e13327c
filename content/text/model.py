"""A trained linear model: from a text's features to a share for each label.

Shares are probabilities as a multinomial logistic regression over tf-idf gives them;
`content.management.training` makes the file.  Labels are "topic:SLUG", "flag:CODE" and the
plain kinds ("opt_out", "none", ...).  Once read it is only looked at: safe between threads.
"""

import io
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Shares = Mapping[str, float]


@dataclass(frozen=True, eq=False)
class Model:
    """`weights` has a row a feature and a column a label, in steps of the label's `step`.

    `examples` is the digest of the texts that it was trained on.
    """

    labels: tuple[str, ...]
    examples: str
    places: Mapping[str, int] = field(repr=False)
    rarity: NDArray[np.float32] = field(repr=False)
    weights: NDArray[np.int8] = field(repr=False)
    step: NDArray[np.float32] = field(repr=False)
    bias: NDArray[np.float32] = field(repr=False)

    @classmethod
    def read(cls, data: bytes) -> "Model":
        """From a file's bytes; raises ValueError, EOFError or BadZipFile for other bytes."""
        with np.load(io.BytesIO(data), allow_pickle=False) as file:
            features = str(file["features"]).split("\n")
            return cls(
                labels=tuple(str(file["labels"]).split("\n")),
                examples=str(file["examples"]),
                places={feature: place for place, feature in enumerate(features)},
                rarity=file["rarity"],
                weights=file["weights"],
                step=file["step"],
                bias=file["bias"],
            )

    def write(self) -> bytes:
        data = io.BytesIO()
        np.savez_compressed(
            data,
            features=np.array("\n".join(self.places)),
            labels=np.array("\n".join(self.labels)),
            examples=np.array(self.examples),
            rarity=self.rarity,
            weights=self.weights,
            step=self.step,
            bias=self.bias,
        )
        return data.getvalue()

    def shares(self, features: Iterable[str]) -> Shares:
        """A share between 0 and 1 for every label, together 1; none where nothing is known."""
        counted = Counter(self.places[f] for f in features if f in self.places)
        if not counted:
            return {}
        rows = np.fromiter(counted, dtype=np.intp, count=len(counted))
        often = np.fromiter(counted.values(), dtype=np.float32, count=len(counted))
        values = (1 + np.log(often)) * self.rarity[rows]
        values /= np.linalg.norm(values)
        scores = values @ self.weights[rows] * self.step + self.bias
        grown = np.exp(scores - scores.max())
        return dict(zip(self.labels, (grown / grown.sum()).tolist(), strict=True))
