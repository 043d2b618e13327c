"""Which database this is: known from the first, so that its backups are known again."""

from importlib import import_module

import pytest
from django.apps import apps

from messaging.actions import sending
from messaging.models import Sending

pytestmark = pytest.mark.django_db

MIGRATION = "messaging.migrations.0009_an_identity_from_the_first"


def test_a_migrated_database_has_its_identity_before_it_is_used():
    import_module(MIGRATION).name_the_database(apps, None)
    (row,) = Sending.objects.all()
    assert len(row.identity) == 32


def test_it_keeps_the_one_that_it_has():
    first = sending.standing().identity
    import_module(MIGRATION).name_the_database(apps, None)
    assert len(first) == 32
    assert sending.standing().identity == first
