"""What an editor may paste as a table, and what is said when it is none."""

import pytest
from django.utils import translation

from broadsheet.stories.errors import FiguresError
from broadsheet.stories.tables import MOST_ROWS, figure_of, read_table


def test_cells_copied_from_a_spreadsheet_are_a_table():
    table = read_table(
        "\tLimit\tRating\r\n2014\tNone\t7\r\n2019\t15 tons\t6\t\r\n\r\n".replace("6\t", "6")
    )

    assert table.header == ("", "Limit", "Rating")
    assert table.rows == (("2014", "None", "7"), ("2019", "15 tons", "6"))
    assert [column.is_figures for column in table.columns] == [True, False, True]


@pytest.mark.parametrize("between", ["\t", ";", ", "])
def test_cells_may_be_parted_in_three_ways(between: str):
    typed = "\n".join(between.join(row) for row in [("Town", "Votes"), ("Larkmere", "171")])

    assert read_table(typed).rows == (("Larkmere", "171"),)


def test_a_figure_with_a_comma_may_stand_in_quotation_marks():
    assert read_table('Town,Pupils\nLarkmere,"1,140"').rows == (("Larkmere", "1,140"),)


def test_a_column_in_which_nothing_stands_is_left_out():
    assert read_table("Town\tVotes\t\t\nLarkmere\t171\t\t").header == ("Town", "Votes")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "at least two lines"),
        ("Town, Votes", "at least two lines"),
        ("Town\nLarkmere", "one cell"),
        (
            "Town, Votes\nLarkmere, 171, 164",
            r"Line 2 \(Larkmere\) has 3 cells, but the first line has 2",
        ),
        ("Town, Pupils, Buses\nLarkmere, 9", "has 2 cells, but the first line has 3"),
        ("Town, \nLarkmere, 171", "Column 2 has no name"),
        ("Town, Votes\n, 171", "Line 2 begins with an empty cell"),
        ("Town, Votes\n" + "Larkmere, 1\n" * (MOST_ROWS + 1), "has 41 rows; at most 40"),
        (",".join("abcdefghi") + "\n" + ",".join("123456789"), "has 9 columns; at most 8"),
        ("Town, Votes\nLarkmere, " + "x" * 121, "too long"),
    ],
)
def test_what_is_no_table_is_refused_in_a_sentence(typed: str, sentence: str):
    with pytest.raises(FiguresError, match=sentence):
        read_table(typed)


@pytest.mark.parametrize(
    ("words", "figure"),
    [
        ("1,140", 1140),
        ("1 140", 1140),
        ("1\N{NARROW NO-BREAK SPACE}140,5", 1140.5),
        ("1’140", 1140),
        ("1,00,000", 100000),
        ("0.25", 0.25),
        (".5", 0.5),
        ("12,5", 12.5),
        ("12%", 12),
        ("4 ‰", 4),
        ("$9.40", 9.4),
        ("-$5", -5),
        ("($5)", -5),
        ("−3", -3),
        ("–3", -3),
        ("+2", 2),
        ("€ 1.140,50", 1140.5),
        ("250 kr", 250),
        ("SEK 250", 250),
        ("250 EUR", 250),
    ],
)
def test_figures_are_understood_as_people_write_them(words: str, figure: float):
    assert figure_of(words) == figure


@pytest.mark.parametrize(
    "words",
    ["", "15 tons", "2019–24", "1.2.2026", "4–3", "12,5,1", "NaN", "1e9", "about 5", "%", "B12"],
)
def test_words_are_not_taken_for_figures(words: str):
    assert figure_of(words) is None


def test_a_sign_that_could_mean_both_is_read_in_the_papers_language():
    with translation.override("es"):
        assert figure_of("1.140") == 1140
        assert figure_of("1,140") == 1.14
    with translation.override("en-us"):
        assert figure_of("1.140") == 1.14
        assert figure_of("1,140") == 1140


def test_a_figure_that_is_not_known_does_not_make_its_column_words():
    [_, column] = read_table("Year, Rating\n2014, 7\n2019, n/a\n2024, –").columns

    assert column.figures == (7, None, None)
