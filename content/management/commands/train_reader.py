"""`manage.py train_reader`: learn the reading of texts anew from the examples we ship."""

from argparse import ArgumentParser
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand

from content import catalog
from content.management import training
from content.management.training import Judged
from content.text.meanings import Meanings


class Command(BaseCommand):
    help = (
        "Train the model that reads patients' texts from content/library/examples and store it "
        "in content/library. Needs the tools of .ci/requirements.lock."
    )
    requires_system_checks = ()
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--apart",
            action="store_true",
            help="store nothing: read each file with a model that saw only the others",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        known = catalog.examples()
        meanings = Meanings.of(catalog.shipped().topics)
        self.stdout.write(f"{len(known)} examples in {len({e.source for e in known})} files.")
        if options["apart"]:
            self._tell(list(training.apart(known, meanings)))
            return
        data = training.train(known, meanings).write()
        catalog.MODEL.write_bytes(data)
        self.stdout.write(f"{catalog.MODEL.name}: {len(data) / 1_000_000:.1f} MB.")

    def _tell(self, judged: list[Judged]) -> None:
        """A line for each label: how many, and the share that got it."""
        every = Counter(j.example.label for j in judged)
        right = Counter(j.example.label for j in judged if j.label == j.example.label)
        for label, count in sorted(every.items()):
            self.stdout.write(f"{label:40}{count:6}{right[label] / count:8.3f}")
        self.stdout.write(f"{'all':40}{len(judged):6}{sum(right.values()) / len(judged):8.3f}")
