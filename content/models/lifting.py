"""A bar that somebody may lift: who did, when and why stays on the row."""

from datetime import datetime

from django.db import models
from django.db.models import Q

LIFTED_BY_A_NAME = Q(lifted_at=None, lifted_by="") | (Q(lifted_at__isnull=False) & ~Q(lifted_by=""))


class Liftable(models.Model):
    """`lifted_at` is UTC; empty while the bar stands."""

    lifted_by = models.CharField(max_length=150, blank=True, default="")
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_because = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        abstract = True

    def lift(self, *, by: str, now: datetime, because: str) -> None:
        """From `now` on it bars nothing."""
        self.lifted_by, self.lifted_at, self.lifted_because = by, now, because
        self.save(update_fields=["lifted_by", "lifted_at", "lifted_because"])
