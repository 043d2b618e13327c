"""Who may do what: the whole table, cell by cell for what matters most."""

import pytest

from messaging.admin import access
from messaging.admin.access import Held, Verb
from messaging.models import Role

PATIENT_MODELS = (
    "patient",
    "treatment",
    "outboundmessage",
    "inboundmessage",
    "alert",
    "handoff",
    "correction",
    "consentevent",
)
EVIDENCE = (*PATIENT_MODELS, "entry", "checkin", "protocolapproval", "approval", "recall")
EVERY_MODEL = {model for rights in access.MATRIX.values() for model in rights}


@pytest.mark.parametrize(
    ("role", "verb", "model", "allowed"),
    [
        (Role.COORDINATOR, "add", "patient", True),
        (Role.COORDINATOR, "change", "alert", True),
        (Role.COORDINATOR, "change", "outboundmessage", True),
        (Role.COORDINATOR, "add", "alias", True),
        (Role.COORDINATOR, "delete", "alias", True),
        (Role.STAFF, "add", "alias", False),
        (Role.COORDINATOR, "change", "clinic", False),
        (Role.COORDINATOR, "view", "membership", False),
        (Role.COORDINATOR, "change", "approval", False),
        (Role.COORDINATOR, "add", "protocolapproval", False),
        (Role.COORDINATOR, "add", "recall", False),
        (Role.COORDINATOR, "add", "correction", True),
        (Role.MANAGER, "add", "membership", True),
        (Role.MANAGER, "change", "clinic", True),
        (Role.MANAGER, "add", "clinic", False),
        (Role.MANAGER, "add", "correction", True),
        (Role.MANAGER, "change", "approval", False),
        (Role.MANAGER, "change", "passage", True),
        (Role.COORDINATOR, "change", "passage", False),
        (Role.REVIEWER, "change", "approval", True),
        (Role.REVIEWER, "change", "passage", True),
        (Role.REVIEWER, "add", "passage", True),
        (Role.REVIEWER, "add", "recall", True),
        (Role.REVIEWER, "add", "correction", False),
        (Role.REVIEWER, "add", "protocolapproval", True),
        (Role.OPERATOR, "add", "clinic", True),
        (Role.OPERATOR, "change", "sender", True),
        (Role.OPERATOR, "change", "approval", False),
        ("janitor", "view", "patient", False),
    ],
)
def test_the_table_gives(role: str, verb: str, model: str, allowed: bool) -> None:
    assert access.allows(role, verb, model) is allowed


def test_every_role_has_a_row() -> None:
    assert set(access.MATRIX) == set(Role)


@pytest.mark.parametrize("model", sorted(EVERY_MODEL))
def test_staff_only_read(model: str) -> None:
    assert access.MATRIX[Role.STAFF].get(model, frozenset()) <= {Verb.VIEW}


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("model", EVIDENCE)
def test_nobody_deletes_evidence(role: str, model: str) -> None:
    assert not access.allows(role, Verb.DELETE, model)


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.OPERATOR])
@pytest.mark.parametrize("model", PATIENT_MODELS)
def test_who_needs_no_patient_sees_none(role: str, model: str) -> None:
    assert not access.allows(role, Verb.VIEW, model)


def test_a_role_counts_at_its_own_clinic_only() -> None:
    held = (Held(Role.COORDINATOR, 1), Held(Role.STAFF, 2))
    assert access.clinics(held, Verb.VIEW, "patient") == frozenset({1, 2})
    assert access.clinics(held, Verb.CHANGE, "patient") == frozenset({1})


def test_an_operator_without_a_clinic_reaches_all_of_them() -> None:
    assert access.clinics((Held(Role.OPERATOR, None),), Verb.VIEW, "clinic") is None


def test_an_operator_of_all_clinics_still_reaches_no_patient() -> None:
    assert access.clinics((Held(Role.OPERATOR, None),), Verb.VIEW, "patient") == frozenset()
