from typing import Any

from django.core.management.base import BaseCommand

from messaging import clock
from messaging.management import demo, demo_history


class Command(BaseCommand):
    help = "Make the demo clinic with invented patients on every treatment; once only."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--no-history", action="store_true", help="leave out the last days")

    def handle(self, *args: Any, **options: Any) -> None:
        if demo.exists():
            self.stdout.write("The demo clinic is there already.")
            return
        start = demo.first_morning(clock.engine_now())
        clinic = demo.make()
        if not options["no_history"]:
            sent = demo_history.live_through(clinic, until=start)
            self.stdout.write(f"Its last days are lived: {sent} texts.")
        clock.advance_to(start)
        self.stdout.write(f"{clinic} is ready; its clock stands at {start:%Y-%m-%d %H:%M} UTC.")
