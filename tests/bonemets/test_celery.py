"""Celery is ours in every process, speaks JSON, and ticks on its own queue."""

import celery
import pytest
from django.conf import settings
from django.core.cache import cache

from bonemets.celery import app
from messaging import bell


def test_is_the_current_app() -> None:
    assert celery.current_app.main == "bonemets"


def test_takes_nothing_but_json() -> None:
    assert app.conf.accept_content == ["json"]
    assert app.conf.task_serializer == "json"


def test_keeps_no_results() -> None:
    assert app.conf.task_ignore_result is True


@pytest.mark.parametrize("name", [bell.TICK, bell.READ_INBOUND, bell.DISPATCH])
def test_knows_every_bell(name: str) -> None:
    app.loader.import_default_modules()
    assert name in app.tasks


def test_the_only_schedule_is_a_tick_that_expires() -> None:
    (entry,) = app.conf.beat_schedule.values()
    assert entry["task"] == bell.TICK
    assert entry["options"]["expires"] >= entry["schedule"]


def test_the_tick_has_a_queue_of_its_own() -> None:
    route = app.amqp.router.route({}, bell.TICK)
    assert route["queue"].name == "tick"
    assert app.amqp.router.route({}, bell.DISPATCH)["queue"].name == "bell"


@pytest.mark.engines
def test_a_bell_reaches_the_broker() -> None:
    with app.connection_for_read() as connection:
        queue = connection.SimpleQueue("bell-test", serializer="json")
        queue.put({"rung": True})
        message = queue.get(timeout=5)
        assert message.payload == {"rung": True}
        message.ack()
        queue.close()


@pytest.mark.engines
def test_the_cache_keeps_what_it_is_given() -> None:
    cache.set("tests:greeting", "hello", timeout=60)
    assert cache.get("tests:greeting") == "hello"
    cache.delete("tests:greeting")


@pytest.mark.engines
@pytest.mark.django_db
def test_the_suite_runs_on_the_engines_it_was_given(request: pytest.FixtureRequest) -> None:
    """Else a run "on PostgreSQL" could be one on SQLite, and nobody would know."""
    wanted = "postgresql" if settings.BROKER_URL.startswith("redis") else "sqlite3"
    assert settings.DATABASES["default"]["ENGINE"].endswith(wanted)
