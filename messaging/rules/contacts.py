"""Check-ins due on one day become one contact of at most three questions."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from messaging.rules.facts import StepKind
from messaging.rules.lines import MOST_QUESTIONS, Line, Ref, changed, merged, texts, urgency
from messaging.rules.reasons import Reason
from messaging.rules.recipients import is_visit
from messaging.rules.timing import FEVER_QUESTION

_CLASSES = {
    StepKind.CHECK_IN: 2,
    StepKind.REMINDER: 3,
    StepKind.EDUCATION: 4,
    StepKind.HYGIENE: 5,
}


@dataclass(eq=False)
class Contact:
    """What reaches the patient at once: one text, or one check-in.  Never changed in place.

    The host stands for the others: the first line, or the first that the caps count.
    """

    lines: tuple[Line, ...]
    words: tuple[str, ...]
    host: Line = field(init=False)
    exempt: bool = field(init=False)
    keep: bool = field(init=False)
    texts: int = field(init=False)

    def __post_init__(self) -> None:
        counted = [line for line in self.lines if not line.step.exempt]
        self.host = counted[0] if counted else self.lines[0]
        self.exempt = not counted
        self.keep = any(line.step.keep for line in counted)
        self.texts = texts(self.words)

    @property
    def in_any_case(self) -> int:
        """The texts of a contact that the caps count which go even if it finds no place."""
        spared = [word for line in self.lines if line.step.exempt for word in line.words]
        return texts(tuple(dict.fromkeys(spared))) if spared and not self.exempt else 0

    @property
    def rank(self) -> tuple[int, int]:
        """Who gets a place first: what the caps spare, visits, check-ins, teaching, mouth care."""
        kind = self.host.step.kind
        if self.exempt:
            return (0, 0)
        if self.keep:
            return (0, 1) if is_visit(self.host.step) else (1, 0)
        asked = urgency(self.words) if kind is StepKind.CHECK_IN else 0
        return (_CLASSES.get(kind, 3), asked)


def gather(lines: Iterable[Line]) -> tuple[list[Contact], list[Line]]:
    """The contacts of one day, and the check-in lines for which there was no room.

    Questions are joined most urgent first; the fever question goes on its own.
    """
    lines = list(lines)
    found = [Contact((line,), line.words) for line in lines if not line.asks]
    surplus: list[Line] = []
    asking = sorted((line for line in lines if line.asks), key=_group)
    for _, group in groupby(asking, key=_group):
        contact, rest = _joined(sorted(group, key=lambda line: (urgency(line.words), line.order)))
        found.append(contact)
        surplus.extend(rest)
    return found, surplus


def _group(line: Line) -> tuple[int, bool, date]:
    return line.recipient.id, FEVER_QUESTION in line.words, line.home


def _joined(lines: list[Line]) -> tuple[Contact, list[Line]]:
    contact, rest = Contact((lines[0],), lines[0].words), []
    for line in lines[1:]:
        larger = join(contact, (line,))
        if larger is None:
            rest.append(line)
        else:
            contact = larger
    return contact, rest


def join(contact: Contact, lines: tuple[Line, ...]) -> Contact | None:
    """The contact with more lines in it, or None if that made too many questions."""
    words = dict.fromkeys((*contact.words, *(word for line in lines for word in line.words)))
    if len(words) > MOST_QUESTIONS:
        return None
    asked = tuple(sorted(words, key=lambda word: urgency((word,))))
    return Contact((*contact.lines, *lines), asked)


def lines_of(contact: Contact) -> list[Line]:
    """The host with all that it says, and the others as merged into it."""
    host = contact.host
    others = [line for line in contact.lines if line is not host]
    reason = Reason.MOVED if host.reason is Reason.DUE and host.day > host.nominal else host.reason
    said = changed(host, words=contact.words, counts=not contact.exempt, reason=reason)
    return [said, *(_with_host(line, host=host, ref=host.ref) for line in others)]


def _with_host(line: Line, *, host: Line, ref: Ref) -> Line:
    return changed(merged(line, into=ref), day=host.day, due_at=host.due_at)
