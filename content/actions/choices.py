"""What a clinic chooses for itself: its word set and preferred documents."""

from datetime import datetime

from django.db import transaction

from content.models import (
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
