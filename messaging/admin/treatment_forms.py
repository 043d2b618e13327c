"""The form of one treatment with its order, and what several of them must not be together."""

from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from unfold.widgets import UnfoldAdminIntegerFieldWidget, UnfoldAdminTimeWidget

from messaging.actions import treatments
from messaging.admin.refusals import RefusableForm
from messaging.models import Treatment, TreatmentState
from messaging.rules.treatments import BadTreatment, TreatmentKind, check_alone


class TreatmentForm(RefusableForm):
    """One treatment; the order's doses are planned from its start day."""

    doses = forms.IntegerField(
        label="Number of doses",
        required=False,
        initial=1,
        widget=UnfoldAdminIntegerFieldWidget,
        help_text=(
            "Doses, cycles, radiation visits or supplies of pills; 1 for a procedure. "
            "Empty: no day is known yet."
        ),
    )
    every_days = forms.IntegerField(
        label="Every n days",
        required=False,
        widget=UnfoldAdminIntegerFieldWidget,
        help_text="28 is every 4 weeks, 84 every 12. Empty: as usual; radiation on weekdays.",
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
            "pills",
            "state",
        )
        labels = {
            "kind": "Treatment",
            "subtype": "Which one",
            "spine": "The treated place is the spine",
            "pills": "She takes it as pills",
            "doses_before": "Doses she had before",
            "starts_on": "First day",
            "ends_on": "Last day, if known",
        }
        help_texts = {
            "subtype": "For ablation, bone cement and surgery or cast alone.",
            "starts_on": "The first dose is planned on this day; of pills the first supply begins.",
            "ends_on": "No dose is planned after it.",
            "doses_before": "Before she was enrolled here: some texts follow first doses alone.",
            "spine": "For radiation, ablation and cement: she is then asked about weak legs.",
            "pills": (
                "For hormone treatment alone. Its days are then those on which a supply runs "
                "out, and she is told a week before."
            ),
            "state": "Ended: give the last day too. Planned doses after it are called off.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and "doses" in self.fields:
            self._tell_what_is_planned(self.instance.standing_doses.count())

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
        if not self.errors:
            self._check_order()

    def _check_order(self) -> None:
        """The same look at its days that the action takes, beside the field to be mended."""
        count, every_days = self.cleaned_data["doses"], self.cleaned_data["every_days"]
        if count is None:
            return
        try:
            treatments.dates(self.instance, count=count, every_days=every_days)
        except BadTreatment as error:
            self.add_error(error.field, str(error))


class TreatmentFormSet(forms.BaseInlineFormSet):  # type: ignore[type-arg]
    """Two rows of one page are two treatments at once like any others."""

    def clean(self) -> None:
        super().clean()
        seen: list[Treatment] = []
        for form in self.forms:
            row = form.instance
            if form.errors or not form.has_changed() or row.state == TreatmentState.CANCELLED:
                continue
            others = [other.course for other in seen if other.kind == row.kind]
            try:
                check_alone(TreatmentKind(row.kind), row.course, others)
            except BadTreatment as error:
                form.add_error(error.field, str(error))
            seen.append(row)
