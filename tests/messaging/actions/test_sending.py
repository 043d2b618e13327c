"""Which database this is: known from the first, so that its backups are known again."""

import pytest

from messaging.actions import sending
from messaging.models import Sending

pytestmark = pytest.mark.django_db


def test_a_migrated_database_has_its_identity_before_it_is_used(request):
    if request.config.getoption("nomigrations"):
        pytest.skip("the identity comes with the migrations")
    (row,) = Sending.objects.all()
    assert len(row.identity) == 32


def test_a_database_without_one_gets_one_for_good():
    Sending.objects.all().delete()
    first = sending.standing().identity
    assert len(first) == 32
    assert sending.standing().identity == first
