"""Every change of the words: one transaction each, keyword-only, with a name and a time."""

from content.actions.approvals import approve, retire, submit
from content.actions.choices import make_wordset, prefer
from content.actions.editing import add_passage, barred, check_cut, edit_passage
from content.actions.files import MOST_BYTES, DocumentError, File, read_file
from content.actions.flags import FLAGGED_BY, known_flags, marked_flags
from content.actions.imports import MOST_SOURCE_LINE, Details, Imported, import_document, remarks
from content.actions.library import SHIPPED_BY, Loaded, load_library
from content.actions.maps import guess_rows, read_map, shipped_map
from content.actions.naming import NamingError, add_alias, remove_alias
from content.actions.recalls import lift_recall, recall
from content.actions.reviewers import DEMO_REVIEWER, ApprovalError, may_sign
from content.actions.standings import Fate, Standing
from content.actions.withholdings import check_span, lift, withhold

__all__ = [
    "DEMO_REVIEWER",
    "FLAGGED_BY",
    "MOST_BYTES",
    "MOST_SOURCE_LINE",
    "SHIPPED_BY",
    "ApprovalError",
    "Details",
    "DocumentError",
    "Fate",
    "File",
    "Imported",
    "Loaded",
    "NamingError",
    "Standing",
    "add_alias",
    "add_passage",
    "approve",
    "barred",
    "check_cut",
    "check_span",
    "edit_passage",
    "guess_rows",
    "import_document",
    "known_flags",
    "lift",
    "lift_recall",
    "load_library",
    "make_wordset",
    "marked_flags",
    "may_sign",
    "prefer",
    "read_file",
    "read_map",
    "recall",
    "remarks",
    "remove_alias",
    "retire",
    "shipped_map",
    "submit",
    "withhold",
]
