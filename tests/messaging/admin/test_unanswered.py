"""Texts without an answer: given a topic in one click, or closed in one click."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from content import actions as content
from content.models import Alias, Topic
from messaging.models import Clinic, Entry, HandOff, HandOffKind, Patient, Role
from tests import factories
from tests.messaging.admin.conftest import page, signed_in

LIST = reverse("admin:messaging_handoff_unanswered")
TEACH = reverse("admin:messaging_handoff_teach")
CLOSE = reverse("admin:messaging_handoff_no_topic")
ODD = "does the zorbaflex wear off by tuesday"
FLAG = "cant feel my legs"


@pytest.fixture
def harold(harbor: Clinic) -> Patient:
    return factories.patient(name="Harold Boone")


@pytest.fixture
def handoff(june: Patient) -> HandOff:
    factories.texts(june, ODD)
    return HandOff.objects.get(kind=HandOffKind.UNANSWERED)


def teach(desk: Client, *rows: HandOff, **changes: Any) -> str:
    """What the page says after "this is about denosumab"."""
    typed = {"text": ODD, "language": "en", "topic": "denosumab", **changes}
    sent = desk.post(TEACH, {"handoff": [row.pk for row in rows], **typed}, follow=True)
    assert sent.status_code == 200, sent.status_code
    return str(sent.content.decode())


def test_it_shows_the_words_who_wrote_them_and_the_nearest_topics(
    desk: Client, handoff: HandOff
) -> None:
    words = page(desk, LIST)
    for part in (ODD, "June O&#x27;Brien Whitfield", "…0123", "This is about", 'name="topic"'):
        assert part in words
    assert "+15550100123" not in words


def test_one_click_teaches_and_closes_by_name(
    desk: Client, handoff: HandOff, harbor: Clinic
) -> None:
    said = teach(desk, handoff)
    alias = Alias.objects.get(text=ODD)
    assert (alias.topic_id, alias.kind, alias.wordset) == ("denosumab", "question", harbor.wordset)
    assert alias.added_by == "coordinator-harbor"
    handoff.refresh_from_db()
    assert handoff.closed_by.username == "coordinator-harbor"
    assert handoff.note == "Added as an example question of “Denosumab”."
    assert "The next text like this gets: “Denosumab" in said
    entry = Entry.objects.get(action="handoff.close")
    assert "zorbaflex" not in f"{entry.before}{entry.after}{entry.reason}"


def test_at_most_three_words_become_a_name(desk: Client, handoff: HandOff) -> None:
    assert "Added as a name" in teach(desk, handoff, text="zorbaflex")
    assert Alias.objects.get(text="zorbaflex").kind == "alias"


def test_the_chooser_stands_in_for_the_buttons(desk: Client, handoff: HandOff) -> None:
    teach(desk, handoff, topic="", other="onj")
    assert Alias.objects.get(text=ODD).topic_id == "onj"


def test_the_same_words_of_several_phones_are_one_and_closed_together(
    desk: Client, handoff: HandOff, harold: Patient
) -> None:
    factories.texts(harold, f"{ODD.upper()}!")
    words = page(desk, LIST)
    assert words.count("No topic: close") == 1
    assert "2 times" in words
    assert "2 texts are closed" in teach(desk, *HandOff.objects.open())
    assert not HandOff.objects.open().exists()


def test_no_topic_closes_in_one_click(desk: Client, handoff: HandOff) -> None:
    desk.post(CLOSE, {"handoff": [handoff.pk]})
    handoff.refresh_from_db()
    assert handoff.closed_by.username == "coordinator-harbor"
    assert handoff.note
    assert not Alias.objects.filter(wordset__isnull=False).exists()
    assert "Closed lately" in page(desk, LIST)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        pytest.param({"text": "zometa"}, "belongs to “Bisphosphonates”", id="another topic's"),
        pytest.param({"text": "STOP"}, "is a command word", id="a command"),
        pytest.param({"text": "ayuda"}, "is a command word", id="a command in Spanish"),
        pytest.param({"text": "pain"}, "too common", id="a common word"),
        pytest.param({"text": "severe"}, "answer to a check-in", id="an answer"),
        pytest.param({"text": f"{ODD} call 5550100123"}, "long number", id="a number"),
        pytest.param({"text": " "}, "at least one word", id="no words"),
        pytest.param({"topic": "", "other": ""}, "Choose the topic", id="no topic"),
        pytest.param({"topic": "nonsense"}, "Choose the topic", id="no such topic"),
        pytest.param({"language": "xx"}, "Choose the language", id="no such language"),
    ],
)
def test_what_cannot_be_taught_is_said_and_nothing_is_closed(
    desk: Client, handoff: HandOff, changes: dict[str, str], sentence: str
) -> None:
    said = teach(desk, handoff, **changes)
    assert sentence in said
    assert changes.get("text", ODD).strip() in said
    assert not Alias.objects.filter(wordset__isnull=False).exists()
    handoff.refresh_from_db()
    assert handoff.closed_at is None


def test_what_was_refused_stands_on_top(desk: Client, handoff: HandOff, june: Patient) -> None:
    factories.texts(june, "zorbaflex two")
    said = teach(desk, handoff, text="STOP")
    assert said.index(ODD) < said.index("zorbaflex two")
    assert page(desk, LIST).index("zorbaflex two") < page(desk, LIST).index(ODD)


def test_a_question_for_a_person_alone_is_said_before_and_after(
    desk: Client, june: Patient
) -> None:
    factories.texts(june, "can my cousin ride along on friday")
    handoff = HandOff.objects.open().get()
    assert "a person answers, whatever topic is near" in page(desk, LIST)
    said = teach(desk, handoff, text="can my cousin ride along on friday")
    assert "still finds nothing" in said


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        pytest.param(FLAG, "raises an alert", id="a warning sign by now"),
        pytest.param("please stop texting me", "asks for no more texts", id="an opt-out by now"),
        pytest.param("thank you so much", "is taken for thanks", id="thanks"),
    ],
)
def test_what_the_text_is_by_now_is_warned_of(
    desk: Client, handoff: HandOff, body: str, sentence: str
) -> None:
    """As when the rules have learnt since; the words that are added are others."""
    handoff.inbound.body = body
    handoff.inbound.save()
    assert sentence in teach(desk, handoff)


def test_a_topic_without_words_in_the_language_is_warned_of(
    desk: Client, handoff: HandOff, harbor: Clinic
) -> None:
    approvals = harbor.wordset.approvals.filter(passage__topic="denosumab")
    approvals.filter(passage__document__language="es").update(state="retired")
    harbor.wordset.__class__.objects.touch_all()
    handoff.inbound.body = "zorbaflex zorbaflex"
    handoff.inbound.save()
    said = teach(desk, handoff, language="es", text="zorbaflex zorbaflex")
    assert "no words on it are approved in this language" in said


def test_who_was_left_without_an_answer_twice_is_on_top(
    desk: Client, june: Patient, harold: Patient
) -> None:
    later = factories.NOW + timedelta(minutes=5)
    for body in ("zorbaflex one", "zorbaflex two"):
        factories.texts(june, body)
    factories.texts(harold, "zorbaflex three", now=later)
    words = page(desk, LIST)
    assert words.index("zorbaflex two") < words.index("zorbaflex three")


def test_less_is_no_text_without_an_answer(desk: Client, june: Patient) -> None:
    factories.texts(june, "LESS")
    assert "No text waits for a topic" in page(desk, LIST)


def test_the_menu_counts_what_waits(desk: Client, handoff: HandOff) -> None:
    assert "Texts without an answer" in page(desk, reverse("admin:index"))


class TestElsewhere:
    @pytest.fixture
    def theirs(self, elsewhere: Clinic, handoff: HandOff) -> HandOff:
        """Another clinic's patient wrote the same."""
        olga = factories.patient(name="Olga Petrova", at=elsewhere)
        phone = olga.recipients.get().phone
        inbound = handoff.inbound
        inbound.pk, inbound.provider_id, inbound.phone = None, "SM" + "e" * 32, phone
        inbound.sender = elsewhere.senders.get()
        inbound.save()
        return HandOff.objects.create(
            kind=HandOffKind.UNANSWERED,
            phone=phone,
            patient=olga,
            inbound=inbound,
            why="found no answer",
            opened_at=factories.NOW,
            last_at=factories.NOW,
        )

    def test_another_clinics_text_is_not_seen(self, desk: Client, theirs: HandOff) -> None:
        words = page(desk, LIST)
        assert "Olga" not in words
        assert "2 times" not in words

    @pytest.mark.parametrize("address", [TEACH, CLOSE])
    def test_nor_taught_or_closed(
        self, desk: Client, handoff: HandOff, theirs: HandOff, address: str
    ) -> None:
        typed = {"text": ODD, "language": "en", "topic": "denosumab"}
        for rows in ([theirs.pk], [handoff.pk, theirs.pk]):
            assert desk.post(address, {"handoff": rows, **typed}).status_code == 404
        assert not HandOff.objects.exclude(closed_at=None).exists()

    def test_who_works_at_both_sees_them_apart(
        self, handoff: HandOff, theirs: HandOff, harbor: Clinic, elsewhere: Clinic
    ) -> None:
        both = signed_in(Role.COORDINATOR, harbor, name="both")
        signed_in(Role.COORDINATOR, elsewhere, name="both")
        words = page(both, LIST)
        assert words.count("No topic: close") == 2
        assert "Elsewhere Clinic" in words
        sent = both.post(TEACH, {"handoff": [handoff.pk, theirs.pk], "topic": "denosumab"})
        assert sent.status_code == 404


def test_staff_read_and_do_nothing(handoff: HandOff, harbor: Clinic) -> None:
    staff = signed_in(Role.STAFF, harbor)
    words = page(staff, LIST)
    assert ODD in words
    assert "<textarea" not in words
    assert "No topic: close" not in words
    for address in (TEACH, CLOSE):
        assert staff.post(address, {"handoff": [handoff.pk]}).status_code == 403


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.OPERATOR])
def test_who_needs_no_patient_sees_no_text(handoff: HandOff, harbor: Clinic, role: str) -> None:
    assert signed_in(role, harbor).get(LIST).status_code == 403


@pytest.mark.parametrize("address", [TEACH, CLOSE])
def test_nothing_is_done_by_a_link(desk: Client, handoff: HandOff, address: str) -> None:
    assert desk.get(f"{address}?handoff={handoff.pk}&topic=denosumab").status_code == 403


def test_what_was_closed_meanwhile_is_said(desk: Client, handoff: HandOff) -> None:
    desk.post(CLOSE, {"handoff": [handoff.pk]})
    assert "was closed before" in teach(desk, handoff)
    assert not Alias.objects.filter(text=ODD).exists()


def test_its_queries_do_not_grow_with_the_texts(
    desk: Client, june: Patient, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(8):
        factories.texts(june, f"zorbaflex wibble {'x' * number}")
    page(desk, LIST)
    with django_assert_max_num_queries(20):
        page(desk, LIST)


def test_a_name_known_to_the_topic_still_closes_the_text(
    desk: Client, handoff: HandOff, harbor: Clinic
) -> None:
    content.add_alias(
        topic=Topic.objects.get(slug="denosumab"),
        text=ODD,
        language="en",
        kind="question",
        wordset=harbor.wordset,
        by="dana",
        now=factories.NOW,
    )
    teach(desk, handoff)
    handoff.refresh_from_db()
    assert handoff.closed_at
    assert Alias.objects.get(text=ODD).added_by == "dana"
