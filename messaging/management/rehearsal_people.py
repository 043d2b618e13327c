"""Invents the people of a rehearsal; the same seed gives the same people.

Every kind and subtype of treatment comes in turn, alone at first, then in combinations of
up to three.  Numbers are reserved for fiction.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from random import Random

from messaging.management.rehearsal_fates import fates
from messaging.management.rehearsal_script import Course, Manner, Person
from messaging.rules.treatments import SUBTYPES, TreatmentKind

FIRST_NAMES = "Ada Ben Carmen Dora Elias Fina Gus Hana Ivo Jo Karl Luz Mateo Nell Otto Pia".split()
LAST_NAMES = "Abbott Brook Cruz Dale Ennis Flores Grove Hale Ibarra Juno Kerr Lake Moran".split()
# With and without clock changes, on both sides of the equator, and a quarter of an hour off.
ZONES = (
    *("America/Chicago",) * 4,
    *("America/New_York", "America/Los_Angeles", "America/Phoenix", "America/St_Johns"),
    *("Europe/Madrid", "Australia/Adelaide", "Pacific/Chatham", "Asia/Kolkata"),
)
HOURS = (time(10), time(10), time(10), time(9), time(18, 30))
VISITS = (1, 2, 5, 10)
MANNERS = (
    *(Manner.WELL,) * 5,
    *(Manner.VARIED,) * 3,
    *(Manner.FORGETFUL, Manner.SILENT, Manner.UNCLEAR, Manner.WORRYING),
)


@dataclass(frozen=True)
class Order:
    """A usual order for one kind: how many doses, how many days apart."""

    kind: TreatmentKind
    doses: int = 0
    every: int | None = None
    subtype: str = ""
    spine: bool = False
    pills: bool = False


_RHYTHMS: dict[TreatmentKind, tuple[tuple[int, int | None], ...]] = {
    TreatmentKind.CHEMOTHERAPY: ((6, 21), (12, 14)),
    TreatmentKind.HORMONE: ((13, 28), (4, 90)),
    TreatmentKind.TARGETED: ((0, None),),
    TreatmentKind.IMMUNOTHERAPY: ((8, 21),),
    TreatmentKind.RADIUM_223: ((6, 28),),
    TreatmentKind.SAMARIUM_153: ((2, 84),),
    TreatmentKind.STRONTIUM_89: ((2, 90),),
    TreatmentKind.BISPHOSPHONATE: ((13, 28), (4, 84)),
    TreatmentKind.DENOSUMAB: ((13, 28),),
}


def _orders() -> tuple[Order, ...]:
    rhythms = [Order(kind, *each) for kind, found in _RHYTHMS.items() for each in found]
    visits = [Order(TreatmentKind.EXTERNAL_RADIATION, count, spine=count != 1) for count in VISITS]
    procedures = [
        Order(kind, 1, subtype=subtype, spine=n % 2 == 0)
        for kind, found in SUBTYPES.items()
        for n, subtype in enumerate(found)
    ]
    pills = Order(TreatmentKind.HORMONE, 12, 30, pills=True)
    others = (Order(TreatmentKind.WEAK_BONE), Order(TreatmentKind.CLINICAL_TRIAL))
    return (*rhythms, *visits, *procedures, pills, *others)


ORDERS = _orders()


def invent(
    count: int, *, seed: int, start: date, days: int, kinds: Iterable[str] = ()
) -> tuple[Person, ...]:
    """So many people who join within the first months of the rehearsal."""
    wanted = frozenset(kinds) or frozenset(TreatmentKind)
    orders = [order for order in ORDERS if order.kind in wanted]
    people = [_person(n, Random(f"{seed}:{n}"), orders, start, days) for n in range(count)]
    return tuple(_sharing(people))


def one_of_each(*, start: date, days: int) -> tuple[Person, ...]:
    """One person for each kind of treatment: the smallest rehearsal.

    They live by one clock, and every third answers, so that a year takes few steps.
    """
    found: dict[TreatmentKind, Order] = {}
    for order in ORDERS:
        found.setdefault(order.kind, order)
    return tuple(
        replace(
            _person(n, Random(f"each:{n}"), [order], start, days),
            zone=ZONES[0],
            preferred=HOURS[0],
            weekly_day=(1, 5)[n % 2],  # a Tuesday, or a Saturday, when nobody is at the desk
            manner=Manner.SILENT if n % 3 else Manner.WELL,
        )
        for n, order in enumerate(found.values())
    )


def _person(n: int, rng: Random, orders: list[Order], start: date, days: int) -> Person:
    joins = start + timedelta(days=rng.randrange(0, max(1, min(days // 3, 90))))
    first, last = rng.choice(FIRST_NAMES), rng.choice(LAST_NAMES)
    chosen = _chosen(n, rng, orders)
    person = Person(
        id=n,
        household=n,
        name=f"{first} {last}",
        number=f"+1555010{1000 + n:04}",
        zone=rng.choice(ZONES),
        joins=joins,
        joins_at=rng.choice((time(8, 50), time(13, 20))),
        courses=tuple(_course(order, rng, joins) for order in chosen),
        language="es" if n % 3 == 2 else "en",
        preferred=rng.choice(HOURS),
        weekly_day=rng.randrange(7),
        kidney=rng.random() < 0.15,
        named_drugs=rng.random() < 0.8,
        dentist_seen_on=joins - timedelta(days=rng.randrange(10, 300))
        if rng.random() < 0.4
        else None,
        caregiver=f"+1555010{5000 + n:04}" if n % 7 == 3 else "",
        manner=rng.choice(MANNERS),
    )
    return replace(person, acts=fates(person, rng, until=start + timedelta(days=days)))


def _chosen(n: int, rng: Random, orders: list[Order]) -> list[Order]:
    """The order whose turn it is; later rounds add one or two of other kinds."""
    chosen = [orders[n % len(orders)]]
    for _ in range(min(2, n // len(orders) % 3)):
        others = [order for order in orders if order.kind not in {each.kind for each in chosen}]
        if others:
            chosen.append(rng.choice(others))
    return chosen


def _course(order: Order, rng: Random, joins: date) -> Course:
    """Begun up to four months before she joins, or beginning up to seven weeks after."""
    starts = _weekday(joins + timedelta(days=rng.choice((-120, -28, -3, 0, 2, 9, 16, 25, 48))))
    return Course(
        kind=order.kind,
        starts=starts,
        doses=order.doses,
        every=order.every,
        at=rng.choice((time(8, 30), time(11, 15), time(14))),
        subtype=order.subtype,
        before=rng.randrange(3) if starts < joins and order.doses > 1 else 0,
        spine=order.spine,
        pills=order.pills,
    )


def _sharing(people: list[Person]) -> list[Person]:
    """One in twenty-five shares the phone of the one before; those two let things take their way.

    What one of them texts for both (STOP, LESS) is another story than a year's plan.
    """
    shared = list(people)
    for n in range(24, len(people), 25):
        other = replace(shared[n - 1], acts=(), caregiver="")
        shared[n - 1] = other
        shared[n] = replace(
            people[n],
            number=other.number,
            household=other.household,
            zone=other.zone,
            acts=(),
            caregiver="",
        )
    return shared


def _weekday(day: date) -> date:
    return day + timedelta(days=max(0, 7 - day.weekday())) if day.weekday() > 4 else day
