from typing import Any

from django.core.management.base import BaseCommand, CommandError

from content import actions as content
from messaging import clock
from messaging.actions import protocols
from messaging.rules.protocol_files import BadProtocol


class Command(BaseCommand):
    help = "Load the shipped words and protocols; the same again changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        now = clock.now()
        loaded = content.load_library(now=now)
        try:
            shipped = protocols.load_shipped(now=now)
        except BadProtocol as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"Words: {loaded.templates} new templates, {loaded.aliases} changed names. "
            f"Protocols: {len(shipped)}. Nothing is sent before a clinic approves it."
        )
