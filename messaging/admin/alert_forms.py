"""What is asked when an alert is closed: what was done, and whether she was admitted."""

from typing import Any

from django import forms

from messaging.actions import alerts, stays
from messaging.admin.acts import day_field
from messaging.admin.refusals import by_field
from messaging.models import Alert
from messaging.models.alerts import PRESSING

YES = "yes"
ADMITTED = ((YES, "yes"), ("no", "no"), ("not_known", "not known yet"))
NOT_SAID = "Say whether she was admitted: her planned texts wait while she is in hospital."


def asks_if_admitted(alert: Alert) -> bool:
    """A pressing one of a known patient, who is not in hospital already."""
    if alert.level not in PRESSING or alert.patient is None:
        return False
    return stays.open_stay(alert.patient) is None


class CloseForm(forms.Form):
    """`asked`: whether it is to be said if she was admitted."""

    action = forms.CharField(error_messages={"required": alerts.NOT_SAID})
    admitted = forms.ChoiceField(
        choices=ADMITTED, error_messages={"required": NOT_SAID, "invalid_choice": NOT_SAID}
    )
    admitted_on = day_field(required=False)

    def __init__(self, *args: Any, asked: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["admitted"].required = asked

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("admitted") != YES:
            cleaned["admitted_on"] = None
            self.errors.pop("admitted_on", None)
        elif not cleaned.get("admitted_on") and "admitted_on" not in self.errors:
            self.add_error("admitted_on", "Give the day on which she was admitted.")
        return cleaned

    def done(self) -> dict[str, Any]:
        """What the action takes."""
        typed = self.cleaned_data
        return {"action": typed["action"], "admitted_on": typed["admitted_on"]}

    def refuse(self, error: Exception) -> None:
        """What the action refused, beside its field."""
        for field, said in by_field(error).items():
            self.add_error(field if field in self.fields else "action", said)
