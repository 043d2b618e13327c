"""The form of one step: plain choices, and each refusal next to its field."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from content import actions as content
from content.models import Template, WordSet
from messaging.models import Clinic, Protocol, Role, Step
from tests.factories import NOW
from tests.messaging.actions.protocol_kit import own
from tests.messaging.admin.conftest import page, signed_in


@pytest.fixture
def manager(harbor: Clinic) -> Client:
    return signed_in(Role.MANAGER, harbor)


@pytest.fixture
def draft(harbor: Clinic) -> Protocol:
    return own(harbor)


@pytest.fixture
def visit(draft: Protocol) -> Step:
    return draft.steps.get(slug="visit")


def url(step: Step) -> str:
    return reverse("admin:messaging_protocol_step", args=[step.protocol_id, step.pk])


def typed(**changes: Any) -> dict[str, Any]:
    """The visit reminder as the form shows it, but for what is changed."""
    return {
        "kind": "reminder",
        "days": "2",
        "side": "before",
        "anchor": "dose",
        "local_time": "",
        "every_days": "",
        "times": "",
        "until_days": "",
        "first": "",
        "symptom": "",
        "lateness_hours": "72",
        "cap": "keep",
        "merge_key": "",
        "repeat_if_moved": "on",
        "word_0": "template:T-SHOT",
        **changes,
    }


def wrong(client: Client, at: str, **changes: Any) -> dict[str, str]:
    """The sentences of a form that was refused, by the field they stand at."""
    answer = client.post(at, typed(**changes))
    assert answer.status_code == 200
    words = answer.content.decode()
    assert "Not saved yet" in words
    return dict(re.findall(r'id="id_(\w+)-error">([^<]+)<', words))


def test_the_form_shows_the_step_as_it_is(manager: Client, visit: Step) -> None:
    words = page(manager, url(visit))
    assert "2 days before each dose, at her best time" in words
    for chosen in ("template:T-SHOT", "dose", "keep", "before"):
        assert f'<option value="{chosen}" selected>' in words
    assert 'name="slug"' not in words


def test_every_step_can_be_saved_as_it_is(manager: Client, harbor: Clinic) -> None:
    """What the form shows, sent back, changes nothing."""
    made = own(harbor, of="chemotherapy")
    for row in made.steps.all():
        before = Step.objects.filter(pk=row.pk).values().get()
        form = manager.get(url(row)).context["form"]
        shown = {field.html_name: field.value() for field in form}
        sent = {name: value for name, value in shown.items() if value not in (None, False)}
        assert manager.post(url(row), sent).status_code == 302
        assert Step.objects.filter(pk=row.pk).values().get() == before


def test_a_step_is_changed(manager: Client, visit: Step) -> None:
    assert manager.post(url(visit), typed(days="3", local_time="09:30")).status_code == 302
    visit.refresh_from_db()
    assert (visit.offset_days, f"{visit.local_time:%H:%M}") == (-3, "09:30")
    assert visit.repeat_if_moved


def test_words_keep_their_order(manager: Client, visit: Step) -> None:
    manager.post(url(visit), typed(word_0="", word_2="template:T-SHOT", word_3="template:T-VISIT"))
    visit.refresh_from_db()
    assert visit.words == ["template:T-SHOT", "template:T-VISIT"]


def test_a_step_is_added(manager: Client, draft: Protocol) -> None:
    at = reverse("admin:messaging_protocol_add_step", args=[draft.pk])
    page(manager, at)
    assert (
        manager.post(at, typed(slug="second-visit-text", days="1", lateness_hours="24")).status_code
        == 302
    )
    assert draft.steps.last().slug == "second-visit-text"


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        pytest.param({"anchor": "birth"}, "anchor", "is not known", id="anchor"),
        pytest.param({"kind": "poem"}, "kind", "is not known", id="kind"),
        pytest.param({"days": "401"}, "days", "at most 400 days", id="too far"),
        pytest.param({"lateness_hours": "96"}, "lateness_hours", "at most 72", id="past the visit"),
        pytest.param({"local_time": "21:00"}, "local_time", "quiet hours", id="at night"),
        pytest.param({"local_time": "noon"}, "local_time", "valid time", id="no time"),
        pytest.param({"every_days": "7"}, "every_days", "without end", id="without end"),
        pytest.param({"times": "3"}, "every_days", "nothing repeats", id="an end of nothing"),
        pytest.param(
            {"every_days": "1", "until_days": "1", "days": "5", "side": "after"},
            "until_days",
            "lies past its last",
            id="begins past its end",
        ),
        pytest.param({"word_0": ""}, "word_0", "There are no words", id="no words"),
        pytest.param(
            {"word_0": "template:R-CRISIS"}, "word_0", "There are no words", id="never by plan"
        ),
        pytest.param(
            {"word_1": "question:Q-PAIN"}, "word_0", "Only a check-in asks", id="a question"
        ),
        pytest.param({"symptom": "nausea"}, "symptom", "both, or neither", id="a symptom"),
        pytest.param({"merge_key": "Big Shots"}, "merge_key", "small letters", id="a key"),
        pytest.param({"first": "0"}, "first", "from 1 to 400", id="no doses"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(
    manager: Client, visit: Step, changes: dict[str, str], field: str, sentence: str
) -> None:
    assert sentence in wrong(manager, url(visit), **changes)[field]
    visit.refresh_from_db()
    assert (visit.offset_days, visit.words) == (-2, ["template:T-SHOT"])


def test_a_safety_question_taken_out_is_said_at_the_words(manager: Client, harbor: Clinic) -> None:
    fever = own(harbor, of="chemotherapy").steps.get(slug="fever-7")
    told = wrong(
        manager,
        url(fever),
        kind="check_in",
        side="after",
        days="7",
        word_0="question:Q-PAIN",
        lateness_hours="24",
    )
    assert "may not be taken out" in told["word_0"]


def test_words_that_are_not_approved_say_so_in_the_list(manager: Client, visit: Step) -> None:
    content.retire(
        wordset=WordSet.objects.get(),
        templates=Template.objects.filter(slug="T-VISIT", language="es"),
        passages=[],
        by="Dr. Lena Fischer",
        now=NOW,
    )
    words = page(manager, url(visit))
    assert "Visit reminder (T-VISIT): not approved in Spanish" in words
    assert manager.post(url(visit), typed(word_0="template:T-VISIT")).status_code == 302
