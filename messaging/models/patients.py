"""Patients, their phones, and who is reached at which phone."""

from datetime import datetime, time

from django.core.exceptions import ValidationError
from django.db import models

from messaging.models.clinics import Clinic, validate_zone
from messaging.models.encryption import (
    EncryptedTextField,
    folded_words,
    name_prefixes,
    number_index,
    prefix_index,
)
from messaging.rules.phone import BadNumber, parse
from messaging.rules.treatments import EARLIEST, LATEST, out_of_our_time


class Language(models.TextChoices):
    ENGLISH = "en", "English"
    SPANISH = "es", "Spanish"


class PatientState(models.TextChoices):
    ACTIVE = "active", "active"
    PAUSED = "paused", "paused"
    HOSPICE = "hospice", "in hospice care"
    DIED = "died", "died"


class PatientQuerySet(models.QuerySet["Patient"]):
    def named(self, text: str) -> "PatientQuerySet":
        """Patients with every typed word at the start of a name word (two letters or more)."""
        found = self
        for word in folded_words(text):
            found = found.filter(names__digest=prefix_index(word))
        return found.distinct() if folded_words(text) else self.none()

    def numbered(self, text: str) -> "PatientQuerySet":
        """Patients reached at exactly this number, in any spelling of it."""
        try:
            index = number_index(parse(text))
        except BadNumber:
            return self.none()
        return self.filter(recipients__phone__number_index=index).distinct()

    def never_planned(self) -> "PatientQuerySet":
        return self.filter(planned_until__isnull=True)

    def planned_before(self, instant: datetime) -> "PatientQuerySet":
        """Patients whose agenda ends before an instant, those first whose ends first."""
        return self.filter(planned_until__lt=instant).order_by("planned_until", "pk")


def possible(field: str) -> models.Q:
    """A date that can be, or none."""
    return models.Q(**{f"{field}__isnull": True}) | models.Q(
        **{f"{field}__gte": EARLIEST, f"{field}__lte": LATEST}
    )


class Patient(models.Model):
    """A person in treatment.  `weekly_day` 0 is Monday; times are her own wall time."""

    clinic = models.ForeignKey(Clinic, models.PROTECT, related_name="patients")
    name = EncryptedTextField()
    language = models.CharField(max_length=2, choices=Language, default=Language.ENGLISH)
    time_zone = models.CharField(max_length=64, validators=[validate_zone])
    preferred_time = models.TimeField(default=time(10, 0))
    weekly_day = models.PositiveSmallIntegerField(default=0)
    drug_names_agreed = models.BooleanField(
        default=False, help_text="She agreed that texts may name her drug and illness."
    )
    kidney_trouble = models.BooleanField(default=False)
    dentist_seen_on = models.DateField(null=True, blank=True)
    dentist_known_by = models.CharField(
        max_length=150, blank=True, help_text="Who or what said that a dentist was seen."
    )
    education_off = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=PatientState, default=PatientState.ACTIVE)
    stopped_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField()
    planned_until = models.DateTimeField(null=True, blank=True, db_index=True)

    objects = PatientQuerySet.as_manager()

    class Meta:
        indexes = (models.Index(fields=("clinic", "planned_until"), name="patients_to_plan"),)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(weekly_day__lte=6), name="weekly_day_is_a_weekday"
            ),
            models.CheckConstraint(
                condition=possible("dentist_seen_on") & possible("stopped_on"),
                name="patients_days_in_our_time",
                violation_error_message=out_of_our_time("day"),
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def first_name(self) -> str:
        return self.name.split()[0] if self.name.split() else ""


class NamePrefix(models.Model):
    """A keyed prefix of one word of a patient's name: what the search looks up."""

    patient = models.ForeignKey(Patient, models.CASCADE, related_name="names")
    digest = models.CharField(max_length=32, db_index=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("patient", "digest"), name="one_prefix_once"),
        )

    def __str__(self) -> str:
        return self.digest[:8]

    @staticmethod
    def rewrite(patient: Patient) -> None:
        """Make the prefixes of a patient match the name as it is now."""
        NamePrefix.objects.filter(patient=patient).delete()
        NamePrefix.objects.bulk_create(
            NamePrefix(patient=patient, digest=digest)
            for digest in sorted(name_prefixes(patient.name))
        )


class PhoneQuerySet(models.QuerySet["Phone"]):
    def numbered(self, clinic: Clinic, e164: str) -> "Phone | None":
        return self.filter(clinic=clinic, number_index=number_index(e164)).first()


class Phone(models.Model):
    """A number within a clinic; consent belongs to it.

    `bad_reason` is set when the provider proved that the number cannot be texted.
    """

    clinic = models.ForeignKey(Clinic, models.PROTECT, related_name="phones")
    number = EncryptedTextField()
    number_index = models.CharField(max_length=32, db_index=True, editable=False)
    bad_reason = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()

    objects = PhoneQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("clinic", "number_index"), name="one_number_once_in_a_clinic"
            ),
        )

    def __str__(self) -> str:
        return self.masked

    @property
    def masked(self) -> str:
        return f"…{self.number[-4:]}"

    @staticmethod
    def index_of(e164: str) -> str:
        return number_index(e164)

    def clean(self) -> None:
        try:
            self.number = parse(self.number)
        except BadNumber as error:
            raise ValidationError({"number": str(error)}) from error

    def save(self, *args: object, **kwargs: object) -> None:
        self.number_index = number_index(self.number)
        super().save(*args, **kwargs)  # type: ignore[arg-type]


class Relation(models.TextChoices):
    PATIENT = "patient", "the patient"
    CAREGIVER = "caregiver", "a caregiver"


class Recipient(models.Model):
    """A patient or caregiver reached at a phone.

    `answers`: check-in questions go to this person (one per patient).
    `tag` is the letter that tells people on a shared phone apart.
    `permission` is the recorded permission that names a caregiver.
    """

    phone = models.ForeignKey(Phone, models.PROTECT, related_name="recipients")
    patient = models.ForeignKey(Patient, models.PROTECT, related_name="recipients")
    relation = models.CharField(max_length=9, choices=Relation, default=Relation.PATIENT)
    answers = models.BooleanField(default=True)
    tag = models.CharField(max_length=1, blank=True)
    permission = models.CharField(max_length=200, blank=True)
    time_zone = models.CharField(max_length=64, blank=True, validators=[validate_zone])
    active = models.BooleanField(default=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("phone", "patient"), name="one_patient_once_a_phone"),
            models.UniqueConstraint(
                fields=("patient",),
                condition=models.Q(answers=True, active=True),
                name="one_answerer_per_patient",
            ),
        )

    def __str__(self) -> str:
        return f"{self.patient} at {self.phone}"

    @property
    def zone(self) -> str:
        return self.time_zone or self.patient.time_zone
