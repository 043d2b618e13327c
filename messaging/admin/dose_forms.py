"""What may be typed about one dose on the patient page."""

from datetime import datetime
from typing import Any

from django import forms

from messaging.actions import moving, treatments
from messaging.actions.moving import Wish
from messaging.admin import moved
from messaging.admin.acts import NO_DAY, ActForm, day_field, time_field
from messaging.models import Dose, Treatment

NO_VERB = "Choose: given, moved, missed or called off."
VERBS = ("give", "miss", "cancel", "put_back", "move", "move_later")
SAVED = "Saved. The texts to come follow the new dates."


class DoseForm(ActForm):
    """One act on one dose; `look` asks what a move would change, and changes nothing."""

    done = SAVED
    verb = forms.ChoiceField(
        choices=[(verb, verb) for verb in VERBS],
        error_messages={"required": NO_VERB, "invalid_choice": NO_VERB},
    )
    on = day_field(required=False)
    at = time_field()
    given_on = day_field(required=False)
    also = forms.ModelMultipleChoiceField(
        Dose.objects.none(),
        required=False,
        error_messages={"invalid_choice": moving.GONE, "invalid_pk_value": moving.GONE},
    )
    stretch = forms.BooleanField(required=False)
    look = forms.BooleanField(required=False)

    def __init__(self, dose: Dose, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.dose = dose
        also: Any = self.fields["also"]
        also.queryset = moving.same_day(dose)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self._moves and not cleaned.get("on") and "on" not in self.errors:
            self.add_error("on", NO_DAY)
        return cleaned

    @property
    def _moves(self) -> bool:
        return self.cleaned_data.get("verb") in ("move", "move_later")

    @property
    def looks(self) -> bool:
        return self._moves and bool(self.cleaned_data["look"])

    def do(self, *, by: Any, now: datetime) -> list[str]:
        if self._moves:
            return self._move(by=by, now=now)
        verb = self.cleaned_data["verb"]
        if verb == "give":
            treatments.give(self.dose, on=self.cleaned_data["given_on"], by=by, now=now)
        elif verb == "miss":
            treatments.miss(self.dose, by=by, now=now)
        elif verb == "cancel":
            treatments.cancel(self.dose, by=by, now=now)
        else:
            treatments.put_back(self.dose, by=by, now=now)
        return []

    def _move(self, *, by: Any, now: datetime) -> list[str]:
        if self.looks:
            found = moving.foresee(self.dose, self._wish(), now=now)
        else:
            found = moving.move(self.dose, self._wish(), by=by, now=now)
        return moved.sentences(found, self.dose.treatment.patient.clinic)

    def _wish(self) -> Wish:
        typed = self.cleaned_data
        return Wish(
            on=typed["on"],
            at=typed["at"],
            later=typed["verb"] == "move_later",
            also=tuple(typed["also"]),
            stretch=typed["stretch"],
        )


class AddForm(ActForm):
    """One more dose of a treatment."""

    done = SAVED
    on = day_field()
    at = time_field()

    def __init__(self, treatment: Treatment, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.treatment = treatment

    def do(self, *, by: Any, now: datetime) -> list[str]:
        on = self.cleaned_data["on"]
        treatments.add(self.treatment, on=on, at=self.cleaned_data["at"], by=by, now=now)
        return moved.closed([on], self.treatment.patient.clinic)
