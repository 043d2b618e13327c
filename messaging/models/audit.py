"""Who did what, when: appended by every action in its own transaction."""

from django.conf import settings
from django.db import models

from messaging.models.clinics import Clinic


class Entry(models.Model):
    """One act.  `before` and `after` hold states and dates, never a patient's words.

    `by` is empty where the service acted by a rule; `by_name` then says which.
    """

    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    by_name = models.CharField(max_length=150)
    action = models.CharField(max_length=60, db_index=True)
    clinic = models.ForeignKey(Clinic, models.PROTECT, null=True, blank=True, related_name="+")
    object_type = models.CharField(max_length=40)
    object_id = models.CharField(max_length=40)
    before = models.JSONField(default=dict, blank=True)
    after = models.JSONField(default=dict, blank=True)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("-at", "-id")
        verbose_name_plural = "entries"
        indexes = (models.Index(fields=("object_type", "object_id"), name="entries_of_an_object"),)

    def __str__(self) -> str:
        return f"{self.action} by {self.by_name}"
