"""What was done for each phone that had been sent recalled words."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from messaging.models.handoffs import HandOff
from messaging.models.messages import OutboundMessage
from messaging.models.patients import PatientState, Phone
from messaging.rules.status import NOT_ARRIVED


class CorrectionQuerySet(models.QuerySet["Correction"]):
    def failed(self) -> "CorrectionQuerySet":
        """Their text did not arrive, and no person was told yet; the dead are left in peace."""
        unheard = self.filter(handoff=None, outbound__state__in=NOT_ARRIVED)
        return unheard.exclude(outbound__recipient__patient__state=PatientState.DIED)


class Correction(models.Model):
    """A phone is told once of one recall: by a text, by a person who phones, or by both.

    `outbound` is the correcting text.  `handoff` is the call left to a person: the phone may
    not be texted, or the text did not arrive.  `by` is who sent the correction.
    """

    recall = models.ForeignKey("content.Recall", models.PROTECT, related_name="+")
    phone = models.ForeignKey(Phone, models.PROTECT, related_name="corrections")
    outbound = models.ForeignKey(
        OutboundMessage, models.PROTECT, null=True, blank=True, related_name="+"
    )
    handoff = models.ForeignKey(HandOff, models.PROTECT, null=True, blank=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("recall", "phone"), name="one_phone_once_a_recall"),
            models.CheckConstraint(
                name="corrected_by_text_or_person",
                condition=Q(outbound__isnull=False) | Q(handoff__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"correction {self.pk} to {self.phone}"
