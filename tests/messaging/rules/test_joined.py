"""A red flag told in pieces is found; pieces of different things make none."""

import pytest

from content import catalog
from messaging.rules import joined, red_flags
from messaging.rules.joined import Said
from messaging.rules.kinds import Answer, Asked, Kind, Reading, RedFlag

ALONE = Reading(Kind.NONE, unsure=True)

TOLD_IN_PIECES = [
    (("my leg", "is numb"), "cord-compression"),
    (("My leg.", "Is numb"), "cord-compression"),
    (("i cant feel", "my legs"), "cord-compression"),
    (("so i was", "in the garden", "and i cant", "breathe"), "chest-breathing"),
    (("chest", "pain"), "chest-breathing"),
    (("my pain is", "9"), "uncontrolled-pain"),
    (("bone is", "showing in my jaw"), "jaw"),
    (("mi pierna", "esta dormida"), "cord-compression"),
    (("no siento", "las piernas"), "cord-compression"),
]
NO_STORY = [
    ("hello", "are you there"),
    ("my leg", "thanks"),
    ("does it cause fever", "ok"),
    ("no fever today", "slept well"),
    ("Liked “Call 911 if your leg”", "is numb"),
    ("my leg", "Liked “is numb”"),
    ("which drugs cause dead jaw", "HELP"),
    ("pain", "STOP"),
]


def together(alone: Reading, text: str, earlier: list[Said], *, asked: Asked | None) -> Reading:
    return joined.with_earlier(alone, text, earlier, reader=catalog.reader(), asked=asked)


def read(*texts: str, asked: Asked | None = None) -> Reading:
    *earlier, last = [Said(text, Kind.NONE) for text in texts]
    return together(ALONE, last.body, earlier, asked=asked)


@pytest.mark.parametrize(("texts", "flag"), TOLD_IN_PIECES, ids=lambda given: str(given)[:40])
class TestAStoryInPieces:
    def test_is_a_red_flag(self, texts: tuple[str, ...], flag: str) -> None:
        found = read(*texts)
        assert found.red_flag
        assert (found.kind, found.red_flag.flag, found.joined_texts) == ("red_flag", flag, True)

    def test_is_none_in_any_one_of_them(self, texts: tuple[str, ...], flag: str) -> None:
        assert not any(red_flags.find(text) for text in texts)


@pytest.mark.parametrize("texts", NO_STORY, ids=lambda given: " + ".join(given)[:40])
def test_what_is_no_story_stays_as_it_was_read(texts: tuple[str, ...]) -> None:
    assert read(*texts) is ALONE


class TestTheReading:
    def test_a_red_flag_of_the_text_alone_stands(self) -> None:
        flag = red_flags.find("i have a fever of 102")
        alone = Reading(Kind.RED_FLAG, red_flag=flag)
        earlier = [Said("my legs are", Kind.NONE)]
        assert together(alone, "numb, fever 102", earlier, asked=None) is alone

    def test_a_topic_gives_way(self) -> None:
        alone = Reading(Kind.PASSAGE, topic="onj", score=0.9)
        found = together(alone, "is numb", [Said("my leg", "passage")], asked=None)
        assert (found.topic, found.score) == (None, 0.0)

    def test_an_answer_and_an_opt_out_beside_it_are_kept(self) -> None:
        alone = Reading(Kind.OPT_OUT, opt_out=True, answer=Answer("yes"))
        found = together(alone, "is numb", [Said("my leg", "")], asked=None)
        assert (found.opt_out, found.answer) == (True, Answer("yes"))

    def test_a_caregiver_is_heard_in_any_of_the_texts(self) -> None:
        assert read("her leg", "is numb").caregiver

    def test_its_languages_are_those_of_all_texts(self) -> None:
        assert read("mi pierna", "esta dormida").languages == ("es",)


class TestTheAnswerToACheckIn:
    @pytest.mark.parametrize("answer", ["9", "10/10", "ten", "nueve", "9.5"])
    def test_its_number_scores_nothing_else(self, answer: str) -> None:
        assert joined.words(Said(answer, Kind.CHECK_IN_ANSWER)) in ("", "/")

    def test_between_two_other_texts_it_scores_neither(self) -> None:
        earlier = [Said("a question about pain", Kind.NONE), Said("9", Kind.CHECK_IN_ANSWER)]
        assert together(ALONE, "ok then", earlier, asked=None) is ALONE

    def test_where_nothing_was_asked_it_belongs_to_the_words_before(self) -> None:
        assert read("a question about pain", "9", "ok then").red_flag

    def test_a_number_alone_completes_no_story_as_an_answer(self) -> None:
        alone = Reading(Kind.CHECK_IN_ANSWER, answer=Answer(9))
        earlier = [Said("my pain is", Kind.CHECK_IN_ANSWER)]
        assert together(alone, "9", earlier, asked=Asked.PAIN) is alone

    def test_a_symptom_beside_its_number_is_kept(self) -> None:
        earlier = [Said("3 but my leg", Kind.CHECK_IN_ANSWER)]
        found = together(ALONE, "is numb", earlier, asked=None)
        assert isinstance(found.red_flag, RedFlag)

    def test_what_was_not_understood_as_one_is_part_of_the_story(self) -> None:
        earlier = [Said("my leg", Kind.CHECK_IN_ANSWER)]
        found = together(ALONE, "is numb", earlier, asked=Asked.YES_NO)
        assert found.kind == "red_flag"


class TestALongStory:
    def test_the_newest_texts_count(self) -> None:
        assert read("word " * 200, "my leg", "is numb").red_flag

    def test_what_is_too_far_back_is_left_out(self) -> None:
        assert read("my leg", "word " * 200, "is numb") is ALONE
