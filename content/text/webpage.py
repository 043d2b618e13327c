"""From a web page's source to the words a person reads on it, and its sections.

The part is taken that the page itself calls its main part or its article.  Navigation,
headers, footers, asides, forms, pictures and what is hidden are left out; links, bold and
italic words stay as words, lists and tables become lines.
"""

import re
from collections.abc import Iterator
from itertools import chain
from typing import cast

from lxml import etree

from content.text import back_matter
from content.text.spans import Heading, Page, Said, Step, Unreadable, lines
from content.text.webmarks import Tree, hidden, holds
from content.text.webwords import HEADINGS, words_of, write
from content.text.writer import Writer

_XML_ENCODING = re.compile(r"\s*<\?xml\s[^>]*?\bencoding\s*=\s*[\"']([\w.:-]+)")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_BODIES = (".//main", ".//*[@role='main']", ".//article")


def read(source: str, step: Step) -> Page:
    """Raises Unreadable for a page whose parts are nested beyond any sense."""
    tree = _parsed(source)
    if tree is None:
        return Page(text="", found=())
    root = _main_part(tree)
    writer = Writer()
    write(root, writer, step)
    title = _title(tree)
    headings = _with_a_beginning(writer, title=title, first=_outer_heading(tree))
    text = "\n".join(writer.lines) + "\n"
    return Page(
        text=text,
        found=back_matter.among(lines(text), headings),
        title=title,
        language=_language(root),
        encoding=_encoding(source, tree),
    )


def fragment(source: str) -> Writer:
    """The words of a piece of a page, as it may stand within Markdown."""
    writer = Writer()
    tree = _parsed(source)
    if tree is not None:
        write(tree, writer)
    return writer


def _parsed(source: str) -> Tree | None:
    """None where there is nothing but comments."""
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True, no_network=True
    )
    tree: Tree | None = etree.fromstring(source.encode(), parser)
    for error in parser.error_log.filter_from_fatals():
        raise Unreadable(f"line {error.line} cannot be read ({error.message.split(',')[0]})")
    return tree


def _main_part(tree: Tree) -> Tree:
    """The first main part with a heading, else the only such article, else the whole body."""
    for path in _BODIES:
        parts = [part for part in tree.iterfind(path) if holds(part, HEADINGS) and not hidden(part)]
        outer = [part for part in parts if not any(a in parts for a in part.iterancestors())]
        if len(outer) == 1:
            return outer[0]
    body = tree.find("body")
    return tree if body is None else body


def _with_a_beginning(writer: Writer, *, title: str, first: str) -> list[Heading]:
    """The headings; words that stand before them all, and a page without h1, get the page's."""
    headings = writer.headings
    if not headings:
        return []
    untitled = first and all(heading.level > 1 for heading in headings)
    opening = first if untitled else title if headings[0].at else ""
    if not opening:
        return headings
    writer.lines[:0] = [opening, ""]
    moved = [Heading(h.title, h.level, h.at + 2, h.body + 2) for h in headings]
    return [Heading(opening, 1, 0, 1), *moved]


def _outer_heading(tree: Tree) -> str:
    """The page's h1, wherever it stands."""
    found = (words_of(h) for h in tree.iter("h1") if not any(map(hidden, _around(h))))
    return next(filter(None, found), "")


def _around(element: Tree) -> Iterator[Tree]:
    return chain([element], element.iterancestors())


def _title(tree: Tree) -> str:
    for meta in tree.iter("meta"):
        if meta.get("property", "").lower() == "og:title" and meta.get("content", "").strip():
            return " ".join(meta.get("content", "").split())
    return " ".join((tree.findtext(".//title") or "").split())


def _language(root: Tree) -> Said | None:
    for element in _around(root):
        words = element.get("lang") or element.get("xml:lang") or ""
        if words.strip():
            return Said(words.strip(), _line(element))
    return None


def _encoding(source: str, tree: Tree) -> Said | None:
    """As the XML declaration or a meta element says it."""
    if declared := _XML_ENCODING.match(source):
        return Said(declared[1], source.count("\n", 0, declared.start(1)) + 1)
    for meta in tree.iter("meta"):
        declared = _CHARSET.search(meta.get("content", ""))
        named = meta.get("charset") or (declared[1] if declared else "")
        if named.strip():
            return Said(named.strip(), _line(meta))
    return None


def _line(element: Tree) -> int:
    return cast("int | None", element.sourceline) or 1
