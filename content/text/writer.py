"""Puts the words of a marked-up page into lines, as a reader would type them.

Paragraphs stand between blank lines, a list is one block with an item to a line, and
headings have a line of their own.
"""

import re

from content.text.spans import Heading

BULLET = "•"
_MOST_NUMBERED = 99  # a longer number is not read back as a bullet

_SPACE = re.compile(r"[\x00-\x20\x7f-\x9f\u2028\u2029]+")
_UNSEEN = re.compile(r"[\u00ad\u200b\u2060\ufeff]")


class Writer:
    """`lines` are done; what was said since waits for `close` or `heading`."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.headings: list[Heading] = []
        self._said: list[str] = []
        self._lists: list[int | None] = []
        self._prefix = ""
        self._listing = False

    def say(self, words: str) -> None:
        """Words within a paragraph; line ends in them are only spaces."""
        self._said.append(_SPACE.sub(" ", _UNSEEN.sub("", words)))

    def type(self, words: str) -> None:
        """Words whose line ends are meant."""
        for number, line in enumerate(words.replace("\r\n", "\n").replace("\r", "\n").split("\n")):
            if number:
                self.turn()
            self.say(line)

    def turn(self) -> None:
        """A new line within the paragraph."""
        self._said.append("\n")

    @property
    def last(self) -> str:
        """The last sign of the paragraph so far, if it has any."""
        return next((words[-1] for words in reversed(self._said) if words), "")

    def close(self) -> None:
        """End the paragraph or item; one without words leaves nothing."""
        said = self._taken()
        if not any(said):
            return
        if self._lists:
            said = [line for line in said if line]
        first, *rest = said
        indent = "  " * len(self._lists)
        self._put([self._prefix + first, *(indent + line if line else "" for line in rest)])
        self._prefix = indent
        self._listing = bool(self._lists)

    def heading(self, level: int) -> None:
        """What was said since the last `close` is a heading."""
        title = " ".join(filter(None, self._taken()))
        if title:
            self._listing = False
            self._put([title])
            at = len(self.lines) - 1
            self.headings.append(Heading(title, level, at, at + 1))

    def open_list(self, first: int | None) -> None:
        """`first` is the number of the first item, None for bullets."""
        self.close()
        self._lists.append(first)

    def close_list(self) -> None:
        self.close()
        self._lists.pop()
        self._prefix = "  " * len(self._lists)
        self._listing = bool(self._lists)

    def item(self) -> None:
        self.close()
        number = self._lists[-1] if self._lists else None
        mark = BULLET
        if number is not None:
            self._lists[-1] = number + 1
            mark = f"{number}." if 0 <= number <= _MOST_NUMBERED else BULLET
        self._prefix = "  " * max(len(self._lists) - 1, 0) + f"{mark} "

    def rows(self, rows: list[str]) -> None:
        """A table: an item to each row."""
        self.open_list(None)
        for row in rows:
            self.item()
            self.say(row)
        self.close_list()

    def _put(self, said: list[str]) -> None:
        if self.lines and not self._listing:
            self.lines.append("")
        self.lines += said

    def _taken(self) -> list[str]:
        """The lines said, without blank ones around them and never two blank ones in a row."""
        text = "".join(self._said)
        self._said.clear()
        said = [_SPACE.sub(" ", line).strip() for line in text.split("\n")]
        kept = [line for n, line in enumerate(said) if line or (n and said[n - 1])]
        while kept and not kept[-1]:
            kept.pop()
        return kept
