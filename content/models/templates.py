"""Approved words with gaps that only allow-listed values may fill."""

from django.db import models


class TemplateKind(models.TextChoices):
    SAFETY = "safety"
    SYSTEM = "system"
    REPLY = "reply"
    QUESTION = "question"
    VISIT = "visit"
    REMINDER = "reminder"
    PRECAUTION = "precaution"
    TEACHING = "teaching"


class TemplateQuerySet(models.QuerySet["Template"]):
    def newest(self) -> "TemplateQuerySet":
        """Of each template the latest version."""
        later = Template.objects.filter(
            slug=models.OuterRef("slug"),
            language=models.OuterRef("language"),
            discreet=models.OuterRef("discreet"),
            version__gt=models.OuterRef("version"),
        )
        return self.filter(~models.Exists(later))


class Template(models.Model):
    """One version of a template in one language; changed words make the next version.

    `answer` is set on questions only: how the reply is read (pain-0-10, yes-no,
    severity, temperature).  `sha256` is over the body.  `discreet` names no disease
    and no drug.
    """

    slug = models.CharField(max_length=40)
    language = models.CharField(max_length=8)
    discreet = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    kind = models.CharField(max_length=12, choices=TemplateKind.choices)
    answer = models.CharField(max_length=20, blank=True, default="")
    body = models.TextField()
    placeholders = models.JSONField(default=list, blank=True)
    sha256 = models.CharField(max_length=64)

    objects = TemplateQuerySet.as_manager()

    class Meta:
        ordering = ("slug", "language", "discreet", "-version")
        constraints = (
            models.UniqueConstraint(
                fields=("slug", "language", "discreet", "version"),
                name="template_version_once",
            ),
        )

    def __str__(self) -> str:
        manner = ", discreet" if self.discreet else ""
        return f"{self.slug} ({self.language}{manner}, version {self.version})"
