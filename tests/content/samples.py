"""Documents invented for the tests, and where the real one lies when it is at hand."""

import html
from collections.abc import Iterator
from pathlib import Path

from content.text.outline import blocks, read

FILES = Path(__file__).resolve().parent / "files"
REAL = Path(__file__).resolve().parents[3] / "shared/document/treating-bone-metastases.txt"

# As saved from a web page: curly signs, no-break spaces, bullets, back matter.
PAGE = (FILES / "page.txt").read_text(encoding="utf-8")
WEB_PAGE = (FILES / "page.html").read_text(encoding="utf-8")  # the same words
GUIDE = (FILES / "guide.en.md").read_text(encoding="utf-8")


def as_html(text: str) -> str:
    """The page that a plain text may have been saved from."""
    parts = "".join(
        f"<{tag}>{html.escape(words)}</{tag}>" if tag != "ul" else _html_list(words)
        for tag, words in _parts(text)
    )
    return f"<!doctype html><html lang=en><body><nav>Home</nav><main>{parts}</main></body></html>"


def as_markdown(text: str) -> str:
    """The same with Markdown's marks, the fourth word of each long paragraph in bold."""
    marks = {"h1": "# ", "h2": "## ", "p": "", "ul": ""}
    parts = (marks[tag] + (words if tag != "p" else _bold(words)) for tag, words in _parts(text))
    return "\n\n".join(parts) + "\n"


def _parts(text: str) -> Iterator[tuple[str, str]]:
    before = 0
    for section in read(text).sections:
        if text[before : section.start].strip():
            yield f"h{section.level}", section.title
        for start, end in blocks(text, section.start, section.end):
            yield "ul" if "•" in text[start:end] else "p", text[start:end]
        before = section.end


def _html_list(words: str) -> str:
    items = (line.strip(" •") for line in words.split("\n"))
    return f"<ul>{''.join(f'<li>{html.escape(item)}' for item in items)}</ul>"


def _bold(words: str) -> str:
    first = words.split(" ")
    if len(first) > 10 and first[3].isalpha():
        first[3] = f"**{first[3]}**"
    return " ".join(first)
