"""What became of a clinic's planned texts, day by day."""

from django.db import models
from django.db.models import F, Q

from messaging.models.clinics import Clinic
from messaging.rules import ledger
from messaging.rules.ledger import NO_FATE, OPEN_ENDS, OVERDUE, Part

# Overdue rows count as too late, and are not written down yet.
HAS_OPEN_ENDS = (
    Q(waiting__gt=0) | Q(held__gt=0) | Q(unknown__gt=0) | Q(reasons__expired__has_key=OVERDUE)
)


class LedgerDay(models.Model):
    """The count of one clinic's local date; the parts always add up to `expected`.

    `reasons` holds, for each part, how many for which reason.  A day is counted again while
    it still has open ends (waiting, held, unknown).
    """

    clinic = models.ForeignKey(Clinic, models.PROTECT, related_name="ledger")
    on = models.DateField()
    expected = models.PositiveIntegerField()
    sent = models.PositiveIntegerField(default=0)
    held = models.PositiveIntegerField(default=0)
    skipped = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    expired = models.PositiveIntegerField(default=0)
    unknown = models.PositiveIntegerField(default=0)
    waiting = models.PositiveIntegerField(default=0)
    reasons = models.JSONField(default=dict)
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = "day of the ledger"
        verbose_name_plural = "ledger"
        ordering = ("-on", "clinic")
        constraints = (
            models.UniqueConstraint(fields=("clinic", "on"), name="one_ledger_day_once"),
            models.CheckConstraint(
                condition=Q(
                    expected=F("sent")
                    + F("held")
                    + F("skipped")
                    + F("failed")
                    + F("expired")
                    + F("unknown")
                    + F("waiting")
                ),
                name="ledger_adds_up",
            ),
        )

    def __str__(self) -> str:
        return f"{self.clinic} {self.on:%Y-%m-%d}"

    def count_of(self, part: Part) -> int:
        return int(getattr(self, part.value))

    @property
    def told(self) -> str:
        """The day in a line: "41 expected: 38 sent, 2 left out, 1 too late"."""
        return ledger.told(self.expected, {part: self.count_of(part) for part in Part})

    @property
    def open_ends(self) -> int:
        return sum(self.count_of(part) for part in OPEN_ENDS)

    @property
    def faults(self) -> int:
        """Rows without a fate, and those that wait past their use: for the operator."""
        unknown, expired = self.reasons.get(Part.UNKNOWN, {}), self.reasons.get(Part.EXPIRED, {})
        return int(unknown.get(NO_FATE, 0) + expired.get(OVERDUE, 0))
