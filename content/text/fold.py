"""One plain form for what patients write: small letters, no accents, no curly signs.

Patients write in English, Spanish and both at once, from old phones, in a hurry.
Every reader of texts works on this form, so that a rule is written once.
"""

import re
import unicodedata

_APOSTROPHES = re.compile("['\u2019\u2018\u02bc`\u00b4]")
_DECIMAL_COMMA = re.compile(r"(?<=\d),(?=\d)")
_WORD_OR_MARK = re.compile(r"\d+(?:\.\d+)?|[a-z]+|[.!?;,/\n]+|-")
_BREAKS = frozenset(".!;\n")
_LONGFORMS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(rf"\b(?:{old})\b"), new)
    for old, new in (
        (r"can ?not|can t|cn?nt|cnat|canot|cannt|caint|ca nt", "cant"),
        (r"kant|couldnt|could not|cudnt|unable to", "cant"),
        (r"do not|don t|donot|dnt|dont t", "dont"),
        (r"does not|doesn t|dosent|doesent|doenst|dosnt", "doesnt"),
        (r"did not|didn t|didint", "didnt"),
        (r"is not|isn t|aint|are not|arent", "isnt"),
        (r"will not|won t", "wont"),
        (r"have not|haven t|has not|hasnt", "havent"),
        (r"i am|i m", "im"),
        (r"i have|i ve", "ive"),
        (r"wat s|what s|what is|wats|wat is", "whats"),
        (r"he is|hes", "he is"),
        (r"she is|shes", "she is"),
        (r"throwin", "throwing"),
        (r"pee ing", "peeing"),
    )
)


def fold(text: str) -> str:
    """Small letters without accents (ñ becomes n); apostrophes vanish, "101,2" becomes "101.2"."""
    straight = _APOSTROPHES.sub("", text)
    if straight.isascii():
        return _DECIMAL_COMMA.sub(".", straight.lower())
    plain = unicodedata.normalize("NFKD", straight).casefold()
    bare = "".join(c for c in plain if not unicodedata.combining(c))
    return _DECIMAL_COMMA.sub(".", bare)


def tokens(text: str) -> list[str]:
    """Words, numbers and marks in order; "." stands for any end of sentence, "?" for a question."""
    return [_mark(token) for token in _WORD_OR_MARK.findall(fold(text))]


def words(text: str) -> list[str]:
    """Words and numbers only."""
    return [token for token in tokens(text) if token[0].isalnum()]


def normal(text: str) -> str:
    """Tokens with one space between, and common long forms made one ("can not" is "cant")."""
    line = " ".join(tokens(text))
    for pattern, short in _LONGFORMS:
        line = pattern.sub(short, line)
    return line


def _mark(found: str) -> str:
    if found[0].isalnum() or found == "-":
        return found
    if "?" in found:
        return "?"
    if _BREAKS & set(found):
        return "."
    return found[0]
