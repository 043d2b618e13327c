"""Lifting a bar: what withholdings and recalls have in common."""

from datetime import datetime

from content.actions.reviewers import ApprovalError, may_release, may_review, named
from content.models import Document, Recall, Withholding, WordSet


def lift(
    row: Withholding | Recall, *, document: Document, by: str, now: datetime, because: str
) -> None:
    """In the caller's transaction.

    Raises ApprovalError for whoever may not approve the document (see `approve`), without
    a reason, and for one that was lifted before.
    """
    may_review(by)
    may_release(document, by=by)
    if not because.strip():
        raise ApprovalError("Say why it may be sent again.")
    fresh = type(row)._default_manager.select_for_update().get(pk=row.pk)
    if fresh.lifted_at:
        raise ApprovalError(f"{fresh.lifted_by} lifted it before, on {fresh.lifted_at:%Y-%m-%d}.")
    fresh.lift(by=named(by), now=now, because=because.strip()[:300])
    WordSet.objects.filter(pk=fresh.wordset_id).touch_all()
