"""What becomes of approvals when a document gets a new version."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from content.models import Approval, ApprovalState, Decision, Document, Passage, WordSet


def follow(
    *, document: Document, passages: Sequence[Passage], now: datetime
) -> tuple[Passage, ...]:
    """Tie the new version's passages to the earlier ones; answers those that were carried.

    Same topic, same words: each word set's approval comes along.  Other words in the same
    place: a draft, and the old passage serves until the new one is decided.  A passage
    without a successor is dropped and its approvals retired.  Cuts by a person come last;
    the map's passage below one is approved where the earlier one was, and never a draft.
    """
    earlier = list(
        Passage.objects.of_document(document.slug, document.language)
        .exclude(document=document)
        .filter(dropped=False)
        .prefetch_related("document")
        .order_by("-document__version", "position")
    )
    twins = _twins(earlier, passages)
    _replace(earlier, passages, twins)
    approvals = _approvals(passages, twins)
    _retire(_without_successor(earlier, passages), document=document, now=now)
    carried = {a.passage_id for a in approvals if a.state != ApprovalState.DRAFT}
    return tuple(p for p in passages if p.pk in carried)


def _twins(earlier: Iterable[Passage], passages: Sequence[Passage]) -> dict[int, list[Passage]]:
    """By new passage's id, the earlier passages with the same topic and words."""
    twins: dict[int, list[Passage]] = {passage.pk: [] for passage in passages}
    by_words = {(p.topic_id, p.text): p.pk for p in reversed(passages)}
    for old in earlier:
        new = by_words.get((old.topic_id, old.text))
        if new is not None:
            twins[new].append(old)
    return twins


def _replace(
    earlier: Sequence[Passage], passages: Sequence[Passage], twins: dict[int, list[Passage]]
) -> None:
    twin_of = {old.pk: new for new in passages for old in twins[new.pk]}
    in_place = {(p.topic_id, p.position): p for p in passages}
    for old in earlier:
        new = twin_of.get(old.pk)
        if new is None and old.replaced_by_id is None:
            new = in_place.get((old.topic_id, old.position))
        if new is not None:
            old.replaced_by = new
    Passage.objects.bulk_update(earlier, ["replaced_by"])


def _without_successor(earlier: Sequence[Passage], passages: Sequence[Passage]) -> list[Passage]:
    """Those whose place, however many versions on, the new version does not have."""
    successor = {old.pk: old.replaced_by_id for old in earlier}
    new = {passage.pk for passage in passages}
    return [old for old in earlier if last_in_line(old.pk, successor) not in new]


def last_in_line(passage: int, successor: Mapping[int, int | None]) -> int:
    """The id of the passage that stands in its place now."""
    while following := successor.get(passage):
        passage = following
    return passage


def _retire(gone: Sequence[Passage], *, document: Document, now: datetime) -> None:
    """Drop what has no successor; take what was only waiting off the review list."""
    for passage in gone:
        passage.dropped = True
    Passage.objects.bulk_update(gone, ["dropped"])
    dropped = Approval.objects.filter(passage__in=gone).exclude(state=ApprovalState.RETIRED)
    waiting = Approval.objects.waiting().filter(
        passage__replaced_by__isnull=False,
        passage__document__slug=document.slug,
        passage__document__language=document.language,
    )
    note = f"Version {document.version} of the document no longer has these words."
    by = document.imported_by
    done = ApprovalState.RETIRED
    for approvals in (dropped, waiting):
        Decision.objects.bulk_create(
            Decision(approval=a, state=done, by=by, at=now, note=note) for a in approvals
        )
        approvals.update(state=done, decided_by=by, decided_at=now, note=note)


def _approvals(passages: Sequence[Passage], twins: dict[int, list[Passage]]) -> list[Approval]:
    old = Approval.objects.filter(passage__in=[p for found in twins.values() for p in found])
    old = old.exclude(state=ApprovalState.RETIRED)
    known = {(a.wordset_id, a.passage_id): a for a in old}
    made = [
        _successor(
            wordset, passage, [known.get((wordset.pk, twin.pk)) for twin in twins[passage.pk]]
        )
        for wordset in WordSet.objects.all()
        for passage in passages
    ]
    below = {p.pk for p in passages if p.replaced_by_id}
    created = Approval.objects.bulk_create(
        a for a in made if a.passage_id not in below or a.state != ApprovalState.DRAFT
    )
    Decision.objects.bulk_create(
        Decision(approval=a, state=a.state, by=a.decided_by, at=a.decided_at, note=a.note)
        for a in created
        if a.state == ApprovalState.APPROVED and a.decided_at
    )
    return created


def _successor(wordset: WordSet, passage: Passage, found: Sequence[Approval | None]) -> Approval:
    """The newest earlier sign-off of the same words with its name and date, else a draft.

    A draft keeps who proposed the words, and why.
    """
    known = sorted(filter(None, found), key=lambda a: a.state == ApprovalState.DRAFT)
    if not known:
        return Approval(wordset=wordset, passage=passage)
    old = known[0]
    waits = old.state == ApprovalState.DRAFT
    return Approval(
        wordset=wordset,
        passage=passage,
        state=old.state,
        submitted_by=old.submitted_by,
        decided_by=old.decided_by,
        decided_at=old.decided_at,
        note=old.note or ("" if waits else "The same words were approved in an earlier version."),
        use_until=old.use_until,
    )
