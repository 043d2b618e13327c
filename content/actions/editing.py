"""A person cuts a passage anew, or cuts one where there was none: a draft for every word set."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from content.actions import recalls
from content.actions.approvals import decide
from content.actions.reviewers import ApprovalError, named
from content.models import (
    Approval,
    ApprovalState,
    Decision,
    Document,
    Passage,
    Section,
    Topic,
    Withholding,
    WordSet,
)
from content.text import barring, cutting
from content.text.mapping import NEVER_SENT
from content.text.sentences import Span, sentences


@dataclass(frozen=True)
class _Cut:
    """What was asked for, once it holds."""

    section: Section
    topic: Topic
    span: Span


@transaction.atomic
def edit_passage(
    *,
    passage: Passage,
    topic: str,
    start: int,
    end: int,
    by: str,
    now: datetime,
    note: str = "",
) -> Passage:
    """Propose `document.text[start:end]`, for `topic` (its slug), in place of a passage.

    Answers the new passage, a draft for every word set.  The old one stays as it is and
    serves where it is approved until the new one is decided; where it only waited it is
    retired.  Raises ApprovalError, with nothing changed, for a passage that another one has
    replaced, and for a span that is not a run of whole sentences of one section that may be
    sent, of which every word set withholds or recalled all, or which is a passage on the topic
    already.
    """
    named(by)
    old = _current(passage)
    cut = _checked(old.document, topic, (start, end))
    same_place = cut.topic.pk == old.topic_id
    place = old.position if same_place else Passage.objects.free_place(old.document, cut.topic.pk)
    edition = _next_edition(old.document, cut.topic, place)
    new = _made(old.document, cut, (place, edition), flags=old.flags, by=by, now=now)
    Passage.objects.filter(pk=old.pk).update(replaced_by=new)
    waiting = list(Approval.objects.waiting().filter(passage=old))
    said = f"{named(by)} proposed another cut."
    decide(waiting, {"state": ApprovalState.RETIRED}, by=by, now=now, note=said)
    _propose(new, by=by, now=now, note=note)
    return new


@transaction.atomic
def add_passage(
    *,
    document: Document,
    topic: str,
    start: int,
    end: int,
    by: str,
    now: datetime,
    note: str = "",
) -> Passage:
    """Propose a further passage on a topic, behind those it has; see `edit_passage`."""
    named(by)
    cut = _checked(_locked(document), topic, (start, end))
    place = Passage.objects.free_place(document, cut.topic.pk)
    new = _made(document, cut, (place, 0), flags=[], by=by, now=now)
    _propose(new, by=by, now=now, note=note)
    return new


def check_cut(*, document: Document, topic: str, start: int, end: int) -> None:
    """Raises ApprovalError where a passage of this span and topic would be refused."""
    _checked(document, topic, (start, end))


def barred(passage: Passage, *, wordset: WordSet) -> tuple[Span, ...]:
    """What a word set would not send of a passage that need not be stored, in order."""
    withheld = Withholding.objects.filter(wordset=wordset).spans([passage])[passage.pk]
    return tuple(sorted((*withheld, *recalls.recalled_of(passage, wordset=wordset))))


def _current(passage: Passage) -> Passage:
    """The row as it stands now, its document locked: of two people only one comes first."""
    _locked(passage.document)
    rows = Passage.objects.select_related("document", "topic")
    found = rows.get(pk=passage.pk)
    if found.dropped:
        raise ApprovalError("A later version of the document no longer has this passage.")
    if found.replaced_by_id:
        successor = rows.get(pk=found.replaced_by_id)
        who = f" by {successor.edited_by}" if successor.edited_by else ""
        raise ApprovalError(
            f"This passage was replaced{who} meanwhile: cut the one that follows it ({successor})."
        )
    return found


def _locked(document: Document) -> Document:
    found = Document.objects.select_for_update().get(pk=document.pk)
    newest = Document.objects.named(found.slug, found.language).newest()
    if newest is not None and newest.pk != found.pk:
        raise ApprovalError(
            f"Version {newest.version} of the document is there: cut passages of that one."
        )
    return found


def _checked(document: Document, topic: str, span: Span) -> _Cut:
    """Raises ApprovalError unless a passage may be made of the span."""
    about = Topic.objects.filter(pk=topic).first()
    if about is None:
        raise ApprovalError(f'There is no topic "{topic}": choose one of the list.')
    cut = _Cut(_section(document, span), about, span)
    _is_new(document, cut)
    _may_go(document, cut)
    return cut


def _section(document: Document, span: Span) -> Section:
    start, end = span
    held = document.sections.filter(start__lte=start, end__gte=end, end__gt=start)
    section = held.first() if start < end else None
    if section is None:
        raise ApprovalError(
            f"Characters {start} to {end} are not within one section: "
            "choose a first and a last sentence of the same section."
        )
    if section.kind in NEVER_SENT:
        raise ApprovalError(f'"{section}" is {section.kind} and is never sent: choose another.')
    if not cutting.whole(document.text, (section.start, section.end), span):
        raise ApprovalError(
            f"Characters {start} to {end} begin or end within a sentence: choose whole sentences."
        )
    return section


def _is_new(document: Document, cut: _Cut) -> None:
    """What was cut otherwise since may be proposed again; what stands in its place may not."""
    start, end = cut.span
    known = Passage.objects.newest().filter(
        document=document, topic=cut.topic, start=start, end=end
    )
    if known.exists():
        raise ApprovalError(
            f"These sentences are a passage on {cut.topic} already: "
            "choose other sentences or another topic."
        )


def _may_go(document: Document, cut: _Cut) -> None:
    """Something must be left to send for at least one of the word sets."""
    sets = list(WordSet.objects.all())
    row = Passage(document=document, topic=cut.topic, start=cut.span[0], end=cut.span[1])
    spans = sentences(document.text, *cut.span)
    for wordset in sets:
        bars = barred(row, wordset=wordset)
        if any(barring.free(sentence, bars) for sentence in spans):
            return
    if sets:
        raise ApprovalError(
            "Every sentence of it is withheld or recalled, so nothing would be sent: "
            "choose other sentences, or have one lifted first."
        )


def _next_edition(document: Document, topic: Topic, position: int) -> int:
    return Passage.objects.filter(document=document, topic=topic, position=position).count()


def _made(
    document: Document,
    cut: _Cut,
    place: tuple[int, int],
    *,
    flags: list[str],
    by: str,
    now: datetime,
) -> Passage:
    return Passage.objects.create(
        document=document,
        section=cut.section,
        topic=cut.topic,
        start=cut.span[0],
        end=cut.span[1],
        position=place[0],
        edition=place[1],
        flags=flags,
        edited_by=named(by),
        edited_at=now,
    )


def _propose(passage: Passage, *, by: str, now: datetime, note: str) -> None:
    """A draft for every word set, with who proposed it in its history."""
    said = note.strip()[:500]
    drafts = Approval.objects.bulk_create(
        Approval(wordset=wordset, passage=passage, submitted_by=named(by), note=said)
        for wordset in WordSet.objects.all()
    )
    Decision.objects.bulk_create(
        Decision(approval=draft, state=draft.state, by=named(by), at=now, note=said)
        for draft in drafts
    )
    recalls.cover([passage], now=now)
    WordSet.objects.touch_all()
