"""What a planted bug is: exact edits of the sources, and the tests that must miss what is gone."""

from dataclasses import dataclass
from typing import Final

ACTIONS: Final = "tests/messaging/actions"
GATEWAY: Final = "tests/messaging/gateway"
GUARDS: Final = "tests/faults/test_guards.py"
POSTGRES: Final = "PostgreSQL"


@dataclass(frozen=True)
class Edit:
    """In the one file under `under` where `old` stands, once: `new` in its place."""

    old: str
    new: str
    under: str = "messaging"


@dataclass(frozen=True)
class Bug:
    """`tests` are the ids of which at least one must fail; `on` names the engine they need."""

    name: str
    edits: tuple[Edit, ...]
    tests: tuple[str, ...]
    on: str = "SQLite"


def bug(name: str, old: str, new: str, *tests: str, on: str = "SQLite", under: str = "") -> Bug:
    return Bug(name, (Edit(old, new, under or "messaging"),), tests, on)
