"""The words of a web page in the order in which they are read, without its machinery."""

from collections.abc import Callable, Mapping

from lxml import etree

from content.text import tables
from content.text.spans import Step, counted, unheard
from content.text.tables import Cell
from content.text.webmarks import Tree, holds, left_out, lowered, raised
from content.text.writer import Writer

HEADINGS = {f"h{level}": level for level in range(1, 7)}

_BLOCKS = frozenset(
    "address article blockquote body caption center dd details div dt fieldset figure hgroup "
    "html legend li main p pre section summary tbody td tfoot th thead tr aside footer form nav "
    "table ul ol menu dl header".split()
)
_LISTS = ("ul", "ol", "menu", "dl")
_LAID_OUT = (*HEADINGS, *_LISTS, "table", "pre", "blockquote")
_OF_A_PART = frozenset({"article", "main", "section"})


def write(root: Tree, writer: Writer, step: Step = unheard) -> None:
    """Put everything below `root` that is for reading into `writer`."""
    _Walk(root, writer).run(step)


def words_of(element: Tree) -> str:
    """Everything below an element that is for reading, in one line."""
    writer = Writer()
    write(element, writer)
    return " ".join(line.strip() for line in writer.lines if line)


class _Walk:
    """One pass over a tree, without recursion but for cells and raised signs.

    `heading` is the level of the heading that we are in, 0 outside; `muted` counts the page
    headers that we are in (only their headings are read), `typed` the parts whose line ends
    are meant; `lists` says of each list that we are in whether it is one, or only lays out
    the page.
    """

    def __init__(self, root: Tree, writer: Writer) -> None:
        self.root, self.writer = root, writer
        self.heading = self.muted = self.typed = 0
        self.lists: list[bool] = []
        self.term = False

    def run(self, step: Step) -> None:
        skipped = None
        total = 2 * sum(1 for _ in self.root.iter())
        events = etree.iterwalk(self.root, events=("start", "end"))
        for event, element in counted(events, total, step):
            inner = element is not self.root
            if event == "start" and inner and self._apart(element):
                skipped = element
                events.skip_subtree()
            elif event == "start":
                self._open(element)
                self._say(element.text)
            else:
                if skipped is not element:
                    self._close(element)
                self._say(element.tail if inner else None)
        self.writer.close()

    def _apart(self, element: Tree) -> bool:
        """Whether a part is done with as a whole, and not walked into."""
        if self._is_left_out(element):
            if element.tag in _BLOCKS:
                self._break()
        elif element.tag == "sup":
            self._say(raised(words_of(element), after=self.writer.last))
        elif element.tag == "sub":
            self._say(lowered(words_of(element), after=self.writer.last))
        elif element.tag == "table" and not self.heading and _is_data(element):
            self._table(element)
        else:
            return False
        return True

    def _is_left_out(self, element: Tree) -> bool:
        """A button may hold the words of a heading that folds; elsewhere it is not read."""
        if element.tag == "button" and self.heading:
            return False
        return left_out(element) or (element.tag == "header" and self._is_of_the_site(element))

    def _is_of_the_site(self, header: Tree) -> bool:
        above = {ancestor.tag for ancestor in header.iterancestors()}
        return self.root.tag == "body" and _OF_A_PART.isdisjoint(above)

    def _open(self, element: Tree) -> None:
        tag = element.tag
        if opening := _OPENINGS.get(tag):
            opening(self, element)
        elif tag in _BLOCKS:
            self._break()

    def _close(self, element: Tree) -> None:
        tag = element.tag
        if closing := _CLOSINGS.get(tag):
            closing(self, element)
        elif tag in _BLOCKS:
            self._break()

    def _say(self, words: str | None) -> None:
        if not words or (self.muted and not self.heading):
            return
        (self.writer.type if self.typed else self.writer.say)(words)

    def _break(self) -> None:
        if self.heading:
            self.writer.say(" ")
        else:
            self.writer.close()

    def _table(self, element: Tree) -> None:
        self.writer.close()
        for caption in element.iterfind("caption"):
            self.writer.say(words_of(caption))
            self.writer.close()
        self.writer.rows(tables.rows([_cells(row) for row in element.iter("tr")]))

    def open_heading(self, element: Tree) -> None:
        self._break()
        self.heading = HEADINGS[element.tag]

    def close_heading(self, element: Tree) -> None:
        self.heading = 0
        self.writer.heading(HEADINGS[element.tag])

    def open_list(self, element: Tree) -> None:
        self._break()
        self.lists.append(not self.heading and not holds(element, HEADINGS))
        if self.lists[-1]:
            self.writer.open_list(_first_number(element))

    def close_list(self, element: Tree) -> None:
        self._break()
        if self.lists.pop():
            self.writer.close_list()

    def open_item(self, element: Tree) -> None:
        self._break()
        if self.lists and self.lists[-1]:
            self.writer.item()

    def close_term(self, element: Tree) -> None:
        self._say(" " if self.writer.last in ".:?!" else ": ")
        self.term = True

    def open_definition(self, element: Tree) -> None:
        if not self.term:
            self._break()
        self.term = False

    def turn(self, element: Tree) -> None:
        if self.heading:
            self.writer.say(" ")
        elif not self.muted:
            self.writer.turn()

    def mute(self, element: Tree) -> None:
        self._break()
        self.muted += 1

    def unmute(self, element: Tree) -> None:
        self._break()
        self.muted -= 1

    def open_typed(self, element: Tree) -> None:
        self._break()
        self.typed += 1

    def close_typed(self, element: Tree) -> None:
        self._break()
        self.typed -= 1

    def open_quotation(self, element: Tree) -> None:
        self._say("“")

    def close_quotation(self, element: Tree) -> None:
        self._say("”")


_Step = Callable[[_Walk, Tree], None]

_OPENINGS: Mapping[str, _Step] = {
    **dict.fromkeys(HEADINGS, _Walk.open_heading),
    **dict.fromkeys(_LISTS, _Walk.open_list),
    "li": _Walk.open_item,
    "dt": _Walk.open_item,
    "dd": _Walk.open_definition,
    "br": _Walk.turn,
    "hr": lambda walk, element: walk._break(),
    "header": _Walk.mute,
    "pre": _Walk.open_typed,
    "q": _Walk.open_quotation,
}
_CLOSINGS: Mapping[str, _Step] = {
    **dict.fromkeys(HEADINGS, _Walk.close_heading),
    **dict.fromkeys(_LISTS, _Walk.close_list),
    "dt": _Walk.close_term,
    "header": _Walk.unmute,
    "pre": _Walk.close_typed,
    "q": _Walk.close_quotation,
}


def _first_number(element: Tree) -> int | None:
    """The number of an ordered list's first item."""
    if element.tag != "ol":
        return None
    start = element.get("start", "1").strip()
    return int(start) if start.isdecimal() and len(start) < 4 else 1


def _is_data(table: Tree) -> bool:
    """Rows and columns of words, not a frame for the page."""
    if table.get("role", "").lower() in ("none", "presentation"):
        return False
    inner = (element for part in table for element in part.iter(*_LAID_OUT))
    return next(inner, None) is None and any(len(_cells(row)) > 1 for row in table.iter("tr"))


def _cells(row: Tree) -> list[Cell]:
    return [
        Cell(
            words=words_of(cell),
            heads=cell.tag == "th",
            wide=any(cell.get(name, "1").strip() != "1" for name in ("colspan", "rowspan")),
        )
        for cell in row.iterchildren("td", "th")
        if not left_out(row) and not left_out(cell)
    ]
