"""A topic's names and example questions: added for a word set, and taken away."""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction

from content.models import Alias, AliasKind, RemovedAlias, Topic, WordSet
from content.text import naming


class NamingError(ValueError):
    """These words cannot be kept for the topic; the text says why and what to do."""


@transaction.atomic
def add_alias(
    *,
    topic: Topic,
    text: str,
    wordset: WordSet,
    by: str,
    now: datetime,
    language: str = "",
    kind: str = AliasKind.ALIAS,
) -> Alias:
    """A further way to name a topic, for one word set; what is known already is left as it is.

    Brands belong to no language, names may; an example question needs one.  The words
    are kept in clear.  Raises NamingError.
    """
    words, language = " ".join(text.split()), "" if kind == AliasKind.BRAND else language
    if said := _objection(words, topic=topic, wordset=wordset, language=language, kind=kind):
        raise NamingError(said)
    known = _known(words, topic=topic, wordset=wordset, language=language, kind=kind)
    if known is not None:
        return known
    alias = Alias.objects.create(
        topic=topic,
        language=language,
        text=words,
        kind=kind,
        wordset=wordset,
        added_by=by,
        added_at=now,
    )
    WordSet.objects.filter(pk=wordset.pk).touch_all()
    return alias


@transaction.atomic
def remove_alias(*, alias: Alias, by: str, now: datetime) -> None:
    """The words go for good; who took them away stays.  Raises NamingError for a shipped one."""
    if alias.wordset is None:
        raise NamingError(f"“{alias.text}” is shipped with the service and cannot be taken away.")
    RemovedAlias.objects.create(
        topic=alias.topic,
        wordset=alias.wordset,
        language=alias.language,
        kind=alias.kind,
        added_by=alias.added_by,
        added_at=alias.added_at,
        removed_by=by,
        removed_at=now,
    )
    alias.delete()
    WordSet.objects.filter(pk=alias.wordset.pk).touch_all()


def _objection(words: str, *, topic: Topic, wordset: WordSet, language: str, kind: str) -> str:
    if kind == AliasKind.QUESTION and not language:
        return "An example question needs its language: en or es."
    plain = naming.objection(words, is_name=kind != AliasKind.QUESTION)
    if plain:
        return plain
    other = next((a for a in _like(words, wordset) if a.topic_id != topic.pk), None)
    if other is None:
        return ""
    return f"“{words}” belongs to “{other.topic}” already: a wording can mean one topic only."


def _known(words: str, *, topic: Topic, wordset: WordSet, language: str, kind: str) -> Alias | None:
    wanted = (topic.pk, kind, language)
    alike = _like(words, wordset)
    return next((a for a in alike if (a.topic_id, a.kind, a.language) == wanted), None)


def _like(words: str, wordset: WordSet) -> Iterator[Alias]:
    """What the word set knows by the same words, for whatever topic."""
    known = Alias.objects.known_to(wordset.pk).select_related("topic")
    return (alias for alias in known if naming.alike(alias.text, words))
