"""What patients may ask about, and the words they use for it."""

from django.db import models
from django.db.models import Q

from content.text.words import Footer


class Topic(models.Model):
    """One slug of the closed list.  `titles` and `menu` are keyed by language.

    `menu` is the keyword that MENU shows; a topic without one is found by words alone.
    """

    slug = models.SlugField(max_length=60, primary_key=True)
    position = models.PositiveSmallIntegerField()
    titles = models.JSONField(default=dict)
    footer = models.CharField(
        max_length=12,
        choices=[(f.value, f.value) for f in Footer],
        default=Footer.PLAIN.value,
    )
    menu = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ("position",)

    def __str__(self) -> str:
        return str(self.titles.get("en", self.slug))


class AliasKind(models.TextChoices):
    ALIAS = "alias", "name"
    BRAND = "brand", "brand or drug name"
    QUESTION = "question", "example question"


class AliasQuerySet(models.QuerySet["Alias"]):
    def known_to(self, wordset_id: int) -> "AliasQuerySet":
        """Those we ship, and the ones this word set has added."""
        return self.filter(Q(wordset=None) | Q(wordset=wordset_id))


class Alias(models.Model):
    """A name, brand or example question for a topic.

    `language` is empty for brands; `wordset` is empty for those we ship, and so are
    `added_by` and `added_at` (UTC).
    """

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="aliases")
    language = models.CharField(max_length=8, blank=True, default="")
    text = models.CharField(max_length=300)
    kind = models.CharField(max_length=10, choices=AliasKind.choices, default=AliasKind.ALIAS)
    wordset = models.ForeignKey(
        "content.WordSet",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="aliases",
    )
    added_by = models.CharField(max_length=150, blank=True, default="")
    added_at = models.DateTimeField(null=True, blank=True)

    objects = AliasQuerySet.as_manager()

    class Meta:
        ordering = ("topic", "kind", "language", "text")
        verbose_name_plural = "aliases"
        constraints = (
            models.UniqueConstraint(
                fields=("topic", "language", "text", "kind", "wordset"),
                name="alias_once",
            ),
            models.UniqueConstraint(
                fields=("topic", "language", "text", "kind"),
                condition=Q(wordset=None),
                name="alias_shipped_once",
            ),
        )

    def __str__(self) -> str:
        return self.text


class RemovedAlias(models.Model):
    """That a clinic's own name was taken away, by whom and when (UTC); only ever added.

    It does not hold the words: they may be a patient's, and are then taken away for that.
    """

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="removed_aliases")
    wordset = models.ForeignKey(
        "content.WordSet", on_delete=models.CASCADE, related_name="removed_aliases"
    )
    language = models.CharField(max_length=8, blank=True, default="")
    kind = models.CharField(max_length=10, choices=AliasKind.choices)
    added_by = models.CharField(max_length=150, blank=True, default="")
    added_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.CharField(max_length=150)
    removed_at = models.DateTimeField()

    class Meta:
        ordering = ("-id",)
        verbose_name_plural = "removed aliases"

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, taken away by {self.removed_by}"
