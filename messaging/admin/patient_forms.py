"""The forms on which a patient is enrolled and her treatments are entered."""

from datetime import time
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from unfold.widgets import (
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextInputWidget,
    UnfoldAdminTimeWidget,
)

from messaging import clock
from messaging.admin.refusals import RefusableForm
from messaging.models import Patient, PatientState, Treatment
from messaging.rules import phone
from messaging.rules.windows import local_date

WEEKDAYS = (
    (0, "Monday"),
    (1, "Tuesday"),
    (2, "Wednesday"),
    (3, "Thursday"),
    (4, "Friday"),
    (5, "Saturday"),
    (6, "Sunday"),
)


class PatientForm(RefusableForm):
    """What may be changed of a patient; her phones are on her page."""

    weekly_day = forms.TypedChoiceField(
        choices=WEEKDAYS,
        coerce=int,
        initial=0,
        widget=UnfoldAdminSelectWidget,
        help_text="The day on which weekly questions and tips go out.",
    )

    preferred_time = forms.TimeField(
        label="Best time for texts",
        initial=time(10, 0),
        widget=UnfoldAdminTimeWidget(format="%H:%M"),
        help_text="Her own clock.",
    )

    class Meta:
        model = Patient
        exclude: tuple[str, ...] = ("created_at", "planned_until")
        labels = {
            "drug_names_agreed": "Texts may name her drug and illness",
            "kidney_trouble": "Kidney trouble or dialysis",
            "education_off": "Fewer texts: no tips and teaching",
            "dentist_seen_on": "Dentist seen on",
            "stopped_on": "Stopped on",
        }
        help_texts = {
            "drug_names_agreed": "Only if she agreed: others may read her phone.",
            "time_zone": "Empty: the clinic's. For example America/Chicago.",
            "dentist_seen_on": "Needed before denosumab or a bisphosphonate.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "time_zone" in self.fields:
            self.fields["time_zone"].required = False

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        clinic = self.instance.clinic if self.instance.pk else cleaned.get("clinic")
        if clinic is not None and not cleaned.get("time_zone") and "time_zone" not in self.errors:
            cleaned["time_zone"] = clinic.time_zone
        self._date_the_stop(cleaned)
        return cleaned

    def _date_the_stop(self, cleaned: dict[str, Any]) -> None:
        """Stopped today unless another day is given; nothing is stopped while she is active."""
        if "state" not in cleaned:
            return
        if cleaned["state"] == PatientState.ACTIVE:
            cleaned["stopped_on"] = None
        elif not cleaned.get("stopped_on") and cleaned.get("time_zone"):
            cleaned["stopped_on"] = local_date(clock.now(), self.instance.time_zone)


class EnrolForm(PatientForm):
    """A new patient with the number she is reached at and what her consent rests on."""

    number = forms.CharField(
        label="Mobile number",
        max_length=phone.LONGEST_TYPED,
        widget=UnfoldAdminTextInputWidget(attrs={"inputmode": "tel", "autocomplete": "off"}),
        help_text="With area code, for example +1 555 010 0123.",
    )
    evidence = forms.CharField(
        label="Written consent",
        max_length=200,
        required=False,
        widget=UnfoldAdminTextInputWidget,
        help_text=(
            "What was signed, when, and where it is kept. "
            "Not used where the clinic asks for consent by text."
        ),
    )

    class Meta(PatientForm.Meta):
        exclude = ("created_at", "planned_until", "state", "stopped_on", "education_off")

    def clean_number(self) -> str:
        try:
            return phone.parse(self.cleaned_data["number"])
        except phone.BadNumber as error:
            raise forms.ValidationError(str(error)) from error


class TreatmentForm(RefusableForm):
    """One treatment; the order's doses are planned from its start day."""

    doses = forms.IntegerField(
        label="Number of doses",
        min_value=0,
        max_value=400,
        required=False,
        initial=1,
        widget=UnfoldAdminIntegerFieldWidget,
        help_text="Doses, cycles, fractions or the procedure. 0: none planned yet.",
    )
    every_days = forms.IntegerField(
        label="Every n days",
        min_value=1,
        max_value=366,
        required=False,
        widget=UnfoldAdminIntegerFieldWidget,
        help_text="Empty: the usual rhythm; radiation runs on weekdays.",
    )
    at = forms.TimeField(
        label="Time of day",
        required=False,
        widget=UnfoldAdminTimeWidget,
        help_text="Of her visits, on her own clock.",
    )

    class Meta:
        model = Treatment
        fields = (
            "kind",
            "subtype",
            "starts_on",
            "ends_on",
            "doses",
            "every_days",
            "at",
            "doses_before",
            "spine",
            "state",
        )
        labels = {
            "kind": "Treatment",
            "subtype": "Which one",
            "spine": "The treated place is the spine",
            "doses_before": "Doses she had before",
            "starts_on": "First day",
            "ends_on": "Last day, if known",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and "doses" in self.fields:
            self._tell_what_is_planned(self.instance.doses.count())

    def _tell_what_is_planned(self, known: int) -> None:
        """A standing treatment: empty leaves its doses, a number completes the order."""
        field = self.fields["doses"]
        field.initial, field.label = None, "Number of doses in all"
        field.help_text = f"{known} are planned or given. A larger number adds what is missing."

    def _post_clean(self) -> None:
        """The theme shows no errors of a whole inline row: those of its dates go to the first."""
        super()._post_clean()  # type: ignore[misc]
        said = self.errors.pop(NON_FIELD_ERRORS, None)
        if said:
            self.add_error("starts_on", list(said))
