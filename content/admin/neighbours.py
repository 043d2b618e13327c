"""The other passages of a topic in a document: what MORE comes to after one of them."""

from collections.abc import Sequence

from content.models import Passage
from content.text.barring import overlap

_SHORTENED = 80  # characters of a passage in a remark


def others(row: Passage, instead_of: Passage | None) -> list[Passage]:
    """The topic's other passages in the document, the first to be sent first."""
    found = Passage.objects.newest().filter(document=row.document, topic=row.topic)
    if instead_of is not None:
        found = found.exclude(pk=instead_of.pk)
    return list(found.select_related("document").order_by("position"))


def then(row: Passage, others: Sequence[Passage]) -> str:
    """How the passage begins that follows on MORE, empty if the menu does.

    As the pipeline has it: the next one of the same document that ends behind this one.
    """
    later = [other for other in others if other.end > row.end]
    after = min(later, key=lambda other: other.start, default=None)
    if after is None:
        return ""
    words = " ".join(after.text.split())
    return words if len(words) <= _SHORTENED else f"{words[:_SHORTENED].rsplit(' ', 1)[0]} …"


def remarks(row: Passage, others: Sequence[Passage]) -> list[str]:
    """What whoever cuts should know; nothing of it forbids the cut."""
    said = [
        f"It shares sentences with passage {other.position + 1} on {row.topic}."
        for other in others
        if overlap((row.start, row.end), (other.start, other.end))
    ]
    first = others[0] if others else None
    if first is not None and row.end <= first.start and row.position > first.position:
        said.append(
            "It would not be sent: it is not the topic's first passage, "
            "and MORE only goes forward in the document."
        )
    return said
