"""What a reviewer sees of one approval: the phone, what changed, and who may decide."""

from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from content import actions, bars
from content.admin import compared, previews, queue, sending
from content.admin.sending import Sent
from content.models import Approval, ApprovalState, Document, Passage

TONES = {
    ApprovalState.APPROVED: "bm-success",
    ApprovalState.IN_REVIEW: "bm-warning",
    ApprovalState.RETIRED: "bm-danger",
}


def shown(approval: Approval) -> dict[str, Any]:
    following = queue.next_waiting(approval)
    return {
        "approval": approval,
        "tone": TONES.get(ApprovalState(approval.state), ""),
        "compared": compared.of_approval(approval),
        "waiting": Approval.objects.waiting().filter(wordset=approval.wordset_id).count(),
        "next_url": following and reverse("admin:content_approval_change", args=[following.pk]),
        **(_passage(approval) if approval.passage else _template(approval)),
    }


def first_text(approval: Approval) -> SafeString:
    """For a list: the first text as it goes out, its cost, and how many follow on MORE."""
    if approval.passage is None:
        body = sending.filled(approval.template.body if approval.template else "")
        return _listed(body, sending.cost(body))
    sent = _sent(approval, approval.passage)
    if not sent.texts:
        return _listed(previews.NOTHING, "")
    more = len(sent.texts) - 1
    said = [sending.cost(sent.texts[0].body), f"{more} more on MORE" if more else ""]
    hard = f"grade {sent.grade_words}: hard to read" if sent.hard else ""
    return _listed(sent.texts[0].body, ", ".join(filter(None, [*said, hard])))


def may_cut(approval: Approval) -> bool:
    """Whether it is of a passage that stands in the newest version of its document."""
    passage = approval.passage
    if passage is None or passage.replaced_by_id or passage.dropped:
        return False
    document = passage.document
    return Document.objects.named(document.slug, document.language).newest() == document


def refused(approval: Approval, *, by: str) -> str:
    """Why this person may not approve it alone, told before she tries."""
    try:
        if approval.passage is not None:
            actions.may_sign(approval.passage, by=by)
    except actions.ApprovalError as error:
        return str(error)
    return ""


def _passage(approval: Approval) -> dict[str, Any]:
    if approval.passage is None:
        return {}
    sent = _sent(approval, approval.passage)
    return {
        "name": f"{approval.passage.topic} {approval.passage.position + 1}",
        "whole": approval.passage.document,
        "phone": previews.handset(sent),
        "grade": sent.grade_words,
        "hard": sent.hard,
        "remark": sent.closing.remark,
    }


def _template(approval: Approval) -> dict[str, Any]:
    if approval.template is None:
        return {}
    body = sending.filled(approval.template.body)
    grade = sending.grade(body, approval.template.language)
    return {
        "name": approval.template.slug,
        "whole": approval.template,
        "phone": format_html(
            "{}<p><small>{}</small></p>", previews.bubble(body), sending.cost(body)
        ),
        "grade": sending.grade_words(grade),
        "hard": sending.is_hard(grade),
    }


def _sent(approval: Approval, passage: Passage) -> Sent:
    barred = bars.spans(approval.wordset_id, [passage])[passage.pk]
    return sending.sent(passage, barred=barred, wordset=approval.wordset)


def _listed(body: str, said: str) -> SafeString:
    return format_html(
        '<span class="cw-cell"><span class="cw-list-words">{}</span>'
        '<small class="bm-muted">{}</small></span>',
        body,
        said,
    )
