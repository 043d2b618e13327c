"""Texts that nobody foresaw: random signs, broken texts, scripts mixed, very long ones."""

import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path

_OWN = Path(__file__).parents[1] / "messaging" / "rules" / "texts_own.jsonl"
_MARKS = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2069\ufeff\u200b\u00ad"
_CONTROLS = "\x00\x01\x08\x1b\x7f\r\n\t\u2028\u0085"
_SCRIPTS = "абвгдежзαβγδεζمرحباשלום你好吗नमस्ते한국어ไทยąčęéíóúñü¿¡😀❤️👍🏽🤦‍♀️ﬁﬂ①Ａ"
_PLAIN = "abcdefghijklmnopqrstuvwxyz     .,?!'0123456789/-"
_LONGEST = 2_000

Change = Callable[[random.Random, str], str]


def texts(count: int, *, seed: int) -> Iterator[str]:
    """The same `count` texts for the same seed."""
    chance = random.Random(seed)
    said = [json.loads(line)["text"] for line in _OWN.read_text("utf-8").splitlines()]
    for _ in range(count):
        yield chance.choice(_MAKERS)(chance, chance.choice(said))[:_LONGEST]


def _noise(chance: random.Random, _: str) -> str:
    signs = chance.choice((_PLAIN, _SCRIPTS, _PLAIN + _SCRIPTS + _MARKS + _CONTROLS))
    return "".join(chance.choices(signs, k=chance.randint(0, 160)))


def _any_sign(chance: random.Random, _: str) -> str:
    """Of the whole of Unicode, halves of pairs left out: no provider can send those."""
    points = (chance.randrange(0x110000) for _ in range(chance.randint(1, 80)))
    return "".join(chr(point) for point in points if not 0xD800 <= point <= 0xDFFF)


def _slips(chance: random.Random, text: str) -> str:
    letters = list(text)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(letters) + 1)
        letters[at : at + chance.randint(0, 2)] = chance.choices(_PLAIN, k=chance.randint(0, 2))
    return "".join(letters)


def _sprinkled(chance: random.Random, text: str) -> str:
    letters = list(text)
    for _ in range(chance.randint(1, 12)):
        letters.insert(chance.randrange(len(letters) + 1), chance.choice(_MARKS + _CONTROLS))
    return "".join(letters)


def _long(chance: random.Random, text: str) -> str:
    return " ".join([text] * (_LONGEST // max(1, len(text)) + 1))


def _cut(chance: random.Random, text: str) -> str:
    return text[: chance.randint(0, len(text))] + chance.choice(("", "?", "...", "!!!", " ", "'"))


def _loud(chance: random.Random, text: str) -> str:
    return text.upper() + chance.choice(("", "!", "!!!1", "???"))


def _shuffled(chance: random.Random, text: str) -> str:
    words = text.split()
    chance.shuffle(words)
    return " ".join(words)


_MAKERS: tuple[Change, ...] = (
    *(_noise, _any_sign, _slips, _slips, _sprinkled, _long, _cut, _loud, _shuffled),
)
