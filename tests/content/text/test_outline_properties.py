"""Whatever a page or a Markdown file is made of, its sections cut clean words out of the text."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from content.text.outline import Form, Reading, read
from content.text.sentences import sentences

TAG = re.compile(r"</?[a-z][^>]*>|<!--|-->", re.IGNORECASE)
FEW = settings(max_examples=60, deadline=None)

words = st.lists(
    st.sampled_from("Bones heal. 10 mg, weak? (often) é “so” ®".split()), min_size=1, max_size=6
).map(" ".join)


def around(inner: st.SearchStrategy[str], tags: str) -> st.SearchStrategy[str]:
    return st.tuples(st.sampled_from(tags.split()), inner).map(lambda t: f"<{t[0]}>{t[1]}</{t[0]}>")


INLINE = "b i em a span sup sub del q code script style button"
BLOCKS = "div section article blockquote pre main header nav aside form details td th p"
inline = st.recursive(words, lambda inner: around(inner, INLINE) | st.just("<br>"), max_leaves=3)
heading = around(inline, "h1 h2 h3 h6")
lists = st.lists(around(inline, "li"), max_size=3).map(lambda i: f"<ul>{''.join(i)}</ul>")
table = st.lists(around(inline, "td th"), max_size=4).map(
    lambda c: f"<table><tr>{''.join(c)}</table>"
)
block = st.recursive(
    around(inline, "p div dt dd li") | heading | lists | table | inline | st.just("<!-- c -->"),
    lambda inner: around(st.lists(inner, max_size=3).map("".join), BLOCKS),
    max_leaves=5,
)
page = st.lists(heading | block, max_size=8).map("\n".join)

MARKS = ["{}", "**{}**", "*{}*", "[{}](/x)", "<b>{}</b>", "`{}`", "{} <!-- c -->"]
piece = st.tuples(words, st.sampled_from(MARKS)).map(lambda m: m[1].format(m[0]))
BEGINNINGS = ["", "", "# ", "## ", "- ", "1. ", "> ", "- > ", "<div>", "| ", "  - "]
ENDS = ["", "", "\n", "\n===", "\n---", "</div>", "\n\n", " |\n|---|"]
line = st.tuples(
    st.sampled_from(BEGINNINGS), st.lists(piece, max_size=3).map(" ".join), st.sampled_from(ENDS)
).map("".join)
# What stands between fences is meant as it is, tags and all: here it has none.
code = words.map("```\n# {}\n```\n".format)
markdown = st.lists(line | code, max_size=12).map("\n".join)
unmarked = st.tuples(
    st.sampled_from(["", "", "## ", "- ", "1. ", "  - "]), words, st.sampled_from("\n ")
)
plain_markdown = st.lists(unmarked.map("".join), max_size=12).map("\n".join)


def assert_clean(found: Reading) -> None:
    before = 0
    for section in found.sections:
        assert before <= section.start <= section.end <= len(found.text)
        before = section.end
        body = found.text[section.start : section.end]
        assert not TAG.search(body)
        for start, end in sentences(found.text, section.start, section.end):
            assert section.start <= start < end <= section.end


@FEW
@given(page)
def test_a_pages_sections_are_in_order_apart_and_without_tags(source: str) -> None:
    found = read(source, form=Form.HTML)
    assert_clean(found)
    for section in found.sections:
        assert section.title in found.text[: section.start] or not section.title


@FEW
@given(markdown)
def test_a_markdown_files_sections_are_in_order_apart_and_without_tags(source: str) -> None:
    assert_clean(read(f"# A\n\n{source}", form=Form.MARKDOWN))


@FEW
@given(plain_markdown)
def test_markdown_without_marks_keeps_every_word_where_it_stands(source: str) -> None:
    assert read(f"# A\n\n{source}", form=Form.MARKDOWN).text == f"# A\n\n{source}"


@FEW
@given(st.text(max_size=200))
def test_any_text_at_all_can_be_read_as_any_form(source: str) -> None:
    for form in Form:
        found = read(source.replace("\r", "").replace("\x00", ""), form=form)
        assert all(s.start <= s.end <= len(found.text) for s in found.sections)
