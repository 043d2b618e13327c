"""The facts that a decision of the past rested on, as staff read them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from messaging.admin import shown

LABELS: Mapping[str, str] = {
    "nominal": "meant for",
    "anchor": "counts from",
    "anchor_on": "which was",
    "dose_number": "dose",
    "dose_on": "on",
    "dose_state": "which was",
    "recorded": "needless by",
}


def known(facts: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Label and value of each fact in its stored order; what is empty says nothing."""
    named = ((LABELS.get(key, key.replace("_", " ")), _said(value)) for key, value in facts.items())
    return [(label, value) for label, value in named if value]


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return ", ".join(f"{label} {said}" for label, said in known(value))
    if isinstance(value, list):
        return ", ".join(filter(None, map(_said, value)))
    return "" if value is None else _day(str(value))


def _day(text: str) -> str:
    """A date is said as one; anything else stands as it is."""
    try:
        return shown.day(date.fromisoformat(text))
    except ValueError:
        return text.replace("_", " ")
