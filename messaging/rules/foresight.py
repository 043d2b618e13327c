"""From the agenda's lines to what staff read of them, for one patient."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from messaging.rules import reasons, spoken, worded
from messaging.rules.bodies import Words
from messaging.rules.coming import Coming, Fate
from messaging.rules.conditions import Condition
from messaging.rules.facts import Planned, PlanState, StepKind
from messaging.rules.reasons import Reason
from messaging.rules.worded import Reader, Visit, Worded

Ref = tuple[int, int, str, str]

_NOTES: Mapping[str, str] = {
    Condition.DOSE_GIVEN: "Goes only if the dose is recorded as given by then.",
    Condition.DOSE_NOT_RECORDED: "Only if the dose is not recorded by then.",
    Condition.DENTIST_NOT_SEEN: "Falls away once a dentist visit is recorded.",
}


@dataclass(frozen=True)
class Reached:
    """A recipient as staff read it: "the patient", the end of the number, the zone."""

    to: str
    phone: str
    zone: str
    reader: Reader


@dataclass(frozen=True)
class Foresight:
    """What is known beside the agenda; `treatments` are names by enrolment (empty: everyone).

    `words` gives the words of an instant, `hangs_on` the conditions of a step by its id.
    """

    recipients: Mapping[int, Reached]
    treatments: Mapping[int, str]
    visits: Mapping[int, Visit]
    hangs_on: Mapping[int, frozenset[str]]
    titles: Mapping[str, str]
    words: Callable[[datetime], Words]

    def read(self, lines: Iterable[Planned]) -> tuple[Coming, ...]:
        """The lines in their order; one that joined a text which will not go, goes neither."""
        lines = list(lines)
        own = {_ref(line): self._alone(line) for line in lines if line.into is None}
        return tuple(own.get(_ref(line)) or self._joined(line, own) for line in lines)

    def _alone(self, line: Planned) -> Coming:
        texts = self._texts(line)
        fate = _fate(line, texts)
        return self._coming(line, fate=fate, why=texts.why_not or _why(line, fate), worded=texts)

    def _joined(self, line: Planned, own: Mapping[Ref, Coming]) -> Coming:
        host = own.get((line.recipient, *line.into)) if line.into else None
        if host is not None and host.fate is Fate.NOT:
            return self._coming(line, fate=Fate.NOT, why=host.why, worded=Worded(()))
        inside = host.title if host else ""
        return self._coming(
            line,
            fate=Fate.INSIDE,
            why=reasons.sentence(line.reason),
            worded=Worded(()),
            inside=inside,
        )

    def _coming(
        self, line: Planned, *, fate: Fate, why: str, worded: Worded, inside: str = ""
    ) -> Coming:
        reached = self.recipients[line.recipient]
        spoken_for = (self.treatments.get(e, "") for e in (line.enrolment, *line.also))
        return Coming(
            line=line,
            title=spoken.content(line.words, titles=self.titles),
            fate=fate,
            why=why,
            worded=worded,
            to=reached.to,
            phone=reached.phone,
            zone=reached.zone,
            treatments=tuple(dict.fromkeys(name for name in spoken_for if name)),
            inside=inside,
            note=self._note(line) if fate is not Fate.NOT else "",
        )

    def _texts(self, line: Planned) -> Worded:
        if line.state is PlanState.SKIPPED:
            return Worded(())
        visit = self.visits.get(line.dose) if line.dose is not None else None
        reader, words = self.recipients[line.recipient].reader, self.words(line.due_at)
        return worded.of(line, reader=reader, visit=visit, words=words)

    def _note(self, line: Planned) -> str:
        named = sorted(self.hangs_on.get(line.step, ()))
        return " ".join(_NOTES[name] for name in named if name in _NOTES)


def _ref(line: Planned) -> Ref:
    return (line.recipient, line.enrolment, line.step_slug, line.occurrence)


def _fate(line: Planned, texts: Worded) -> Fate:
    if line.state is PlanState.SKIPPED or texts.why_not:
        return Fate.NOT
    return Fate.TASK if line.kind is StepKind.STAFF else Fate.GOES


def _why(line: Planned, fate: Fate) -> str:
    """That it goes on its day needs no sentence."""
    if fate is not Fate.NOT and line.reason == Reason.DUE:
        return ""
    return reasons.sentence(line.reason)
