"""Every change of the words: one transaction each, keyword-only, with a name and a time."""

from content.actions.approvals import (
    DEMO_REVIEWER,
    ApprovalError,
    approve,
    retire,
    submit,
)
from content.actions.choices import add_alias, make_wordset, prefer, remove_alias
from content.actions.files import MOST_BYTES, DocumentError
from content.actions.imports import MOST_SOURCE_LINE, Details, Imported, import_document
from content.actions.library import SHIPPED_BY, Loaded, load_library
from content.actions.maps import guess_rows, read_map, shipped_map

__all__ = [
    "DEMO_REVIEWER",
    "MOST_BYTES",
    "MOST_SOURCE_LINE",
    "SHIPPED_BY",
    "ApprovalError",
    "Details",
    "DocumentError",
    "Imported",
    "Loaded",
    "add_alias",
    "approve",
    "guess_rows",
    "import_document",
    "load_library",
    "make_wordset",
    "prefer",
    "read_map",
    "remove_alias",
    "retire",
    "shipped_map",
    "submit",
]
