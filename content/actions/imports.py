"""A document's way in: whole or nothing, and a changed file becomes a new version."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from content.actions import (
    carrying,
    files,
    flags,
    recalls,
    standings,
    succession,
    withholdings,
)
from content.actions.files import File
from content.actions.standings import Standing
from content.models import Document, Passage, Section, Topic, WordSet
from content.text.gsm import Encoding, measure
from content.text.mapping import Mapped, Placed, Row, place
from content.text.outline import SectionSpan

MOST_SOURCE_LINE = 24  # GSM-7 units: it goes out with every excerpt
AT_ONCE = 2_000  # sections stored between two reports


@dataclass(frozen=True)
class Details:
    """What is known of a document beside its words.

    `source_line` names it in a text message.  `title` falls back to the document's own.
    """

    slug: str
    publisher: str
    licence: str
    source_line: str
    title: str = ""
    language: str = "en"
    reviewed_on: date | None = None
    use_until: date | None = None
    shipped: bool = False


@dataclass(frozen=True)
class Imported:
    """`created` is False when the same bytes and map were there already.

    `carried` passages keep the approvals of an earlier version, `drafts` wait for a
    reviewer, `standings` say of each word set which and what goes out meanwhile (none for a
    first version).  `problems` are map rows that this document does not have, `left_behind`
    tells of cuts by a person that did not come along.
    """

    document: Document
    created: bool
    carried: tuple[Passage, ...] = ()
    drafts: tuple[Passage, ...] = ()
    problems: tuple[str, ...] = field(default=())
    standings: tuple[Standing, ...] = ()
    left_behind: tuple[str, ...] = ()


def _to_nobody(words: str) -> None:
    pass


@transaction.atomic
def import_document(
    *,
    file: File,
    details: Details,
    rows: Sequence[Row] = (),
    by: str,
    now: datetime,
    tell: Callable[[str], None] = _to_nobody,
) -> Imported:
    """Store a file's text, sections and passages; the passages are drafts for every word set.

    What earlier versions withhold, what our flags bar and what was recalled anywhere is
    barred from the first moment; what people cut anew stays cut so.
    `tell` hears what is being done; it must not raise.  Raises DocumentError, with nothing
    stored.
    """
    _check(details)
    digests = file.sha256, _digest(rows, details.language)
    earlier = Document.objects.named(details.slug, details.language).newest()
    if earlier and (earlier.sha256, earlier.map_sha256) == digests:
        flags.bar_flagged(document=earlier, wordsets=WordSet.objects.all(), now=now)
        return Imported(document=earlier, created=False)
    reading = file.reading
    mapped = _known(place(reading.text, reading.sections, rows, language=details.language))
    tell(f"{len(mapped.placed)} passages placed for {_topics(mapped.placed)} topics.")
    before = standings.approved_before(earlier)
    document = _store(file, details, earlier=earlier, map_sha256=digests[1], by=by, now=now)
    _sections(document, reading.sections, tell=tell)
    same_map = earlier is not None and earlier.map_sha256 == document.map_sha256
    passages, left = carrying.carry(
        document=document, passages=_passages(document, mapped.placed), same_map=same_map
    )
    carried = succession.follow(document=document, passages=passages, now=now)
    withholdings.follow(document=document)
    recalls.follow(document=document, now=now)
    flags.bar_flagged(document=document, wordsets=WordSet.objects.all(), now=now)
    WordSet.objects.touch_all()
    kept = {passage.pk for passage in carried}
    drafts = tuple(p for p in passages if p.pk not in kept and p.replaced_by_id is None)
    fates = standings.standings(document, passages, before, today=now.date()) if earlier else ()
    return Imported(document, True, carried, drafts, mapped.problems, fates, left)


def remarks(file: File, details: Details) -> tuple[str, ...]:
    """What whoever imports should look at, though it bars nothing."""
    said = file.reading.language
    if said is None or _code(said.words) == _code(details.language):
        return ()
    return (
        f'{file.name} says in line {said.line} that its language is "{said.words}", '
        f'but it is imported as "{details.language}": see that --language is right.',
    )


def _code(language: str) -> str:
    return language.replace("_", "-").split("-")[0].strip().lower()


def _topics(placed: Sequence[Placed]) -> int:
    return len({found.topic for found in placed})


def _check(details: Details) -> None:
    length = measure(details.source_line)
    if not details.source_line.strip():
        raise files.DocumentError("The source line is empty: give a short name of the document.")
    if length.encoding is not Encoding.GSM7 or length.units > MOST_SOURCE_LINE:
        raise files.DocumentError(
            f'The source line "{details.source_line}" goes out with every excerpt: '
            f"use at most {MOST_SOURCE_LINE} plain characters (it has {length.units})."
        )
    if details.reviewed_on and details.use_until and details.use_until < details.reviewed_on:
        raise files.DocumentError("The use-until date lies before the review date.")


def _digest(rows: Sequence[Row], language: str) -> str:
    said = repr([(r.topic, r.section(language), r.paragraphs, r.sentences, r.flags) for r in rows])
    return hashlib.sha256(said.encode()).hexdigest()


def _known(mapped: Mapped) -> Mapped:
    """Rows for topics that the library does not have become problems as well."""
    slugs = set(Topic.objects.values_list("slug", flat=True))
    strange = sorted({p.topic for p in mapped.placed} - slugs)
    return Mapped(
        placed=tuple(p for p in mapped.placed if p.topic in slugs),
        problems=(*mapped.problems, *(f"{slug}: there is no such topic." for slug in strange)),
    )


def _store(
    file: File,
    details: Details,
    *,
    earlier: Document | None,
    map_sha256: str,
    by: str,
    now: datetime,
) -> Document:
    return Document.objects.create(
        slug=details.slug,
        language=details.language,
        version=earlier.version + 1 if earlier else 1,
        title=(details.title or file.title)[:200],
        publisher=details.publisher,
        licence=details.licence,
        source_line=details.source_line,
        reviewed_on=details.reviewed_on,
        use_until=details.use_until,
        text=file.reading.text,
        form=file.form.value,
        sha256=file.sha256,
        map_sha256=map_sha256,
        shipped=details.shipped,
        imported_by=by,
        imported_at=now,
    )


def _sections(
    document: Document, spans: Sequence[SectionSpan], *, tell: Callable[[str], None]
) -> None:
    rows = [
        Section(
            document=document,
            position=position,
            level=span.level,
            title=span.title[:300],
            path=" / ".join(span.path)[:1000],
            kind=span.kind.value,
            start=span.start,
            end=span.end,
        )
        for position, span in enumerate(spans)
    ]
    for first in range(0, len(rows), AT_ONCE):
        if first:
            tell(f"{first:,} of {len(rows):,} sections stored...")
        Section.objects.bulk_create(rows[first : first + AT_ONCE])


def _passages(document: Document, placed: Sequence[Placed]) -> list[Passage]:
    sections = {section.position: section for section in document.sections.all()}
    return Passage.objects.bulk_create(
        Passage(
            document=document,
            section=sections[found.section],
            topic_id=found.topic,
            start=found.start,
            end=found.end,
            position=found.position,
            flags=list(found.flags),
        )
        for found in placed
    )
