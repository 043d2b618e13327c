"""Celery is a bell: it wakes a worker, the rows say what there is to do (law 1)."""

from functools import partial

from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

TICK = "messaging.tick"
READ_INBOUND = "messaging.read_inbound"
DISPATCH = "messaging.dispatch"


def _send(name: str) -> None:
    """A broker that is down costs a few seconds, never a message: the next tick finds the row."""
    try:
        current_app.send_task(name, expires=60, retry=False)
    except (OperationalError, OSError):
        return


def ring(name: str) -> None:
    """Send the task by name once the surrounding transaction has committed."""
    transaction.on_commit(partial(_send, name))
