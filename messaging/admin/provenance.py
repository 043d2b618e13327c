"""Where the words of a text come from: the first promise of the house, per row."""

from collections import Counter

from content.text import gsm
from messaging.models import Origin, OutboundMessage


def short(message: OutboundMessage) -> str:
    """In one line: a document's section, a template with its version, or a person."""
    if message.passage is not None:
        return f"from {message.passage.document.source_line} § {message.passage.section.title}"
    if message.template is not None:
        return f"template {message.template.slug}, version {message.template.version}"
    if message.written_by is not None:
        return f"written by {_name(message)}"
    return "sent by the provider" if message.origin == Origin.PROVIDER else ""


def rows(message: OutboundMessage) -> list[tuple[str, str]]:
    """All that is known of it, as pairs of a heading and a value."""
    return [*_of_passage(message), *_of_template(message), *_of_person(message)]


def _of_passage(message: OutboundMessage) -> list[tuple[str, str]]:
    if message.passage is None:
        return []
    document = message.passage.document
    return [
        ("Document", f"{document.title}, {document.publisher}"),
        (
            "Version",
            f"{document.version} ({document.language}), read on {document.imported_at:%Y-%m-%d}",
        ),
        ("Section", message.passage.section.path or message.passage.section.title),
        ("Characters", f"{message.span_start} to {message.span_end} of the document"),
        ("Signs made plain", _made_plain(message)),
        ("Closing line", str(message.footer or "none")),
    ]


def _made_plain(message: OutboundMessage) -> str:
    """What the phones' alphabet lacks and was sent in other signs: "’ as ' (3)"."""
    if message.passage is None or message.span_start is None or message.span_end is None:
        return "none"
    said = message.passage.document.text[message.span_start : message.span_end]
    often = Counter((change.old, change.new) for change in gsm.downgrade(said).changes)
    told = (f"{old} as {new or 'nothing'} ({times})" for (old, new), times in often.items())
    return ", ".join(told) or "none"


def _of_template(message: OutboundMessage) -> list[tuple[str, str]]:
    return [("Template", str(message.template))] if message.template is not None else []


def _of_person(message: OutboundMessage) -> list[tuple[str, str]]:
    if message.written_by is not None:
        return [("Written by", _name(message))]
    if message.origin == Origin.PROVIDER:
        return [("Sent by", "the provider, in the words set there")]
    return []


def _name(message: OutboundMessage) -> str:
    by = message.written_by
    return (by.get_full_name() or by.get_username()) if by is not None else ""
