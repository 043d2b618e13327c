"""Celery, the bell: JSON only, no results, no timers but the tick.

All state is in the database, so a lost message costs the time to the next tick, and a doubled
one finds nothing to do.
"""

import logging.config
import os
from typing import Any

from celery import Celery
from celery.signals import setup_logging
from django.conf import settings
from kombu import Queue

# For `celery -A bonemets.celery`, which comes in by this file.
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bonemets.settings")

TICK_SECONDS = 5.0 if settings.BONEMETS_MODE == "production" else 1.0
MEMORY = settings.BROKER_URL.startswith("memory:")

app = Celery("bonemets")
app.conf.update(
    broker_url=settings.BROKER_URL,
    broker_connection_retry_on_startup=True,
    # A worker without its broker still ticks: it must look for it for ever, not give up.
    broker_connection_max_retries=None,
    # In memory, polling is the delay; on Redis, a task of a killed worker returns after
    # `visibility_timeout`, and whoever rings must not wait for a machine that is gone.
    broker_transport_options={"polling_interval": 0.02}
    if MEMORY
    else {"visibility_timeout": 300, "socket_connect_timeout": 2},
    accept_content=["json"],
    task_serializer="json",
    task_ignore_result=True,
    task_acks_late=True,
    task_default_queue="bell",
    # The tick has its own queue, so that a burst of texts cannot starve it.
    task_queues=[Queue("tick"), Queue("bell")],
    task_routes={"messaging.tick": {"queue": "tick"}},
    worker_prefetch_multiplier=8 if MEMORY else 1,
    worker_hijack_root_logger=False,
    worker_redirect_stdouts=False,
    timezone="UTC",
    beat_schedule={
        "tick": {
            "task": "messaging.tick",
            "schedule": TICK_SECONDS,
            "options": {"queue": "tick", "expires": 2 * TICK_SECONDS},
        }
    },
)
if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Else Celery closes the connection around every task, whatever CONN_MAX_AGE says.
    app.conf.CELERY_DB_REUSE_MAX = 10**6
app.autodiscover_tasks()


@setup_logging.connect
def _keep_our_logging(**_: Any) -> None:
    """Connecting alone keeps Celery from setting up logging of its own."""
    logging.config.dictConfig(settings.LOGGING)
