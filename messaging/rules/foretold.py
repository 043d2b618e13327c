"""What the service would do about a text, in sentences for the desk's "Try a text".

In the order in which it does them (`messaging.actions.answering`); what was said to a phone
before, and who its patient is, is not known here and is told of as "if".
"""

from collections.abc import Callable, Iterator

from content.text import fold, guards
from messaging.rules import spoken, triage, trying
from messaging.rules.kinds import Kind, Reading

_HELP = {
    "MENU": "The keywords of the topics that have approved words are sent.",
    "MORE": "The last excerpt goes on; before any excerpt, or at its end, the menu is sent.",
    "LESS": "Tips and teaching are turned off for this patient, and a person is told.",
}
_PERSON_ALONE = (
    "It asks for what no approved words may answer (advice, visits, money, results, chat): "
    "a person answers, whatever topic is near."
)


def deeds(read: Reading, *, question: str = "", provider: bool = False) -> tuple[str, ...]:
    """What follows from a reading, first things first.

    `question` is the slug of the open question; `provider` says that the clinic's
    provider answers its own command words.
    """
    return tuple(_deeds(read, question, provider))


def person_alone(text: str) -> str:
    """Why no topic answers this text, even one taught; "" where one might."""
    return _PERSON_ALONE if guards.out_of_scope(fold.normal(text)) else ""


def _deeds(read: Reading, question: str, provider: bool) -> Iterator[str]:
    if read.red_flag is not None:
        yield (
            f"An alert opens before anything is sent: {spoken.level(read.red_flag.level)}, "
            f"{spoken.sign(read.red_flag.flag)}."
        )
        if not read.opt_out:
            yield "The safety text goes at once, at any hour, before everything else that waits."
    if read.opt_out:
        yield from _leaves(read, provider)
    elif read.red_flag is None:
        yield from _OTHERWISE[read.kind](read, question)
        if provider and read.provider_word:
            yield "The provider answers this word itself, in the words set there."


def _leaves(read: Reading, provider: bool) -> Iterator[str]:
    yield "Texts to this phone end at once, and a person is told."
    if read.red_flag is not None:
        yield "No safety text goes: she wants no more texts. A person must phone."
    if provider and read.provider_word:
        yield "The provider answers this word itself, in the words set there."
    else:
        yield "One confirmation goes, and nothing after it."


def _passage(read: Reading, question: str) -> Iterator[str]:
    yield "An approved passage answers, in the language of the text where there is one."
    if read.dental:
        yield "If she is on a bone drug: also an alert (same day), as a tooth may be pulled."


def _answer(read: Reading, question: str) -> Iterator[str]:
    if read.answer is None or read.answer.value is None:
        yield "It is no answer that can be read: the question is asked once more, then a person."
        return
    yield f"The answer “{read.answer.value}” is kept."
    level = trying.level(read, question)
    if level is not None:
        yield f"It opens an alert: {spoken.level(level)}."
    if then := triage.follow_up(question, read.answer):
        yield f"Then comes the question: {spoken.asked(then)}."
    yield "While the check-in has more questions, the next one goes instead of the reply."


def _nothing(read: Reading, question: str) -> Iterator[str]:
    if read.wrong_number:
        yield "Texts to this phone are paused, and a person checks whose number it is."
    elif read.life_event:
        yield f"It speaks of {read.life_event}: texts are paused, and a person phones today."
    else:
        yield "It goes at once on the list of texts without an answer; a person answers."


def _one(sentence: str) -> Callable[[Reading, str], Iterator[str]]:
    return lambda read, question: iter((sentence,))


_OTHERWISE: dict[Kind, Callable[[Reading, str], Iterator[str]]] = {
    Kind.PASSAGE: _passage,
    Kind.CHECK_IN_ANSWER: _answer,
    Kind.NONE: _nothing,
    Kind.HELP: lambda read, question: iter(
        (_HELP.get(read.command, "She is told what this is and whom to call."),)
    ),
    Kind.OPT_IN: _one("She has joined already: she is told where the help is."),
    Kind.THANKS: _one("A word back, at most once in 24 hours; else silence."),
    Kind.RED_FLAG: _one("A safety text goes."),
    Kind.OPT_OUT: _one("Texts to this phone end at once, and a person is told."),
}
