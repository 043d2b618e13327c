"""The forms of clinics and senders: numbers that are numbers, days by their names."""

from typing import Any

from django import forms
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget

from messaging.admin.refusals import RefusableForm
from messaging.models import Clinic, Sender
from messaging.rules import phone
from messaging.rules.dates import WEEKDAYS

SHORT_CODE_DIGITS = range(5, 7)


def _checked(typed: str) -> str:
    """The number as it was typed, if it is one: patients read it so."""
    try:
        phone.parse(typed)
    except phone.BadNumber as error:
        raise forms.ValidationError(str(error)) from error
    return typed


class ClinicForm(RefusableForm):
    staffed_days = forms.TypedMultipleChoiceField(
        choices=tuple(enumerate(WEEKDAYS)),
        coerce=int,
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
        help_text="On the other days the on-call number stands in every text.",
    )

    class Meta:
        model = Clinic
        fields = "__all__"
        labels = {
            "text_name": "Name in texts",
            "wordset": "Word set",
            "opt_in": "Patients agree",
            "oncall_phone": "On-call phone",
            "crisis": "Crisis line",
            "quiet_from": "Quiet from",
            "quiet_to": "Quiet until",
        }
        help_texts = {
            "text_name": "What patients read, at most 20 characters. Name no illness.",
            "time_zone": "For example America/Chicago.",
            "hospice_phone": "Empty: the clinic's own number stands in its place.",
        }

    def clean_day_phone(self) -> str:
        return _checked(self.cleaned_data["day_phone"])

    def clean_oncall_phone(self) -> str:
        return _checked(self.cleaned_data["oncall_phone"])

    def clean_hospice_phone(self) -> str:
        typed: str = self.cleaned_data["hospice_phone"]
        return _checked(typed) if typed else typed


class SenderForm(RefusableForm):
    class Meta:
        model = Sender
        fields = "__all__"
        labels = {"service_id": "Messaging service", "pace": "Segments a second"}
        help_texts = {
            "service_id": "The provider's id of the service, if there is one (MG...).",
            "keywords": "Who answers STOP, START and HELP: as it is set at the provider.",
            "paused": "Nothing leaves from this number until it is switched on again.",
        }

    def __init__(self, *args: Any, **given: Any) -> None:
        """Whether a pause was changed is measured by what the page showed, not by the row now."""
        super().__init__(*args, **given)
        for name in {"paused", "paused_reason"} & set(self.fields):
            self.fields[name].show_hidden_initial = True

    def clean_number(self) -> Any:
        """E.164, or a short code as it is."""
        typed = self.cleaned_data["number"].strip()
        if typed.isdecimal() and len(typed) in SHORT_CODE_DIGITS:
            return typed
        return phone.parse(_checked(typed))
