"""Load the words that we ship: topics, names, templates, our own document."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from content import actions
from content.moment import now


class Command(BaseCommand):
    help = "Load the shipped words as drafts; a second run changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            loaded = actions.load_library(now=now())
        except actions.DocumentError as error:
            raise CommandError(f"{error} Nothing was stored.") from error
        new = [imported for imported in loaded.documents if imported.created]
        self.stdout.write(
            f"New or changed: {loaded.topics} topics, {loaded.aliases} names, "
            f"{loaded.templates} templates, {len(new)} documents."
        )
        for imported in new:
            self.stdout.write(f"{imported.document}: {len(imported.drafts)} drafts.")
            for problem in imported.problems:
                self.stdout.write(self.style.WARNING(f"Not mapped: {problem}"))
            for told in imported.left_behind:
                self.stdout.write(self.style.WARNING(f"Cut by hand: {told}"))
