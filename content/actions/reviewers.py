"""Who may decide about words: a name always, an invented one only in the demo."""

from django.conf import settings

from content.models import Document, Passage

DEMO_REVIEWER = "Demo reviewer (invented)"


class ApprovalError(ValueError):
    """Nothing was changed; the message says why and who could."""


def named(by: str) -> str:
    if not by.strip():
        raise ApprovalError("A decision needs a name: say who decides.")
    return by.strip()


def may_review(by: str) -> None:
    if named(by) == DEMO_REVIEWER and settings.BONEMETS_MODE == "production":
        raise ApprovalError(
            f"{DEMO_REVIEWER} is not a person: in production a named clinical reviewer approves."
        )


def may_release(document: Document, *, by: str) -> None:
    """Who brought a document in does not alone decide that its words may leave."""
    if document.imported_by.casefold() == by.strip().casefold():
        raise ApprovalError(
            f"{by} imported {document} and may not approve it alone: another reviewer must."
        )


def may_sign(passage: Passage, *, by: str) -> None:
    """Nor does who cut a passage anew."""
    may_release(passage.document, by=by)
    if passage.edited_by.casefold() == by.strip().casefold():
        raise ApprovalError(
            f"{by} cut the passage on {passage.topic} and may not approve it alone: "
            "another reviewer must."
        )
