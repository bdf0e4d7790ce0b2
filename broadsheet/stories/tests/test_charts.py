"""What a chart shows, drawn by the server."""

from pathlib import Path

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.stories import charts
from broadsheet.stories.charts import BAR, LINE, draw, ticks_for
from broadsheet.stories.errors import FiguresError
from broadsheet.stories.tables import read_table


def drawn(typed: str, kind: str = BAR) -> charts.Drawing:
    return draw(read_table(typed), kind)


def test_bars_are_as_long_as_their_figures():
    drawing = drawn("Year, Feet\n1959, 9\n1965, 13.5\n1971, 0")

    assert [bar.width for bar in drawing.bars] == ["66.67%", "100%", "0%"]
    assert {bar.x for bar in drawing.bars} == {"0%"}
    assert [(one.words, one.strong) for one in drawing.words][:2] == [
        ("1959", "9"),
        ("1965", "13.5"),
    ]


def test_bars_below_zero_grow_the_other_way():
    drawing = drawn("Year, Change\n2024, -5\n2025, 15")

    assert [(bar.x, bar.width) for bar in drawing.bars] == [("0%", "25%"), ("25%", "75%")]


def test_a_bar_that_is_not_known_is_not_drawn():
    assert len(drawn("Year, Feet\n1959, 9\n1965, n/a").bars) == 1


def test_several_bars_to_a_row_say_which_is_which():
    drawing = drawn("Town, Yes, No\nLarkmere, 171, 164")

    assert [one.words for one in drawing.words] == ["Larkmere", "Yes", "No"]
    assert [bar.series for bar in drawing.bars] == [1, 2]


def test_years_stand_as_far_apart_as_they_are():
    drawing = drawn("Year, Rating\n2014, 7\n2024, 5\n2026, 3", LINE)

    assert [dot.x for dot in drawing.dots] == ["0%", "83.33%", "100%"]


def test_days_stand_as_far_apart_as_they_are():
    drawing = drawn("Day, Feet\n2026-10-26, 7.6\n2026-10-28, 8.9\n2026-11-05, 5", LINE)

    assert [dot.x for dot in drawing.dots] == ["0%", "20%", "100%"]


def test_names_stand_evenly():
    drawing = drawn("Span, Frost\n1961–70, 3\n1971–80, 4\n2011–18, 19", LINE)

    assert [dot.x for dot in drawing.dots] == ["0%", "50%", "100%"]


def test_a_line_has_a_gap_where_a_figure_is_not_known():
    drawing = drawn("Year, Feet\n2001, 1\n2002, \n2003, 3\n2004, 4", LINE)

    assert len([stroke for stroke in drawing.strokes if stroke.series]) == 1
    assert len(drawing.dots) == 3


def test_a_scale_that_does_not_begin_at_zero_says_so():
    assert drawn("Year, Votes\n2001, 980\n2002, 1140", LINE).starts_at == "950"
    assert drawn("Year, Votes\n2001, 10\n2002, 1140", LINE).starts_at == ""


def test_figures_of_the_scale_are_written_as_in_the_papers_language_and_places_never():
    with translation.override("es"):
        drawing = drawn("Year; Feet\n2001; 1500,5\n2002; 1501,25", LINE)

    assert any("," in one.words for one in drawing.words)
    assert not any("," in one.x + one.y for one in [*drawing.words, *drawing.dots])


def test_a_drawing_reads_from_the_right_where_the_language_does():
    with translation.override("ar"):
        lines = drawn("Year, Feet\n2001, 1\n2002, 3", LINE)
        bars = drawn("Year, Feet\n2001, 1\n2002, 4")

    assert [dot.x for dot in lines.dots] == ["100%", "0%"]
    assert bars.bars[0].x == "75%"
    assert bars.words[0].x == "100%"


@pytest.mark.parametrize(
    ("typed", "kind", "sentence"),
    [
        ("Year, Limit\n2019, 15 tons", BAR, "“15 tons” in the column Limit is no figure"),
        ("Year, Limit\n2019, n/a", BAR, "“n/a” in the column Limit is no figure"),
        (
            "Year, a, b, c, d\n2019, 1, 2, 3, 4",
            BAR,
            "4 columns of figures; a chart shows at most 3",
        ),
        ("Year, Feet\n" + "\n".join(f"{year}, 1" for year in range(21)), BAR, "at most 20 bars"),
        ("Year, Feet\n2019, 1", LINE, "at least two rows"),
        ("Year, Feet\n" + "x" * 31 + ", 1", BAR, "too long for a chart"),
    ],
)
def test_what_cannot_be_drawn_is_refused_in_a_sentence(typed: str, kind: str, sentence: str):
    with pytest.raises(FiguresError, match=sentence):
        drawn(typed, kind)


@given(st.lists(st.integers(-(10**12), 10**12).map(lambda whole: whole / 1000), min_size=1))
def test_all_figures_lie_on_the_scale(figures: list[float]):
    ticks = ticks_for(figures)

    assert 2 <= len(ticks) <= 7
    assert ticks == sorted(set(ticks))
    slack = (ticks[-1] - ticks[0]) * 1e-6
    assert ticks[0] - slack <= min(figures)
    assert max(figures) <= ticks[-1] + slack


def test_the_style_leaves_as_much_room_for_the_scale_as_the_drawing_takes():
    style = (Path(charts.__file__).parent / "static/stories/chart.css").read_text()

    for typed, gutter in (("Y, F\n1, 1\n2, 3", "4em"), ("Y, F\n1, 1\n2, 3000000", "6em")):
        drawing = drawn(typed, LINE)
        name = ".drawn-line.long" if drawing.has_long_ticks else ".drawn-line"
        assert f"{name} {{ padding-inline-start: {gutter}; }}" in style
        assert f"-{gutter}" in {one.dx for one in drawing.words}
