"""`python3 manage.py up`: the demo clinic, whole, in one process."""

import os
import signal
import socket
import threading
from argparse import SUPPRESS, ArgumentTypeError
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from bonemets.embedded import PortError, Service
from bonemets.locks import FileLock
from messaging.actions import startup
from messaging.management import demo
from messaging.management.demo_people import STAFF


class Command(BaseCommand):
    """Prepares the data folder, starts the service and waits to be stopped."""

    help = "Start the demo clinic: web page, worker and clock in one process, on this machine only."
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=port, default=settings.PORT, help="default: %(default)s")
        # The address is printed and nothing is opened; said aloud for those who ask for it.
        parser.add_argument("--no-browser", action="store_true", help=SUPPRESS)

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.BONEMETS_MODE == "production":
            raise CommandError(
                "`up` is the demo. In production run the web server, the worker and beat: "
                "see docker-compose.yml."
            )
        lock = FileLock(settings.DATA_DIR / "up.lock")
        note = settings.DATA_DIR / "up.address"
        if not lock.take():
            self.say(already(note))
            return
        try:
            self.run(at=options["port"], note=note)
        finally:
            note.unlink(missing_ok=True)
            lock.release()

    def say(self, words: str) -> None:
        """At once, also into a pipe."""
        self.stdout.write(words)
        self.stdout.flush()

    def run(self, *, at: int, note: Path) -> None:
        """With the lock held: nobody else works on these rows."""
        stopped = threading.Event()
        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, lambda *_: note_stop(stopped))
        settle_address(at)
        service = self.open(at)
        note.write_text(settings.PUBLIC_URL, encoding="utf-8")
        self.say("Preparing the demo clinic; the first time this takes a moment ...")
        for step in (migrate, seed, startup.recover):
            if not stopped.is_set():
                step()
        if not stopped.is_set():
            service.start()
            self.say(banner())
        self.watch(service, stopped)

    def open(self, at: int) -> Service:
        try:
            return Service(at)
        except PortError as error:
            raise CommandError(
                f"Port {at} cannot be opened ({error}). Choose a free one: "
                f"python3 manage.py up --port {free_port()}"
            ) from None

    def watch(self, service: Service, stopped: threading.Event) -> None:
        """Until someone stops it, or a part of it dies."""
        complaint = ""
        while not (complaint or stopped.wait(timeout=1.0)):
            complaint = service.complaint()
        clean = service.stop()
        self.say(self.style.ERROR(complaint) if complaint else "Stopped.")
        if complaint or not clean:
            # A thread that hangs would hold the process; its rows are taken up at the next start.
            os._exit(1 if complaint else 0)


def port(value: str) -> int:
    """A port that a user may open; the error's words are shown by the command line."""
    if value.isdecimal() and 0 < int(value) < 65536:
        return int(value)
    raise ArgumentTypeError(f"{value!r} is no port: choose a number from 1024 to 65535.")


def settle_address(at: int) -> None:
    """`--port` decides where we are reached; before any thread reads it."""
    settings.PUBLIC_URL = f"http://127.0.0.1:{at}"
    settings.TWILIO = {**settings.TWILIO, "api_base": f"{settings.PUBLIC_URL}/simulator"}


def note_stop(stopped: threading.Event) -> None:
    """From a signal handler: at once, past the buffers that it may have interrupted."""
    if not stopped.is_set():
        os.write(1, b"Stopping, as soon as the step at hand is done ...\n")
    stopped.set()


def migrate() -> None:
    call_command("migrate", interactive=False, verbosity=0)


def seed() -> None:
    """Words, protocols, clinic and patients; finds what is there already."""
    call_command("demo_clinic")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def already(note: Path) -> str:
    where = note.read_text(encoding="utf-8") if note.exists() else "an address it prints soon"
    return f"Bonemets is already running at {where} (data folder {settings.DATA_DIR})."


def banner() -> str:
    """The first screen."""
    others = ", ".join(username for username, *_ in STAFF[1:])
    return f"""
Bonemets is running.

  Staff pages    {settings.PUBLIC_URL}/admin/
  The phone      {settings.PUBLIC_URL}/phone/
  Log in as      {STAFF[0][0]}, password {demo.PASSWORD} (or {others})
  Data folder    {settings.DATA_DIR}

No SMS leaves this computer (simulator), and only this computer reaches these pages.
In this demo an invented reviewer has approved the words we ship; a clinic's own must.
Stop with Ctrl-C.
"""
