"""A document as imported, its sections, and the spans of it that may be sent."""

from datetime import date

from django.db import models
from django.db.models import Q

from content.text.excerpts import render
from content.text.outline import Form, SectionKind, SectionSpan


class DocumentQuerySet(models.QuerySet["Document"]):
    def named(self, slug: str, language: str) -> "DocumentQuerySet":
        return self.filter(slug=slug, language=language)

    def newest(self) -> "Document | None":
        return self.order_by("-version").first()


class Document(models.Model):
    """One version of a document in one language; a changed file makes the next version.

    `text` is the file's words with line ends as "\\n", those of Markdown and HTML without
    their marks; every offset in the house counts its characters.  `sha256` is over the
    file's bytes, `map_sha256` over the map that said which spans answer which topic: a
    change in either makes a new version.  After `use_until` (its last good day) nothing of
    it leaves.  `imported_at` is UTC.
    """

    slug = models.SlugField(max_length=80)
    language = models.CharField(max_length=8, default="en")
    version = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    publisher = models.CharField(max_length=120)
    licence = models.CharField(max_length=120)
    source_line = models.CharField(max_length=40)
    reviewed_on = models.DateField(null=True, blank=True)
    use_until = models.DateField(null=True, blank=True)
    text = models.TextField()
    form = models.CharField(max_length=12, choices=[(f.value, f.value) for f in Form])
    sha256 = models.CharField(max_length=64)
    map_sha256 = models.CharField(max_length=64, blank=True, default="")
    shipped = models.BooleanField(default=False)
    imported_by = models.CharField(max_length=150)
    imported_at = models.DateTimeField()

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ("slug", "language", "-version")
        constraints = (
            models.UniqueConstraint(
                fields=("slug", "language", "version"), name="document_version_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.title} ({self.language}, version {self.version})"

    def expired(self, today: date) -> bool:
        return self.use_until is not None and today > self.use_until


class Section(models.Model):
    """A heading and its own body: `document.text[start:end]`, headings left out."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="sections")
    position = models.PositiveIntegerField()
    level = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=300)
    path = models.CharField(max_length=1000)
    kind = models.CharField(max_length=12, choices=[(k.value, k.value) for k in SectionKind])
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()

    class Meta:
        ordering = ("document", "position")
        constraints = (
            models.UniqueConstraint(fields=("document", "position"), name="section_place_once"),
            models.CheckConstraint(
                condition=Q(end__gte=models.F("start")), name="section_span_forward"
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def text(self) -> str:
        return self.document.text[self.start : self.end]

    @property
    def span(self) -> SectionSpan:
        return SectionSpan(
            title=self.title,
            level=self.level,
            path=tuple(self.path.split(" / ")),
            start=self.start,
            end=self.end,
            kind=SectionKind(self.kind),
        )


class PassageQuerySet(models.QuerySet["Passage"]):
    def of_document(self, slug: str, language: str) -> "PassageQuerySet":
        return self.filter(document__slug=slug, document__language=language)

    def newest(self) -> "PassageQuerySet":
        """Those that no later version of their document, and no later cut, has replaced."""
        return self.filter(replaced_by=None, dropped=False)

    def edited(self) -> "PassageQuerySet":
        """Those whose span a person chose."""
        return self.exclude(edited_by="")

    def free_place(self, document: Document, topic: str) -> int:
        """The position behind all passages of the topic in the document."""
        taken = self.filter(document=document, topic=topic).aggregate(last=models.Max("position"))
        last: int | None = taken["last"]
        return 0 if last is None else last + 1


class Passage(models.Model):
    """A span of one document version that answers one topic.

    `position` orders a topic's passages within the document (MORE sends the next).
    `flags` holds what a reviewer must know, as data.  `replaced_by` is the passage that
    takes its place: of a later version, or of this one where a person cut it anew;
    `dropped` says that the later version has none.  `edition` counts the cuts made in one
    place (0: the first, as a rule the map's own).  `edited_by` and `edited_at` (UTC) are
    set where a person cut it; they come along into later versions.
    """

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="passages")
    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="passages")
    topic = models.ForeignKey("content.Topic", on_delete=models.PROTECT, related_name="passages")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    position = models.PositiveSmallIntegerField(default=0)
    edition = models.PositiveSmallIntegerField(default=0)
    flags = models.JSONField(default=list, blank=True)
    replaced_by = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaces"
    )
    dropped = models.BooleanField(default=False)
    edited_by = models.CharField(max_length=150, blank=True, default="")
    edited_at = models.DateTimeField(null=True, blank=True)

    objects = PassageQuerySet.as_manager()

    class Meta:
        ordering = ("document", "topic", "position")
        constraints = (
            models.UniqueConstraint(
                fields=("document", "topic", "position", "edition"), name="passage_place_once"
            ),
            models.CheckConstraint(
                condition=Q(end__gt=models.F("start")), name="passage_span_not_empty"
            ),
            models.CheckConstraint(
                condition=Q(edited_by="", edited_at=None)
                | (~Q(edited_by="") & Q(edited_at__isnull=False)),
                name="passage_edited_by_a_name",
            ),
        )

    def __str__(self) -> str:
        return f"{self.topic_id}, {self.document}, characters {self.start} to {self.end}"

    @property
    def text(self) -> str:
        return self.document.text[self.start : self.end]

    @property
    def body(self) -> str:
        """The whole passage as it would be sent, source line and footer left out."""
        return render(self.document.text, self.start, self.end)
