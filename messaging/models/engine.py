"""Rows that the engine itself keeps: clock, signs of life, what was heard, whether it may send."""

from django.db import models

from messaging.models.clinics import Sender
from messaging.models.messages import OutboundMessage


class ServiceClock(models.Model):
    """One row: how far service time runs ahead of real time (demo only).

    Read and written by `messaging.clock` alone.
    """

    offset_seconds = models.FloatField(default=0)

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(id=1), name="one_service_clock"),)

    def __str__(self) -> str:
        return f"{self.offset_seconds:.0f} s ahead"


class Heartbeat(models.Model):
    """When a part of the service last showed life (engine time)."""

    name = models.CharField(max_length=40, unique=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} at {self.at:%H:%M:%S}"


class Sweep(models.Model):
    """How far the provider's list of texts to one of our numbers has been read (engine time).

    Nothing before `begins_at` is asked for: a number taken over does not bring its past.
    `failing_since` is set while the list cannot be read.
    """

    sender = models.OneToOneField(Sender, models.CASCADE, related_name="sweep")
    begins_at = models.DateTimeField()
    heard_until = models.DateTimeField(null=True, blank=True)
    next_at = models.DateTimeField()
    failing_since = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"texts to {self.sender.number}"


class Sending(models.Model):
    """One row: whether the service may send at all, and which database this is.

    `identity` is made with the database and comes back with every copy of it; what is
    remembered outside the database is kept under it.  `paused_at` is service time,
    `noticed_at` the same instant by the engine's.  `known_until` (engine time) is the last
    request that a restored copy knows of; empty for a pause that has another cause.
    """

    identity = models.CharField(max_length=32)
    paused_at = models.DateTimeField(null=True, blank=True)
    paused_why = models.CharField(max_length=200, blank=True)
    noticed_at = models.DateTimeField(null=True, blank=True)
    known_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(id=1), name="one_sending"),)

    def __str__(self) -> str:
        return "paused" if self.paused_at else "sends"


class RestoreCheck(models.Model):
    """A text that was looked for at the provider after a restore (engine time)."""

    message = models.ForeignKey(OutboundMessage, models.CASCADE, related_name="restore_checks")
    at = models.DateTimeField()
    found = models.CharField(max_length=8)

    def __str__(self) -> str:
        return f"text {self.message_id}: {self.found}"


class Volume(models.Model):
    """How many texts of a sender set out in ten minutes of service time."""

    sender = models.ForeignKey(Sender, models.CASCADE, related_name="volumes")
    begins_at = models.DateTimeField()
    texts = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("sender", "begins_at"), name="one_volume_a_slot"),
        )

    def __str__(self) -> str:
        return f"{self.texts} texts from {self.begins_at:%H:%M}"
