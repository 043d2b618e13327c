"""How words look on a phone and what they cost, as small pieces of HTML."""

from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from content.models import Document, Passage
from content.text import excerpts, gsm, reading
from content.text.sentences import Span

NOTHING = "Withheld or recalled whole: nothing of this passage is sent."

_BUBBLE = (
    "max-width:22rem;padding:.6rem .8rem;border-radius:1rem;background:#e5e7eb;color:#111827;"
    "white-space:pre-wrap;overflow-wrap:anywhere"
)
_PANE = "white-space:pre-wrap;overflow-wrap:anywhere;max-width:70ch"
_COLUMNS = "display:grid;grid-template-columns:minmax(10rem,1fr) 3fr;gap:1.5rem"


_SAMPLES = {
    "{phone}": "+15550100123",
    "{hospice}": "+15550100124",
    "{emergency}": "911",
    "{crisis}": "988",
    "{clinic}": "Harbor Bone Clinic",
}


def filled(body: str) -> str:
    """A template with numbers and a clinic of the usual length; other gaps stay."""
    for gap, value in _SAMPLES.items():
        body = body.replace(gap, value)
    return body


def cost(body: str) -> str:
    """Parts, units and alphabet, as carriers count them."""
    measured = gsm.measure(body)
    parts = "1 part" if measured.segments == 1 else f"{measured.segments} parts"
    return f"{parts}, {measured.units} units, {measured.encoding.value}"


def grade(body: str, language: str) -> str:
    """Years of schooling, one decimal; empty for a language that has no measure."""
    try:
        return f"{reading.grade(body, language):.1f}"
    except ValueError:
        return ""


def bubble(body: str) -> SafeString:
    return format_html('<div style="{}">{}</div>', _BUBBLE, body)


def phone(passage: Passage, *, barred: Sequence[Span] = ()) -> SafeString:
    """The passage as it would go out: first text, then those that MORE sends."""
    reserve = f"Source: {passage.document.source_line}."
    bodies, begin, more = [], passage.start, True
    while more:
        found = excerpts.cut(
            passage.document.text,
            passage.start,
            passage.end,
            reserve=reserve,
            begin=begin,
            barred=barred,
        )
        bodies.append(f"{found.body} {reserve}" if found.body else NOTHING)
        begin, more = found.end, found.more
    return format_html_join(
        "", "{}<p><small>{}</small></p>", ((bubble(body), cost(body)) for body in bodies)
    )


def in_place(passage: Passage) -> SafeString:
    """The section's words with the passage marked."""
    text, section = passage.document.text, passage.section
    return format_html(
        '<div style="{}">{}<mark>{}</mark>{}</div>',
        _PANE,
        text[section.start : passage.start],
        passage.text,
        text[passage.end : section.end],
    )


def beside(document: Document) -> SafeString:
    """The list of sections on the left, the words on the right."""
    sections = list(document.sections.all())
    names = format_html_join(
        "",
        '<li style="margin-left:{}rem"><a href="#section-{}">{}</a> <small>{} {}-{}</small></li>',
        ((s.level - 1, s.position, s.title, s.kind, s.start, s.end) for s in sections),
    )
    bodies = format_html_join(
        "",
        '<h3 id="section-{}" style="font-weight:600;margin-top:1rem">{}</h3>'
        '<div style="{}">{}</div>',
        ((s.position, s.title, _PANE, document.text[s.start : s.end]) for s in sections),
    )
    return format_html('<div style="{}"><ul>{}</ul><div>{}</div></div>', _COLUMNS, names, bodies)
