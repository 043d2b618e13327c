"""What a clinic chooses for itself: its word set, preferred documents, words for a topic."""

from datetime import datetime

from django.db import transaction

from content.models import (
    Alias,
    AliasKind,
    Approval,
    Document,
    Passage,
    Preference,
    Template,
    Topic,
    WordSet,
)


@transaction.atomic
def make_wordset(*, slug: str, name: str) -> WordSet:
    """A word set with a draft for everything that could be approved; there already: as it is."""
    wordset, created = WordSet.objects.get_or_create(slug=slug, defaults={"name": name})
    if created:
        Approval.objects.bulk_create(
            [Approval(wordset=wordset, passage=p) for p in Passage.objects.newest()]
            + [Approval(wordset=wordset, template=t) for t in Template.objects.newest()]
        )
    return wordset


@transaction.atomic
def prefer(
    *, wordset: WordSet, topic: Topic, document_slug: str, by: str, now: datetime
) -> Preference:
    """From which document this topic is answered.  Raises ValueError for an unknown one."""
    if not Document.objects.filter(slug=document_slug).exists():
        raise ValueError(f'There is no document "{document_slug}": import it first.')
    preference, _ = Preference.objects.update_or_create(
        wordset=wordset,
        topic=topic,
        defaults={"document_slug": document_slug, "chosen_by": by, "chosen_at": now},
    )
    WordSet.objects.filter(pk=wordset.pk).touch_all()
    return preference


@transaction.atomic
def add_alias(
    *,
    topic: Topic,
    text: str,
    language: str = "",
    kind: str = AliasKind.ALIAS,
    wordset: WordSet | None = None,
) -> Alias:
    """A further way to name a topic, for one word set or (None) for all; twice is once.

    Brands belong to no language, names may; an example question needs one.
    """
    words = " ".join(text.split())
    if not words:
        raise ValueError("An alias needs at least one word.")
    if kind == AliasKind.QUESTION and not language:
        raise ValueError("An example question needs its language: en or es.")
    alias, _ = Alias.objects.get_or_create(
        topic=topic, language=language, text=words, kind=kind, wordset=wordset
    )
    WordSet.objects.touch_all()
    return alias


@transaction.atomic
def remove_alias(*, alias: Alias) -> None:
    alias.delete()
    WordSet.objects.touch_all()
