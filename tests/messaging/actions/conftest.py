"""A clinic with all shipped words approved, made once a module; a provider in memory."""

from collections.abc import Iterator

import pytest
from django.db import transaction

from messaging import gateway
from messaging.gateway.memory import MemoryGateway
from messaging.models import Patient
from tests import factories


@pytest.fixture(scope="module", autouse=True)
def _clinic(django_db_setup, django_db_blocker) -> Iterator[None]:
    """Loading the words costs half a second, so each test works in a savepoint over them."""
    with django_db_blocker.unblock(), transaction.atomic():
        factories.clinic()
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def provider() -> Iterator[MemoryGateway]:
    made = MemoryGateway()
    gateway.use(made)
    yield made
    gateway.reset()


@pytest.fixture
def june(db) -> Patient:
    """Consent in writing, English, America/Chicago, no treatment yet."""
    return factories.patient()
