"""What is tried is what is sent: the same texts, once tried and once received."""

import pytest

from messaging.actions import composing, reading
from messaging.rules.trying import Trial
from tests import factories
from tests.factories import NOW

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(
    "text",
    [
        "what is xgeva",
        "que es la necrosis de la mandibula",
        "cant feel my legs",
        "no siento las piernas",
        "stop texting me i have chest pain",
        "no me manden mas mensajes",
        "wrong number",
        "she died last night",
        "my mom cant breathe",
        "MENU",
        "MORE",
        "LESS",
        "HELP",
        "START",
        "gracias",
        "zorbaflex wibble",
        "how much do i owe for parking",
        "8",
    ],
)
def test_the_same_bodies(text: str, language: str) -> None:
    patient = factories.patient(language=language)
    patient.clinic.senders.update(keywords="ours")
    known = composing.words(patient.clinic, now=NOW)
    index = reading.index_for(known.library, patient.clinic.wordset_id)
    trial = Trial(known, index)
    found = trial.outcome(trial.read(text, language=language), language=language)
    received = factories.texts(patient, text)
    assert [reply.words.body for reply in found.replies] == factories.replies(received)


def test_words_that_are_lacking_are_told() -> None:
    clinic = factories.clinic()
    clinic.wordset.approvals.filter(template__slug="R-THANKS").update(state="retired")
    clinic.wordset.__class__.objects.touch_all()
    known = composing.words(clinic, now=NOW)
    trial = Trial(known, reading.index_for(known.library, clinic.wordset_id))
    found = trial.outcome(trial.read("thanks", language="en"), language="en")
    assert found.replies == ()
    assert found.lacking == ('No approved words for "R-THANKS" in this language (en).',)
