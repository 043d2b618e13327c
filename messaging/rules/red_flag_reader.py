"""Red flags by both judges: the rules (`red_flags`), and the trained reader's shares.

The rules say which words they saw, and know what is denied or over.  The reader knows ways
of saying it that no rule foresaw.  Either is enough for an alert; only where the reader is
all but certain that a rule's words mean something harmless, the rule gives way.
"""

import re

from content.text import fold
from content.text.model import Shares
from content.text.reader import FLAG, OPT_OUT, TOPIC, likeliest, of_kind
from messaging.rules import red_flags
from messaging.rules.kinds import Asked, Flag, Level, RedFlag

READ_AS_FLAG = 0.5  # the share from which the reader alone raises an alert
SAID_OTHERWISE = 0.85  # the same, where the rules saw a symptom denied, over or asked about
HARMLESS = 0.06  # the share below which a rule's words are taken for something else
ASKING = 0.2  # the same, where the text all but certainly asks about a topic
_A_TOPIC = 0.6
_LEAVING = 0.3  # who asks for no more texts as well leaves little share to a symptom
AS_A_WHOLE = "the text as a whole"

_FEWEST = 3  # words without which the reader alone says nothing: "my leg" begins a story
_SHORT_ANSWER = 5  # words, where a question is open: fewer are judged by the answers' own table
_NEVER_HARMLESS = frozenset({Flag.FEVER_INFECTION, Flag.SELF_HARM})
_URGENT = frozenset(
    {Flag.LOW_CALCIUM, Flag.CLOT, Flag.JAW, Flag.UNCONTROLLED_PAIN, Flag.VOMITING_DEHYDRATION}
)
_MIXED_UP = re.compile(
    r"\b(?:confus\w*|mixed up|disorient\w*|desorient\w*|sens\w*|knows?|wake|awake|sleep\w*"
    r"|dorm\w*|dice|talk\w*|habla\w*|rambl\w*|foggy|out of it|recogni\w*|reconoc\w*|forg\w+"
    r"|raro|rara|weird|loopy|perdid\w*|incoheren\w*|delir\w*|atontad\w*|lost|who|where)\b"
)


def find(text: str, shares: Shares, *, asked: Asked | None = None) -> RedFlag | None:
    """The most pressing red flag, or None; `shares` as the reader gives them for the text."""
    share = of_kind(shares, FLAG)
    by_rule = red_flags.find(text, asked=asked)
    if by_rule:
        return None if _harmless(by_rule, shares, share) else by_rule
    return _by_reader(text, shares, share, asked)


def _harmless(found: RedFlag, shares: Shares, share: float) -> bool:
    if found.flag in _NEVER_HARMLESS or shares.get(OPT_OUT, 0.0) >= _LEAVING:
        return False
    return share < (ASKING if of_kind(shares, TOPIC) >= _A_TOPIC else HARMLESS)


def _by_reader(text: str, shares: Shares, share: float, asked: Asked | None) -> RedFlag | None:
    if share < READ_AS_FLAG or len(fold.words(text)) < (_SHORT_ANSWER if asked else _FEWEST):
        return None
    if share < SAID_OTHERWISE and red_flags.dismissed(text):
        return None
    flag = Flag(likeliest(shares, FLAG))
    level = _level(flag, text)
    return RedFlag(flag, level, red_flags.reply(flag, level), AS_A_WHOLE)


def _level(flag: Flag, text: str) -> Level:
    """As `docs/care.md` section 8; thirst and constipation without confusion can wait longer."""
    if flag is Flag.HIGH_CALCIUM and not _MIXED_UP.search(fold.normal(text)):
        return Level.URGENT
    return Level.URGENT if flag in _URGENT else Level.EMERGENCY
