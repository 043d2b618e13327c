"""Leaves an entry for every act, in the act's own transaction."""

from datetime import datetime
from typing import Any, TypeAlias

from django.contrib.auth.models import AbstractBaseUser, AbstractUser
from django.db import models

from messaging.models import Clinic, Entry

# A signed-in person, or the name of the rule by which the service acted by itself.
Actor: TypeAlias = AbstractBaseUser | str


def person(by: Actor) -> Any:
    """The user behind an act; None where a rule acted."""
    return None if isinstance(by, str) else by


def name_of(by: Actor) -> str:
    return by if isinstance(by, str) else by.get_username()


def name_in_full(by: Actor) -> str:
    """The name as people read it: "Dana Reyes", else the user name, or the rule that acted."""
    full = by.get_full_name() if isinstance(by, AbstractUser) else ""
    return full or name_of(by)


def record(
    action: str,
    about: models.Model,
    *,
    by: Actor,
    now: datetime,
    clinic: Clinic | None = None,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    reason: str = "",
) -> None:
    """Append one entry; `before` and `after` never carry a patient's words or number."""
    Entry.objects.create(
        at=now,
        by=person(by),
        by_name=name_of(by),
        action=action,
        clinic=clinic,
        object_type=about._meta.model_name or "",
        object_id=str(about.pk),
        before=before or {},
        after=after or {},
        reason=reason[:200],
    )
