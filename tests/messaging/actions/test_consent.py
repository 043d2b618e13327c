"""Consent is a list of events; what bars a phone also ends what has not left."""

from datetime import timedelta

import pytest

from messaging.actions import consent
from messaging.models import Entry, Method
from messaging.rules.consent import EventKind
from tests import factories
from tests.factories import NOW
from tests.messaging.actions import kit

pytestmark = pytest.mark.django_db


def note(who, kind, *, now=NOW, by="tests", reason=""):
    return consent.note(
        phone=kit.phone_of(who), kind=kind, method=Method.VOICE, by=by, now=now, reason=reason
    )


def test_written_consent_is_an_event_with_its_evidence(june):
    (event,) = kit.phone_of(june).consent_events.all()
    assert (event.kind, event.method, event.note) == ("given", "written", "signed form")


@pytest.mark.parametrize("kind", [EventKind.REVOKED, EventKind.REFUSED, EventKind.PAUSED])
def test_what_bars_the_phone_ends_its_queue(june, kind):
    row = kit.queue(june)
    note(june, kind)
    row.refresh_from_db()
    assert (row.state, row.reason) == ("SUPPRESSED", f"consent {kind}")


def test_a_new_consent_lifts_a_revocation(june):
    note(june, EventKind.REVOKED)
    note(june, EventKind.GIVEN, now=NOW + timedelta(minutes=1))
    assert consent.state_of(kit.phone_of(june)) == "given"


def test_nothing_is_edited(june):
    note(june, EventKind.REVOKED)
    note(june, EventKind.RESTORED, now=NOW + timedelta(minutes=1))
    kinds = kit.phone_of(june).consent_events.order_by("at").values_list("kind", flat=True)
    assert list(kinds) == ["given", "revoked", "restored"]


def test_she_joined_when_she_first_agreed(june):
    note(june, EventKind.GIVEN, now=NOW + timedelta(days=3))
    assert consent.joined_at(kit.phone_of(june)) == NOW


def test_who_has_left_has_not_joined(june):
    note(june, EventKind.REVOKED)
    assert consent.joined_at(kit.phone_of(june)) is None


def test_the_person_who_noted_it_is_named(june):
    rosa = factories.person("rosa")
    assert note(june, EventKind.REVOKED, by=rosa).by == rosa


def test_each_event_leaves_an_entry_without_her_number(june):
    note(june, EventKind.REVOKED)
    entry = Entry.objects.get(action="consent.revoked")
    assert entry.clinic == june.clinic
    assert factories.number_of(june) not in str((entry.after, entry.reason))


def test_a_shared_phone_has_one_consent(june):
    other = factories.patient(name="Ray Whitfield", number=factories.number_of(june))
    note(june, EventKind.REVOKED)
    assert consent.state_of(kit.phone_of(other)) == "revoked"
