"""What has been sent and decided so far, as the caps and merges need to know it.

Weeks run from Monday to Sunday and are decided in order, each from what came before it
alone: so a longer plan never changes the beginning of a shorter one.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TypeVar

from messaging.rules.facts import Patient
from messaging.rules.lines import MOST_QUESTIONS, Line, Ref, texts
from messaging.rules.recurrence import week_of
from messaging.rules.timing import FEVER_QUESTION

# `docs/care.md` section 3: contacts a day and a local week; texts a day, replies included.
CONTACTS_A_DAY = 1
CONTACTS_A_WEEK = 4
TEXTS_A_DAY = 4

# What is decided lies in this week or later, by whichever zone.
_THIS_WEEK = timedelta(days=9)
# A question holds back another for two weeks, and one overdue belongs to an earlier day.
_LATELY = timedelta(days=45)

Owner = tuple[int, str]  # enrolment, step slug
K = TypeVar("K")
V = TypeVar("V")


@dataclass
class Book:
    """Counts are per phone, merges and questions per recipient."""

    contacts: Counter[tuple[int, date]] = field(default_factory=Counter)
    weeks: Counter[tuple[int, date]] = field(default_factory=Counter)
    texts: Counter[tuple[int, date]] = field(default_factory=Counter)
    hosts: dict[tuple[int, str], list[tuple[date, Ref]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    asked: dict[tuple[int, str], list[tuple[date, Owner]]] = field(
        default_factory=lambda: defaultdict(list)
    )

    def copy(self) -> "Book":
        """A book of its own, to try a week in."""
        return Book(
            contacts=self.contacts.copy(),
            weeks=self.weeks.copy(),
            texts=self.texts.copy(),
            hosts=_copied(self.hosts),
            asked=_copied(self.asked),
        )

    def has_room(self, *, phone: int, day: date, more_texts: int, full_week: bool = False) -> bool:
        """Whether one more contact fits on this day and in its week, or in a full week."""
        return (
            self.contacts[phone, day] < CONTACTS_A_DAY
            and (full_week or self.weeks[phone, week_of(day)] < CONTACTS_A_WEEK)
            and self.fits(phone=phone, day=day, more_texts=more_texts)
        )

    def fits(self, *, phone: int, day: date, more_texts: int) -> bool:
        return self.texts[phone, day] + more_texts <= TEXTS_A_DAY

    def add_contact(self, *, phone: int, day: date, counts: bool, words: tuple[str, ...]) -> None:
        self.texts[phone, day] += texts(words)
        if counts:
            self.contacts[phone, day] += 1
            self.weeks[phone, week_of(day)] += 1

    def add_host(self, line: Line) -> None:
        if line.step.merge_key:
            self.hosts[line.recipient.id, line.step.merge_key].append((line.day, line.ref))

    def add_asked(self, *, recipient: int, day: date, owner: Owner, words: Iterable[str]) -> None:
        for word in words:
            self.asked[recipient, word].append((day, owner))


def _copied(lists: Mapping[K, list[V]]) -> defaultdict[K, list[V]]:
    copy: defaultdict[K, list[V]] = defaultdict(list)
    for key, values in lists.items():
        copy[key] = list(values)
    return copy


def opened(patient: Patient, *, today: date) -> Book:
    """The book with what was sent before; `today` is the patient's date of planning."""
    book = Book()
    phones = {recipient.id: recipient.phone for recipient in patient.recipients}
    keys = {(e.id, step.slug): step.merge_key for e in patient.enrolments for step in e.steps}
    said: dict[tuple[int, int, date], set[str]] = defaultdict(set)
    this_week, lately = today - _THIS_WEEK, today - _LATELY
    for sent in patient.sent:
        on, owner = sent.local_date, (sent.enrolment, sent.step)
        if sent.words and (key := keys.get(owner)):
            book.hosts[sent.recipient, key].append((on, (*owner, sent.occurrence)))
        if on >= lately:
            book.add_asked(recipient=sent.recipient, day=on, owner=owner, words=sent.words)
        phone = sent.phone if sent.phone is not None else phones.get(sent.recipient)
        if on < this_week or phone is None:
            continue
        said[phone, sent.recipient, on].update(sent.words)
        if sent.counts:
            book.contacts[phone, on] += 1
            book.weeks[phone, week_of(on)] += 1
    for (phone, _, day), words in said.items():
        book.texts[phone, day] += _texts_of_a_day(words)
    return book


def _texts_of_a_day(words: set[str]) -> int:
    """Texts with closing replies: one check-in for all questions, one for the fever question."""
    fever = words & {FEVER_QUESTION}
    asked = {word for word in words - fever if word.startswith("question:")}
    single = {word for word in words - fever - asked if not word.startswith("handoff:")}
    return len(single) + sum(texts(tuple(each)) for each in (fever, asked) if each)


def full_check_ins(patient: Patient) -> frozenset[tuple[int, date]]:
    """The recipients and days on which a check-in with all its questions went."""
    asked: dict[tuple[int, date], set[str]] = defaultdict(set)
    for sent in patient.sent:
        if len(sent.words) == MOST_QUESTIONS:
            asked[sent.recipient, sent.local_date].update(sent.words)
    return frozenset(key for key, words in asked.items() if len(words) >= MOST_QUESTIONS)
