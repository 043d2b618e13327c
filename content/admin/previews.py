"""How words look on a phone and what they cost, as small pieces of HTML."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from content.admin import sending
from content.admin.sending import Sent
from content.models import Document, Passage, WordSet
from content.text.sentences import Span

NOTHING = "Withheld or recalled whole: nothing of this passage is sent."

_BUBBLE = (
    "max-width:22rem;padding:.6rem .8rem;border-radius:1rem;background:#e5e7eb;color:#111827;"
    "white-space:pre-wrap;overflow-wrap:anywhere"
)
_PANE = "white-space:pre-wrap;overflow-wrap:anywhere;max-width:70ch"


def bubble(body: str) -> SafeString:
    return format_html('<div style="{}">{}</div>', _BUBBLE, body)


def phone(
    passage: Passage, *, barred: Sequence[Span] = (), wordset: WordSet | None = None
) -> SafeString:
    """The passage as it would go out: first text, then those that MORE sends."""
    return handset(sending.sent(passage, barred=barred, wordset=wordset))


def handset(sent: Sent) -> SafeString:
    return render_to_string("admin/content/handset.html", {"sent": sent, "nothing": NOTHING})


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


def beside(document: Document, *, links: Mapping[int, str] = MappingProxyType({})) -> SafeString:
    """The list of sections on the left, the words on the right.

    `links` are addresses, by section's id, where a passage is made of it.
    """
    sections = list(document.sections.all())
    names = format_html_join(
        "",
        '<li style="margin-left:{}rem"><a href="#section-{}">{}</a> <small>{} {}-{}</small></li>',
        ((s.level - 1, s.position, s.title, s.kind, s.start, s.end) for s in sections),
    )
    bodies = format_html_join(
        "",
        '<h3 id="section-{}" style="font-weight:600;margin-top:1rem">{}</h3>'
        '<div style="{}">{}</div>{}',
        (
            (s.position, s.title, _PANE, document.text[s.start : s.end], _link(links.get(s.pk)))
            for s in sections
        ),
    )
    return format_html('<div class="cw-sections"><ul>{}</ul><div>{}</div></div>', names, bodies)


def _link(url: str | None) -> SafeString:
    if url is None:
        return SafeString("")
    return format_html('<p><a class="bm-link" href="{}">Make a passage of it</a></p>', url)
