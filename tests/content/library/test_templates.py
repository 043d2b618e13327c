"""What every shipped template must hold to, before a clinician ever reads it."""

import re

import pytest

from content.text.gsm import Encoding, measure
from content.text.reading import grade
from tests.content.library.shipped import LANGUAGES, Wording, table, templates, wordings

ALLOWED = {
    *("phone", "emergency", "crisis", "hospice", "clinic", "what", "day", "newday", "time"),
    *("symptom", "topics", "first", "tag"),
}
KINDS = {"safety", "system", "reply", "question", "visit", "reminder", "precaution", "teaching"}
ANSWERS = {"pain-0-10", "yes-no", "severity", "temperature"}
HARDEST = 8.0  # grade, for a single text

# Texts that rightly name fewer numbers than "care team and emergency".
WITHOUT_BOTH_NUMBERS = {
    "T-JOIN",  # nothing has been agreed to yet
    "T-LOSS",  # to a family in mourning
    "T-HOSPICE",  # the hospice nurse is the care team
    "R-HOSPICE",
    "TAG",  # stands before another text
}
NAMES_OF_ILLNESS = re.compile(
    r"cancer|cáncer|tumou?r|metasta|metást|oncolog|chemo|quimio|radiation|radioterapia|\brayos"
    r"|hormon|target|dirigida|immuno|inmuno|radium|radio-223|samari|stronti|estroncio"
    r"|bisphos|bifosf|denosumab|ablation|ablaci|plasty|plastia|bone surgery|study|estudio",
    re.IGNORECASE,
)
ASKS_FOR_A_PROVIDER_WORD = re.compile(
    r"\b(send|text|reply|mande|responda)\s+(yes|stop|start|end|quit|cancel|help|info|unstop)\b"
    r"|\b(stopped|ended|cancel+ed|quit)\b",
    re.IGNORECASE,
)

every_wording = pytest.mark.parametrize(
    "wording", wordings(), ids=lambda w: f"{w.slug}-{w.language}{'-discreet' * w.discreet}"
)


def test_every_template_of_the_plan_is_there():
    wanted = """T-JOIN T-WELCOME T-STILLYOU R-STOP R-HELP R-START R-WRONG R-LESS T-LOSS T-HOSPICE
        CARD FEVER-CARD R-EMERG R-FEVER T-FEVERMID R-URGENT R-SAMEDAY T-CLOSED R-PAIN9 R-CRISIS
        R-HOSPICE R-CARE T-OPEN Q-PAIN Q-CORD Q-BREAK Q-STAND Q-TEMP Q-CALC Q-THIRST Q-MOUTH
        Q-DENTAL Q-BLEED Q-LOOSE Q-WOUND Q-SEV T-DENTIST T-DENTIST-ON T-WHO R-OK R-PAIN7
        R-RETRY-PAIN R-RETRY-YESNO R-RETRY-SEVERITY R-NONE R-UNSURE R-THANKS T-TOOTH T-PHOTO MENU
        FOOT FOOT-FEVER FOOT-WEAKNESS T-VISIT T-SHOT T-DRIP T-MOVED T-OFF T-REFILL T-BLOODTEST
        T-PREP T-DENTALVISIT M-FLOSS M-TWOMIN M-DENTURES M-CHECKUP M-TELL M-LOOK P-FLARE
        P-TELLDENTIST P-NEXT P-RADIUM-HOME P-BIRTHCONTROL P-SAMARIUM-HOME P-SHEET P-LATE P-MOVE
        E-SAMARIUM-RELIEF E-STRONTIUM-RELIEF E-BONELOSS T-CORRECTION"""
    assert set(wanted.split()) - templates().keys() == set()


@pytest.mark.parametrize("slug", templates())
def test_a_template_says_what_it_is_and_what_it_rests_on(slug: str):
    entry = templates()[slug]
    assert entry["kind"] in KINDS
    assert ("answer" in entry) == (entry["kind"] == "question")
    assert entry.get("answer", "yes-no") in ANSWERS
    assert entry["rests_on"]
    assert all(entry[language] for language in LANGUAGES)
    assert set(entry.get("discreet", dict.fromkeys(LANGUAGES))) == set(LANGUAGES)


@every_wording
def test_gaps_are_the_ones_named_and_allowed(wording: Wording):
    assert wording.gaps == wording.named
    assert wording.gaps <= ALLOWED
    assert not re.search(r"[{}]", re.sub(r"\{\w+\}", "", wording.body))


@every_wording
def test_the_longest_form_fits_one_part(wording: Wording):
    measured = measure(wording.longest())
    assert (measured.encoding, measured.segments) == (Encoding.GSM7, 1), wording.longest()


@every_wording
def test_it_is_easy_to_read(wording: Wording):
    assert grade(wording.longest(), wording.language) <= HARDEST


@every_wording
def test_it_names_whom_to_call(wording: Wording):
    if wording.kind == "question":
        assert wording.gaps & {"phone", "emergency"}
    elif wording.slug not in WITHOUT_BOTH_NUMBERS:
        assert {"phone", "emergency"} <= wording.gaps


@every_wording
def test_no_number_is_written_into_the_words(wording: Wording):
    assert not re.search(r"\b(911|988)\b|\d{3}-\d{4}|\+1\d", wording.body)


@every_wording
def test_no_question_asks_for_a_word_that_the_provider_answers(wording: Wording):
    if wording.kind in ("question", "visit") and wording.slug != "T-STILLYOU":
        assert not ASKS_FOR_A_PROVIDER_WORD.search(wording.body)


@every_wording
def test_no_visit_text_says_cancel(wording: Wording):
    if wording.kind == "visit":
        assert not re.search(r"cancel|anul", wording.body, re.IGNORECASE)


@every_wording
def test_nobody_is_said_to_be_listening(wording: Wording):
    assert not re.search(
        r"we are telling|is reading this|estamos avisando|congrat|felic|last dose!",
        wording.body,
        re.IGNORECASE,
    )


@every_wording
def test_what_goes_out_by_default_names_no_illness_and_no_drug(wording: Wording):
    has_discreet = "discreet" in templates()[wording.slug]
    if wording.discreet or not has_discreet:
        assert not NAMES_OF_ILLNESS.search(wording.body)


@pytest.mark.parametrize("slug", [s for s, entry in templates().items() if "discreet" in entry])
def test_a_discreet_form_is_there_for_a_reason(slug: str):
    assert NAMES_OF_ILLNESS.search(templates()[slug]["en"])


def test_a_question_says_how_to_answer_in_letters_and_numbers_only():
    for wording in wordings():
        if templates()[wording.slug].get("answer") in ("yes-no", "temperature"):
            asked = {"en": "Send Y or N.", "es": "Mande S o N."}[wording.language]
            assert asked in wording.body, wording.slug


def test_what_a_visit_is_called_covers_every_kind_of_treatment():
    kinds = """chemotherapy hormone targeted immunotherapy radium-223 samarium-153 strontium-89
        bisphosphonate denosumab external-radiation ablation bone-cement surgery weak-bone
        clinical-trial"""
    assert set(kinds.split()) - table("templates/what.toml").keys() == set()


@pytest.mark.parametrize(("name", "entry"), table("templates/what.toml").items())
def test_a_name_of_a_visit_is_short_and_its_discreet_form_gives_nothing_away(
    name: str, entry: dict[str, dict[str, str]]
):
    for manner in ("plain", "discreet"):
        for language in LANGUAGES:
            said = entry[manner][language]
            assert len(said) <= 24
            assert measure(said).encoding == Encoding.GSM7
    assert not any(NAMES_OF_ILLNESS.search(said) for said in entry["discreet"].values())
