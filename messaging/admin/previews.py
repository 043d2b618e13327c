"""How a preview is laid out: months as a grid, weeks as a list, figures as sentences."""

from calendar import Calendar
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from messaging.admin import shown
from messaging.rules.coming import Coming, Difference, DoseDay, Fate, Figures, Preview
from messaging.rules.facts import StepKind
from messaging.rules.recurrence import week_of
from messaging.rules.windows import local_wall

# The letters of `docs/care.md` section 5; what they stand for is said beside the calendar.
LETTERS = {
    StepKind.CHECK_IN: ("C", "check-in"),
    StepKind.REMINDER: ("R", "reminder"),
    StepKind.PRECAUTION: ("P", "precaution"),
    StepKind.EDUCATION: ("E", "teaching"),
    StepKind.HYGIENE: ("H", "mouth care"),
    StepKind.SYSTEM: ("S", "joining and upkeep"),
    StepKind.STAFF: ("T", "task for staff"),
}
NEAR = 30


@dataclass(frozen=True)
class Mark:
    letter: str
    kind: str
    words: str
    count: int


@dataclass(frozen=True)
class Cell:
    """One day of a month's grid; `href` is empty where nothing is planned."""

    on: date
    href: str
    marks: tuple[Mark, ...]
    doses: tuple[DoseDay, ...]
    today: bool
    within: bool

    @property
    def label(self) -> str:
        said = [f"{mark.count} {mark.words}" for mark in self.marks]
        said += [f"{dose.treatment} that day" for dose in self.doses]
        return f"{self.on:%A} {self.on.day} {self.on:%B}: {', '.join(said)}"


def context(preview: Preview, *, most_days: int | None = None, beyond: str = "") -> dict[str, Any]:
    """What the templates show.

    Only the first `most_days` are listed; the calendar leads to the page `beyond` for the
    rest.
    """
    listed_until = preview.begins + timedelta(days=most_days or preview.days)
    listed = [each for each in preview.lines if each.line.local_date < listed_until]
    return {
        "preview": preview,
        "figures": figures(preview),
        "months": _months(preview, listed_until=listed_until, beyond=beyond),
        "legend": [(letter, kind.value, words) for kind, (letter, words) in LETTERS.items()],
        "weeks": _weeks(preview, listed, until=listed_until),
        "going": sum(each.fate is Fate.GOES for each in listed),
        "listed": len(listed),
    }


def figures(preview: Preview) -> list[tuple[str, str]]:
    """Texts and segments near and far, the fullest day, the full weeks: label and value."""
    said = [(f"Next {days} days", _texts(preview.figures(days))) for days in (NEAR, preview.days)]
    most, on = preview.busiest
    weeks = len(preview.full_weeks)
    return [
        *said,
        ("Most on one day", f"{most} ({shown.day(on)})" if on else "none"),
        ("Full weeks", f"{weeks} of {-(-preview.days // 7)}"),
    ]


def _texts(figures: Figures) -> str:
    texts, segments = figures.texts, figures.segments
    return f"{texts} text{'s' * (texts != 1)}, {segments} part{'s' * (segments != 1)}"


def changes(difference: Difference) -> list[dict[str, Any]]:
    """What is different, part by part, each line with its day before and after."""
    added = [(_said(each), shown.local(each.line.due_at, each.zone)) for each in difference.added]
    moved = [(_said(now), f"{_when(was)} → {_when(now)}") for was, now in difference.moved]
    out = [
        (_said(was), f"{_when(was)}. {now.why if now else 'It is no longer in the plan.'}")
        for was, now in difference.taken_out
    ]
    reworded = [(_said(now), _when(now)) for _, now in difference.reworded]
    parts = (
        ("Added", added),
        ("Moved", moved),
        ("Taken out", out),
        ("In other words", reworded),
    )
    return [{"title": title, "lines": lines} for title, lines in parts if lines]


def _said(each: Coming) -> str:
    return f"{each.title} ({', '.join(each.treatments)})" if each.treatments else each.title


def _when(each: Coming) -> str:
    return shown.local(each.line.due_at, each.zone)


def _months(preview: Preview, *, listed_until: date, beyond: str) -> list[dict[str, Any]]:
    marks, doses = _marks(preview.lines), _doses(preview)
    grid = Calendar()  # weeks begin on Monday, as the caps count them
    last = preview.ends - timedelta(days=1)
    first = preview.begins.replace(day=1)
    found = []
    while first <= last:
        weeks = [
            [
                _cell(on, preview, marks[on], doses[on], listed_until=listed_until, beyond=beyond)
                if on.month == first.month
                else None
                for on in week
            ]
            for week in grid.monthdatescalendar(first.year, first.month)
        ]
        shown_weeks = [week for week in weeks if any(cell and cell.within for cell in week)]
        found.append({"title": f"{first:%B %Y}", "weeks": shown_weeks})
        first = (first + timedelta(days=31)).replace(day=1)
    return found


def _cell(
    on: date,
    preview: Preview,
    marks: tuple[Mark, ...],
    doses: tuple[DoseDay, ...],
    *,
    listed_until: date,
    beyond: str,
) -> Cell:
    within = preview.begins <= on < preview.ends
    page = "" if on < listed_until else beyond
    planned = within and (marks or doses)
    return Cell(
        on=on,
        href=f"{page}#day-{on.isoformat()}" if planned else "",
        marks=marks if within else (),
        doses=doses if within else (),
        today=on == preview.begins,
        within=within,
    )


def _marks(lines: Iterable[Coming]) -> defaultdict[date, tuple[Mark, ...]]:
    kinds: defaultdict[date, Counter[StepKind]] = defaultdict(Counter)
    for each in lines:
        if each.fate in (Fate.GOES, Fate.TASK):
            kinds[each.line.local_date][each.line.kind] += 1
    found: defaultdict[date, tuple[Mark, ...]] = defaultdict(tuple)
    for on, counts in kinds.items():
        found[on] = tuple(
            Mark(letter, kind.value, words, counts[kind])
            for kind, (letter, words) in LETTERS.items()
            if counts[kind]
        )
    return found


def _doses(preview: Preview) -> defaultdict[date, tuple[DoseDay, ...]]:
    found: defaultdict[date, tuple[DoseDay, ...]] = defaultdict(tuple)
    for dose in preview.doses:
        found[dose.on] = (*found[dose.on], dose)
    return found


def _weeks(preview: Preview, lines: Iterable[Coming], *, until: date) -> list[dict[str, Any]]:
    """The lines by local week and day; a day with a dose stands there without texts, too."""
    days: defaultdict[date, list[Coming]] = defaultdict(list)
    for each in lines:
        days[each.line.local_date].append(each)
    doses = _doses(preview)
    with_dose = {on for on in doses if preview.begins <= on < until}
    weeks: defaultdict[date, list[dict[str, Any]]] = defaultdict(list)
    for on in sorted({*days, *with_dose}):
        weeks[week_of(on)].append(_day(on, days.get(on, []), doses[on]))
    return [
        {
            "title": f"Week of {shown.day(monday)}",
            "full": monday in preview.full_weeks,
            "texts": sum(day["texts"] for day in held),
            "days": held,
            "silent": all(day["silent"] for day in held),
        }
        for monday, held in weeks.items()
    ]


def _day(on: date, lines: list[Coming], doses: tuple[DoseDay, ...]) -> dict[str, Any]:
    return {
        "id": f"day-{on.isoformat()}",
        "title": shown.day(on),
        "doses": doses,
        "lines": [line(each) for each in lines],
        "texts": sum(each.texts for each in lines),
        "silent": not doses and all(each.fate is Fate.NOT for each in lines),
    }


def line(each: Coming) -> dict[str, Any]:
    """One line as the list shows it; times are those of the recipient's clock."""
    letter, kind = LETTERS[each.line.kind]
    at = local_wall(each.line.due_at, each.zone)
    nominal = each.line.nominal
    moved = nominal is not None and nominal != each.line.local_date
    return {
        "at": f"{at:%H:%M}",
        "zone": f"{at:%Z}",
        "coming": each,
        "letter": letter,
        "kind": kind,
        "kind_slug": each.line.kind.value,
        "step": each.line.step_slug.replace("-", " "),
        "treatments": ", ".join(each.treatments) or "everyone",
        "silent": each.fate is Fate.NOT,
        "inside": each.fate is Fate.INSIDE,
        "task": each.fate is Fate.TASK,
        "staff": each.line.kind is StepKind.STAFF,
        "meant": shown.day(nominal) if moved and nominal else "",
        "texts": each.worded.texts,
    }
