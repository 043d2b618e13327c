"""What the service would make of a text, and send back: from words alone, nothing is kept.

It speaks of a phone that has joined and is one patient's, with no alert open and nothing
said before.  `read_texts` and the desk's "Try a text" ask here.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from content.text.match import Index
from messaging.rules import intents, triage, wording
from messaging.rules.bodies import Composed, NoWords, Words
from messaging.rules.kinds import Asked, Kind, Level, Reading


@dataclass(frozen=True)
class Reply:
    """A text that would leave; `slug` is its template's, empty for a passage."""

    slug: str
    words: Composed


@dataclass(frozen=True)
class Outcome:
    """`lacking`: which approved words are missing, a sentence each; a person answers then."""

    replies: tuple[Reply, ...]
    lacking: tuple[str, ...] = ()


@dataclass(frozen=True)
class Trial:
    """`index` is that of the words' own library."""

    words: Words
    index: Index

    def read(self, text: str, *, language: str, asked: Asked | None = None) -> Reading:
        return intents.read(text, index=self.index, language=language, asked=asked)

    def outcome(
        self, read: Reading, *, language: str, asked: Asked | None = None, question: str = ""
    ) -> Outcome:
        """What would be sent, in order.

        `asked` is the form of the open question; where its slug is known too, `question`
        decides the reply to an answer as the service does.
        """
        if read.kind is Kind.PASSAGE and not read.opt_out:
            return self._passage(read, language)
        slug = _slug(read, asked, question)
        found = [self._template(slug, of) for of in _languages(read, language)]
        return _outcome(found)

    def _passage(self, read: Reading, language: str) -> Outcome:
        """In the text's language if approved, else the profile's; else whom to call."""
        lacking = []
        for of in dict.fromkeys((*read.languages, language)):
            try:
                return Outcome((Reply("", self.words.passage(read.topic or "", of)),))
            except NoWords as error:
                lacking.append(str(error))
        last = self._template("R-NONE", language)
        return _outcome([*lacking, last])

    def _template(self, slug: str, language: str) -> Reply | str:
        """The reply, or the sentence that says which words are lacking."""
        try:
            made = self.words.menu(language) if slug == "MENU" else None
            return Reply(slug, made or self.words.template(slug, language))
        except NoWords as error:
            return str(error)


def level(read: Reading, question: str) -> Level | None:
    """The alert that an answer to this question opens, earlier answers left aside."""
    if read.kind is not Kind.CHECK_IN_ANSWER or read.answer is None or not question:
        return None
    return triage.level(question, read.answer)


def _outcome(found: Sequence[Reply | str]) -> Outcome:
    return Outcome(
        replies=tuple(one for one in found if isinstance(one, Reply)),
        lacking=tuple(one for one in found if isinstance(one, str)),
    )


def _languages(read: Reading, language: str) -> Iterator[str]:
    """A safety text goes in both languages, a good-bye in the text's own."""
    if read.opt_out:
        yield read.languages[0] if read.languages else language
    elif read.red_flag is not None:
        yield from dict.fromkeys((language, *read.languages))
    else:
        yield language


def _slug(read: Reading, asked: Asked | None, question: str) -> str:
    if read.opt_out:
        return wording.goodbye(read)
    if read.kind is Kind.CHECK_IN_ANSWER and read.answer is not None and question:
        return triage.reply(question, read.answer, level(read, question))
    return wording.reply_for(read, asked=asked) or "MENU"
