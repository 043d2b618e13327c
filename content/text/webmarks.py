"""What of a web page is for reading, and what its small signs stand for."""

import re
from collections.abc import Collection

from lxml import etree

Tree = etree._Element

_LEFT_OUT = frozenset(
    "area aside audio button canvas datalist del dialog embed figcaption footer form frameset "
    "head iframe img input map meter nav noscript object option picture progress s script search "
    "select strike style svg template textarea title video".split()
)
_ROLES = frozenset("alert banner complementary contentinfo dialog form navigation search".split())
_UNSEEN = frozenset("sr-only screen-reader-text visually-hidden visuallyhidden".split())
_UNSEEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_MARK = re.compile(r"[\[(]?\d{1,3}(?:\s*[,–-]\s*\d{1,3})*[\])]?\Z|[*†‡§]+\Z")
_NAMES = {"TM": "™", "SM": "℠", "R": "®"}
_BEHIND_A_SENTENCE = frozenset(".,;:!?)”’\"'")
_LONGEST_MARK = 20  # characters


def left_out(element: Tree) -> bool:
    """Machinery, navigation, pictures, what is struck out, what is hidden, notes' marks."""
    return (
        element.tag in _LEFT_OUT
        or element.get("role", "").lower() in _ROLES
        or hidden(element)
        or _leads_to_a_note(element)
    )


def hidden(element: Tree) -> bool:
    """Not to be seen by whoever looks at the page."""
    return (
        element.get("hidden", "until-found").lower() != "until-found"
        or element.get("aria-hidden", "").lower() == "true"
        or bool(_UNSEEN_STYLE.search(element.get("style", "")))
        or not _UNSEEN.isdisjoint(element.get("class", "").lower().split())
    )


def raised(words: str, *, after: str) -> str:
    """Superscript: 10^9 and not 109; a note's number behind a sentence is left out."""
    number = words[:1].isdigit()
    if _MARK.match(words) and (after in _BEHIND_A_SENTENCE or not number):
        return ""
    if number or words[:1] in ("+", "-", "−"):
        return f"^{words}"
    return _NAMES.get(words.upper(), words)


def lowered(words: str, *, after: str) -> str:
    """Subscript: H2O; but a number behind a number stays apart from it."""
    return f"_{words}" if words[:1].isdigit() and after.isdigit() else words


def holds(element: Tree, tags: Collection[str]) -> bool:
    return next(element.iter(*tags), None) is not None


def _leads_to_a_note(element: Tree) -> bool:
    """A raised or bracketed number that leads to another place of the page."""
    if element.tag not in ("a", "sup"):
        return False
    words = "".join(map(str, element.itertext())).strip() if len(element) < _LONGEST_MARK else ""
    if len(words) > _LONGEST_MARK or not _MARK.match(words):
        return False
    inside = next(element.iter("a"), None)
    leads = inside is not None and "#" in inside.get("href", "")
    return leads and (words[0] in "[(" or holds(element, ["sup"]))
