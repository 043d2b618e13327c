import argparse
from datetime import date, timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from messaging import clock
from messaging.actions import ledger
from messaging.models import Clinic
from messaging.rules.ledger import WORDS, Part, sentence


class Command(BaseCommand):
    help = (
        "Count what became of each clinic's planned texts, a line a day. Fails where a day that "
        "has ended does not add up, or has texts that still wait past their use."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--clinic", metavar="SLUG", help="one clinic; default: all")
        days = parser.add_mutually_exclusive_group()
        days.add_argument("--on", metavar="DATE", type=date.fromisoformat, help="one day, whole")
        days.add_argument("--days", metavar="N", type=_days, default=7, help="default: 7")

    def handle(self, *args: Any, **options: Any) -> None:
        bad = sum(self._clinic(clinic, options) for clinic in _clinics(options["clinic"]))
        if bad:
            raise CommandError(
                f"{bad} {'day does' if bad == 1 else 'days do'} not add up: see the lines above, "
                "the log, and whether the worker runs."
            )

    def _clinic(self, clinic: Clinic, options: dict[str, Any]) -> int:
        """Print the days of a clinic, oldest first; gives how many are bad."""
        last = ledger.last_ended(clinic, now=clock.now())
        on = options["on"]
        days = [on] if on else [last - timedelta(days=n) for n in reversed(range(options["days"]))]
        return sum(self._day(clinic, day, ended=day <= last, whole=bool(on)) for day in days)

    def _day(self, clinic: Clinic, on: date, *, ended: bool, whole: bool) -> bool:
        lead = f"{clinic.slug} {on}"
        try:
            counted = ledger.count(clinic, on=on, now=clock.now())
        except ledger.DoesNotAddUp as error:
            self.stdout.write(f"{lead} DOES NOT ADD UP: {error}")
            return True
        bad = ended and bool(counted.without_a_fate or counted.overdue)
        mark = "DOES NOT ADD UP" if bad else ("adds up" if ended else "has not ended")
        self.stdout.write(f"{lead} {counted.told} ({mark})")
        for part in Part if whole else ():
            for reason, count in sorted(counted.reasons.get(part, {}).items()):
                self.stdout.write(f"    {count:6} {WORDS[part]}: {sentence(reason)}")
        return bad


def _days(value: str) -> int:
    if not value.isdigit() or not 1 <= int(value) <= 400:
        raise argparse.ArgumentTypeError("give how many days, 1 to 400")
    return int(value)


def _clinics(slug: str | None) -> list[Clinic]:
    found = list(Clinic.objects.filter(**({"slug": slug} if slug else {})))
    if slug and not found:
        raise CommandError(f"There is no clinic {slug!r}: see its slug on the clinic's page.")
    return found
