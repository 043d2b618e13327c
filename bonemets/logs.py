"""Log lines without patients' numbers, and without the means to forge a line.

Anything that looks like a phone number keeps its last two digits; line ends, ANSI sequences and
other control characters are written out (OWASP ASVS 5.0, 16.2.5 and 16.4.1).
"""

import json
import logging
import re
from datetime import UTC, datetime
from typing import Any

# Seven to fifteen digits as people and providers write them.  A number with + (or %2B) is one
# wherever it stands; without it, only when no letter or digit touches it, so that ids and
# hashes stay whole.  Dates in ISO form are no numbers.
_ISO_DATE = r"(?!\d{4}-\d\d-\d\d(?!\d))"
_DIGITS = r"\d(?:[ ().-]{0,2}\d){6,14}(?![0-9A-Za-z])"
_NUMBER = re.compile(rf"(?:(?:\+|%2[Bb])|(?<![0-9A-Za-z+]){_ISO_DATE})\(?{_DIGITS}")
_CONTROL = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]|[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")


def masked(text: str) -> str:
    """The text with every number that could be a phone's reduced to its last two digits."""
    return _NUMBER.sub(lambda found: "…" + found.group()[-2:], text)


def _one_line(text: str) -> str:
    return _visible(text).replace("\n", "\\n").replace("\t", "\\t")


def _visible(text: str) -> str:
    return _CONTROL.sub(lambda found: repr(found.group())[1:-1], text)


class Plain(logging.Formatter):
    """For a terminal: one line an event, a traceback indented under it."""

    def format(self, record: logging.LogRecord) -> str:
        when = datetime.fromtimestamp(record.created).astimezone()
        head = f"{when:%H:%M:%S} {record.levelname} {record.name}: "
        trace = self._trace(record)
        return "\n".join([head + _one_line(masked(record.getMessage())), *trace])

    def _trace(self, record: logging.LogRecord) -> list[str]:
        if not record.exc_info:
            return []
        lines = self.formatException(record.exc_info).split("\n")
        return [f"    | {_one_line(masked(line))}" for line in lines]


class Json(logging.Formatter):
    """For a log collector: one JSON object a line, times in UTC."""

    def format(self, record: logging.LogRecord) -> str:
        event: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, tz=UTC).isoformat(),
            "level": record.levelname,
            "logger": record.name,
            "message": _visible(masked(record.getMessage())),
        }
        if record.exc_info:
            event["trace"] = _visible(masked(self.formatException(record.exc_info)))
        return json.dumps(event, ensure_ascii=False)


def config(*, production: bool) -> dict[str, Any]:
    """Django's LOGGING: everything to standard error, in one form."""
    form = Json if production else Plain
    quiet = ("twilio.http_client", "celery", "celery.app.trace", "kombu", "aiohttp", "waitress")
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"house": {"()": f"{form.__module__}.{form.__name__}"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "house"}},
        "root": {"level": "INFO", "handlers": ["stderr"]},
        "loggers": {
            # Django's own handlers would print the same event twice and mail it.
            "django": {"level": "INFO", "handlers": [], "propagate": True},
            # SQL with its parameters, at DEBUG.
            "django.db.backends": {"level": "INFO"},
            # The SDK logs the To number of lists at INFO; Celery logs arguments.
            **{name: {"level": "WARNING"} for name in quiet},
            # "Task queue depth is n" at every burst.
            "waitress.queue": {"level": "ERROR"},
        },
    }
