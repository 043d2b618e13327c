"""What a reviewer has to look at beside the words: our flags, and what is withheld."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from content import actions, bars
from content.models import Approval, ApprovalState, Document, Passage, Recall, Withholding
from content.text.barring import overlap
from content.text.flagging import Flag
from content.text.sentences import Span, sentences

_CELL = "padding:.25rem .75rem .25rem 0;vertical-align:top;text-align:left"
_SHORTENED = 120  # characters of a sentence in a list


def of_passage(passage: Passage) -> SafeString:
    """The flags on a passage: those whose span it touches, and further ones its map names."""
    known, span = actions.known_flags(passage.document), (passage.start, passage.end)
    marks = actions.marked_flags(passage.document)
    touched = [mark.flag for mark in marks if overlap(mark.span, span)]
    numbers = {str(flag) for flag in passage.flags} - {flag.number for flag in touched}
    further = [flag for flag in known if flag.number in numbers]
    told = numbers - {flag.number for flag in further}
    return _table([*touched, *further]) + format_html_join(
        "", "<p>{}</p>", ((number,) for number in sorted(told))
    )


def of_document(document: Document) -> SafeString:
    return _table(actions.known_flags(document))


def withheld(passage: Passage, standing: Iterable[Withholding]) -> SafeString:
    """What is barred of a passage, by word set, each a link to its own page."""
    rows = [
        (
            reverse("admin:content_withholding_change", args=[row.pk]),
            _short(passage.document.text[row.start : row.end]),
            row.wordset,
            row.reason,
            row.citation,
        )
        for row in standing
    ]
    return format_html_join("", '<p><a href="{}">{}</a><br><small>{}: {} ({})</small></p>', rows)


def recalls(rows: Iterable[Recall]) -> SafeString:
    """Who took words back, when and why, each a link to whom it reached."""
    return format_html_join(
        "",
        '<p><a href="{}" style="text-decoration:underline">{}</a><br><small>{}{}</small></p>',
        (
            (
                reverse("admin:content_recall_change", args=[row.pk]),
                row,
                row.wordset,
                f", lifted by {row.lifted_by}" if row.lifted_at else "",
            )
            for row in rows
        ),
    )


def recallable(passage: Passage, **which: Any) -> list[Approval]:
    """The approvals by which a passage's words may have gone out, and still could be recalled."""
    let_go = passage.approvals.filter(decisions__state=ApprovalState.APPROVED, **which)
    rows = let_go.distinct().select_related("wordset")
    return [row for row in rows if not bars.wholly_recalled(row.wordset_id, [passage])]


def recall_links(approvals: Iterable[Approval]) -> SafeString:
    """A link for each word set to the form that takes the words back."""
    return format_html_join(
        "",
        '<p><a href="{}" style="text-decoration:underline">Recall these words: {}</a></p>',
        ((reverse("admin:content_recall_new", args=[row.pk]), row.wordset) for row in approvals),
    )


def choices(passage: Passage) -> SafeString:
    """Each sentence with a link to the form that withholds it."""
    text, document = passage.document.text, passage.document_id
    spans = sentences(text, passage.start, passage.end)
    return format_html_join(
        "",
        '<p>{} <a href="{}" style="text-decoration:underline">Withhold</a></p>',
        ((_short(text[slice(*span)]), _form(document, span)) for span in spans),
    )


def _form(document: int, span: Span) -> str:
    given = urlencode({"document": document, "start": span[0], "end": span[1]})
    return f"{reverse('admin:content_withholding_add')}?{given}"


def _short(words: str) -> str:
    said = " ".join(words.split())
    return said if len(said) <= _SHORTENED else f"{said[:_SHORTENED].rsplit(' ', 1)[0]} ..."


def _table(flags: Iterable[Flag]) -> SafeString:
    rows = format_html_join(
        "",
        '<tr><td style="{0}">{1}</td><td style="{0}">{2}</td><td style="{0}">{3}</td>'
        '<td style="{0}">{4}</td></tr>',
        (
            (_CELL, f.number, f.handling.value.replace("_", " "), f.reason, f.citation)
            for f in flags
        ),
    )
    return format_html("<table>{}</table>", rows) if rows else SafeString("")
