"""Plans ahead of time, many patients at once: what the tick does (law 1: no timers, only rows).

Nobody has fewer than three days planned.  Beside that a seventh of each clinic's patients is
planned again each night, those first whose rows reach least far: so each comes about once a
week, and people who were all enrolled on one day are spread over the week that follows.
"""

import logging
from collections.abc import Iterable
from datetime import datetime, time

from django.db import transaction
from django.db.models import QuerySet

from messaging.actions import planning
from messaging.models import Clinic, Patient
from messaging.rules.windows import local_date, local_instant, local_wall

log = logging.getLogger(__name__)

# A transaction is the only writer that SQLite allows: on a busy machine a hundred patients hold
# it for seconds, twenty-five for a part of one, and texts that come in wait no longer.
BATCH = 25
MOST_A_TURN = 40 * BATCH
# The night of the clinic's own zone; a tick that comes in it does one batch.
NIGHT_FROM, NIGHT_TO = time(2), time(5)
NIGHTS = 7


def plan_ahead(*, now: datetime, most: int = MOST_A_TURN) -> bool:
    """Plan those whose rows reach less than three days ahead.  True: there may be more.

    Streams: a batch is read, planned and forgotten.  Whoever cannot be planned is left for
    the next turn.
    """
    failed: set[int] = set()
    short = now + planning.ALWAYS
    for _ in range(0, most, BATCH):
        pks = _short(short, but=failed)
        if not pks:
            return False
        failed |= plan_many(pks, now=now, short=short)
    return True


def _short(instant: datetime, *, but: set[int]) -> list[int]:
    """Never planned first, then by how far the rows reach: each by its index."""
    rows = Patient.objects.exclude(pk__in=but)
    for found in (rows.never_planned().order_by("pk"), rows.planned_before(instant)):
        pks = list(found.values_list("pk", flat=True)[:BATCH])
        if pks:
            return pks
    return []


def plan_tonight(*, now: datetime) -> None:
    """One batch of tonight's share, for each clinic where it is night."""
    for clinic in Clinic.objects.order_by("pk"):
        if NIGHT_FROM <= local_wall(now, clinic.time_zone).time() < NIGHT_TO:
            fresh = _nightfall(clinic, now=now) + planning.HORIZON
            pks = _share(clinic, fresh=fresh)
            plan_many(pks, now=now, short=fresh)


def _nightfall(clinic: Clinic, *, now: datetime) -> datetime:
    return local_instant(local_date(now, clinic.time_zone), NIGHT_FROM, clinic.time_zone)


def _share(clinic: Clinic, *, fresh: datetime) -> list[int]:
    """What is left of the clinic's share; those planned since nightfall count as done."""
    patients = Patient.objects.filter(clinic=clinic)
    done = patients.filter(planned_until__gte=fresh).count()
    left = -(-patients.count() // NIGHTS) - done
    stale = patients.planned_before(fresh).values_list("pk", flat=True)
    return list(stale[: min(left, BATCH)]) if left > 0 else []


def plan_many(pks: Iterable[int], *, now: datetime, short: datetime) -> set[int]:
    """Plan a batch; gives those that could not be.  Planned before `short` is due.

    Safe in several processes at once: each plans those whose rows it can lock and that are
    still due.  Where one patient's facts fail, all are planned one by one.
    """
    pks = list(pks)
    shared = planning.sharing(pks)
    alone = [pk for pk in pks if pk not in shared]
    failed = set()
    try:
        _together(alone, now=now, short=short)
    except Exception:  # one patient's facts must not stop the others' plans
        log.exception("a batch of %s could not be planned: one by one", len(alone))
        failed = {pk for pk in alone if not _by_herself(pk, now=now)}
    return failed | {pk for pk in sorted(shared) if not _by_herself(pk, now=now)}


@transaction.atomic
def _together(pks: list[int], *, now: datetime, short: datetime) -> None:
    mine = _due(pks, short).select_for_update(of=("self",), no_key=True, skip_locked=True)
    planning.plan_locked(list(mine.order_by("pk").values_list("pk", flat=True)), now=now)


def _due(pks: list[int], short: datetime) -> QuerySet[Patient]:
    rows = Patient.objects.filter(pk__in=pks)
    return rows.never_planned() | rows.planned_before(short)


def _by_herself(pk: int, *, now: datetime) -> bool:
    try:
        planning.look_again(pk, now=now)
    except Exception:  # said in the log; the next turn tries again
        log.exception("patient %s could not be planned", pk)
        return False
    return True
