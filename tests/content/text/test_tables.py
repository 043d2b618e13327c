import pytest

from content.text.tables import Cell, rows

HEAD = [Cell("Drug", heads=True), Cell("How often?", heads=True)]


@pytest.mark.parametrize(
    ("table", "said"),
    [
        pytest.param(
            [HEAD, [Cell("A"), Cell("monthly")]],
            ["Drug: A; How often? monthly"],
            id="each row says what its cells are",
        ),
        pytest.param([HEAD, [Cell("A"), Cell("")]], ["Drug: A"], id="an empty cell says nothing"),
        pytest.param(
            [HEAD, [Cell("A only")]], ["A only"], id="a short row is not named, it may be another's"
        ),
        pytest.param(
            [HEAD, [Cell("A", wide=True), Cell("b")]],
            ["Drug; How often?", "A; b"],
            id="nothing is named where cells span several",
        ),
        pytest.param([HEAD], ["Drug; How often?"], id="names alone are a row"),
        pytest.param(
            [[Cell("A", heads=True), Cell("b."), Cell("c")]], ["A: b. c"], id="a row with a name"
        ),
        pytest.param([[Cell(""), Cell("")], []], [], id="no words, no row"),
    ],
)
def test_rows_can_go_alone(table: list[list[Cell]], said: list[str]) -> None:
    assert rows(table) == said
