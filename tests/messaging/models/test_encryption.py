"""Names, numbers and words are unreadable without the keys, and still found by them."""

import sqlite3

import pytest
from cryptography.fernet import Fernet
from django.core.exceptions import FieldError
from django.db import connection

from messaging.actions import enrolments, staff
from messaging.models import InboundMessage, Patient, Phone
from messaging.models.encryption import (
    UnreadableError,
    decrypt,
    encrypt,
    folded_words,
    name_prefixes,
    number_index,
)
from tests import factories
from tests.factories import NOW

NAME = "Wilhelmina O'Brien"
SAID = "Please bring your blue folder on Friday"
WORDS = "is it normal that my jaw feels heavy"


def key() -> str:
    return Fernet.generate_key().decode()


class TestKeys:
    def test_what_was_written_can_be_read(self):
        assert decrypt(encrypt("Ünïcode ñ")) == "Ünïcode ñ"

    def test_the_same_words_look_different_each_time(self):
        assert encrypt("same") != encrypt("same")

    def test_after_a_rotation_the_old_key_still_reads(self, settings):
        old, new = key(), key()
        settings.FIELD_KEYS = [old]
        written = encrypt("before")
        settings.FIELD_KEYS = [new, old]
        assert decrypt(written) == "before"

    def test_after_a_rotation_the_new_key_writes(self, settings):
        old, new = key(), key()
        settings.FIELD_KEYS = [new, old]
        written = encrypt("after")
        settings.FIELD_KEYS = [new]
        assert decrypt(written) == "after"

    def test_without_its_key_it_says_which_setting_to_mend(self, settings):
        written = encrypt("lost")
        settings.FIELD_KEYS = [key()]
        with pytest.raises(UnreadableError, match="FIELD_KEYS"):
            decrypt(written)


class TestIndexes:
    def test_a_number_has_one_index(self):
        assert number_index("+15550100123") == number_index("+15550100123")
        assert number_index("+15550100123") != number_index("+15550100124")

    def test_another_index_key_gives_another_index(self, settings):
        before = number_index("+15550100123")
        settings.INDEX_KEY = "another index key of forty characters ok"
        assert number_index("+15550100123") != before

    @pytest.mark.parametrize(
        ("name", "words"),
        [
            ("O'Brien Müller", ["obrien", "muller"]),
            ("JUNE  whitfield", ["june", "whitfield"]),
            ("Ana-María", ["ana", "maria"]),
            ("", []),
        ],
    )
    def test_a_name_is_folded_to_its_words(self, name, words):
        assert folded_words(name) == words

    def test_a_word_is_kept_by_its_first_letters_from_two_on(self):
        assert len(name_prefixes("Wilhelmina")) == 7  # 2 to 8 letters
        assert name_prefixes("Wi") <= name_prefixes("Wilhelmina")


@pytest.mark.django_db
class TestFinding:
    @pytest.fixture
    def mina(self, db) -> Patient:
        return factories.patient(name=NAME, number="+15550100345")

    @pytest.mark.parametrize("typed", ["wi", "WILHEL", "Wilhelmina", "obrien", "o'br wil"])
    def test_by_the_beginning_of_a_name(self, mina, typed):
        assert list(Patient.objects.named(typed)) == [mina]

    @pytest.mark.parametrize("typed", ["helmina", "w", "", "wilhelm smith"])
    def test_not_by_its_middle_or_by_nothing(self, mina, typed):
        assert not Patient.objects.named(typed).exists()

    @pytest.mark.parametrize("typed", ["+15550100345", "(555) 010-0345", "1 555 010 0345"])
    def test_by_the_whole_number_however_written(self, mina, typed):
        assert list(Patient.objects.numbered(typed)) == [mina]

    def test_not_by_a_part_of_it(self, mina):
        assert not Patient.objects.numbered("0345").exists()

    def test_a_changed_name_is_found_by_the_new_one_only(self, mina):
        mina.name = "Nora Brandt"
        enrolments.save_patient(mina, by="tests", now=NOW)
        assert not Patient.objects.named("wilhelmina").exists()
        assert list(Patient.objects.named("brandt")) == [mina]

    @pytest.mark.parametrize("lookup", ["exact", "icontains", "startswith", "in"])
    def test_the_database_cannot_be_asked_for_the_words_themselves(self, mina, lookup):
        with pytest.raises(FieldError, match="keyed index"):
            Patient.objects.filter(**{f"name__{lookup}": ["x"]}).exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="reads the file of the database")
def test_no_name_number_or_word_stands_in_the_file():
    mina = factories.patient(name=NAME, number="+15550100345")
    came = factories.texts(mina, WORDS)
    staff.write(patient=mina, body=SAID, by=factories.person(), now=NOW)
    assert came.state == "read"
    path = str(connection.settings_dict["NAME"])
    with sqlite3.connect(path) as raw:
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    raw.close()
    with open(path, "rb") as file:
        content = file.read()
    for secret in (NAME, "Wilhelmina", "+15550100345", "5550100345", WORDS, SAID):
        assert secret.encode() not in content
    assert b"messaging_patient" in content


@pytest.mark.django_db
def test_the_rows_still_read_as_written():
    mina = factories.patient(name=NAME, number="+15550100345")
    came = factories.arrives(mina, WORDS)
    assert Patient.objects.get().name == NAME
    assert Phone.objects.get().number == "+15550100345"
    assert InboundMessage.objects.get(pk=came.pk).body == WORDS
