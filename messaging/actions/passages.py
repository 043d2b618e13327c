"""Answers from the approved document: an excerpt, its next part, the menu."""

from datetime import datetime

from messaging.actions import composing, replies
from messaging.actions.composing import NoWords, Place
from messaging.actions.reading import Situation
from messaging.models import InboundMessage, OutboundMessage
from messaging.rules.kinds import Reading


def send(row: InboundMessage, read: Reading, known: Situation, *, now: datetime) -> None:
    """The passage on the topic read, in the text's language if approved, else the profile's.

    Raises NoWords when neither language has one.
    """
    languages = dict.fromkeys((*read.languages, known.language))
    for last, language in enumerate(languages, 1):
        try:
            words = composing.passage(
                row.phone.clinic, topic=read.topic or "", language=language, now=now
            )
        except NoWords:
            if last == len(languages):
                raise
            continue
        replies.send(row, words, rule=f"passage:{read.topic}", now=now)
        return


def more(row: InboundMessage, known: Situation, *, now: datetime) -> None:
    """The next part of the last excerpt this phone got; at its end, the menu."""
    last = (
        OutboundMessage.objects.filter(phone=row.phone, passage__isnull=False)
        .select_related("passage__document")
        .order_by("-queued_at", "-id")
        .first()
    )
    try:
        if last is None or last.passage is None or last.span_end is None:
            raise NoWords("nothing to go on from")
        document = last.passage.document
        words = composing.passage(
            row.phone.clinic,
            topic=str(last.passage.topic_id),
            language=last.language,
            now=now,
            after=Place(document.slug, document.version, end=last.span_end),
        )
    except NoWords:
        menu(row, known, now=now)
        return
    replies.send(row, words, rule="more", now=now)


def menu(row: InboundMessage, known: Situation, *, now: datetime) -> None:
    """The keywords of the topics that this clinic can answer, in her language."""
    words = composing.words(row.phone.clinic, now=now)
    named = ", ".join(words.keywords(known.language))
    replies.template(row, "MENU", language=known.language, now=now, extra={"topics": named})
