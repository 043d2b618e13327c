"""One local week, decided whole: merge, then move, then leave out.

Contacts are placed in the order of their weight.  What the caps spare goes first, then
visits and the dental gate on their own day, then check-ins, then teaching, then mouth
care: so mouth care is dropped first, then teaching.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from messaging.rules import contacts, merging, recipients, timing, waiting
from messaging.rules.book import Book
from messaging.rules.contacts import Contact
from messaging.rules.facts import Patient
from messaging.rules.lines import Line, Place, changed, may_wait_a_week, place, skipped
from messaging.rules.reasons import Reason

_WEEK = timedelta(days=7)
_GAVE_WAY = (Reason.ASKED_RECENTLY, Reason.MERGED, Reason.OVER_CAP)


def settle(patient: Patient, book: Book, *, monday: date, lines: Iterable[Line]) -> "Week":
    """One week decided; its book is the given one with this week in it.

    Where a line gave way to another that then found no place itself, it is decided again
    without the other.
    """
    lines = list(lines)
    week = Week(patient, book.copy(), monday)
    week.decide(lines)
    silent = frozenset(place(line) for line in week.done if line.reason is Reason.OVER_CAP)
    if not silent or not any(line.reason in _GAVE_WAY for line in week.done):
        return week
    week = Week(patient, book.copy(), monday, silent)
    week.decide(lines)
    return week


@dataclass
class Week:
    """The decisions of one week; `carried` are lines that go on to the next.

    `silent` are lines known to find no place: nothing is held back or merged for them.
    """

    patient: Patient
    book: Book
    monday: date
    silent: frozenset[Place] = frozenset()
    placed: list[Contact] = field(default_factory=list)
    done: list[Line] = field(default_factory=list)
    carried: list[Line] = field(default_factory=list)

    def decide(self, lines: Iterable[Line]) -> None:
        """Decides all lines whose day is in this week."""
        ordered = merging.by_key(sorted(lines, key=_by_home), self.book, silent=self.silent)
        ordered = merging.not_asked_again(ordered, self.book, silent=self.silent)
        self.done.extend(line for line in ordered if not line.live)
        found = self._gathered([line for line in ordered if line.live])
        self._reserve(found, sign=1)
        for contact in sorted(found, key=_weight):
            self._reserve([contact], sign=-1)
            self._place(contact)
        self._commit()

    def _reserve(self, found: Iterable[Contact], *, sign: int) -> None:
        """Others find those texts counted on their day that go in any case."""
        for contact in found:
            if contact.in_any_case:
                day = contact.host.day
                self.book.texts[contact.host.recipient.phone, day] += sign * contact.in_any_case

    def _gathered(self, lines: list[Line]) -> list[Contact]:
        """The week's contacts, day by day: a check-in too many goes to a later day's lines."""
        found: list[Contact] = []
        for n in range(7):
            day = self.monday + timedelta(days=n)
            today, lines = _split(lines, day)
            if not today:
                continue
            joined, surplus = contacts.gather(today)
            found.extend(joined)
            for line in surplus:
                later = self._surplus(line)
                if later is None:
                    found.append(Contact((line,), line.words))
                elif later.live and later.day < self.monday + _WEEK:
                    lines.append(later)
                elif later.live:
                    self.carried.append(later)
                else:
                    self.done.append(later)
        return found

    def _surplus(self, line: Line) -> Line | None:
        """Where a question too many goes; None: it stays, as a check-in of its own.

        Upkeep questions move a week.  Those tied to a dose or a procedure would then ask
        about the wrong days: they move one day, if they are still of use.
        """
        spared = line.keep or line.exempt
        if may_wait_a_week(line):
            if line.postponed:
                return skipped(line, Reason.OVER_CAP)
            return timing.week_later(self.patient, line)
        if self._may_move(line, days=1):
            return waiting.day_later(self.patient, line)
        return None if spared else skipped(line, Reason.OVER_CAP)

    def _place(self, contact: Contact) -> None:
        if self._overdue(contact) and self._merge(contact):
            return
        if contact.exempt or self._has_room(contact, contact.host.day):
            self._take(contact)
        elif len({_spared(line) for line in contact.lines}) > 1:
            self._part(contact)
        elif any(line.placed_from for line in contact.lines):
            self._place(self._displaced(contact))
        elif contact.keep:
            self._keep(contact)
        elif not (self._merge(contact) or self._move(contact) or self._carry(contact)):
            self._drop(contact)

    def _displaced(self, contact: Contact) -> Contact:
        """Its place is taken: it looks for another from its own day on."""
        lines = tuple(
            changed(timing.moved(self.patient, line, days=self._days_back(line)), placed_from=None)
            for line in contact.lines
        )
        return Contact(lines, contact.words)

    def _days_back(self, line: Line) -> int:
        own = max(line.placed_from or line.on, self.monday)
        return min(0, (own - line.on).days)

    def _drop(self, contact: Contact) -> None:
        """What found no place together tries it one by one, most urgent first."""
        if len(contact.lines) == 1:
            self.done.append(skipped(contact.host, Reason.OVER_CAP))
            return
        for line in contact.lines:
            self._place(Contact((line,), line.words))

    def _overdue(self, contact: Contact) -> bool:
        """A check-in past its day, which joins another one rather than take a day of its own."""
        late = contact.host.home < contact.host.day
        return late and not contact.exempt and not contact.keep

    def _part(self, contact: Contact) -> None:
        """What the caps spare has its place first; the rest looks for one of its own."""
        for spared in (True, False):
            lines = [line for line in contact.lines if _spared(line) is spared]
            self._place(contacts.gather(lines)[0][0])

    def _keep(self, contact: Contact) -> None:
        """On a quieter day of its time if there is one, else on its own; visits stay."""
        if recipients.is_visit(contact.host.step) or not self._move(contact):
            self._take(contact)

    def _merge(self, contact: Contact) -> bool:
        """Joins a check-in to one that has, and counts for, a place later in its time."""
        if not contact.host.asks:
            return False
        for n, other in enumerate(self.placed):
            days = (other.host.day - contact.host.day).days
            larger = contacts.join(other, contact.lines) if self._same(other, contact) else None
            if larger is None or days < 0 or not self._all_may_move(contact, days=days):
                continue
            more = larger.texts - other.texts
            phone = other.host.recipient.phone
            if self.book.fits(phone=phone, day=other.host.day, more_texts=more):
                self.book.texts[phone, other.host.day] += more
                self.placed[n] = larger
                return True
        return False

    def _move(self, contact: Contact) -> bool:
        for days in range(1, (self.monday + _WEEK - contact.host.day).days):
            if not self._all_may_move(contact, days=days):
                return False
            later = self._later(contact, days=days)
            if later.host.day >= self.monday + _WEEK:
                return False
            if self._has_room(later, later.host.day) and self._suits(later):
                self._take(later)
                return True
        return False

    def _suits(self, contact: Contact) -> bool:
        return waiting.suits(self.patient, contact.host)

    def _carry(self, contact: Contact) -> bool:
        """To the next Monday, where it is weighed against that week's texts."""
        days = (self.monday + _WEEK - contact.host.day).days
        if not self._all_may_move(contact, days=days):
            return False
        self.carried.extend(self._later(contact, days=days).lines)
        return True

    def _take(self, contact: Contact) -> None:
        self.placed.append(contact)
        self.book.add_contact(
            phone=contact.host.recipient.phone,
            day=contact.host.day,
            counts=not contact.exempt,
            words=contact.words,
        )

    def _commit(self) -> None:
        for contact in self.placed:
            self.done.extend(contacts.lines_of(contact))
            for line in contact.lines:
                self.book.add_host(line)
                owner, recipient = line.ref[:2], line.recipient.id
                if line.asks:
                    self.book.add_asked(
                        recipient=recipient, day=contact.host.day, owner=owner, words=line.words
                    )
        dropped = {line.ref for line in self.done if line.reason is Reason.OVER_CAP}
        self.done = [_orphaned(line) if line.into in dropped else line for line in self.done]

    def _has_room(self, contact: Contact, day: date) -> bool:
        phone = contact.host.recipient.phone
        return self.book.has_room(
            phone=phone, day=day, more_texts=contact.texts, full_week=contact.keep
        )

    def _later(self, contact: Contact, *, days: int) -> Contact:
        lines = tuple(timing.moved(self.patient, line, days=days) for line in contact.lines)
        return Contact(lines, contact.words)

    def _all_may_move(self, contact: Contact, *, days: int) -> bool:
        return all(self._may_move(line, days=days) for line in contact.lines)

    def _may_move(self, line: Line, *, days: int) -> bool:
        later = timing.moved(self.patient, line, days=days)
        return later.due_at + waiting.LEAST_USE <= line.useful_until

    def _same(self, one: Contact, other: Contact) -> bool:
        fever = timing.FEVER_QUESTION
        return (
            one.host.asks
            and not one.exempt
            and one.host.recipient.id == other.host.recipient.id
            and (fever in one.words) == (fever in other.words)
        )


def _spared(line: Line) -> bool:
    return line.exempt or line.keep


def _by_home(line: Line) -> tuple[date, object]:
    return line.home, line.order


def _weight(contact: Contact) -> tuple[tuple[int, int], bool, object]:
    """Of equal rank, what an earlier plan has placed keeps its place."""
    return contact.rank, contact.host.placed_from is None, _by_home(contact.host)


def _split(lines: list[Line], day: date) -> tuple[list[Line], list[Line]]:
    today = [line for line in lines if line.day == day]
    return today, [line for line in lines if line.day != day]


def _orphaned(line: Line) -> Line:
    """The text that this one was merged into found no place: neither goes."""
    return changed(skipped(line, Reason.OVER_CAP), into=None)
