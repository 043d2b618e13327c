"""The phone page: who can be chosen, and what a typed text does."""

from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client

from messaging.models import Clinic, Patient
from messaging.rules.treatments import TreatmentKind
from messaging.simulator.provider import Provider
from tests import factories
from tests.factories import NOW, NUMBER
from tests.messaging.simulator.phone.kit import address

pytestmark = pytest.mark.django_db
STRANGER = "+15550100888"


class TestWhoCanBeChosen:
    def test_everybody_of_the_demo_clinic_is_on_the_list(
        self, client: Client, june: Patient
    ) -> None:
        factories.treatment(june, kind=TreatmentKind.HORMONE, now=NOW)
        page = client.get("/phone/").content.decode()
        assert "June" in page
        assert "hormone · English" in page
        assert "Gets texts" in page

    def test_whole_names_stay_in_the_admin(self, client: Client, june: Patient) -> None:
        assert "Whitfield" not in client.get("/phone/").content.decode()

    def test_people_of_a_real_clinic_are_not_shown(self, client: Client, june: Patient) -> None:
        Clinic.objects.update(demo=False)
        assert "June" not in client.get("/phone/").content.decode()
        assert client.get(address(june, "state")).status_code == 404

    def test_a_stranger_can_write(self, client: Client, june: Patient, provider: Provider) -> None:
        at = f"?number={quote(STRANGER)}"
        assert "+1 555-010-0888" in client.get(f"/phone/{at}").content.decode()
        client.post(f"/phone/send{at}", {"body": "Hello?"})
        assert [one.body for one in provider.conversation(STRANGER)] == ["Hello?"]
        assert client.get(f"/phone/state{at}").json()["consent"]["words"] == "Never asked"

    def test_a_patients_number_is_hers_whoever_types_it(
        self, client: Client, june: Patient
    ) -> None:
        page = client.get("/phone/", {"number": factories.number_of(june)}).content.decode()
        assert "June's phone" in page

    @pytest.mark.parametrize(
        ("typed", "words"),
        [
            ("123", "This is a short code"),
            ("call me", "A phone number has no letters"),
            (NUMBER, "the clinic&#x27;s own number"),
            ("5" * 2000, "This is too long"),
        ],
        ids=["short code", "letters", "our own", "2,000 digits"],
    )
    def test_a_number_that_is_none_gets_a_sentence(
        self, client: Client, june: Patient, typed: str, words: str
    ) -> None:
        answer = client.get("/phone/", {"number": typed})
        assert answer.status_code == 400
        assert words in answer.content.decode()

    @pytest.mark.parametrize("who", ["0", "999999", "x", "9" * 2000, "-1", "1e3"])
    def test_somebody_who_is_not_there_is_not_found(
        self, client: Client, june: Patient, who: str
    ) -> None:
        assert client.get("/phone/", {"who": who}).status_code == 404

    def test_without_a_clinic_the_page_says_what_to_do(self, client: Client) -> None:
        answer = client.get("/phone/")
        assert answer.status_code == 200
        assert "manage.py up" in answer.content.decode()
        assert client.get("/phone/state").status_code == 404

    @pytest.mark.parametrize("page", ["", "state"])
    def test_in_production_it_does_not_exist(
        self, client: Client, june: Patient, settings: Any, page: str
    ) -> None:
        settings.BONEMETS_MODE = "production"
        assert client.get(address(june, page)).status_code == 404


class TestWhatIsTyped:
    def test_it_reaches_the_provider_as_it_was_typed(
        self, client: Client, june: Patient, provider: Provider
    ) -> None:
        answer = client.post(address(june, "send"), {"body": " ¿Qué es ONJ?\n"})
        assert answer.status_code == 200
        (text,) = provider.conversation(factories.number_of(june))
        assert (text.body, text.to) == (" ¿Qué es ONJ?\n", NUMBER)

    @pytest.mark.parametrize(
        ("body", "words"),
        [
            ("", "Type something first."),
            ("x" * 1601, "at most 1600 characters"),
            ("null \x00 byte", "Null characters are not allowed."),
        ],
        ids=["empty", "too long", "null byte"],
    )
    def test_what_cannot_be_sent_gets_a_sentence(
        self, client: Client, june: Patient, provider: Provider, body: str, words: str
    ) -> None:
        answer = client.post(address(june, "send"), {"body": body})
        assert answer.status_code == 400
        assert words in answer.json()["problem"]
        assert provider.conversation(factories.number_of(june)) == ()

    def test_1600_characters_are_taken(self, client: Client, june: Patient) -> None:
        assert client.post(address(june, "send"), {"body": "x" * 1600}).status_code == 200

    def test_another_site_cannot_type(self, june: Patient) -> None:
        strict = Client(enforce_csrf_checks=True)
        assert strict.post(address(june, "send"), {"body": "STOP"}).status_code == 403

    def test_a_link_cannot_type(self, client: Client, june: Patient) -> None:
        assert client.get(address(june, "send")).status_code == 405


class TestThePageItself:
    def test_it_says_that_this_is_a_demo(self, client: Client, june: Patient) -> None:
        page = client.get("/phone/").content.decode()
        assert "no SMS leaves this computer" in page
        assert "invented reviewer" in page

    def test_it_needs_nothing_inline_and_nothing_from_elsewhere(
        self, client: Client, june: Patient
    ) -> None:
        answer = client.get("/phone/")
        page = answer.content.decode()
        assert "default-src 'self'" in answer["Content-Security-Policy"]
        assert "unsafe" not in answer["Content-Security-Policy"]
        for forbidden in (" style=", " onclick=", "://", '="//'):
            assert forbidden not in page
