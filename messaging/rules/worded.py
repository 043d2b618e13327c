"""The texts that a planned line becomes, word by word, before it is due.

`actions.reminders.release` makes the same bodies from the same words when the time has
come; here they are made of plain values, so that staff may read them ahead.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, time
from functools import cached_property, partial

from content.text import gsm
from content.text.gsm import Measure
from messaging.rules import dates, reasons
from messaging.rules.bodies import NoWords, Words
from messaging.rules.facts import Planned, StepKind
from messaging.rules.reasons import Reason

NOT_AGREED = reasons.sentence(Reason.NOT_AGREED)
NO_QUESTION = "None of its questions has approved words."
# What closes a check-in whose answers ask for nobody's help.
CLOSING = "R-OK"
TAG = "TAG"


@dataclass(frozen=True)
class Reader:
    """Who reads the text, at which phone.

    `discreet`: no drug or illness may be named there.  `tag` is the letter that says for
    whom a text is where two patients share the phone; empty elsewhere.
    """

    language: str
    discreet: bool = True
    first: str = ""
    tag: str = ""


@dataclass(frozen=True)
class Visit:
    """The dose or visit that a text is about; day and time are the patient's."""

    kind: str
    subtype: str
    on: date
    at: time | None = None


@dataclass(frozen=True)
class Text:
    """One text: its body, or the sentence that says why there are no words for it.

    `closing`: it goes only when the patient has answered, and nothing worries.
    """

    ref: str
    body: str = ""
    lacking: str = ""
    closing: bool = False

    @cached_property
    def measured(self) -> Measure:
        return gsm.measure(self.body)


@dataclass(frozen=True)
class Worded:
    """A line's texts in order; `why_not` is set where its release would leave it out."""

    texts: tuple[Text, ...]
    why_not: str = ""

    @cached_property
    def segments(self) -> int:
        return 0 if self.why_not else sum(text.measured.segments for text in self.texts)

    @property
    def count(self) -> int:
        return 0 if self.why_not else sum(bool(text.body) for text in self.texts)


def of(line: Planned, *, reader: Reader, visit: Visit | None, words: Words) -> Worded:
    """The texts of one line; `words` are those of the moment at which it is due.

    A task for staff has none.  Without an approved question a check-in does not go; one
    question without words is passed over, and a person asks it.
    """
    if line.kind is StepKind.STAFF:
        return Worded(())
    asked = [ref for ref in line.words if ref.startswith("question:")]
    if asked:
        return _check_in(asked, reader, words)
    told = tuple(_told(ref, reader, visit, words) for ref in line.words)
    return Worded(told, next((text.lacking for text in told if text.lacking), ""))


def _check_in(refs: list[str], reader: Reader, words: Words) -> Worded:
    asked = tuple(_or_lacking(ref, partial(_question, ref, reader, words)) for ref in refs)
    if not any(text.body for text in asked):
        return Worded(asked, asked[0].lacking if len(asked) == 1 else NO_QUESTION)
    closing = _or_lacking(CLOSING, partial(_closing, reader, words))
    return Worded((*asked, replace(closing, closing=True)))


def _question(ref: str, reader: Reader, words: Words) -> str:
    _, slug, symptom = f"{ref}:".split(":")[:3]
    name = named(reader, words, f"symptom-{symptom}") if symptom else ""
    extra = {"symptom": name}
    return _template(slug, reader, words, extra=extra)


def _told(ref: str, reader: Reader, visit: Visit | None, words: Words) -> Text:
    sort, _, slug = ref.partition(":")
    if sort == "topic":
        if reader.discreet:
            return Text(ref, lacking=NOT_AGREED)
        return _or_lacking(ref, partial(_passage, slug, reader, words))
    return _or_lacking(ref, partial(_told_of, slug, reader, visit, words))


def _told_of(slug: str, reader: Reader, visit: Visit | None, words: Words) -> str:
    extra = {"first": reader.first, **(about(visit, reader, words) if visit else {})}
    return _template(slug, reader, words, extra=extra)


def _template(slug: str, reader: Reader, words: Words, *, extra: Mapping[str, str]) -> str:
    said = words.template(slug, reader.language, discreet=reader.discreet, extra=extra)
    return _addressed(said.body, reader, words)


def _closing(reader: Reader, words: Words) -> str:
    return _addressed(words.template(CLOSING, reader.language).body, reader, words)


def _passage(topic: str, reader: Reader, words: Words) -> str:
    return _addressed(words.passage(topic, reader.language).body, reader, words)


def _addressed(body: str, reader: Reader, words: Words) -> str:
    """After "For M:" where the phone is shared.  Raises NoWords without words for that."""
    if not reader.tag:
        return body
    return f"{words.template(TAG, reader.language, extra={'tag': reader.tag}).body} {body}"


def about(visit: Visit, reader: Reader, words: Words) -> dict[str, str]:
    """What a template may say of a visit.  Raises NoWords where it has no approved name."""
    return {
        "what": named(reader, words, f"{visit.kind}-{visit.subtype}", visit.kind),
        "day": dates.day(visit.on, reader.language),
        "time": dates.clock(visit.at, reader.language),
    }


def named(reader: Reader, words: Words, *names: str) -> str:
    """The first approved name of these ("SURGERY-CAST", then "SURGERY").  Raises NoWords."""
    for name in names[:-1]:
        try:
            return _name(name, reader, words)
        except NoWords:
            continue
    return _name(names[-1], reader, words)


def _name(name: str, reader: Reader, words: Words) -> str:
    slug = f"WHAT-{name.upper()}"
    return words.approved(slug, reader.language, discreet=reader.discreet).body


def _or_lacking(ref: str, body: Callable[[], str]) -> Text:
    try:
        return Text(ref, body=body())
    except NoWords as error:
        return Text(ref, lacking=str(error))
