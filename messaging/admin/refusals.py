"""What an action refuses becomes a sentence on the page, never an error page."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest

from content.actions import ApprovalError, NamingError
from messaging.actions import alerts, handoffs
from messaging.actions.composing import NoWords
from messaging.actions.outbound import CannotQueue
from messaging.rules.treatments import BadTreatment
from messaging.rules.wording import WordingError

REFUSALS = (
    ValidationError,
    ApprovalError,
    alerts.CannotClose,
    handoffs.CannotClose,
    CannotQueue,
    NamingError,
    NoWords,
    BadTreatment,
    WordingError,
)


def sentences(error: Exception) -> list[str]:
    return list(error.messages) if isinstance(error, ValidationError) else [str(error)]


class RefusableForm(forms.ModelForm[Any]):
    """A form that can be shown again with what an action refused, all typed words kept.

    `shown_only`: it is shown again as it was typed, and nothing of it is saved.
    """

    refused: Exception | None = None
    shown_only = False

    def is_valid(self) -> bool:
        return super().is_valid() and not self.shown_only

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.refused is not None:
            for field, said in by_field(self.refused).items():
                self.add_error(field if field in self.fields else None, said)
        return cleaned


def by_field(error: Exception) -> dict[str, list[str]]:
    if isinstance(error, ValidationError) and hasattr(error, "error_dict"):
        return dict(error.message_dict)
    return {getattr(error, "field", ""): sentences(error)}


def refusal(deed: Callable[[], object]) -> Exception | None:
    """Do it in one transaction; gives what was refused, None where it was done."""
    try:
        with transaction.atomic():
            deed()
    except REFUSALS as error:
        return error
    return None


def carried_out(request: HttpRequest, deed: Callable[[], object], *, done: str) -> bool:
    """Do it in one transaction and say so; a refusal is said instead.  True: it was done."""
    error = refusal(deed)
    for sentence in sentences(error) if error else ():
        messages.error(request, sentence)
    if error is None:
        messages.success(request, done)
    return error is None
