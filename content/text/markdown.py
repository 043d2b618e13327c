"""A Markdown file: its headings, and its words without the marks around them.

What has no marks within a paragraph is stored as it stands in the file, line by line, with
headings and bullets.  Emphasis, links, pictures, comments, tags, fences and quotation signs
are taken off; tables become rows.  A note (a paragraph wholly in italics) keeps its marks:
they tell that it is not sent.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, takewhile

from markdown_it import MarkdownIt
from markdown_it.token import Token

from content.text import back_matter, webpage
from content.text.sentences import is_note
from content.text.spans import Heading, Page, Said, Step, counted, lines

_FIELD = re.compile(r"(\w+):[ \t]*(.*?)[ \t]*\Z")
_FENCE = "---"
_MARKED = re.compile(r"[*_\[<&`\\]")
_FOOTNOTE = re.compile(r"\[\^[\w-]+\](?!:)")
_BEGINNING = re.compile(r"[ \t>]*(?:(?:[*+-]|\d{1,9}[.)])[ \t]+)*")

_QUOTED = re.compile(r"[ \t]*>[ \t]?")

_WHOLE = MarkdownIt("commonmark").enable("table")
# Blocks alone: what stands within a paragraph is read only where it has marks.
_BLOCKS = MarkdownIt("commonmark").enable("table")
_BLOCKS.core.ruler.enableOnly(["normalize", "block"])


def front_matter(text: str) -> dict[str, str]:
    """The `name: value` lines between two `---` lines at the very top; quotes are taken off."""
    every = text.split("\n")
    fields = (_FIELD.match(line) for line in every[1 : max(_closing(every), 1)])
    return {field[1]: field[2].strip("\"'") for field in fields if field}


def read(source: str, step: Step) -> Page:
    kept = _Kept(source.split("\n"), step)
    text = "\n".join(line for part in kept.parts for line in part)
    said = front_matter(source)
    return Page(
        text=text,
        found=back_matter.among(lines(text), kept.headings()),
        title=said.get("title", ""),
        language=_language(said, source),
    )


class _Kept:
    """What is kept of a file: `parts` holds, for each line of it, no, one or several lines.

    A line that no block of words claims is left blank: fences, comments, rules, definitions
    of links.
    """

    def __init__(self, every: Sequence[str], step: Step) -> None:
        first = _closing(every) + 1
        self.every = every
        self.parts = [[line] if number < first else [""] for number, line in enumerate(every)]
        self._headings: list[tuple[int, Heading]] = []
        self._references: dict[str, object] = {}
        self._quotes = 0
        tokens = _BLOCKS.parse("\n" * first + "\n".join(every[first:]), self._references)
        self._read(counted(tokens, len(tokens), step))

    def headings(self) -> list[Heading]:
        """Each was noted with the file's line, and counts lines from there."""
        starts = [0, *accumulate(len(part) for part in self.parts)]
        return [
            Heading(h.title, h.level, starts[line] + h.at, starts[line] + h.body)
            for line, h in self._headings
        ]

    def _read(self, tokens: Iterator[Token]) -> None:
        """Blocks in their order; a block may take further tokens that belong to it."""
        for token in tokens:
            self._quotes += token.nesting if token.tag == "blockquote" else 0
            match token.type:
                case "heading_open":
                    self._heading(token, next(tokens))
                case "inline":
                    self._paragraph(token)
                case "fence" | "code_block":
                    self._put(token, ["", *token.content.rstrip("\n").split("\n"), ""])
                case "html_block":
                    self._markup(token)
                case "table_open":
                    self._table(token, tokens)

    def _heading(self, token: Token, title: Token) -> None:
        """One within a list or a quotation is no heading of the document; nor is an empty one."""
        words = " ".join(self._words(title.content).split())
        if token.level:
            self._put_words(title, words)
        elif words:
            self._as_it_is(token)
            first, stop = _lines_of(token)
            level = int(token.tag.removeprefix("h"))
            self._headings.append((first, Heading(words, level, 0, stop - first)))

    def _paragraph(self, token: Token) -> None:
        words = self._words(token.content)
        if self._quotes or words != token.content:
            self._put_words(token, words)
        else:
            self._as_it_is(token)

    def _as_it_is(self, token: Token) -> None:
        for number in range(*_lines_of(token)):
            self.parts[number] = [self.every[number]]

    def _put_words(self, token: Token, words: str) -> None:
        """Only the words, behind the bullet that the first line may have."""
        beginning = _BEGINNING.match(self.every[_lines_of(token)[0]])
        bullet = _QUOTED.sub("", beginning[0]) if beginning else ""
        said = [line.strip() for line in words.split("\n")]
        self._put(token, [f"{bullet}{said[0]}".rstrip(), *said[1:]])

    def _markup(self, token: Token) -> None:
        found = webpage.fragment(token.content)
        self._put(token, ["", *found.lines, ""])
        if token.level == 0:
            first = _lines_of(token)[0]
            self._headings += [
                (first, Heading(h.title, h.level, h.at + 1, h.body + 1)) for h in found.headings
            ]

    def _table(self, token: Token, rest: Iterator[Token]) -> None:
        table = [token, *takewhile(lambda inner: inner.type != "table_close", rest)]
        for cell in table:
            if cell.type == "inline":
                (whole,) = _WHOLE.parseInline(cell.content, self._references)
                cell.children = whole.children
        html = _WHOLE.renderer.render(table, _WHOLE.options, self._references)
        self._put(token, ["", *webpage.fragment(html).lines, ""])

    def _put(self, token: Token, said: Sequence[str]) -> None:
        first, stop = _lines_of(token)
        self.parts[first:stop] = [list(said), *([] for _ in range(first + 1, stop))]

    def _words(self, content: str) -> str:
        """Without marks; the same, line by line, where there are none."""
        if not _MARKED.search(content) or is_note(content):
            return content
        html = _WHOLE.renderInline(_FOOTNOTE.sub("", content), self._references)
        words = "\n".join(line for line in webpage.fragment(html).lines if line)
        return content if words.split() == content.split() else words


def _lines_of(token: Token) -> tuple[int, int]:
    """From the first line to just before the last one behind it."""
    first, stop = token.map or (0, 0)
    return first, stop


def _closing(every: Sequence[str]) -> int:
    """The line that closes the front matter, -1 if there is none."""
    if every[0].rstrip() != _FENCE:
        return -1
    rest = (n for n, line in enumerate(every) if n and line.rstrip() == _FENCE)
    return next(rest, -1)


def _language(said: Mapping[str, str], source: str) -> Said | None:
    if not said.get("language"):
        return None
    before = takewhile(lambda line: not line.startswith("language:"), source.split("\n"))
    return Said(said["language"], 1 + sum(1 for _ in before))
