"""Texts that a named person writes: checked like any other, never sent twice by mistake."""

import pytest
from django.core.exceptions import ValidationError

from messaging.actions import staff
from messaging.models import Entry
from tests import factories
from tests.factories import NOW
from tests.messaging.actions import kit

pytestmark = pytest.mark.django_db


def write(who, body):
    return staff.write(patient=who, body=body, by=factories.person("rosa"), now=NOW)


def test_it_goes_in_her_name(june):
    row = write(june, "Please call me about Friday. Rosa")
    assert (row.origin, row.written_by.username) == ("staff", "rosa")
    assert kit.send(row).state == "ACCEPTED"


def test_one_click_is_one_text(june):
    assert write(june, "Hello").pk == write(june, "Hello").pk


@pytest.mark.parametrize(
    ("body", "why"),
    [("   ", "Write a text first"), ("word " * 200, "cut it to 4")],
    ids=["empty", "too long"],
)
def test_words_that_cannot_go_get_a_sentence(june, body, why):
    with pytest.raises(ValidationError, match=why):
        write(june, body)


def test_who_has_left_is_phoned_instead(june):
    factories.texts(june, "STOP")
    with pytest.raises(ValidationError, match="phone her instead"):
        write(june, "Hello")


def test_without_a_phone_it_says_so(june):
    june.recipients.update(active=False)
    with pytest.raises(ValidationError, match="add one first"):
        write(june, "Hello")


def test_curly_quotes_do_not_make_it_dearer(june):
    assert write(june, "Don’t wait").body == "Don't wait"


def test_it_leaves_an_entry_without_the_words(june):
    write(june, "Please call me about Friday.")
    entry = Entry.objects.get(action="staff.write")
    assert entry.by_name == "rosa"
    assert "Friday" not in str((entry.after, entry.reason))
