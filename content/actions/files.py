"""From a file's bytes to a text and its sections, or one sentence on what to mend."""

from collections.abc import Sequence
from pathlib import PurePath

from content.text import markdown
from content.text.outline import Form, SectionKind, SectionSpan, outline

MOST_BYTES = 5_000_000

_MARKDOWN_NAMES = {".md", ".markdown"}


class DocumentError(ValueError):
    """Nothing was stored; the message names the file, the line and the mend."""


def decode(data: bytes, *, name: str) -> str:
    """UTF-8 bytes as text with "\\n" line ends, the byte-order mark taken off."""
    if len(data) > MOST_BYTES:
        size = f"{len(data) / 1_000_000:.1f} MB"
        raise DocumentError(f"{name} has {size}; the most is 5 MB. Import it in parts.")
    if b"\x00" in data:
        line = _line(data, data.index(b"\x00"))
        raise DocumentError(
            f"{name} is not text: line {line} holds a null byte. Save it as plain text in UTF-8."
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = _line(data, error.start)
        raise DocumentError(
            f"{name} is not UTF-8: line {line} holds the byte 0x{data[error.start]:02x}. "
            "Save it as plain text in UTF-8."
        ) from error
    if not text.strip():
        raise DocumentError(f"{name} is empty: line 1 and all after it hold no word.")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def form_of(text: str, *, name: str) -> Form:
    """By the file's name; a web page's source is refused."""
    if text.lstrip()[:15].lower().startswith(("<!doctype", "<html")):
        raise DocumentError(
            f"{name} is HTML (line 1). Open it in a browser and save it as plain text in UTF-8."
        )
    return Form.MARKDOWN if PurePath(name).suffix.lower() in _MARKDOWN_NAMES else Form.TEXT


def sections_of(text: str, *, form: Form, name: str) -> tuple[SectionSpan, ...]:
    """At least one section with a body."""
    found = outline(text, form=form)
    if any(s.end > s.start and s.kind is SectionKind.BODY for s in found):
        return found
    raise DocumentError(f"{name} has no headings: {_how_to_mark(text, form, found)}")


def title_of(text: str, sections: Sequence[SectionSpan]) -> str:
    return markdown.front_matter(text).get("title") or sections[0].title


def _how_to_mark(text: str, form: Form, found: Sequence[SectionSpan]) -> str:
    line = 1 + text[: found[0].start].count("\n") if found else 1 + text.count("\n")
    if form is Form.MARKDOWN:
        return f'no line up to line {line} starts with "#" and has text below it.'
    return (
        f"no short line up to line {line} stands between blank lines, without a full stop, "
        "with text below it."
    )


def _line(data: bytes, at: int) -> int:
    return data.count(b"\n", 0, at) + 1
