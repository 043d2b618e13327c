"""Consent folds from events; opting out is decided by words alone."""

import time
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from content import catalog
from messaging.rules.consent import ConsentState, Event, EventKind, may_text, opt_out, state

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)

STORIES = [
    ([], "never_asked"),
    (["asked"], "asked"),
    (["asked", "given"], "given"),
    (["asked", "refused"], "refused"),
    (["given", "revoked"], "revoked"),
    (["given", "revoked", "restored"], "given"),
    (["given", "revoked", "given"], "given"),
    (["given", "revoked", "asked"], "revoked"),
    (["given", "asked"], "given"),
    (["asked", "revoked", "restored"], "asked"),
    (["given", "paused"], "paused"),
    (["given", "paused", "restored"], "given"),
    (["given", "paused", "revoked"], "revoked"),
    (["given", "revoked", "paused"], "revoked"),
    (["restored"], "never_asked"),
    (["refused", "given"], "given"),
]


def _events(kinds: list[str]) -> list[Event]:
    return [Event(EventKind(kind), NOON + timedelta(hours=n)) for n, kind in enumerate(kinds)]


@pytest.mark.parametrize(
    ("kinds", "expected"), STORIES, ids=["-".join(kinds) or "nothing" for kinds, _ in STORIES]
)
def test_consent_is_what_the_events_say(kinds: list[str], expected: str) -> None:
    assert state(_events(kinds)) == ConsentState(expected)


def test_the_order_of_time_counts_not_the_order_of_reading() -> None:
    assert state(reversed(_events(["given", "revoked"]))) is ConsentState.REVOKED


def test_only_given_consent_may_be_texted() -> None:
    assert [one for one in ConsentState if may_text(one)] == [ConsentState.GIVEN]


LEAVING = [
    "unsubscribe me please",
    "please stop texting me",
    "quit sending these",
    "I don't want these texts anymore",
    "no more messages",
    "take me off your list",
    "remove my number",
    "leave me alone",
    "how do i turn off these reminders",
    "i revoke my consent",
    "i want these messages to stop",
    "STOP im done",
    "stop, i have had enough of this",
    "not interested",
    "enough with the texting",
    "we moved, dont contact us again",
    "ya no me manden mensajes",
    "no quiero recibir mas mensajes",
    "dejen de escribirme",
    "denme de baja",
    "quiten mi numero de su lista",
    "como cancelo los mensajes",
    "déjenme en paz",
    "wrong number, stop texting me",
]
STAYING = [
    "stop the pain please",
    "i wont stop fighting",
    "cancel my appointment",
    "when can i stop zometa",
    "when does treatment end",
    "the bleeding wont stop",
    "no need to stop these",
    "please dont stop texting me",
    "how do i keep my hip from breaking",
    "why did you stop texting me",
    "no more chemo for me",
    "end of radiation",
    "at the bus stop",
    "quiero dejar el tratamiento",
    "cancelen mi cita",
    "ya no aguanto el dolor",
    "no me mandaron la receta",
]


def leaves(text: str) -> bool:
    return opt_out(text, catalog.reader().shares(text))


@pytest.mark.parametrize("text", LEAVING)
def test_any_words_that_ask_for_no_more_texts_opt_out(text: str) -> None:
    assert leaves(text)


@pytest.mark.parametrize("text", STAYING)
def test_other_wishes_do_not_opt_out(text: str) -> None:
    assert not leaves(text)


def test_opting_out_is_decided_in_well_under_a_millisecond() -> None:
    marks = [time.process_time()]
    for text in (LEAVING + STAYING) * 20:
        leaves(text)
        marks.append(time.process_time())
    spent = sorted(after - before for before, after in pairwise(marks))
    assert spent[len(spent) // 2] < 0.001
