import pytest

from content import actions
from content.text.outline import Form
from tests.content.samples import GUIDE, PAGE, WEB_PAGE

H1 = "<h1>A</h1><p>a</p>"


@pytest.mark.parametrize(
    ("text", "name", "form"),
    [
        pytest.param(PAGE, "page.txt", Form.TEXT, id="text"),
        pytest.param(PAGE, "page", Form.TEXT, id="no name for it"),
        pytest.param(GUIDE, "guide.MD", Form.MARKDOWN, id="Markdown"),
        pytest.param(GUIDE, "guide.markdown", Form.MARKDOWN, id="Markdown in full"),
        pytest.param(WEB_PAGE, "page.htm", Form.HTML, id="HTML"),
        pytest.param(H1, "page.xhtml", Form.HTML, id="XHTML"),
        pytest.param(WEB_PAGE, "page.txt", Form.HTML, id="HTML under another name"),
        pytest.param(f"\n <HTML>{H1}", "page.md", Form.HTML, id="HTML under Markdown's name"),
        pytest.param(f"<div>{H1}</div>", "page.txt", Form.HTML, id="a piece of HTML"),
        pytest.param(f"<div>{H1}</div>\n# B\n\nb\n", "a.md", Form.MARKDOWN, id="tags in Markdown"),
        pytest.param(f"<?xml version='1.0'?><html>{H1}</html>", "a", Form.HTML, id="XML of a page"),
    ],
)
def test_the_form_goes_by_the_name_or_by_how_the_words_begin(
    text: str, name: str, form: Form
) -> None:
    assert actions.read_file(text.encode(), name=name).form is form


@pytest.mark.parametrize(
    ("data", "name", "message"),
    [
        pytest.param(b"", "a.txt", "a.txt is empty: line 1", id="empty"),
        pytest.param(b" \n\n", "a.txt", "is empty", id="blank"),
        pytest.param(b"A\n\nb\x00c", "a.txt", "line 3 holds a null byte", id="binary"),
        pytest.param(b"%PDF-1.7\n\x00", "a.pdf", "line 1 begins like a PDF", id="PDF"),
        pytest.param(
            b"PK\x03\x04\x14\x00", "a.docx", "like a zip archive, such as a Word", id="zip"
        ),
        pytest.param(b"\xd0\xcf\x11\xe0\xa1", "a.doc", "like an old Word document", id="old Word"),
        pytest.param(b"{\\rtf1\\ansi", "a.rtf", "like an RTF document", id="RTF"),
        pytest.param(b"\x89PNG\r\n\x1a\n\x00", "a.png", "like a picture", id="PNG"),
        pytest.param(b"\xff\xd8\xff\xe0\x00", "a.jpg", "like a picture", id="JPEG"),
        pytest.param(b"MIME-Version: 1.0\n", "a.mht", "like a web archive", id="MHT"),
        pytest.param(
            "A\n\nb".encode("utf-16"), "a.txt", "line 1 begins with the mark of UTF-16", id="UTF-16"
        ),
        pytest.param(
            "A\n\nb".encode("utf-16-le"),
            "a.txt",
            "null bytes, as UTF-16 has them",
            id="UTF-16 bare",
        ),
        pytest.param("A".encode("utf-32"), "a.txt", "the mark of UTF-32", id="UTF-32"),
        pytest.param(
            "A\n\ncafé".encode("latin-1"),
            "a.txt",
            'line 3 holds the byte 0xe9 ."é" in Windows-1252 or Latin-1.. Save it again in UTF-8.',
            id="Latin-1",
        ),
        pytest.param(
            b"\xef\xbb\xbfA\nb\xe9", "a.txt", "line 2 holds the byte 0xe9", id="behind a mark"
        ),
        pytest.param(
            b"ab\n" * 1_700_000, "a.txt", "over 5 MB, which end in line 1666667", id="big"
        ),
        pytest.param(
            b"Just a line.\n", "a.txt", "no headings: no short line up to line 2", id="no heading"
        ),
        pytest.param(
            b"Just a line.\n", "a.md", 'no line up to line 2 starts with "#"', id="no heading in md"
        ),
        pytest.param(
            b"<p>a\n<p>b", "a.html", "no headings: no <h1> to <h6> up to line 2", id="none in HTML"
        ),
        pytest.param(b"# A\n## B\n", "a.md", "no headings", id="headings without words"),
        pytest.param(
            b"<html>\n<script>draw()</script>",
            "a.html",
            "no words that are shown up to line 2",
            id="a page that a script draws",
        ),
        pytest.param(b"<?xml version='1.0'?><svg/>", "a.svg", "XML of another kind", id="XML"),
        pytest.param(
            b"<h1>a</h1>\n" + b"<div>" * 3000, "a.html", "a.html cannot be read: line 2", id="deep"
        ),
        pytest.param(
            '<html>\n<meta charset="windows-1252"><h1>A</h1><p>café'.encode(),
            "a.html",
            'says in line 2 that it is in windows-1252, but .* write "utf-8" in line 2',
            id="other encoding declared",
        ),
        pytest.param(
            b'<meta charset="klingon"><h1>A</h1><p>a',
            "a.html",
            "that it is in klingon",
            id="unknown",
        ),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_its_line(
    data: bytes, name: str, message: str
) -> None:
    with pytest.raises(actions.DocumentError, match=message) as refused:
        actions.read_file(data, name=name)
    assert str(refused.value).startswith(name)


@pytest.mark.parametrize("said", ["utf-8", "UTF8", "us-ascii", "iso-8859-1"])
def test_an_encoding_that_reads_the_same_is_no_error(said: str) -> None:
    page = f'<meta charset="{said}"><h1>A</h1><p>plain letters'.encode()
    assert actions.read_file(page, name="a.html").reading.text == "A\n\nplain letters\n"


def test_how_far_a_long_reading_is_can_be_heard() -> None:
    heard: list[tuple[int, int]] = []
    text = "# A\n\na\n" * 1_000
    for name, data in (("a.md", text), ("a.html", H1 * 1_000), ("a.txt", f"A\n\n{text}")):
        heard.clear()
        actions.read_file(data.encode(), name=name, step=lambda *far: heard.append(far))
        assert [done for done, _ in heard[:2]] == [1_000, 2_000]
        assert all(done <= total for done, total in heard)


def test_the_title_is_the_files_own_or_its_first_heading() -> None:
    assert actions.read_file(GUIDE.encode(), name="a.md").title == "A small guide"
    assert actions.read_file(PAGE.encode(), name="a.txt").title == "Strong Bones After Illness"
