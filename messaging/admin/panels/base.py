"""What a panel of the patient page is: one file with a title, a template, its values."""

from enum import StrEnum
from typing import Any, Protocol

from django.http import HttpRequest

from messaging.models import Patient


class Place(StrEnum):
    """Where a panel stands on a wide screen; on a phone they follow each other so."""

    TOP = "top"
    LEFT = "left"
    RIGHT = "right"
    BELOW = "below"


class Panel(Protocol):
    """A module of this folder; `slug` is its anchor on the page."""

    slug: str
    title: str
    template: str
    place: Place

    def context(self, patient: Patient, request: HttpRequest) -> dict[str, Any]:
        """What the template finds as `values`."""
