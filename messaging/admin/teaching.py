"""Teaching a topic a patient's wording, and what the next text like it would get."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from content import actions as content
from content import moment
from content.models import Alias, AliasKind, Topic
from content.text import naming
from messaging.actions import composing, handoffs, reading
from messaging.actions.audit import Actor, name_of
from messaging.admin import shown
from messaging.models import Clinic, HandOff
from messaging.rules import answers, commands, foretold, spoken
from messaging.rules.kinds import Asked, Kind, Reading
from messaging.rules.trying import Trial

FIRST_WORDS = 110


@dataclass(frozen=True)
class Verdict:
    """What the next text like this gets, in a sentence; `good`: the topic that was meant."""

    good: bool
    sentence: str


def trial(clinic: Clinic, *, now: datetime) -> Trial:
    """Reads texts as the service does for this clinic's patients, and keeps nothing."""
    known = composing.words(clinic, now=now)
    return Trial(known, reading.index_for(known.library, clinic.wordset_id))


def objection(text: str) -> str:
    """Why words may be no topic's name: they mean something else already; "" where they may."""
    if commands.command(text, joined=False):
        return f"“{text}” is a command word: it is obeyed before any topic is looked for."
    if len(naming.phrase(text).split()) == 1 and any(
        answers.parse(text, form).value is not None for form in Asked
    ):
        return f"“{text}” is what patients answer to a check-in: it cannot name a topic."
    return ""


def teach(
    *,
    clinic: Clinic,
    topic: Topic,
    text: str,
    language: str,
    closes: Sequence[HandOff],
    by: Actor,
    now: datetime,
) -> Alias:
    """Add the words for the clinic's word set and close what they were asked in, by name.

    At most 3 words become a name, more an example question.  Call it in a transaction.
    Raises NamingError, or CannotClose.
    """
    if said := objection(text):
        raise content.NamingError(said)
    alias = content.add_alias(
        topic=topic,
        text=text,
        language=language,
        kind=AliasKind.ALIAS if naming.is_short(text) else AliasKind.QUESTION,
        wordset=clinic.wordset,
        by=name_of(by),
        now=moment.now(),
    )
    note = f"Added as {_article(alias)} of “{topic}”."
    close(closes, by=by, now=now, note=note)
    return alias


def close(rows: Sequence[HandOff], *, by: Actor, now: datetime, note: str) -> None:
    """Close all or none.  Raises CannotClose where none is open any more."""
    if not rows:
        raise handoffs.CannotClose("This was closed before: reload the page to see by whom.")
    for row in rows:
        handoffs.close(handoff=row, by=by, now=now, note=note)


def _article(alias: Alias) -> str:
    return "a name" if alias.kind == AliasKind.ALIAS else "an example question"


def verdict(clinic: Clinic, text: str, *, topic: Topic, language: str, now: datetime) -> Verdict:
    """Reads the text again, with the clinic's words as they are now."""
    desk = trial(clinic, now=now)
    read = desk.read(text, language=language)
    if said := _elsewhere(read, text, topic):
        return Verdict(False, said)
    sent = desk.outcome(read, language=language).replies
    if not sent or sent[0].slug:
        return Verdict(
            False,
            f"The next text like this finds “{topic}”, but no words on it are approved in this "
            "language: a person is asked again until a reviewer has approved some.",
        )
    return Verdict(
        True, f"The next text like this gets: “{shown.short(sent[0].words.body, FIRST_WORDS)}”"
    )


def _elsewhere(read: Reading, text: str, topic: Topic) -> str:
    """What the text is taken for where it is not taken for the topic."""
    if read.red_flag is not None:
        return (
            "Read today, this text is a warning sign "
            f"({spoken.sign(read.red_flag.flag)}): the next one raises an alert. "
            "If nobody has spoken to her, phone now."
        )
    if read.opt_out:
        return "Read today, this text asks for no more texts: the next one ends them."
    if read.kind is Kind.PASSAGE:
        other = Topic.objects.filter(pk=read.topic).exclude(pk=topic.pk).first()
        return f"The next text like this finds “{other}” instead." if other else ""
    if read.kind is Kind.NONE:
        why = foretold.person_alone(text) or "Add it in other words, or add shorter ones."
        return f"The next text like this still finds nothing. {why}"
    return f"The next text like this is taken for {spoken.read_as(read.kind)}, not for a question."
