"""What people cut anew stays so in the next version of its document.

Each version has the map's own passages, and on top of them the cuts that people made.  A
cut comes along while its words are still whole sentences of the document and the map says
nothing new about its place; where the map does, its new passage waits for a reviewer as any
other, and the cut serves until she has decided.  Cuts that every word set retired stay behind.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from content.models import Approval, ApprovalState, Document, Passage, Section
from content.text import barring, cutting
from content.text.mapping import NEVER_SENT
from content.text.sentences import Span


@dataclass(frozen=True)
class _Place:
    """`base` is the map's passage that a cut takes the place of, None where it has none."""

    base: Passage | None
    same: bool


def carry(
    *, document: Document, passages: Sequence[Passage], same_map: bool
) -> tuple[tuple[Passage, ...], tuple[str, ...]]:
    """The new version's passages, people's cuts last, and a sentence for each cut left behind.

    `passages` are the map's, stored already; `same_map` says that the map is that of the
    version before.
    """
    made: list[Passage] = []
    left: list[str] = []
    cuts = _standing(document)
    known = _known(document) if cuts else set()
    for cut in cuts:
        place = _place(cut, passages, known, same_map=same_map)
        where = _where(cut, document)
        if where is None or not place.same:
            left.append(_told(cut, found=where is not None))
        elif not _there(cut, passages):
            made.append(_carried(cut, document, place.base, where))
    return (*passages, *made), tuple(left)


def _standing(document: Document) -> list[Passage]:
    """The cuts of earlier versions that at least one word set has not retired."""
    asked = Approval.objects.filter(passage=OuterRef("pk"))
    wanted = ~Exists(asked) | Exists(asked.exclude(state=ApprovalState.RETIRED))
    cuts = Passage.objects.of_document(document.slug, document.language).newest().edited()
    found = cuts.exclude(document=document).filter(wanted)
    return list(found.select_related("document", "section", "topic"))


def _known(document: Document) -> set[tuple[str, str]]:
    """Topic and words of every passage of the earlier versions."""
    earlier = Passage.objects.of_document(document.slug, document.language)
    rows = earlier.exclude(document=document).prefetch_related("document")
    return {(row.topic_id, row.text) for row in rows}


def _place(
    cut: Passage, passages: Sequence[Passage], known: set[tuple[str, str]], *, same_map: bool
) -> _Place:
    root = _root(cut)
    if root is None:
        return _Place(None, same=True)
    alike = (p for p in passages if (p.topic_id, p.text) == (root.topic_id, root.text))
    base = next(alike, None)
    if base is not None:
        return _Place(base, same=True)
    fresh = (p for p in passages if (p.topic_id, p.text) not in known)
    there = (p for p in fresh if (p.topic_id, p.position) == (root.topic_id, root.position))
    base = next(there, None)
    return _Place(base, same=base is None or same_map)


def _root(cut: Passage) -> Passage | None:
    """The map's passage of the same version from which a line of cuts began."""
    row: Passage | None = cut
    while row is not None and row.edited_by:
        before = Passage.objects.filter(replaced_by=row, document=row.document_id)
        row = before.select_related("document").first()
    return row


def _where(cut: Passage, document: Document) -> tuple[Section, Span] | None:
    """Where the cut's words stand as whole sentences that may be sent; its own section first."""
    held = []
    for start, end in barring.places(cut.text, document.text):
        section = document.sections.filter(start__lte=start, end__gte=end).first()
        if section is None or section.kind in NEVER_SENT:
            continue
        if cutting.whole(document.text, (section.start, section.end), (start, end)):
            held.append((section, (start, end)))
    return min(held, key=lambda found: found[0].path != cut.section.path, default=None)


def _there(cut: Passage, passages: Sequence[Passage]) -> bool:
    """Whether the map itself gives the very same now."""
    return any((p.topic_id, p.text) == (cut.topic_id, cut.text) for p in passages)


def _carried(
    cut: Passage, document: Document, base: Passage | None, where: tuple[Section, Span]
) -> Passage:
    section, (start, end) = where
    on_top = base is not None and base.topic_id == cut.topic_id
    place = base.position if base is not None and on_top else None
    row = Passage.objects.create(
        document=document,
        section=section,
        topic=cut.topic,
        start=start,
        end=end,
        position=Passage.objects.free_place(document, cut.topic_id) if place is None else place,
        edition=int(on_top),
        flags=cut.flags,
        edited_by=cut.edited_by,
        edited_at=cut.edited_at,
    )
    cut.replaced_by = row
    cut.save(update_fields=["replaced_by"])
    if base is not None:
        base.replaced_by = row
        base.save(update_fields=["replaced_by"])
    return row


def _told(cut: Passage, *, found: bool) -> str:
    who = f"{cut.topic_id}: the passage that {cut.edited_by} cut in version {cut.document.version}"
    if found:
        return f"{who} serves until a reviewer decides: the map now cuts this place in another way."
    return f"{who} is not in this version word for word: look at the place again."
