"""SQLite has one writer: what takes long must be done before its lock is taken."""

from collections.abc import Iterator

import pytest
from django.db import connection

from content.text.match import Index
from content.text.reader import Reader
from content.text.words import Library
from messaging import gateway
from messaging.actions import reading
from messaging.gateway.memory import MemoryGateway
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _provider() -> Iterator[None]:
    gateway.use(MemoryGateway())
    yield
    gateway.reset()


def test_the_index_of_the_words_is_made_before_a_text_is_locked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    june = factories.patient()
    reading._indexes.clear()
    made: list[bool] = []
    whole = Index.of

    def of(library: Library, reader: Reader) -> Index:
        made.append(connection.in_atomic_block)
        return whole(library, reader)

    monkeypatch.setattr(Index, "of", of)
    assert factories.texts(june, "ONJ").state == "read"
    assert made == [False]
