"""The flags we ship for a document: what they bar is barred without anybody's asking."""

from collections.abc import Iterable
from datetime import datetime

from content import catalog
from content.models import Document, Withholding, WordSet
from content.text import flagging
from content.text.flagging import Flag, Marked
from content.text.outline import SectionSpan

FLAGGED_BY = "Bonemets flags"


def known_flags(document: Document) -> tuple[Flag, ...]:
    """The flags shipped for a document, by its slug or, under another, by its sections."""
    shipped = catalog.flags()
    if document.slug in shipped or document.shipped:
        return shipped.get(document.slug, ())
    sections = _sections(document)
    fitting = (f for f in shipped.values() if flagging.fits(document.text, sections, f))
    return next(fitting, ())


def marked_flags(document: Document) -> tuple[Marked, ...]:
    """Its flags with the span that each stands for; those of the whole document left out."""
    known = known_flags(document)
    return flagging.marks(document.text, _sections(document), known) if known else ()


def bar_flagged(
    *, document: Document, wordsets: Iterable[WordSet], now: datetime
) -> tuple[Withholding, ...]:
    """Withhold what the flags bar, once for each word set: a lifted one is not put back.

    Answers the new ones, and stamps their word sets.
    """
    sets = list(wordsets)
    marks = [mark for mark in marked_flags(document) if mark.flag.bars] if sets else []
    if not marks:
        return ()
    rows = Withholding.objects.filter(document=document).exclude(flag="")
    have = set(rows.values_list("wordset", "flag"))
    new = [
        _row(mark, document=document, wordset=wordset, now=now)
        for wordset in sets
        for mark in marks
        if (wordset.pk, mark.flag.number) not in have
    ]
    made = Withholding.objects.bulk_create(new)
    WordSet.objects.filter(pk__in={row.wordset_id for row in made}).touch_all()
    return tuple(made)


def _sections(document: Document) -> list[SectionSpan]:
    """As they were found at the import: the stored text need not mark them."""
    return [section.span for section in document.sections.all()]


def _row(mark: Marked, *, document: Document, wordset: WordSet, now: datetime) -> Withholding:
    return Withholding(
        wordset=wordset,
        document=document,
        start=mark.span[0],
        end=mark.span[1],
        reason=mark.flag.reason,
        citation=mark.flag.citation,
        needs=mark.flag.needs,
        flag=mark.flag.number,
        by=FLAGGED_BY,
        at=now,
    )
