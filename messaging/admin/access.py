"""Who may do what: role x model x verb, as one table without a database.

A role counts at the clinic of its membership; an operator without a clinic counts at all
of them.  What is evidence (texts, consent, alerts, audit) is deleted by nobody.  A manager
proposes passages as a reviewer does: who cuts one may not approve it, so a clinic with one
reviewer needs somebody else who may.  Both write a clinic's own protocols; a reviewer alone
approves one, moves patients to it and switches it off.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from messaging.models import Role


class Verb(StrEnum):
    VIEW = "view"
    ADD = "add"
    CHANGE = "change"
    DELETE = "delete"


@dataclass(frozen=True)
class Held:
    """A role that somebody holds; `clinic` is empty for an operator of all clinics."""

    role: str
    clinic: int | None


Rights = Mapping[str, frozenset[Verb]]

_LETTERS = {"v": Verb.VIEW, "a": Verb.ADD, "c": Verb.CHANGE, "d": Verb.DELETE}


def _rights(table: str) -> Rights:
    """Reads "patient vac" lines: the model, then the first letters of its verbs."""
    rows = (line.split() for line in table.splitlines() if line.strip())
    return {model: frozenset(_LETTERS[letter] for letter in letters) for model, letters in rows}


_READS = """
    patient v
    treatment v
    dose v
    reminder v
    ledgerday v
    outboundmessage v
    inboundmessage v
    alert v
    handoff v
    correction v
    consentevent v
    checkin v
    clinic v
    protocol v
    entry v
"""
_WORDS = """
    approval v
    recall v
    document v
    passage v
    topic v
    template v
    wordset v
    preference v
    alias v
"""
_DESK = """
    patient vac
    treatment vac
    dose vac
    outboundmessage vc
    alert vc
    handoff vc
    correction va
    consentevent va
    protocolapproval v
    sender v
    topic vc
    alias vad
"""

MATRIX: Mapping[str, Rights] = {
    Role.STAFF: _rights(_READS + _WORDS),
    Role.COORDINATOR: {**_rights(_READS + _WORDS), **_rights(_DESK)},
    Role.MANAGER: {
        **_rights(_READS + _WORDS),
        **_rights(_DESK),
        **_rights("""
            clinic vc
            sender vac
            membership vacd
            preference va
            passage vac
            protocol vac
        """),
    },
    Role.REVIEWER: {
        **_rights(_WORDS),
        **_rights("""
            clinic v
            protocol vac
            protocolapproval va
            approval vc
            passage vac
            recall vac
            topic vc
            alias vacd
            preference va
        """),
    },
    Role.OPERATOR: _rights("""
        clinic vac
        sender vac
        membership vacd
        wordset va
        protocol v
        protocolapproval v
        ledgerday v
        entry v
    """),
}


def allows(role: str, verb: str, model: str) -> bool:
    """Whether the table gives a role this verb on a model (its name in lower case)."""
    return verb in MATRIX.get(role, {}).get(model, frozenset())


def clinics(held: Iterable[Held], verb: str, model: str) -> frozenset[int] | None:
    """The clinics at which the roles give this verb; None stands for every clinic."""
    found = {h.clinic for h in held if allows(h.role, verb, model)}
    return None if None in found else frozenset(c for c in found if c is not None)
