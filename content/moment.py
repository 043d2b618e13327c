"""The time of a decision about words, for the edges (commands and admin) alone."""

from datetime import UTC, datetime


def now() -> datetime:
    """Real time in UTC: people sign words in their own day, never in a simulated one."""
    return datetime.now(tz=UTC)
