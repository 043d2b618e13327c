import argparse
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from messaging import clock
from messaging.actions import restored, sending


class Command(BaseCommand):
    help = (
        "Say whether texts may leave; pause them, or let them go again, by the name of a person. "
        "After a restore that was not noticed (Redis was emptied, or a whole folder was put back), "
        "start with --restored before any worker runs."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--pause", metavar="WHY", help="nothing leaves from now on")
        what.add_argument("--restored", action="store_true", help="pause, and look for what left")
        what.add_argument("--resume", action="store_true", help="texts leave again")
        parser.add_argument(
            "--anyway",
            action="store_true",
            help="with --resume after a restore: hold, for a person, what could not be looked for",
        )
        parser.add_argument("--by", metavar="USERNAME", help="who decides this")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["pause"] or options["restored"] or options["resume"]:
            self._act(options)
        for line in restored.told_of(clock.now()):
            self.stdout.write(line)

    def _act(self, options: dict[str, Any]) -> None:
        by, now = person(options["by"]), clock.now()
        if options["pause"]:
            sending.pause(by=by, now=now, why=options["pause"])
        elif options["restored"]:
            restored.told(by=by, now=now)
        else:
            try:
                restored.resume(by=by, now=now, anyway=options["anyway"])
            except restored.CannotResume as error:
                raise CommandError(
                    f"Not yet. {error} The worker does this: ask again in a few minutes."
                ) from None


def person(username: str | None) -> Any:
    """The member of staff of this name; the log says that it was she."""
    found = get_user_model().objects.filter(username=username or "", is_active=True).first()
    if found is None:
        raise CommandError("Say who decides this: --by and the user name of an active person.")
    return found
