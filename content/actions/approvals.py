"""A reviewer's decisions: what a word set may send, from when, and in whose name."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from content import bars
from content.actions import flags
from content.actions.reviewers import ApprovalError, may_review, may_sign, named
from content.models import (
    Approval,
    ApprovalState,
    Decision,
    Document,
    Passage,
    Template,
    WordSet,
)
from content.text.mapping import NEVER_SENT

Changes = dict[str, Any]


@transaction.atomic
def submit(
    *,
    wordset: WordSet,
    passages: Iterable[Passage] = (),
    templates: Iterable[Template] = (),
    by: str,
    now: datetime,
    note: str = "",
) -> int:
    """Ask for a review; what is approved stays approved.  Answers how many were put in."""
    found = [
        approval
        for approval in _open(wordset, passages, templates)
        if approval.state in (ApprovalState.DRAFT, ApprovalState.RETIRED)
    ]
    changes = {"state": ApprovalState.IN_REVIEW, "submitted_by": named(by), "note": note}
    return _record(found, changes, by=by, now=now, note=note)


@transaction.atomic
def approve(
    *,
    wordset: WordSet,
    passages: Iterable[Passage] = (),
    templates: Iterable[Template] = (),
    by: str,
    now: datetime,
    note: str = "",
    use_until: date | None = None,
) -> int:
    """Let these words leave, until `use_until` (its last good day).  Answers how many.

    The words that they replace are retired in the same step, and what our flags bar in
    their documents is withheld.  Raises ApprovalError for
    the demo's invented reviewer in production, for the one who imported the document or cut
    the passage anew, for references and notices, which are never sent, and for words that
    are recalled.
    """
    may_review(by)
    passages, templates = list(passages), list(templates)
    _may_approve(wordset, passages, by=by)
    for document in Document.objects.filter(passages__in=passages).distinct():
        flags.bar_flagged(document=document, wordsets=[wordset], now=now)
    found = _open(wordset, passages, templates)
    changes = {"state": ApprovalState.APPROVED, "use_until": use_until}
    count = decide(found, changes, by=by, now=now, note=note)
    _retire_replaced(wordset, passages, templates, by=by, now=now)
    return count


@transaction.atomic
def retire(
    *,
    wordset: WordSet,
    passages: Iterable[Passage] = (),
    templates: Iterable[Template] = (),
    by: str,
    now: datetime,
    note: str = "",
) -> int:
    """From now on these words do not leave for this word set.  Answers how many changed."""
    found = [
        approval
        for approval in _open(wordset, passages, templates)
        if approval.state != ApprovalState.RETIRED
    ]
    return decide(found, {"state": ApprovalState.RETIRED}, by=by, now=now, note=note)


def _may_approve(wordset: WordSet, passages: Sequence[Passage], *, by: str) -> None:
    rows = Passage.objects.filter(pk__in=[p.pk for p in passages])
    found = list(rows.select_related("document", "section", "topic"))
    recalled = bars.wholly_recalled(wordset.pk, found)
    for passage in found:
        may_sign(passage, by=by)
        if passage.section.kind in NEVER_SENT:
            raise ApprovalError(f'"{passage.section}" is {passage.section.kind} and is never sent.')
        if passage.pk in recalled:
            raise ApprovalError(
                f"{passage}: {recalled[passage.pk]}. Lift the recall before you approve the words."
            )


def _open(
    wordset: WordSet, passages: Iterable[Passage], templates: Iterable[Template]
) -> list[Approval]:
    """The approvals of these items, drafts made for those that have none."""
    passages, templates = list(passages), list(templates)
    known = Approval.objects.filter(
        Q(passage__in=passages) | Q(template__in=templates), wordset=wordset
    )
    have = {(a.passage_id, a.template_id) for a in known}
    Approval.objects.bulk_create(
        [Approval(wordset=wordset, passage=p) for p in passages if (p.pk, None) not in have]
        + [Approval(wordset=wordset, template=t) for t in templates if (None, t.pk) not in have]
    )
    return list(known.all())


def decide(
    approvals: Sequence[Approval], changes: Changes, *, by: str, now: datetime, note: str
) -> int:
    """Write a decision on these rows, with its place in their history; answers how many."""
    decided = {"decided_by": named(by), "decided_at": now, "note": note}
    return _record(approvals, changes | decided, by=by, now=now, note=note)


def _record(
    approvals: Sequence[Approval], changes: Changes, *, by: str, now: datetime, note: str
) -> int:
    rows = Approval.objects.filter(pk__in=[a.pk for a in approvals])
    rows.update(**changes)
    Decision.objects.bulk_create(
        Decision(approval=a, state=changes["state"], by=named(by), at=now, note=note)
        for a in approvals
    )
    WordSet.objects.filter(pk__in={a.wordset_id for a in approvals}).touch_all()
    return len(approvals)


def _retire_replaced(
    wordset: WordSet,
    passages: Sequence[Passage],
    templates: Sequence[Template],
    /,
    *,
    by: str,
    now: datetime,
) -> None:
    old = Approval.objects.filter(wordset=wordset).exclude(state=ApprovalState.RETIRED)
    newest = {(t.slug, t.language, t.discreet): t.version for t in templates}
    replaced = [*old.filter(passage__in=_before(passages))]
    for approval in old.filter(template__isnull=False).select_related("template"):
        if (row := approval.template) and row.version < newest.get(
            (row.slug, row.language, row.discreet), 0
        ):
            replaced.append(approval)
    changes = {"state": ApprovalState.RETIRED}
    decide(replaced, changes, by=by, now=now, note="Replaced by a newer version.")


def _before(passages: Sequence[Passage]) -> set[int]:
    """Ids of all earlier passages that these replace, however many versions back."""
    found: set[int] = set()
    newest = {p.pk for p in passages}
    while newest:
        newest = set(Passage.objects.filter(replaced_by__in=newest).values_list("pk", flat=True))
        found |= newest
    return found
