"""What staff should know of the coming weeks before a patient finds out: sentences."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from messaging.rules import spoken
from messaging.rules.coming import Coming, DoseDay, Fate
from messaging.rules.dates import WEEKDAYS
from messaging.rules.facts import Patient
from messaging.rules.outlook import Starved
from messaging.rules.reasons import Reason
from messaging.rules.windows import local_instant, local_wall, next_opening
from messaging.rules.worded import NOT_AGREED


def no_place(
    gaps: Iterable[Starved], *, kinder: int | None, titles: Mapping[str, str]
) -> list[str]:
    """Questions and teaching that the caps starve; `kinder` is the weekly day that helps."""
    said = [_no_place(gap, titles) for gap in gaps]
    if said and kinder is not None:
        said.append(f"{WEEKDAYS[kinder]} as her weekly day would leave the fewest texts out.")
    return said


def _no_place(gap: Starved, titles: Mapping[str, str]) -> str:
    days = [day(on) for on in gap.days]
    listed = f"{', '.join(days[:-1])} and {days[-1]}"
    until = f" until {day(gap.again_on)}" if gap.again_on else ""
    return (
        f"{spoken.content(gap.words, titles=titles)}: finds no place{until}. "
        f"It is left out on {listed}, as there are already enough texts."
    )


def no_words(lines: Iterable[Coming]) -> list[str]:
    """What is missing in her language, said once with how many texts it touches."""
    lacking = Counter(
        why
        for each in lines
        if each.line.into is None and each.fate in (Fate.GOES, Fate.NOT)
        for why in _lacking(each)
    )
    return [_no_words(why, n) for why, n in lacking.items()]


def _lacking(each: Coming) -> list[str]:
    if each.line.reason == Reason.NOT_AGREED:
        return [NOT_AGREED]
    return [text.lacking for text in each.worded.texts if text.lacking and not text.closing]


def _no_words(why: str, n: int) -> str:
    texts, name, go = ("1 text", "names", "does") if n == 1 else (f"{n} texts", "name", "do")
    if why == NOT_AGREED:
        return f"{texts} that {name} a drug or illness {go} not go: she has not agreed to that."
    return f"{why} {texts} {go} not go: approve words, or tell her yourself."


def closed_days(doses: Iterable[DoseDay]) -> Iterator[str]:
    for dose in doses:
        if dose.closed:
            yield f"{day(dose.on)}, {dose.treatment}: the clinic is closed on that day."


def quiet_hours(patient: Patient, *, on: date) -> list[str]:
    """Where her own hour lies in a phone's quiet hours, texts wait for their end."""
    asked = local_instant(on, patient.preferred_time, patient.zone)
    said = []
    for each in patient.recipients:
        opens = next_opening(
            asked, each.zone, quiet_from=patient.quiet_from, quiet_to=patient.quiet_to
        )
        if opens != asked:
            at = local_wall(opens, patient.zone)
            said.append(
                f"Her best time, {patient.preferred_time:%H:%M}, lies in the quiet hours: "
                f"texts for that time go at {at:%H:%M}."
            )
    return list(dict.fromkeys(said))


def nobody_joined(patient: Patient) -> list[str]:
    """Nothing goes to a phone that has not joined."""
    if not patient.recipients:
        return ["No phone is on record: nothing goes. Add her number under Phones."]
    if any(each.joined_on for each in patient.recipients):
        return []
    return ["No phone may be texted: nothing goes. Phones says what each of them answered."]


def day(on: date) -> str:
    """ "Mon 23 Nov", as on every page."""
    return f"{on:%a} {on.day} {on:%b}"
