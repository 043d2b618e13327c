"""The forms on which a patient is enrolled and changed."""

from datetime import time
from typing import Any

from django import forms
from unfold.widgets import (
    UnfoldAdminSelectWidget,
    UnfoldAdminTextInputWidget,
    UnfoldAdminTimeWidget,
)

from messaging import clock
from messaging.admin.refusals import RefusableForm
from messaging.models import Patient, PatientState
from messaging.rules import phone
from messaging.rules.dates import WEEKDAYS
from messaging.rules.treatments import BadTreatment, check_day
from messaging.rules.windows import local_date


class PatientForm(RefusableForm):
    """What may be changed of a patient; her phones are on her page."""

    weekly_day = forms.TypedChoiceField(
        choices=tuple(enumerate(WEEKDAYS)),
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
        exclude: tuple[str, ...] = ("created_at", "planned_until", "dentist_known_by")
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
        self._check_days(cleaned)
        return cleaned

    def _check_days(self, cleaned: dict[str, Any]) -> None:
        """Days that cannot be are said beside their field; a visit to come was not made."""
        for field in ("dentist_seen_on", "stopped_on"):
            try:
                check_day(cleaned.get(field), "day", field=field)
            except BadTreatment as error:
                self.add_error(field, str(error))
        seen, zone = cleaned.get("dentist_seen_on"), cleaned.get("time_zone")
        if seen and zone and seen > local_date(clock.now(), zone):
            self.add_error("dentist_seen_on", f"{seen} is still to come: note it after the visit.")

    def _date_the_stop(self, cleaned: dict[str, Any]) -> None:
        """Stopped today unless another day is given; nothing is stopped while she is active."""
        if "state" not in cleaned:
            return
        if cleaned["state"] == PatientState.ACTIVE:
            cleaned["stopped_on"] = None
        elif not cleaned.get("stopped_on") and cleaned.get("time_zone"):
            cleaned["stopped_on"] = local_date(clock.now(), cleaned["time_zone"])


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
        exclude = (*PatientForm.Meta.exclude, "state", "stopped_on", "education_off")

    def clean_number(self) -> str:
        try:
            return phone.parse(self.cleaned_data["number"])
        except phone.BadNumber as error:
            raise forms.ValidationError(str(error)) from error
