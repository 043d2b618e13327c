"""Try a text: what would be read, done and sent; kept nowhere, sent nowhere, logged nowhere."""

import logging
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from messaging.models import Clinic, HandOff, InboundMessage, OutboundMessage, Role
from tests.messaging.admin.conftest import page, signed_in

URL = reverse("admin:messaging_inboundmessage_try")


def tried(desk: Client, text: str, *, at: Clinic, **changes: Any) -> str:
    typed = {"clinic": at.pk, "text": text, "language": "en", "question": "", **changes}
    answer = desk.post(URL, typed)
    assert answer.status_code == 200
    return str(answer.content.decode())


@pytest.mark.parametrize(
    ("text", "changes", "told"),
    [
        pytest.param("what is xgeva", {}, ("A question about Denosumab", "answers"), id="asks"),
        pytest.param(
            "cant feel my legs",
            {},
            ("emergency", "cord-compression", "“cant feel my legs”", "An alert opens"),
            id="a warning sign",
        ),
        pytest.param("please stop texting me", {}, ("asks for no more texts",), id="leaves"),
        pytest.param("STOP", {}, ("The provider answers this word itself",), id="the provider"),
        pytest.param("wrong number", {}, ("Texts to this phone are paused",), id="wrong"),
        pytest.param("she died last night", {}, ("speaks of death",), id="a life event"),
        pytest.param("my mom cant breathe", {}, ("a caregiver&#x27;s voice",), id="a caregiver"),
        pytest.param(
            "they will pull my tooth what is onj", {}, ("a tooth may be pulled",), id="dental"
        ),
        pytest.param("zorbaflex wibble", {}, ("A person answers.",), id="nothing found"),
        pytest.param(
            "can my cousin ride along", {}, ("whatever topic is near",), id="a person alone"
        ),
        pytest.param(
            "8", {"question": "Q-PAIN"}, ("“8” is kept", "alert: same day"), id="an answer"
        ),
        pytest.param("yes", {"question": "Q-CORD"}, ("alert: emergency",), id="yes to weak legs"),
        pytest.param("que es xgeva", {"language": "es"}, ("Fuente: ", "Written in"), id="Spanish"),
    ],
)
def test_it_tells(
    desk: Client, harbor: Clinic, text: str, changes: dict[str, str], told: tuple[str, ...]
) -> None:
    said = tried(desk, text, at=harbor, **changes)
    for part in told:
        assert part in said


def test_the_reply_comes_with_its_parts_and_its_source(desk: Client, harbor: Clinic) -> None:
    said = tried(desk, "what is xgeva", at=harbor)
    for part in ("2 parts", "Document: ", "Version: 1 (en)", "+15550100199"):
        assert part in said
    assert "Template: R-UNSURE (en, version 1)" in tried(desk, "zorbaflex wibble", at=harbor)


def test_it_says_how_long_an_unclear_reply_waits(
    desk: Client, harbor: Clinic, settings: Any
) -> None:
    settings.PIPELINE = {**settings.PIPELINE, "quiet_seconds": 20}
    assert "waits for 20 s of quiet" in tried(desk, "zorbaflex wibble", at=harbor)
    assert "s of quiet" not in tried(desk, "what is xgeva", at=harbor)


def test_it_uses_the_clinics_own_approvals(desk: Client, harbor: Clinic) -> None:
    harbor.wordset.approvals.filter(passage__topic="denosumab").update(state="retired")
    harbor.wordset.__class__.objects.touch_all()
    assert "A question about Denosumab" not in tried(desk, "what is xgeva", at=harbor)


def test_words_that_are_lacking_are_named(desk: Client, harbor: Clinic) -> None:
    approvals = harbor.wordset.approvals.filter(passage__topic="denosumab")
    approvals.filter(passage__document__language="es").update(state="retired")
    harbor.wordset.__class__.objects.touch_all()
    said = tried(desk, "xgeva", at=harbor, language="es")
    assert "No (further) approved passage" in said
    assert "approved no words for it yet" in said


def test_it_is_kept_nowhere_sent_nowhere_and_logged_nowhere(
    desk: Client, harbor: Clinic, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    tried(desk, "zorbaflex cant feel my legs", at=harbor)
    for model in (InboundMessage, OutboundMessage, HandOff):
        assert not model.objects.exists()
    assert "zorbaflex" not in caplog.text


def test_words_in_an_address_are_not_read(desk: Client) -> None:
    assert "zorbaflex" not in page(desk, URL, text="zorbaflex")


def test_another_clinics_words_cannot_be_tried(desk: Client, elsewhere: Clinic) -> None:
    said = tried(desk, "what is xgeva", at=elsewhere)
    assert "not one of the available choices" in said
    assert "A question about" not in said


@pytest.mark.parametrize("role", [Role.STAFF, Role.REVIEWER, Role.MANAGER])
def test_whoever_sees_the_words_may_try_them(harbor: Clinic, role: str) -> None:
    client = signed_in(role, harbor)
    assert "A question about" in tried(client, "what is xgeva", at=harbor)
    assert "Try a text" in page(client, reverse("admin:index"))


def test_the_operator_may_not(harbor: Clinic) -> None:
    operator = signed_in(Role.OPERATOR, None)
    assert operator.get(URL).status_code == 403
    assert "Try a text" not in page(operator, reverse("admin:index"))
