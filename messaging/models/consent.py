"""Consent, as a list of events that are never edited."""

from django.conf import settings
from django.db import models

from messaging.models.messages import InboundMessage
from messaging.models.patients import Phone
from messaging.rules.consent import EventKind


class Method(models.TextChoices):
    TEXT = "text", "by text"
    WRITTEN = "written", "in writing"
    VOICE = "voice", "by voice"
    PROVIDER = "provider", "told by the provider"
    RULE = "rule", "by a rule of the service"


class ConsentEvent(models.Model):
    """One step in a phone's consent; `rules.consent.state` folds them.

    `wording` names the words the person saw (template and version); `note` is the
    evidence or the reason.
    """

    phone = models.ForeignKey(Phone, models.PROTECT, related_name="consent_events")
    kind = models.CharField(max_length=8, choices=[(k.value, k.value) for k in EventKind])
    at = models.DateTimeField()
    method = models.CharField(max_length=8, choices=Method)
    wording = models.CharField(max_length=80, blank=True)
    language = models.CharField(max_length=2, blank=True)
    inbound = models.ForeignKey(
        InboundMessage, models.PROTECT, null=True, blank=True, related_name="consent_events"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"{self.kind} on {self.at:%Y-%m-%d}"
