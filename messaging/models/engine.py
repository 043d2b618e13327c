"""Rows that the engine itself keeps: the service clock and signs of life."""

from django.db import models


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
