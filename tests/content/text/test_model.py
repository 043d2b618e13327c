"""The trained model: shares, the file it is kept in, and the examples it comes from."""

from zipfile import BadZipFile

import numpy as np
import pytest

from content.text import examples, features
from content.text.examples import BadExample
from content.text.model import Model
from content.text.reader import FLAG, TOPIC, likeliest, of_kind


def small() -> Model:
    """Knows "sore" for a flag and "cement" for a topic."""
    return Model(
        labels=("flag:jaw", "none", "topic:bone-cement"),
        examples="digest",
        places={"w:sore": 0, "w:cement": 1},
        rarity=np.ones(2, dtype=np.float32),
        weights=np.array([[100, 0, -100], [-100, 0, 100]], dtype=np.int8),
        step=np.full(3, 0.05, dtype=np.float32),
        bias=np.zeros(3, dtype=np.float32),
    )


def test_shares_go_to_what_the_words_speak_for() -> None:
    shares = small().shares(["w:sore", "w:unheard"])
    assert likeliest(shares, FLAG) == "jaw"
    assert of_kind(shares, FLAG) > 0.99 > of_kind(shares, TOPIC)
    assert sum(shares.values()) == pytest.approx(1)


def test_nothing_is_shared_out_where_no_word_is_known() -> None:
    assert small().shares(["w:unheard"]) == {}
    assert of_kind({}, FLAG) == 0


def test_a_model_comes_back_from_its_file_as_it_was() -> None:
    model, kept = small(), Model.read(small().write())
    assert (kept.labels, kept.examples, dict(kept.places)) == (
        model.labels,
        model.examples,
        model.places,
    )
    assert kept.shares(["w:cement"]) == model.shares(["w:cement"])


@pytest.mark.parametrize("data", [b"", b"not a model", b"PK\x03\x04"], ids=repr)
def test_other_bytes_are_no_model(data: bytes) -> None:
    with pytest.raises((ValueError, EOFError, BadZipFile)):
        Model.read(data)


class TestFeatures:
    def test_words_pairs_and_runs_of_letters_are_seen(self) -> None:
        found = features.of_text("Mi Pierna!", meanings=["leg"])
        assert {"m:leg", "w:pierna", "b:mi pierna", "s:^ pierna", "pier", " pi"} <= set(found)

    def test_a_text_without_words_has_none(self) -> None:
        assert features.of_text(" \u200f\x00 ") == []

    def test_a_long_text_is_told_by_its_beginning(self) -> None:
        long = "sore jaw " * 300
        assert features.of_text(long) == features.of_text(long[: features.MOST_CHARACTERS])


class TestExamples:
    def test_a_line_is_a_label_a_language_and_a_text(self) -> None:
        (found,) = examples.read("opt_out\tes\tya no me escriban\n\n", source="a.tsv")
        assert (found.label, found.language, found.text) == ("opt_out", "es", "ya no me escriban")

    @pytest.mark.parametrize("line", ["none\ten", "none\tfr\tsalut", "none\ten\t ", "a b c"])
    def test_another_line_is_refused_by_its_number(self, line: str) -> None:
        with pytest.raises(BadExample, match=r"a\.tsv, line 2"):
            examples.read(f"none\ten\thello\n{line}", source="a.tsv")

    def test_the_digest_does_not_mind_their_order(self) -> None:
        one, other = examples.read("none\ten\thello\nthanks\ten\tthank you", source="a.tsv")
        assert examples.digest([one, other]) == examples.digest([other, one])
        assert examples.digest([one]) != examples.digest([other])
