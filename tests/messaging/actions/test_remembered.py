"""What is remembered outside the database: kept under its identity, and never in the way."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache

from messaging.actions import remembered

pytestmark = pytest.mark.engines


@pytest.fixture(params=["a file", "redis"], autouse=True)
def _kept(request, settings, tmp_path) -> Iterator[None]:
    settings.REMEMBERED = None if request.param == "redis" else tmp_path / "remembered.json"
    yield
    cache.delete(remembered.KEY)


def test_nothing_is_known_at_first():
    assert remembered.last("abc") == 0


def test_what_is_noted_is_known():
    remembered.note("abc", 7)
    assert remembered.last("abc") == 7


def test_it_never_falls_by_itself():
    remembered.note("abc", 7)
    remembered.note("abc", 5)
    assert remembered.last("abc") == 7


def test_a_person_may_lower_it():
    remembered.note("abc", 7)
    remembered.overwrite("abc", 5)
    assert remembered.last("abc") == 5


def test_another_database_knows_nothing_of_it():
    remembered.note("abc", 7)
    assert remembered.last("def") == 0


def test_redis_that_is_gone_stops_nothing(settings, monkeypatch):
    def gone(*_, **__):
        raise ConnectionError

    settings.REMEMBERED = None
    monkeypatch.setattr(cache, "get", gone)
    monkeypatch.setattr(cache, "set", gone)
    remembered.note("abc", 7)
    assert remembered.last("abc") == 0


def test_a_torn_file_stops_nothing(settings, tmp_path):
    settings.REMEMBERED = tmp_path / "torn.json"
    settings.REMEMBERED.write_text('{"identity": "abc", "att')
    assert remembered.last("abc") == 0
