"""The demo's own keys, made once and kept in its data folder.

Production takes its keys from the environment and never reads this file.
"""

import base64
import contextlib
import json
import os
import secrets
from pathlib import Path
from typing import TypedDict


class Keys(TypedDict):
    """What `keys.json` holds; `field_keys` has the newest first."""

    secret_key: str
    field_keys: list[str]
    index_key: str
    twilio_account_sid: str
    twilio_auth_token: str


class KeysLostError(Exception):
    """The keys cannot be had; the message says how to mend it."""


def load(folder: Path) -> Keys:
    """The keys of this data folder, made now if it is a new one.

    Raises KeysLostError when the file is damaged, or gone while the data that only it opens is
    still there.
    """
    path = folder / "keys.json"
    if not path.exists():
        _refuse_to_lose_data(folder)
        _write_once(path, _fresh())
    return _read(path)


def _read(path: Path) -> Keys:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        return Keys(
            secret_key=found["secret_key"],
            field_keys=found["field_keys"],
            index_key=found["index_key"],
            twilio_account_sid=found["twilio_account_sid"],
            twilio_auth_token=found["twilio_auth_token"],
        )
    except (ValueError, KeyError, TypeError) as error:
        raise KeysLostError(
            f"{path} is damaged. Put back its copy, or move the whole folder {path.parent} "
            "away to begin with a new demo."
        ) from error


def _refuse_to_lose_data(folder: Path) -> None:
    if (folder / "db.sqlite3").exists():
        raise KeysLostError(
            f"{folder} has a database but no keys.json, and only those keys open its names and "
            "texts. Put the file back, or move the folder away to begin with a new demo."
        )


def _fresh() -> Keys:
    return Keys(
        secret_key=secrets.token_urlsafe(50),
        field_keys=[base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()],
        index_key=secrets.token_urlsafe(32),
        twilio_account_sid="AC" + secrets.token_hex(16),
        twilio_auth_token=secrets.token_hex(16),
    )


def _write_once(path: Path, keys: Keys) -> None:
    """Whole or not at all; when two processes start at once, the first one's keys stand."""
    draft = path.with_name(f".keys-{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(keys, file, indent=2)
        file.flush()
        os.fsync(file.fileno())
    try:
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)
    finally:
        draft.unlink()
