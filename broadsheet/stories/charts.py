"""Drawing a chart: where each bar, line and word of it stands.

Across, places are percents of the drawing's width; down, they are ems. So a chart is as wide as the column, its words are
as large as the text around it, at any size that the reader has chosen, and nothing needs a script.
"""

import itertools
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.utils import formats, translation
from django.utils.translation import gettext as _

from broadsheet.stories.errors import FiguresError
from broadsheet.stories.tables import Table, figure_of, is_unknown

BAR, LINE = "bar", "line"
MOST_BARS = 20
MOST_SERIES = 3
# Words in a drawing do not wrap: so many stand beside each other on the smallest phone.
LONGEST_LABEL = 30
# Ems.
ROW_OF_WORDS = 1.5
BAR_HEIGHT = 1.0
BETWEEN_BARS = 0.7
PLOT_HEIGHT = 15.0
# Over so many points, dots would run into each other.
MOST_DOTS = 14
SHORT_TICK = 6


class Words(NamedTuple):
    """Words at a place: `strong` are a figure, `anchor` says which end of them stands there."""

    x: str
    y: str
    words: str
    strong: str = ""
    anchor: str = "start"
    dx: str = "0"


class Bar(NamedTuple):
    x: str
    y: str
    width: str
    height: str
    series: int


class Stroke(NamedTuple):
    """A straight line; series 0 is a line of the scale."""

    x1: str
    y1: str
    x2: str
    y2: str
    series: int = 0


class Dot(NamedTuple):
    x: str
    y: str
    series: int


@dataclass
class Drawing:
    """All that stands in a chart. `starts_at` is the lower end of a scale that does not begin at zero."""

    kind: str
    height: str = ""
    words: list[Words] = field(default_factory=list)
    bars: list[Bar] = field(default_factory=list)
    strokes: list[Stroke] = field(default_factory=list)
    dots: list[Dot] = field(default_factory=list)
    starts_at: str = ""
    has_long_ticks: bool = False


def draw(table: Table, kind: str) -> Drawing:
    """Return the drawing of a small table: the first column names, each other one is a series of figures.

    Errors:
        FiguresError: words stand where figures are needed, or there is too much to be read.
    """
    series = _series(table)
    labels = [row[0] for row in table.rows]
    _check_labels([*labels, *table.header[1:]])
    if kind == LINE:
        if len(labels) < 2:
            raise FiguresError(_("A line needs at least two rows of figures."))
        return _draw_lines(table, labels, series)
    if len(labels) > MOST_BARS:
        raise FiguresError(
            _("It has %(count)d rows; at most %(most)d bars can be read. Draw a line instead.")
            % {"count": len(labels), "most": MOST_BARS}
        )
    return _draw_bars(table, labels, series)


def _series(table: Table) -> list[Sequence[float | None]]:
    columns = table.columns[1:]
    if len(columns) > MOST_SERIES:
        raise FiguresError(
            _("It has %(count)d columns of figures; a chart shows at most %(most)d.")
            % {"count": len(columns), "most": MOST_SERIES}
        )
    for place, column in enumerate(columns, start=1):
        if column.figures is None:
            cells = [row[place] for row in table.rows]
            words = next(
                (cell for cell in cells if not is_unknown(cell) and figure_of(cell) is None),
                cells[0],
            )
            raise FiguresError(
                _(
                    "“%(words)s” in the column %(column)s is no figure. A chart needs figures there, such as 1,140, "
                    "$9.40 or 12%%; leave the cell empty where none is known."
                )
                % {"words": words, "column": column.name}
            )
    return [column.figures for column in columns if column.figures is not None]


def _check_labels(labels: Iterable[str]) -> None:
    for label in labels:
        if len(label) > LONGEST_LABEL:
            raise FiguresError(
                _("“%(label)s” is too long for a chart; at most %(most)d characters fit.")
                % {"label": label, "most": LONGEST_LABEL}
            )


# Bars ---------------------------------------------------------------------------------------------
def _draw_bars(table: Table, labels: list[str], series: list[Sequence[float | None]]) -> Drawing:
    drawing = Drawing(BAR)
    known = [figure for one in series for figure in one if figure is not None]
    low, high = min(0.0, *known), max(0.0, *known)
    span = (high - low) or 1.0
    y = 0.0
    for row, label in enumerate(labels):
        y += ROW_OF_WORDS
        is_alone = len(series) == 1
        if not is_alone:
            drawing.words.append(Words(at(0), ems(y - 0.4), label))
        for place, figures in enumerate(series, start=1):
            if not is_alone:
                y += ROW_OF_WORDS
            name = label if is_alone else table.header[place]
            drawing.words.append(Words(at(0), ems(y - 0.4), name, table.rows[row][place]))
            drawing.bars += _bar(figures[row], y, low, span, place)
            y += BAR_HEIGHT
        y += BETWEEN_BARS
    drawing.height = ems(y)
    return drawing


def _bar(figure: float | None, y: float, low: float, span: float, series: int) -> list[Bar]:
    if figure is None:
        return []
    start, end = sorted(((0 - low) / span * 100, (figure - low) / span * 100))
    x = 100 - end if translation.get_language_bidi() else start
    return [Bar(percent(x), ems(y), percent(end - start), ems(BAR_HEIGHT), series)]


# Lines --------------------------------------------------------------------------------------------
def _draw_lines(table: Table, labels: list[str], series: list[Sequence[float | None]]) -> Drawing:
    drawing = Drawing(LINE)
    across = _places(labels)
    ticks = ticks_for([figure for one in series for figure in one if figure is not None])
    top = 1.0
    if len(series) > 1:
        for place, name in enumerate(table.header[1:], start=1):
            drawing.strokes.append(Stroke(at(0), ems(top), at(12), ems(top), place))
            drawing.words.append(Words(at(14), ems(top + 0.35), name))
            top += ROW_OF_WORDS
    top += 0.5

    def down(figure: float) -> float:
        return top + PLOT_HEIGHT * (1 - (figure - ticks[0]) / (ticks[-1] - ticks[0]))

    _draw_scale(drawing, ticks, [down(tick) for tick in ticks])
    for place, figures in enumerate(series, start=1):
        spots = [
            (x, down(figure)) if figure is not None else None
            for x, figure in zip(across, figures, strict=True)
        ]
        _draw_line(drawing, spots, place)
    bottom = top + PLOT_HEIGHT + ROW_OF_WORDS
    _name_ends(drawing, labels, across, bottom)
    drawing.height = ems(bottom + 0.4)
    return drawing


def _draw_scale(drawing: Drawing, ticks: list[float], places: list[float]) -> None:
    names = [
        formats.number_format(Decimal(f"{tick:.10f}").normalize(), force_grouping=True)
        for tick in ticks
    ]
    drawing.has_long_ticks = max(map(len, names)) > SHORT_TICK
    gutter = "6em" if drawing.has_long_ticks else "4em"
    is_mirrored = translation.get_language_bidi()
    for name, y in zip(names, places, strict=True):
        drawing.strokes.append(Stroke(at(0), ems(y), at(100), ems(y)))
        # In the gutter before the drawing, which its style file makes as wide.
        dx = gutter if is_mirrored else f"-{gutter}"
        drawing.words.append(Words(at(0), ems(y + 0.35), name, dx=dx))
    if ticks[0] > 0:
        drawing.starts_at = names[0]


def _draw_line(drawing: Drawing, spots: list[tuple[float, float] | None], series: int) -> None:
    """Draw from each point to the next; where a figure is unknown, the line has a gap."""
    for one, two in itertools.pairwise(spots):
        if one and two:
            drawing.strokes.append(Stroke(at(one[0]), ems(one[1]), at(two[0]), ems(two[1]), series))
    if len(spots) <= MOST_DOTS or any(spot is None for spot in spots):
        drawing.dots += [Dot(at(spot[0]), ems(spot[1]), series) for spot in spots if spot]


def _name_ends(drawing: Drawing, labels: list[str], across: list[float], y: float) -> None:
    drawing.words.append(Words(at(across[0]), ems(y), labels[0]))
    drawing.words.append(Words(at(across[-1]), ems(y), labels[-1], anchor="end"))
    middle = len(labels) // 2
    fits = max(len(labels[place]) for place in (0, middle, -1)) * 3 <= LONGEST_LABEL
    if len(labels) > 2 and fits and 30 <= across[middle] <= 70:
        drawing.words.append(Words(at(across[middle]), ems(y), labels[middle], anchor="middle"))


def _places(labels: list[str]) -> list[float]:
    """Return where each row stands across, 0 to 100.

    Years, days and other rising figures stand as far apart as they are; anything else stands evenly.
    """
    when = _moments(labels) or [figure_of(label) for label in labels]
    known = [one for one in when if one is not None]
    rises = len(known) == len(labels) and all(one < two for one, two in itertools.pairwise(known))
    if not rises:
        known = [float(place) for place in range(len(labels))]
    return [(one - known[0]) / (known[-1] - known[0]) * 100 for one in known]


def _moments(labels: list[str]) -> list[float | None] | None:
    try:
        return [float(date.fromisoformat(label).toordinal()) for label in labels]
    except ValueError:
        return None


def ticks_for(figures: Sequence[float]) -> list[float]:
    """Return round figures for the scale, three to six, so that all of the figures lie between the first and last.

    The scale begins at zero unless the figures would then lie in its upper half; the page says where it begins.

    >>> ticks_for([3, 7]), ticks_for([980, 1140]), ticks_for([-4, 11])
    ([0.0, 2.0, 4.0, 6.0, 8.0], [950.0, 1000.0, 1050.0, 1100.0, 1150.0], [-5.0, 0.0, 5.0, 10.0, 15.0])
    """
    low, high = min(figures), max(figures)
    if 0 <= low < high / 2:
        low = 0.0
    if -high >= 0 and -high < -low / 2:
        high = 0.0
    span = (high - low) or abs(high) or 1.0
    step = next(
        size
        for size in _round_sizes(span / 5)
        if math.ceil(high / size) - math.floor(low / size) <= 5
    )
    first, last = math.floor(low / step), math.ceil(high / step)
    if first == last:
        first, last = first - (first > 0), last + 1
    return [round(place * step, 10) for place in range(first, last + 1)]


def _round_sizes(least: float) -> Iterable[float]:
    power = 10.0 ** math.floor(math.log10(least))
    for more in (power, power * 10, power * 100):
        for size in (1, 2, 2.5, 5):
            if size * more >= least * 0.999:
                yield size * more


# Places -------------------------------------------------------------------------------------------
def at(across: float) -> str:
    """Return a place across; in languages that are read from the right, from the right."""
    return percent(100 - across if translation.get_language_bidi() else across)


# Never by the page's own way to write figures: a drawing knows the point alone.
def percent(share: float) -> str:
    return f"{round(share, 2):g}%"


def ems(length: float) -> str:
    return f"{round(length, 2):g}em"
