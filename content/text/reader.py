"""The trained reader of patients' texts: what share of each label a text has."""

from dataclasses import dataclass, field

from content.text import features
from content.text.meanings import Meanings
from content.text.model import Model, Shares

TOPIC, FLAG, OPT_OUT = "topic:", "flag:", "opt_out"


@dataclass(frozen=True, eq=False)
class Reader:
    """`meanings` are those of the shipped topics, as the model was trained with them."""

    model: Model = field(repr=False)
    meanings: Meanings = field(repr=False)

    def shares(self, text: str) -> Shares:
        return self.model.shares(self.features(text))

    def features(self, text: str) -> list[str]:
        return features.of_text(text, self.meanings.of_text(text[: features.MOST_CHARACTERS]))


def of_kind(shares: Shares, kind: str) -> float:
    """The share of all labels of one kind: `TOPIC` or `FLAG`."""
    return sum(share for label, share in shares.items() if label.startswith(kind))


def likeliest(shares: Shares, kind: str) -> str:
    """The name (slug or code) behind the kind's best label."""
    return max((s, label) for label, s in shares.items() if label.startswith(kind))[1][len(kind) :]
