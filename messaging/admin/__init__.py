"""The coordinator's desk: pages that read rows and call actions, and nothing else."""

from messaging.admin import (
    alerts,
    clinics,
    entries,
    handoffs,
    inbound,
    ledger,
    outbound,
    patients,
    protocols,
    recalls,
    reminders,
    topics,
    users,
)

__all__ = [
    "alerts",
    "clinics",
    "entries",
    "handoffs",
    "inbound",
    "ledger",
    "outbound",
    "patients",
    "protocols",
    "recalls",
    "reminders",
    "topics",
    "users",
]
