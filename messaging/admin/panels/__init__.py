"""The patient page, panel by panel, in the order in which they are read.

A new panel is a new file here and a line in `PANELS`.
"""

from collections.abc import Sequence

from messaging.admin.panels import (
    audit,
    coming,
    consent,
    conversation,
    phones,
    scores,
    stays,
    summary,
    treatments,
    worries,
)
from messaging.admin.panels.base import Panel, Place

PANELS: Sequence[Panel] = (
    summary,
    stays,
    worries,
    conversation,
    phones,
    scores,
    consent,
    treatments,
    coming,
    audit,
)

__all__ = ["PANELS", "Panel", "Place"]
