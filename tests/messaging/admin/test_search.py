"""Patients are found by the starts of their names' words, or by a whole number."""

import pytest
from django.test import Client
from django.urls import reverse

from messaging.models import Patient
from tests.messaging.admin.conftest import page


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        pytest.param("ju", True, id="two letters"),
        pytest.param("j", False, id="one letter"),
        pytest.param("JUNE whit", True, id="two words, any case"),
        pytest.param("obrien", True, id="without its apostrophe"),
        pytest.param("june x", False, id="one word that is not hers"),
        pytest.param("une", False, id="the middle of a word"),
        pytest.param("+1 555 010 0123", True, id="a number with spaces"),
        pytest.param("(555) 010-0123", True, id="a number as people write it"),
        pytest.param("0123", False, id="the end of a number"),
        pytest.param("'; drop", False, id="rubbish"),
    ],
)
def test_search(desk: Client, june: Patient, typed: str, found: bool) -> None:
    url = reverse("admin:messaging_patient_changelist")
    link = reverse("admin:messaging_patient_change", args=[june.pk])
    assert (link in page(desk, url, q=typed)) is found
