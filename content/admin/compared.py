"""Old words beside new ones, with what changed marked inside."""

from collections.abc import Iterable
from dataclasses import dataclass

from content.models import Approval, Passage, Template
from content.text import differences
from content.text.differences import Piece


@dataclass(frozen=True)
class Compared:
    """`label` says which words the old ones are."""

    label: str
    old: str
    new: str
    language: str
    pieces: tuple[Piece, ...]


def compared(label: str, old: str, new: str, language: str) -> Compared:
    return Compared(label, old, new, language, differences.marked(old, new))


def of_approval(approval: Approval) -> Compared | None:
    """The words of a review beside those approved before, else beside the version before."""
    if approval.template is not None:
        return _of_template(approval, approval.template)
    return of_passage(approval) if approval.passage is not None else None


def of_passage(approval: Approval) -> Compared | None:
    passage = approval.passage
    if passage is None:
        return None
    before = _serving_before(approval, passage)
    if before is None:
        return None
    label = _label(approval, before)
    return compared(label, before.body, passage.body, passage.document.language)


def _serving_before(approval: Approval, passage: Passage) -> Passage | None:
    """The nearest earlier passage in this place that is approved; else the nearest of all."""
    line = list(_before(passage.pk))
    approved = set(
        Approval.objects.approved()
        .filter(wordset=approval.wordset_id, passage__in=line)
        .values_list("passage", flat=True)
    )
    return next((row for row in line if row.pk in approved), line[0] if line else None)


def _before(passage_id: int) -> Iterable[Passage]:
    """The passages that this one replaces, the nearest first; of two the later version."""
    ids, seen = {passage_id}, set[int]()
    while ids - seen:
        seen |= ids
        rows = Passage.objects.filter(replaced_by__in=ids).exclude(pk__in=seen)
        found = list(
            rows.select_related("document", "topic").order_by("-document__version", "-edition")
        )
        yield from found
        ids = {row.pk for row in found}


def _label(approval: Approval, before: Passage) -> str:
    served = Approval.objects.approved().filter(wordset=approval.wordset_id, passage=before)
    state = "approved" if served.exists() else "before"
    cut = f", cut by {before.edited_by}" if before.edited_by else ""
    return f"{state}: version {before.document.version}{cut}"


def _of_template(approval: Approval, template: Template) -> Compared | None:
    earlier = Template.objects.filter(
        slug=template.slug,
        language=template.language,
        discreet=template.discreet,
        version__lt=template.version,
    ).order_by("-version")
    approved = Approval.objects.approved().filter(wordset=approval.wordset_id)
    served = earlier.filter(pk__in=approved.values("template")).first()
    before = served or earlier.first()
    if before is None:
        return None
    label = f"{'approved' if served else 'before'}: version {before.version}"
    return compared(label, before.body, template.body, template.language)
