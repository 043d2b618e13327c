import pytest

from content.text.excerpts import render
from content.text.outline import Form, Reading, Said, SectionKind, Unreadable, read
from tests.content.samples import PAGE, WEB_PAGE


def page(body: str, *, head: str = "") -> Reading:
    return read(f"<html><head>{head}</head><body>{body}</body></html>", form=Form.HTML)


def text_of(body: str) -> str:
    return page(body).text.strip()


def titles(reading: Reading) -> list[str]:
    return [section.title for section in reading.sections]


def test_a_page_has_the_sections_and_words_of_its_plain_text() -> None:
    plain, web = read(PAGE), read(WEB_PAGE, form=Form.HTML)
    assert [(s.title, s.kind) for s in web.sections] == [(s.title, s.kind) for s in plain.sections]
    for ours, theirs in zip(web.sections, plain.sections, strict=True):
        assert render(web.text, ours.start, ours.end) == render(PAGE, theirs.start, theirs.end)


def test_headings_carry_their_path() -> None:
    jaw = next(s for s in read(WEB_PAGE, form=Form.HTML).sections if s.title == "Jaw trouble")
    assert jaw.path == ("Strong Bones After Illness", "Medicines", "Jaw trouble")
    assert jaw.level == 3


@pytest.mark.parametrize(
    ("body", "text"),
    [
        pytest.param("<p>a\n  b\tc</p>", "a b c", id="white space"),
        pytest.param("<p>one<p>two", "one\n\ntwo", id="paragraphs without ends"),
        pytest.param("<p>a <b>b</b><i>c</i> <a href='/x'>d</a>.</p>", "a bc d.", id="inline"),
        pytest.param("<p>a<br>b<br/>c</p>", "a\nb\nc", id="line breaks"),
        pytest.param("<p>a<br><br>b</p>", "a\n\nb", id="two line breaks"),
        pytest.param("<p>&eacute; &amp; &lt;b&gt; &#8217;</p>", "é & <b> ’", id="entities"),
        pytest.param("<p>hy&shy;phen wo<wbr>rd</p>", "hyphen word", id="soft breaks"),
        pytest.param("<p>a<!-- not this -->b</p>", "ab", id="comments"),
        pytest.param("<ul><li>a<li>b</ul>", "• a\n• b", id="list"),
        pytest.param("<ul><li>a<ul><li>b</ul><li>c</ul>", "• a\n  • b\n• c", id="nested list"),
        pytest.param("<ol start=3><li>a<li>b</ol>", "3. a\n4. b", id="numbers"),
        pytest.param("<ol start=99><li>a<li>b</ol>", "99. a\n• b", id="numbers too long to see"),
        pytest.param("<ul><li><p>a</p><p>b</p></ul><p>c", "• a\n  b\n\nc", id="long item"),
        pytest.param("<dl><dt>A<dd>b<dd>c<dt>D?<dd>e</dl>", "• A: b\n  c\n• D? e", id="terms"),
        pytest.param("<pre>a\n b\n\nc</pre>", "a\nb\n\nc", id="typed lines"),
        pytest.param("<p>She said <q>yes</q>.", "She said “yes”.", id="quotation"),
        pytest.param("<blockquote>a</blockquote>b", "a\n\nb", id="block quotation"),
        pytest.param("<p>H<sub>2</sub>O", "H2O", id="subscript"),
        pytest.param("<p>10<sup>9</sup>/L", "10^9/L", id="power"),
        pytest.param("<p>a<hr>b", "a\n\nb", id="rule"),
        pytest.param("<details><summary>a</summary>b</details>", "a\n\nb", id="folded"),
    ],
)
def test_a_page_is_read_as_a_person_reads_it(body: str, text: str) -> None:
    assert text_of(body) == text


@pytest.mark.parametrize(
    "part",
    [
        "<script>x</script>",
        "<style>x</style>",
        "<noscript>x</noscript>",
        "<template>x</template>",
        "<nav>x</nav>",
        "<header>x</header>",
        "<footer>x</footer>",
        "<aside>x</aside>",
        "<form>x</form>",
        "<button>x</button>",
        "<select><option>x</select>",
        "<textarea>x</textarea>",
        "<img alt='x' src='y'>",
        "<svg><title>x</title></svg>",
        "<figure><img src='y'><figcaption>x</figcaption></figure>",
        "<del>x</del>",
        "<p hidden>x</p>",
        "<p aria-hidden='true'>x</p>",
        "<p style='color: red; display : none'>x</p>",
        "<span class='sr-only'>x</span>",
        "<div role='navigation'>x</div>",
    ],
)
def test_what_is_not_for_reading_is_left_out(part: str) -> None:
    assert text_of(f"<p>a</p>{part}<p>b</p>") == "a\n\nb"


def test_what_is_found_by_searching_is_for_reading() -> None:
    assert text_of("<p hidden='until-found'>a</p>") == "a"


@pytest.mark.parametrize(
    ("table", "text"),
    [
        pytest.param(
            "<tr><th>Drug<th>When<tr><td>A<td>monthly<tr><td>B<td>",
            "• Drug: A; When: monthly\n• Drug: B",
            id="named columns",
        ),
        pytest.param(
            "<caption>Doses</caption><tr><th>Mon<td>a<td>b", "Doses\n\n• Mon: a; b", id="named row"
        ),
        pytest.param(
            "<tr><th colspan=2>Drug<tr><td>A<td>b", "• Drug\n• A; b", id="a wide name names nothing"
        ),
        pytest.param("<tr><td><h2>a</h2><p>b</p><td>c", "a\n\nb\n\nc", id="a frame for the page"),
        pytest.param("<tr><td>a<tr><td>b", "a\n\nb", id="one column is no table"),
        pytest.param("<tr><td>a<td>b<tr hidden><td>c<td>d", "• a; b", id="hidden row"),
    ],
)
def test_tables_become_rows(table: str, text: str) -> None:
    assert text_of(f"<table>{table}</table>") == text


class TestTheMainPart:
    def test_main_is_preferred(self) -> None:
        found = page("<h1>Site</h1><main><h1>Bones</h1><p>a</p></main><h2>More</h2><p>b</p>")
        assert titles(found) == ["Bones"]

    def test_else_the_only_article(self) -> None:
        found = page("<div><h2>Site</h2></div><article><h1>Bones</h1><p>a</p></article>")
        assert titles(found) == ["Bones"]

    def test_of_several_articles_none_is_preferred(self) -> None:
        one = "<article><h2>One</h2>a</article>"
        assert titles(page(one + one.replace("One", "Two"))) == ["One", "Two"]

    def test_the_heading_in_its_own_header_counts_and_the_rest_does_not(self) -> None:
        found = page("<article><header><h1>Bones</h1><p>By A.</p></header><p>a</p></article>")
        assert titles(found) == ["Bones"]
        assert "By A." not in found.text

    def test_the_pages_heading_is_taken_from_its_header(self) -> None:
        found = page("<header><h1>Bones</h1>x</header><main><p>a</p><h2>Shots</h2><p>b</p></main>")
        assert found.text == "Bones\n\na\n\nShots\n\nb\n"
        assert titles(found) == ["Bones", "Shots"]

    def test_words_before_the_first_heading_stand_under_the_title(self) -> None:
        found = page("<p>a</p><h2>Shots</h2><p>b</p>", head="<title>Bones</title>")
        assert [s.path for s in found.sections] == [("Bones",), ("Bones", "Shots")]
        assert found.text[found.sections[0].start : found.sections[0].end] == "a"


def test_a_heading_that_folds_is_a_heading() -> None:
    found = page("<h2><button>Shots <svg><title>open</title></svg></button></h2><p>a</p>")
    assert titles(found) == ["Shots"]


def test_a_list_that_lays_out_headings_is_none() -> None:
    found = page("<ul><li><h2>A</h2><p>a</p></li><li><h2>B</h2><ul><li>b</ul></li></ul>")
    assert titles(found) == ["A", "B"]
    assert found.text.endswith("B\n\n• b\n")


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("<title> Bones\n and  more </title>", "Bones and more"),
        ("<title>Bones | House</title><meta property='og:title' content='Bones'>", "Bones"),
        ("", ""),
    ],
)
def test_the_title_is_the_pages_own(head: str, title: str) -> None:
    assert page("<h1>A</h1>", head=head).title == title


def test_language_and_encoding_are_told_with_their_lines() -> None:
    source = "<!doctype html>\n<html lang=es>\n<head>\n<meta charset=utf-8></head><body><p>a"
    found = read(source, form=Form.HTML)
    assert (found.language, found.encoding) == (Said("es", 2), Said("utf-8", 4))


def test_the_language_of_the_main_part_goes_before_the_pages() -> None:
    found = read("<html lang=en><main lang=es><h1>A</h1>", form=Form.HTML)
    assert found.language == Said("es", 1)


@pytest.mark.parametrize(
    "start",
    [
        '<?xml version="1.0" encoding="ISO-8859-1"?><html><body>',
        '<meta http-equiv="Content-Type" content="text/html; charset=ISO-8859-1">',
    ],
)
def test_an_encoding_is_found_in_each_of_its_places(start: str) -> None:
    found = read(f"{start}<p>café", form=Form.HTML)
    assert found.encoding == Said("ISO-8859-1", 1)
    assert "café" in found.text


def test_xhtml_may_close_any_element_in_its_own_tag() -> None:
    source = '<html xmlns="x"><head><script src="y"/><title/></head><body><h1>A</h1><p>b</p></body>'
    assert read(source, form=Form.HTML).text == "A\n\nb\n"


def test_references_under_their_heading_stay_one_section() -> None:
    found = page("<h1>A</h1><p>a</p><h2>References</h2><ol><li>Quill AB. Shots. 2014.</ol>")
    assert [s.kind for s in found.sections] == [SectionKind.BODY, SectionKind.REFERENCES]


def test_what_stands_below_the_references_is_one_too() -> None:
    found = page("<h1>A</h1><p>a</p><h2>Sources</h2><h3>Books</h3><p>b</p><h2>C</h2><p>c</p>")
    assert [s.kind.value for s in found.sections] == ["body", "references", "references", "body"]


def test_parts_nested_beyond_sense_are_refused_with_their_line() -> None:
    with pytest.raises(Unreadable, match="line 2 cannot be read"):
        page("<h1>a</h1>\n" + "<div>" * 3000)


@pytest.mark.parametrize("source", ["", "<!-- nothing -->", "<p></p>"])
def test_a_page_without_words_has_no_sections(source: str) -> None:
    assert read(source, form=Form.HTML).sections == ()
