"""A worrying text becomes an alert first, then a safety text; a person closes it."""

import pytest

from messaging.actions import alerts
from messaging.models import Alert, AlertEvent
from tests import factories
from tests.factories import NOW

pytestmark = pytest.mark.django_db


def test_numb_legs_open_an_emergency_and_say_call_911() -> None:
    came = factories.texts(factories.patient(), "cant feel my legs since this morning")

    (alert,) = Alert.objects.open()
    assert (alert.level, alert.flag, alert.inbound) == ("EMERGENCY", "cord-compression", came)
    (reply,) = came.replies.all()
    assert reply.template.slug == "R-EMERG"
    assert "911" in reply.body
    assert reply.priority == 0


def test_the_same_worry_joins_the_open_alert() -> None:
    june = factories.patient()
    factories.texts(june, "cant feel my legs")
    factories.texts(june, "still cant feel my legs, please help")

    (alert,) = Alert.objects.open()
    assert [event.what for event in AlertEvent.objects.filter(alert=alert)] == ["opened", "joined"]


def test_a_phone_that_left_still_raises_the_alert_but_gets_no_text() -> None:
    june = factories.patient()
    factories.texts(june, "please stop texting me")
    came = factories.texts(june, "i fell and cant put any weight on my leg")

    (alert,) = Alert.objects.filter(inbound=came)
    assert alert.cannot_be_texted
    assert not came.replies.exists()


def test_a_red_flag_with_a_stop_does_both() -> None:
    came = factories.texts(factories.patient(), "stop texting me i cant feel my feet")

    assert Alert.objects.open().get().flag == "cord-compression"
    assert [reply.template.slug for reply in came.replies.all()] == ["R-STOP"]
    assert "911" in came.replies.get().body


def test_an_alert_closes_only_by_a_person_who_says_what_was_done() -> None:
    factories.texts(factories.patient(), "cant feel my legs")
    alert = Alert.objects.get()

    with pytest.raises(alerts.CannotClose, match="what was done"):
        alerts.close(alert=alert, by=factories.person(), action=" ", now=NOW)
    alerts.close(alert=alert, by=factories.person(), action="Sent her to the ER.", now=NOW)
    alert.refresh_from_db()
    assert alert.closed_by.username == "dana"


def test_on_a_shared_phone_the_alert_is_raised_for_both() -> None:
    june = factories.patient(number="+15550100777")
    factories.patient(name="Max Whitfield", number="+15550100777")
    factories.texts(june, "he cant breathe")

    assert Alert.objects.open().values("patient").distinct().count() == 2
