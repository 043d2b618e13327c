"""What a person must do: opened or joined by the service, closed by name."""

import pytest
from django.db import IntegrityError, transaction

from messaging.actions import handoffs
from messaging.models import Entry, HandOff, HandOffKind
from tests import factories
from tests.factories import NOW
from tests.messaging.actions import kit

pytestmark = pytest.mark.django_db


def opened(who, kind=HandOffKind.SILENT, **given):
    return handoffs.open_(kind=kind, phone=kit.phone_of(who), now=NOW, why="Please phone.", **given)


def test_it_finds_the_patient_by_the_phone(june):
    assert opened(june).patient == june


def test_on_a_shared_phone_it_does_not_guess(june):
    factories.patient(name="Ray Whitfield", number=factories.number_of(june))
    assert opened(june).patient is None


def test_the_same_thing_again_joins_the_open_one(june):
    first = opened(june)
    opened(june)
    first.refresh_from_db()
    assert (HandOff.objects.count(), first.times) == (1, 2)


def test_another_kind_is_another_row(june):
    opened(june)
    opened(june, HandOffKind.BAD_NUMBER)
    assert HandOff.objects.count() == 2


def test_no_text_is_folded_away(june):
    for body in ("asdf", "qwerty"):
        opened(june, HandOffKind.UNANSWERED, inbound=factories.arrives(june, body))
    assert [row.inbound.body for row in kit.handoffs(june)] == ["asdf", "qwerty"]


def test_of_two_held_texts_each_has_its_own_row(june):
    first, second = kit.queue(june), kit.queue(june, key="two")
    one = opened(june, HandOffKind.HELD, outbound=first)
    assert opened(june, HandOffKind.HELD, outbound=second) != one
    assert opened(june, HandOffKind.HELD, outbound=first) == one


def test_the_second_unanswered_text_goes_on_top(june):
    for body in ("asdf", "qwerty"):
        opened(june, HandOffKind.UNANSWERED, inbound=factories.arrives(june, body))
    assert HandOff.objects.first().inbound.body == "qwerty"


def test_it_is_closed_by_name(june):
    rosa, row = factories.person("rosa"), opened(june)
    handoffs.close(handoff=row, by=rosa, now=NOW, note="Reached her son.")
    row.refresh_from_db()
    assert (row.closed_by, row.note) == (rosa, "Reached her son.")


def test_it_closes_once(june):
    row = opened(june)
    handoffs.close(handoff=row, by=factories.person(), now=NOW)
    with pytest.raises(handoffs.CannotClose, match="closed before"):
        handoffs.close(handoff=row, by=factories.person(), now=NOW)


def test_a_closed_one_is_not_joined(june):
    row = opened(june)
    handoffs.close(handoff=row, by=factories.person(), now=NOW)
    assert opened(june) != row


def test_the_database_refuses_one_closed_by_nobody(june):
    row = opened(june)
    with pytest.raises(IntegrityError), transaction.atomic():
        HandOff.objects.filter(pk=row.pk).update(closed_at=NOW)


def test_opening_and_closing_leave_entries(june):
    handoffs.close(handoff=opened(june), by=factories.person("rosa"), now=NOW, note="done")
    made = Entry.objects.filter(object_type="handoff").order_by("id")
    assert [(e.action, e.by_name) for e in made] == [
        ("handoff.open", "the service"),
        ("handoff.close", "rosa"),
    ]
