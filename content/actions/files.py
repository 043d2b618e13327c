"""From a file's bytes to a text and its sections, or one sentence on what to mend."""

import codecs
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from content.text import outline
from content.text.outline import Form, Reading, SectionKind, SectionSpan, Step, Unreadable

MOST_BYTES = 5_000_000

_MARKDOWN_NAMES = {".md", ".markdown"}
_HTML_NAMES = {".html", ".htm", ".xhtml"}
_PAGE_STARTS = ("<!doctype html", "<html", "<head", "<body")
_PIECE_STARTS = ("<!--", "<meta", "<title", "<main", "<article", "<div", "<h1", "<h2", "<p>", "<p ")
_SAVE = "Save its words as plain text, Markdown or HTML, in UTF-8."
_LOOKS = {
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a zip archive, such as a Word document",
    b"\xd0\xcf\x11\xe0": "an old Word document",
    b"{\\rtf": "an RTF document",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"\x1f\x8b": "a gzip archive",
    b"bplist00": "a web archive of Safari",
    b"MIME-Version:": "a web archive (.mht)",
    b"From: <Saved by": "a web archive (.mht)",
}
_OTHER_MARKS = {
    codecs.BOM_UTF32_LE: "UTF-32",
    codecs.BOM_UTF32_BE: "UTF-32",
    codecs.BOM_UTF16_LE: "UTF-16",
    codecs.BOM_UTF16_BE: "UTF-16",
}


class DocumentError(ValueError):
    """Nothing was stored; the message names the file, the line and the mend."""


@dataclass(frozen=True)
class File:
    """A document's file as read: `sha256` is over its bytes."""

    name: str
    form: Form
    sha256: str
    reading: Reading

    @property
    def title(self) -> str:
        return self.reading.title or self.reading.sections[0].title


def read_file(data: bytes, *, name: str, step: Step = outline.unheard) -> File:
    """A file with at least one section that has a body; raises DocumentError.

    Its form goes by the name, or by how its words begin.  `step` hears how far a long
    reading is.
    """
    text = decode(data, name=name)
    form = form_of(text, name=name)
    try:
        reading = outline.read(text, form=form, step=step)
    except Unreadable as error:
        raise DocumentError(f"{name} cannot be read: {error}. Save the page anew.") from error
    _check_encoding(data, reading, name=name)
    _check_sections(text, reading, form=form, name=name)
    return File(name, form, hashlib.sha256(data).hexdigest(), reading)


def decode(data: bytes, *, name: str) -> str:
    """UTF-8 bytes as text with "\\n" line ends, the byte-order mark taken off."""
    if len(data) > MOST_BYTES:
        line = _line(data, MOST_BYTES)
        raise DocumentError(
            f"{name} is over 5 MB, which end in line {line}. Import it in parts, "
            "each with a slug of its own."
        )
    _check_is_text(data, name=name)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # The error counts from behind the mark.
        at = error.start + (len(codecs.BOM_UTF8) if data.startswith(codecs.BOM_UTF8) else 0)
        seen = data[at : at + 1].decode("cp1252", "replace")
        raise DocumentError(
            f"{name} is not UTF-8: line {_line(data, at)} holds the byte 0x{data[at]:02x} "
            f'("{seen}" in Windows-1252 or Latin-1). Save it again in UTF-8.'
        ) from error
    if not text.strip():
        raise DocumentError(
            f"{name} is empty: line 1 and all after it hold no word. Save it with its words."
        )
    return text.replace("\r\n", "\n").replace("\r", "\n")


def form_of(text: str, *, name: str) -> Form:
    """A page's source is a page under any name; the rest goes by the name."""
    suffix = PurePath(name).suffix.lower()
    start = text.lstrip()[:1_000].lower()
    if start.startswith("<?xml"):
        start = start[start.find("<html") :] if "<html" in start else start
    if suffix in _HTML_NAMES or start.startswith(_PAGE_STARTS):
        return Form.HTML
    if start.startswith("<?xml"):
        raise DocumentError(f"{name} is XML of another kind than XHTML (line 1). {_SAVE}")
    if suffix in _MARKDOWN_NAMES:
        return Form.MARKDOWN
    return Form.HTML if start.startswith(_PIECE_STARTS) else Form.TEXT


def _check_is_text(data: bytes, *, name: str) -> None:
    for start, what in _LOOKS.items():
        if data.startswith(start):
            raise DocumentError(f"{name} is not text: line 1 begins like {what}. {_SAVE}")
    for mark, encoding in _OTHER_MARKS.items():
        if data.startswith(mark):
            raise DocumentError(
                f"{name} is not UTF-8: line 1 begins with the mark of {encoding}. "
                "Save it again in UTF-8."
            )
    if b"\x00" in data:
        line = _line(data, data.index(b"\x00"))
        wide = not (any(data[:200:2]) and any(data[1:200:2]))
        what = "null bytes, as UTF-16 has them" if wide else "a null byte"
        raise DocumentError(f"{name} is not text: line {line} holds {what}. {_SAVE}")


def _check_encoding(data: bytes, reading: Reading, *, name: str) -> None:
    """What a page says of its encoding must be true of its bytes."""
    said = reading.encoding
    if said and not _reads_alike(data, said.words):
        raise DocumentError(
            f"{name} says in line {said.line} that it is in {said.words}, but it is in UTF-8: "
            f'write "utf-8" in line {said.line}, and see that no letter is garbled.'
        )


def _reads_alike(data: bytes, encoding: str) -> bool:
    try:
        named = codecs.lookup(encoding).name
        return named == "utf-8" or data.decode(encoding) == data.decode("utf-8-sig")
    except (LookupError, UnicodeError):
        return False


def _check_sections(text: str, reading: Reading, *, form: Form, name: str) -> None:
    found = reading.sections
    if any(s.end > s.start and s.kind is SectionKind.BODY for s in found):
        return
    if form is Form.HTML and not reading.text.strip():
        last = 1 + text.count("\n")
        raise DocumentError(
            f"{name} holds no words that are shown up to line {last}. Open the page in a "
            "browser, save it from there, and import that."
        )
    raise DocumentError(f"{name} has no headings: {_how_to_mark(text, form, found)}")


def _how_to_mark(text: str, form: Form, found: Sequence[SectionSpan]) -> str:
    last = 1 + text.count("\n")
    if form is Form.HTML:
        return f"no <h1> to <h6> up to line {last} has text below it. Mark the headings so."
    line = 1 + text[: found[0].start].count("\n") if found else last
    if form is Form.MARKDOWN:
        return f'no line up to line {line} starts with "#" and has text below it.'
    return (
        f"no short line up to line {line} stands between blank lines, without a full stop, "
        "with text below it."
    )


def _line(data: bytes, at: int) -> int:
    return data.count(b"\n", 0, at) + 1
