"""The words' pages: read them beside their source, approve them, name topics."""

from content.admin import approvals, documents, templates, topics, withholdings, wordsets

__all__ = ["approvals", "documents", "templates", "topics", "withholdings", "wordsets"]
