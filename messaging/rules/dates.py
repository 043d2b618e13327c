"""Days and times as patients read them; Spanish short forms need no á or í (GSM-7)."""

from datetime import date, time

DAYS = {
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    "es": ("lun", "mar", "mie", "jue", "vie", "sab", "dom"),
}
MONTHS = {
    "en": ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
    "es": ["ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic"],
}
# As staff read them, from 0 on.
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
ASK_TIME = {"en": "ask us the time", "es": "pregunte la hora"}


def day(on: date, language: str) -> str:
    """ "Tue Mar 3" or "mar 3 mar"."""
    known = language if language in DAYS else "en"
    name, month = DAYS[known][on.weekday()], MONTHS[known][on.month - 1]
    return f"{name} {on.day} {month}" if known == "es" else f"{name} {month} {on.day}"


def clock(at: time | None, language: str) -> str:
    """ "2:30 pm"; without a time a phrase that says to ask."""
    if at is None:
        return ASK_TIME.get(language, ASK_TIME["en"])
    return f"{(at.hour % 12) or 12}:{at.minute:02d} {'am' if at.hour < 12 else 'pm'}"
