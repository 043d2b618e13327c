"""A table as rows that can be read aloud, and sent one by one."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_ENDED = re.compile(r"[.!?:;,]\Z")
_ASKED = re.compile(r"[.!?:]\Z")


@dataclass(frozen=True)
class Cell:
    """`heads`: it names its column or row; `wide`: it spans several."""

    words: str
    heads: bool = False
    wide: bool = False


def rows(table: Sequence[Sequence[Cell]]) -> list[str]:
    """Each row with the names of its columns, so that it says enough when it goes alone.

    Where cells span several rows or columns no name is put to a cell: it might be the
    wrong one.
    """
    filled = [row for row in table if any(cell.words for cell in row)]
    names = _names(filled)
    body = filled[1:] if names else filled
    return [_named(row, names) if len(row) == len(names) else _plain(row) for row in body]


def _names(filled: Sequence[Sequence[Cell]]) -> list[str]:
    if len(filled) < 2 or any(cell.wide for row in filled for cell in row):
        return []
    return [cell.words for cell in filled[0]] if all(c.heads for c in filled[0]) else []


def _named(row: Sequence[Cell], names: Sequence[str]) -> str:
    pairs = zip(names, row, strict=True)
    return _joined([_labelled(name, cell.words) for name, cell in pairs if cell.words])


def _plain(row: Sequence[Cell]) -> str:
    first, *rest = row
    words = [cell.words for cell in rest if cell.words]
    if first.heads and first.words and words and not any(cell.heads for cell in rest):
        return _labelled(first.words, _joined(words))
    return _joined([cell.words for cell in row if cell.words])


def _labelled(name: str, words: str) -> str:
    if not name:
        return words
    return f"{name} {words}" if _ASKED.search(name) else f"{name}: {words}"


def _joined(parts: Sequence[str]) -> str:
    said = ""
    for part in parts:
        gap = " " if _ENDED.search(said) else "; "
        said = f"{said}{gap}{part}" if said else part
    return said
