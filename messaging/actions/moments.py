"""The words of a clinic at many instants, each kept once read."""

from dataclasses import dataclass, field
from datetime import date, datetime

from content import lookup
from content.text.words import Library
from messaging.actions import composing
from messaging.models import Clinic
from messaging.rules.bodies import Words


@dataclass
class Moments:
    """What a clinic may say at an instant ahead: the approvals that still hold on that day.

    Between two days on which something runs out nothing changes, so a library is read
    once for each such stretch.
    """

    clinic: Clinic
    ends: frozenset[date] = frozenset()
    _read: dict[date, Library] = field(default_factory=dict)

    @classmethod
    def of(cls, clinic: Clinic) -> "Moments":
        return cls(clinic, lookup.last_days(clinic.wordset_id))

    def words(self, at: datetime) -> Words:
        return Words(self.library(at), composing.values(self.clinic, now=at))

    def library(self, at: datetime) -> Library:
        today = self.clinic.today(at)
        since = max((end for end in self.ends if end < today), default=date.min)
        if since not in self._read:
            self._read[since] = composing.library(self.clinic, now=at)
        return self._read[since]
