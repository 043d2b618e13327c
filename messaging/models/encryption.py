"""Encrypted columns and the keyed indexes by which they are found.

Keys come from settings: `FIELD_KEYS` (Fernet keys, newest first: the first
encrypts, all decrypt) and `INDEX_KEY` (kept apart, so that whoever holds the file
but not the key cannot try names or numbers).
"""

import hashlib
import hmac
import re
import unicodedata
from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import FieldError
from django.db import models

PREFIX_LENGTHS = range(2, 9)


class UnreadableError(Exception):
    """A stored value that none of the keys opens: FIELD_KEYS lost the key it was written with."""


@lru_cache(maxsize=4)
def _box(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


def encrypt(text: str) -> str:
    return _box(tuple(settings.FIELD_KEYS)).encrypt(text.encode()).decode()


def decrypt(token: str) -> str:
    try:
        return _box(tuple(settings.FIELD_KEYS)).decrypt(token.encode()).decode()
    except InvalidToken:
        raise UnreadableError(
            "A stored value cannot be read: add the key it was written with to FIELD_KEYS."
        ) from None


class EncryptedTextField(models.TextField[str, str]):
    """Text that is only readable with the keys; '' stays '', None stays None.

    It cannot be searched or compared in the database (only `isnull`), and sorting
    by it means nothing: keep it out of `ordering`.
    """

    def get_prep_value(self, value: Any) -> Any:
        return value if value in (None, "") else encrypt(str(value))

    def from_db_value(self, value: str | None, *_: object) -> str | None:
        return value if value in (None, "") else decrypt(str(value))

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name != "isnull":
            raise FieldError(f"{self.name} is encrypted: look it up by its keyed index.")
        return super().get_lookup(lookup_name)


def keyed(kind: str, value: str) -> str:
    """32 hex digits that stand for a value; `kind` keeps numbers and names apart."""
    key = str(settings.INDEX_KEY).encode()
    return hmac.new(key, f"{kind}:{value}".encode(), hashlib.sha256).hexdigest()[:32]


def number_index(e164: str) -> str:
    return keyed("number", e164)


def folded_words(name: str) -> list[str]:
    """A name's words without case, marks or apostrophes: "O'Brien Müller" -> obrien, muller."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return re.findall(r"\w+", re.sub(r"['’`]", "", plain))


def name_prefixes(name: str) -> set[str]:
    """The keyed prefixes (2 to 8 letters) under which a name is found."""
    words = folded_words(name)
    return {keyed("name", w[:n]) for w in words for n in PREFIX_LENGTHS if len(w) >= n}


def prefix_index(word: str) -> str:
    return keyed("name", word[: max(PREFIX_LENGTHS)])
