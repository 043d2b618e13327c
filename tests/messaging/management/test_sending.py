"""`manage.py sending`: where sending stands, and who changed it."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from messaging.actions import sending
from messaging.models import Entry
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _dana(db):
    factories.person()


def said(*given: str) -> str:
    out = StringIO()
    call_command("sending", *given, stdout=out)
    return out.getvalue()


def test_it_says_that_texts_may_leave():
    assert said() == "Texts may leave.\n"


def test_a_pause_has_a_reason_and_a_name():
    assert "the provider asks us to" in said("--pause", "the provider asks us to", "--by", "dana")
    assert Entry.objects.get(action="sending.pause").by_name == "dana"


def test_it_goes_on_by_name():
    said("--pause", "tests", "--by", "dana")
    assert said("--resume", "--by", "dana") == "Texts may leave.\n"


@pytest.mark.parametrize("given", [["--resume"], ["--resume", "--by", "nobody"]])
def test_nobody_changes_it_without_a_name(given):
    said("--pause", "tests", "--by", "dana")
    with pytest.raises(CommandError, match="Say who decides this"):
        said(*given)
    assert sending.standing().paused_at is not None


def test_after_a_restore_it_looks_first():
    factories.clinic()
    factories.texts(factories.patient(), "hello")
    assert "put back from a backup" in said("--restored", "--by", "dana")
    with pytest.raises(CommandError, match="not been looked for"):
        said("--resume", "--by", "dana")


def test_and_says_when_it_has_looked():
    said("--restored", "--by", "dana")
    assert "a person may resume" in said()
