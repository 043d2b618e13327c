"""Short words for protocols in tests: the shipped one, a clinic's own, a step's table."""

from typing import Any

from messaging.actions import protocol_editing
from messaging.actions.facts import step_of
from messaging.models import Clinic, Protocol, ProtocolApproval, Step
from messaging.rules.protocol_files import table_of
from tests.factories import NOW


def shipped(slug: str) -> Protocol:
    return Protocol.objects.get(slug=slug, clinic=None)


def own(clinic: Clinic, *, of: str = "denosumab", **given: Any) -> Protocol:
    """A version of the clinic's own, still being written."""
    return protocol_editing.make_own(
        **{
            "clinic": clinic,
            "base": shipped(of),
            "why": "three days' notice",
            "by": "Marcus Webb",
            "now": NOW,
            **given,
        }
    )


def standing(clinic: Clinic, protocol: Protocol) -> bool:
    rows = ProtocolApproval.objects.filter(clinic=clinic, protocol=protocol, retired_at=None)
    return rows.exists()


def change(protocol: Protocol, step: str, /, **fields: Any) -> Step:
    """One step of it changed; a field of None is cleared."""
    row = protocol.steps.get(slug=step)
    table = {**table_of(step_of(row)), **fields}
    table = {key: value for key, value in table.items() if value is not None}
    return protocol_editing.save_step(
        protocol=protocol, table=table, step=row, by="Marcus Webb", now=NOW
    )
