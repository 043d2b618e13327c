from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from content.models import Approval, Document, Passage, Topic, WordSet
from tests.content.samples import GUIDE, PAGE, REAL


@pytest.fixture
def page(tmp_path: Path, topics: None) -> Path:
    path = tmp_path / "page.txt"
    path.write_text(PAGE, encoding="utf-8")
    return path


def run(path: Path, *more: str, slug: str = "page") -> str:
    out = StringIO()
    said = ["--slug", slug, "--publisher", "Invented House", "--licence", "ours", *more]
    call_command("import_document", str(path), *said, stdout=out)
    return out.getvalue()


def test_it_prints_sections_and_drafts(page: Path, tmp_path: Path) -> None:
    plan = tmp_path / "map.toml"
    plan.write_text('[[passage]]\ntopic = "dental-care"\nsection = "Jaw trouble"\n')
    told = run(page, "--map", str(plan), "--reviewed-on", "2015-03-03")
    assert "10 sections" in told
    assert "Copyright notice  [notice]" in told
    assert "1 drafts wait for a reviewer: dental-care." in told
    assert Document.objects.get().source_line == "Invented House 2015"


def test_without_a_map_headings_that_name_a_topic_are_drafted(page: Path, tmp_path: Path) -> None:
    Topic.objects.filter(slug="dental-care").update(titles={"en": "Jaw trouble"})
    assert "drafts wait for a reviewer: dental-care." in run(page)


def test_without_any_match_it_tells_how_to_go_on(page: Path) -> None:
    assert "write a map" in run(page)


def test_a_second_run_changes_nothing(page: Path) -> None:
    run(page)
    assert "nothing changed" in run(page)
    assert Document.objects.count() == 1


def test_the_first_import_loads_the_library(tmp_path: Path, db: None) -> None:
    path = tmp_path / "guide.md"
    path.write_text(GUIDE, encoding="utf-8")
    assert "shipped topics" in run(path, slug="guide")
    assert Topic.objects.count() == 28


@pytest.mark.parametrize(
    ("data", "message"),
    [
        pytest.param(b"", "empty", id="empty"),
        pytest.param(b"\x89PNG\x00", "line 1 holds a null byte", id="binary"),
        pytest.param(b"Title\n\ncaf\xe9 is here.\n", "line 3 holds the byte 0xe9", id="latin-1"),
        pytest.param(b"x" * 5_000_001, "over 5 MB", id="too big"),
        pytest.param(b"no heading here.\n", "no headings", id="no headings"),
    ],
)
def test_a_bad_file_gets_a_sentence_and_stores_nothing(
    page: Path, data: bytes, message: str
) -> None:
    page.write_bytes(data)
    with pytest.raises(CommandError, match=message):
        run(page)
    assert not Document.objects.exists()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        pytest.param("topic =", "cannot be used", id="not TOML"),
        pytest.param('[[passage]]\ntopic = "onj"', "needs a topic and a section", id="half a row"),
    ],
)
def test_a_bad_map_stores_nothing(page: Path, tmp_path: Path, words: str, message: str) -> None:
    plan = tmp_path / "map.toml"
    plan.write_text(words)
    with pytest.raises(CommandError, match=message):
        run(page, "--map", str(plan))
    assert not Document.objects.exists()


def test_a_missing_file_is_named(tmp_path: Path, topics: None) -> None:
    with pytest.raises(CommandError, match=r"nowhere\.txt cannot be read"):
        run(tmp_path / "nowhere.txt")


def test_a_bad_date_tells_how_to_write_one(page: Path) -> None:
    with pytest.raises(CommandError, match="write it like 2026-12-31"):
        run(page, "--use-until", "next year")


@pytest.mark.skipif(not REAL.exists(), reason="the real document is not at hand")
@pytest.mark.parametrize("slug", ["treating-bone-metastases", "any-other-name"])
def test_the_real_document_gets_drafts_for_every_topic(slug: str, wordset: WordSet) -> None:
    call_command("load_library", stdout=StringIO())
    told = run(REAL, slug=slug)
    assert "28 sections" in told
    assert "Not mapped" not in told
    drafts = Approval.objects.waiting().filter(passage__document__slug=slug)
    assert drafts.count() == Passage.objects.filter(document__slug=slug).count() == 35
