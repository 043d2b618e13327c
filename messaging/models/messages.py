"""Texts out and in, the attempts to send them, and what the provider said of them."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q

from messaging.models.clinics import Sender
from messaging.models.encryption import EncryptedTextField
from messaging.models.patients import Phone, Recipient
from messaging.models.reminders import Reminder
from messaging.rules.kinds import Kind
from messaging.rules.status import TERMINAL, MessageState, Priority


class Channel(models.TextChoices):
    SMS = "sms", "text message"
    EMAIL = "email", "e-mail"


class Origin(models.TextChoices):
    """Why a text exists."""

    REMINDER = "reminder", "planned"
    REPLY = "reply", "a reply"
    SYSTEM = "system", "joining and leaving"
    STAFF = "staff", "written by staff"
    PROVIDER = "provider", "sent by the provider"
    PAGE = "page", "a page to staff"
    RECALL = "recall", "a correction"


class OutboundQuerySet(models.QuerySet["OutboundMessage"]):
    def scheduled(self) -> "OutboundQuerySet":
        """What waits at the provider for its time, as far as we know."""
        return self.filter(state=MessageState.ACCEPTED, provider_status="scheduled")

    def perhaps_at_the_provider(self) -> "OutboundQuerySet":
        """Ours, and not settled: on its way, in doubt, held, or waiting there for its time."""
        doubt = (MessageState.SUBMITTING, MessageState.UNKNOWN, MessageState.HELD)
        waits = Q(state=MessageState.ACCEPTED, provider_status="scheduled")
        return self.filter(Q(state__in=doubt) | waits, exempt=False, tries__gt=0)

    def unfinished(self) -> "OutboundQuerySet":
        return self.exclude(state__in=TERMINAL)

    def stale(self, engine_now: datetime, *states: MessageState) -> "OutboundQuerySet":
        """Rows in one of the states whose next action is overdue."""
        return self.filter(state__in=states, next_action_at__lte=engine_now)


class OutboundMessage(models.Model):
    """One text on its way out, or its fate (`docs/pipelines.md` section 3).

    `due_at` and `useful_until` are service time; `next_action_at` and `lease_until`
    are engine time.  `dedupe_key` makes it unique.  Words come from exactly one
    place: `template`, `passage` (with `span_start`/`span_end` and the footer's
    template), or `written_by`.  `take_back` says why it is not wanted any more though it may
    be at the provider: then it is cancelled there, and not sent again.  `exempt` texts (the
    one answer to leaving, to a wrong number, or to HELP) skip the consent re-check, as the
    law allows.
    """

    sender = models.ForeignKey(Sender, models.PROTECT, related_name="outbound")
    phone = models.ForeignKey(Phone, models.PROTECT, related_name="outbound")
    recipient = models.ForeignKey(
        Recipient, models.PROTECT, null=True, blank=True, related_name="outbound"
    )
    channel = models.CharField(max_length=5, choices=Channel, default=Channel.SMS)
    origin = models.CharField(max_length=8, choices=Origin)
    priority = models.PositiveSmallIntegerField(choices=[(p.value, p.name) for p in Priority])
    dedupe_key = models.CharField(max_length=160, unique=True)
    body = EncryptedTextField()
    language = models.CharField(max_length=2)
    segments = models.PositiveSmallIntegerField()
    template = models.ForeignKey(
        "content.Template", models.PROTECT, null=True, blank=True, related_name="+"
    )
    footer = models.ForeignKey(
        "content.Template", models.PROTECT, null=True, blank=True, related_name="+"
    )
    passage = models.ForeignKey(
        "content.Passage", models.PROTECT, null=True, blank=True, related_name="+"
    )
    span_start = models.PositiveIntegerField(null=True, blank=True)
    span_end = models.PositiveIntegerField(null=True, blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    reminder = models.ForeignKey(
        Reminder, models.PROTECT, null=True, blank=True, related_name="outbound"
    )
    in_reply_to = models.ForeignKey(
        "messaging.InboundMessage", models.PROTECT, null=True, blank=True, related_name="replies"
    )
    state = models.CharField(
        max_length=11,
        choices=[(s.value, s.value.lower()) for s in MessageState],
        default=MessageState.QUEUED.value,
    )
    reason = models.CharField(max_length=200, blank=True)
    exempt = models.BooleanField(default=False)
    take_back = models.CharField(max_length=200, blank=True)
    queued_at = models.DateTimeField()
    due_at = models.DateTimeField()
    useful_until = models.DateTimeField()
    next_action_at = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    claim = models.CharField(max_length=32, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    negative_reads = models.PositiveSmallIntegerField(default=0)
    blind_reads = models.PositiveSmallIntegerField(default=0)
    provider_id = models.CharField(max_length=34, blank=True, db_index=True)
    provider_status = models.CharField(max_length=20, blank=True)
    error_code = models.PositiveIntegerField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = OutboundQuerySet.as_manager()

    class Meta:
        verbose_name = "text sent"
        verbose_name_plural = "texts sent"
        ordering = ("-queued_at", "-id")
        constraints = (
            models.CheckConstraint(
                name="words_have_one_origin",
                condition=Q(origin="provider")
                | Q(template__isnull=False, passage__isnull=True, written_by__isnull=True)
                | Q(template__isnull=True, passage__isnull=False, written_by__isnull=True)
                | Q(template__isnull=True, passage__isnull=True, written_by__isnull=False),
            ),
            models.CheckConstraint(
                name="unfinished_has_next_action",
                condition=Q(state__in=sorted(TERMINAL)) | Q(next_action_at__isnull=False),
            ),
        )
        indexes = (
            models.Index(
                fields=("priority", "due_at"),
                name="outbound_to_send",
                condition=Q(state="QUEUED"),
            ),
            models.Index(
                fields=("next_action_at",),
                name="outbound_unfinished",
                condition=Q(next_action_at__isnull=False),
            ),
            models.Index(
                fields=("next_action_at",),
                name="outbound_scheduled",
                condition=Q(state="ACCEPTED", provider_status="scheduled"),
            ),
        )

    def __str__(self) -> str:
        return f"text {self.pk} to {self.phone}"


class Attempt(models.Model):
    """One try at the provider, written before the request goes out (engine time).

    `token` (128 bit) stands in the callback address and binds receipts to this try.
    `send_at` is the time that the provider was asked to send it at (mode S).
    """

    message = models.ForeignKey(OutboundMessage, models.PROTECT, related_name="attempts")
    number = models.PositiveSmallIntegerField()
    token = models.CharField(max_length=32, unique=True)
    mode = models.CharField(max_length=1, default="I")
    intent_at = models.DateTimeField()
    send_at = models.DateTimeField(null=True, blank=True)
    body_sha256 = models.CharField(max_length=64)
    outcome = models.CharField(max_length=8, blank=True)
    provider_id = models.CharField(max_length=34, null=True, blank=True, unique=True)
    http_status = models.PositiveSmallIntegerField(null=True, blank=True)
    error_code = models.PositiveIntegerField(null=True, blank=True)
    retry_after = models.FloatField(null=True, blank=True)
    detail = models.CharField(max_length=200, blank=True)
    open = models.BooleanField(default=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("message", "number")
        constraints = (
            models.UniqueConstraint(fields=("message", "number"), name="attempt_numbers_differ"),
            models.CheckConstraint(
                name="scheduled_for_a_time",
                condition=Q(mode="S", send_at__isnull=False) | Q(mode="I", send_at__isnull=True),
            ),
            models.UniqueConstraint(
                fields=("message",), condition=Q(open=True), name="one_open_attempt_a_message"
            ),
        )

    def __str__(self) -> str:
        return f"attempt {self.number} of text {self.message_id}"


class DeliveryReceipt(models.Model):
    """A status callback as it came, kept whether or not it changed anything."""

    attempt = models.ForeignKey(
        Attempt, models.PROTECT, null=True, blank=True, related_name="receipts"
    )
    token = models.CharField(max_length=32)
    provider_id = models.CharField(max_length=34)
    status = models.CharField(max_length=20)
    raw_status = models.CharField(max_length=30)
    error_code = models.PositiveIntegerField(null=True, blank=True)
    received_at = models.DateTimeField()
    applied = models.CharField(max_length=60)

    class Meta:
        ordering = ("received_at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("token", "provider_id", "raw_status"), name="one_receipt_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.raw_status} for {self.provider_id}"


class InboundState(models.TextChoices):
    UNREAD = "unread", "waiting to be read"
    READ = "read", "read"
    DEAD = "dead", "could not be read: a person must"


class InboundQuerySet(models.QuerySet["InboundMessage"]):
    def unread(self) -> "InboundQuerySet":
        return self.filter(state=InboundState.UNREAD)

    def readable(self, engine_now: datetime) -> "InboundQuerySet":
        return self.unread().filter(next_action_at__lte=engine_now)


class InboundMessage(models.Model):
    """A text as it came in; stored before anything is done with it.

    `received_at` (service time) and `arrived_at` (engine time) are the same instant: when
    the webhook came, or, for a text found later in the provider's list, the provider's own
    date.  `kind`, `topic`, `flag` say how it was read.  `tries` counts failed readings; the
    fifth makes it DEAD.
    """

    sender = models.ForeignKey(Sender, models.PROTECT, related_name="inbound")
    phone = models.ForeignKey(Phone, models.PROTECT, related_name="inbound")
    provider_id = models.CharField(max_length=34, unique=True)
    body = EncryptedTextField(blank=True)
    media_count = models.PositiveSmallIntegerField(default=0)
    opt_out_type = models.CharField(max_length=10, blank=True)
    opted_out = models.BooleanField(default=False)
    received_at = models.DateTimeField()
    arrived_at = models.DateTimeField()
    state = models.CharField(max_length=6, choices=InboundState, default=InboundState.UNREAD)
    kind = models.CharField(max_length=16, blank=True, choices=[(k.value, k.value) for k in Kind])
    topic = models.CharField(max_length=40, blank=True)
    flag = models.CharField(max_length=24, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    next_action_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True, blank=True)

    objects = InboundQuerySet.as_manager()

    class Meta:
        verbose_name = "text received"
        verbose_name_plural = "texts received"
        ordering = ("-received_at", "-id")
        indexes = (
            models.Index(
                fields=("next_action_at",), name="inbound_to_read", condition=Q(state="unread")
            ),
        )

    def __str__(self) -> str:
        return f"text {self.pk} from {self.phone}"
