from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from content import actions
from content.models import Approval, Document, Passage, Section, Topic, WordSet
from tests.content.conftest import NOW
from tests.content.samples import GUIDE, PAGE, REAL, WEB_PAGE, as_html, as_markdown

MAP = """
[[passage]]
topic = "denosumab"
section = "Shots"
paragraphs = [1, 1]

[[passage]]
topic = "dental-care"
section = "Teeth"
"""


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


def test_it_says_what_it_does_as_it_goes(page: Path) -> None:
    told = run(page).splitlines()
    assert told[:3] == [
        f"Reading page.txt, {page.stat().st_size:,} bytes...",
        "10 sections found.",
        "0 passages placed for 0 topics.",
    ]


def test_a_web_page_comes_in_like_its_plain_text(page: Path, tmp_path: Path) -> None:
    web = tmp_path / "page.html"
    web.write_text(WEB_PAGE, encoding="utf-8")
    told = run(web)
    assert "10 sections" in told
    assert "Copyright notice  [notice]" in told
    assert Document.objects.get().form == "html"


def test_another_language_than_the_pages_own_is_said(page: Path, tmp_path: Path) -> None:
    web = tmp_path / "page.html"
    web.write_text(WEB_PAGE, encoding="utf-8")
    told = run(web, "--language", "es")
    assert 'page.html says in line 2 that its language is "en-US"' in told
    assert Document.objects.get().language == "es"


def test_a_changed_file_is_told_place_by_place(approved: WordSet, tmp_path: Path) -> None:
    plan = tmp_path / "map.toml"
    plan.write_text(MAP)
    path = tmp_path / "guide.md"
    path.write_text(GUIDE.replace("Brush each day", "Brush twice a day"), encoding="utf-8")
    told = run(path, "--map", str(plan), slug="guide")
    assert told.endswith(
        """\
1 drafts wait for a reviewer: dental-care.
1 passages keep their approval: denosumab.
Harbor words:
  Approved still, for their words are the same (1):
    denosumab, "Shots", characters 119 to 169
  Back to draft, for their words changed (1):
    dental-care, "Teeth", characters 264 to 319: the old words go out meanwhile (version 1, \
characters 264 to 316)
  Gone from the document, and retired (1):
    denosumab, "Shots", characters 171 to 215 of version 1
"""
    )


def test_a_persons_cut_that_did_not_come_along_is_told(approved: WordSet, tmp_path: Path) -> None:
    row = Passage.objects.get(topic="dental-care")
    end = row.start + len("See a dentist before the first shot.")
    actions.edit_passage(
        passage=row, topic="dental-care", start=row.start, end=end, by="Dr. Ito", now=NOW
    )
    path, plan = tmp_path / "guide.md", tmp_path / "map.toml"
    path.write_text(GUIDE.replace("before the first shot", "before you start"), encoding="utf-8")
    plan.write_text(MAP)
    told = run(path, "--map", str(plan), slug="guide")
    assert "Cut by hand: dental-care: the passage that Dr. Ito cut in version 1" in told


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
        pytest.param(b"\x89PNG\x00", "line 1 begins like a picture", id="picture"),
        pytest.param(b"%PDF-1.7", "line 1 begins like a PDF", id="PDF"),
        pytest.param(b"A\n\nb\x00", "line 3 holds a null byte", id="binary"),
        pytest.param("A\n\nb".encode("utf-16"), "line 1 begins with the mark", id="utf-16"),
        pytest.param(b"Title\n\ncaf\xe9 is here.\n", "line 3 holds the byte 0xe9", id="latin-1"),
        pytest.param(b"x" * 5_000_001, "over 5 MB", id="too big"),
        pytest.param(b"no heading here.\n", "no headings", id="no headings"),
        pytest.param(b"<html><p>no heading", "no headings: no <h1>", id="no headings in HTML"),
        pytest.param(b"<meta charset=big5><h1>A</h1>\xe2\x80\x99", "in line 1", id="declared"),
    ],
)
def test_a_bad_file_gets_a_sentence_and_stores_nothing(
    page: Path, data: bytes, message: str
) -> None:
    page.write_bytes(data)
    with pytest.raises(CommandError, match=f"{message}.* Nothing was stored.$"):
        run(page)
    assert not Document.objects.exists()
    assert not Section.objects.exists()


def test_what_fails_at_the_end_leaves_nothing_behind(
    page: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**_: object) -> None:
        raise actions.DocumentError("The disk is full.")

    monkeypatch.setattr("content.actions.imports.flags.bar_flagged", fail)
    with pytest.raises(CommandError, match="The disk is full"):
        run(page)
    assert not Document.objects.exists()
    assert not Section.objects.exists()


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


@pytest.mark.skipif(not REAL.exists(), reason="the real document is not at hand")
@pytest.mark.parametrize(("name", "to"), [("real.html", as_html), ("real.md", as_markdown)])
def test_the_real_document_says_the_same_in_every_form(
    name: str, to: Callable[[str], str], wordset: WordSet, tmp_path: Path
) -> None:
    call_command("load_library", stdout=StringIO())
    path = tmp_path / name
    path.write_text(to(REAL.read_text(encoding="utf-8")), encoding="utf-8")
    run(REAL, slug="plain")
    told = run(path, slug="marked")
    assert "28 sections" in told
    assert "Not mapped" not in told
    plain, marked = (list(Passage.objects.filter(document__slug=s)) for s in ("plain", "marked"))
    assert [(p.topic_id, p.body) for p in marked] == [(p.topic_id, p.body) for p in plain]
    assert len({p.topic_id for p in marked}) == 28
    bars = {d.slug: d.withholdings.count() for d in Document.objects.filter(shipped=False)}
    assert bars["marked"] == bars["plain"] > 0
