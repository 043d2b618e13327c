"""Rows that a posted form names."""

from typing import Any

from django.db.models import Model
from django.http import Http404


def row_of(rows: Any, typed: str | None) -> Any:
    """The row of this number among a person's own; 404 for any other."""
    number = typed or ""
    found: Model | None = rows.filter(pk=int(number)).first() if number.isdecimal() else None
    if found is None:
        raise Http404("There is no such row.")
    return found
