"""Documents, passages, topics, templates, and who approved what."""

from content.models.documents import Document, Passage, Section
from content.models.recalls import Recall, RecalledSpan
from content.models.templates import Template, TemplateKind
from content.models.topics import Alias, AliasKind, RemovedAlias, Topic
from content.models.withholdings import Withholding
from content.models.wordsets import Approval, ApprovalState, Decision, Preference, WordSet

__all__ = [
    "Alias",
    "AliasKind",
    "Approval",
    "ApprovalState",
    "Decision",
    "Document",
    "Passage",
    "Preference",
    "Recall",
    "RecalledSpan",
    "RemovedAlias",
    "Section",
    "Template",
    "TemplateKind",
    "Topic",
    "Withholding",
    "WordSet",
]
