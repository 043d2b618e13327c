"""How long a text is in the units that carriers bill, and how to keep it short.

Sources: GSM 03.38 (3GPP TS 23.038) for the alphabet, 3GPP TS 23.040 for the parts
of a long message; carriers bill by part.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("\f^{}\\[~]|€")  # an escape character comes before each of these

_PLAINER = {
    "‘": "'", "’": "'", "‚": "'", "‛": "'", "′": "'", "`": "'", "´": "'", "ʼ": "'",
    "“": '"', "”": '"', "„": '"', "‟": '"', "″": '"', "«": '"', "»": '"',
    "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "―": "-", "−": "-",
    "•": "-", "·": "-", "▪": "-", "◦": "-", "‣": "-", "●": "-", "○": "-", "■": "-",
    "…": "...", "®": "", "™": "", "℠": "", "©": "(c)",
    "\u00a0": " ", "\u2007": " ", "\u2009": " ", "\u200a": " ", "\u202f": " ", "\u2002": " ",
    "\u2003": " ", "\u3000": " ", "\t": " ", "\u2028": "\n", "\u2029": "\n",
    "\u200b": "", "\u2060": "", "\ufeff": "", "\u00ad": "", "\u200e": "", "\u200f": "",
    "½": "1/2", "¼": "1/4", "¾": "3/4", "°": " ", "º": "o", "ª": "a", "×": "x", "÷": "/",
    "≤": "<=", "≥": ">=", "≈": "about ", "→": "->", "ﬁ": "fi", "ﬂ": "fl",
}  # fmt: skip
_FRACTIONS = frozenset("½¼¾")
_COMBINED = r"\w[\u0300-\u036f]+"
_CHANGING = re.compile(f"{_COMBINED}|[{re.escape(''.join(_PLAINER))}]")


class Encoding(StrEnum):
    """The two alphabets that a text message travels in."""

    GSM7 = "GSM-7"
    UCS2 = "UCS-2"


_ONE_PART = {Encoding.GSM7: 160, Encoding.UCS2: 70}
_OF_MANY = {Encoding.GSM7: 153, Encoding.UCS2: 67}


@dataclass(frozen=True)
class Measure:
    """`units` are septets in GSM-7 (an escape counts) and 16-bit units in UCS-2.

    `segments` is the number of parts billed; an empty text has none.
    """

    encoding: Encoding
    units: int
    segments: int


@dataclass(frozen=True)
class Change:
    """`old`, found at character `at` of the text given, became `new`."""

    at: int
    old: str
    new: str


@dataclass(frozen=True)
class Downgraded:
    text: str
    changes: tuple[Change, ...]


def measure(text: str) -> Measure:
    """One sign outside GSM-7 turns the whole text into UCS-2; no pair is split over parts."""
    encoding = _encoding(text)
    widths = [_width(sign, encoding) for sign in text]
    units = sum(widths)
    if units <= _ONE_PART[encoding]:
        return Measure(encoding=encoding, units=units, segments=min(units, 1))
    return Measure(encoding=encoding, units=units, segments=_parts(widths, _OF_MANY[encoding]))


def downgrade(text: str) -> Downgraded:
    """Typographic signs become plain ones; letters keep their accents (spelling wins)."""
    changes: list[Change] = []

    def plainer(match: re.Match[str]) -> str:
        old = match.group()
        new = _PLAINER.get(old) if len(old) == 1 else unicodedata.normalize("NFC", old)
        if old in _FRACTIONS and text[: match.start()][-1:].isdigit():
            new = f" {new}"  # "1½ hours" must not become eleven halves
        changes.append(Change(at=match.start(), old=old, new=new or ""))
        return new or ""

    plain = _CHANGING.sub(plainer, text)
    return Downgraded(text=plain, changes=tuple(c for c in changes if c.old != c.new))


def _encoding(text: str) -> Encoding:
    if all(sign in _BASIC or sign in _EXTENDED for sign in text):
        return Encoding.GSM7
    return Encoding.UCS2


def _width(sign: str, encoding: Encoding) -> int:
    if encoding is Encoding.GSM7:
        return 2 if sign in _EXTENDED else 1
    return 2 if ord(sign) > 0xFFFF else 1


def _parts(widths: Iterable[int], room: int) -> int:
    parts, used = 1, 0
    for width in widths:
        if used + width > room:
            parts, used = parts + 1, 0
        used += width
    return parts
