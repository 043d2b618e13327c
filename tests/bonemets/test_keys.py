"""The demo's own keys."""

import json
import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from bonemets import keys


def test_are_made_once(tmp_path: Path) -> None:
    assert keys.load(tmp_path) == keys.load(tmp_path)


def test_differ_from_folder_to_folder(tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    assert keys.load(tmp_path)["field_keys"] != keys.load(other)["field_keys"]


def test_can_encrypt(tmp_path: Path) -> None:
    box = Fernet(keys.load(tmp_path)["field_keys"][0])
    assert box.decrypt(box.encrypt(b"hello")) == b"hello"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_are_read_by_their_owner_alone(tmp_path: Path) -> None:
    keys.load(tmp_path)
    assert stat.S_IMODE((tmp_path / "keys.json").stat().st_mode) == 0o600


def test_many_starts_at_once_agree_and_leave_no_draft(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: keys.load(tmp_path), range(16)))
    assert all(one == found[0] for one in found)
    assert [path.name for path in tmp_path.iterdir()] == ["keys.json"]


@pytest.mark.parametrize("content", ["", "{", "[]", "null", json.dumps({"secret_key": "x"})])
def test_a_damaged_file_gets_a_sentence(tmp_path: Path, content: str) -> None:
    (tmp_path / "keys.json").write_text(content)
    with pytest.raises(keys.KeysLostError, match="is damaged"):
        keys.load(tmp_path)


def test_new_keys_are_not_made_over_data_that_old_ones_opened(tmp_path: Path) -> None:
    (tmp_path / "db.sqlite3").touch()
    with pytest.raises(keys.KeysLostError, match="has a database but no"):
        keys.load(tmp_path)
