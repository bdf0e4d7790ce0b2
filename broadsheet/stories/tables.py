"""A table as an editor brings it: lines copied from a spreadsheet or typed, the first of them the header."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from broadsheet.stories.errors import FiguresError

# A table that is longer, or wider, is a document: readers on phones see three columns at a time.
MOST_ROWS = 40
MOST_COLUMNS = 8
LONGEST_CELL = 120
# What stands between the cells; the first that occurs in the header is meant.
BETWEEN = ("\t", ";", ",")
# What is written where a figure is not known.
UNKNOWN = frozenset({"", "-", "–", "—", "…", ".", "..", "...", "n/a", "N/A", "na", "NA", "?"})
SPACES = " \N{NO-BREAK SPACE}\N{THIN SPACE}\N{NARROW NO-BREAK SPACE}'’"
# A code or word of currency, or parts of a hundred and a thousand, before or behind the figure.
UNITS = re.compile(r"^(?:[A-Z]{3}|kr\.?)\s*(?=[-+\d])|\s*(?:%|‰|(?<=[\d\s])(?:[A-Z]{3}|kr\.?))$")


class Column(NamedTuple):
    """One column: its name in the header, and its figures if it holds nothing else; None stands for an unknown one."""

    name: str
    figures: tuple[float | None, ...] | None

    @property
    def is_figures(self) -> bool:
        return self.figures is not None


class Cell(NamedTuple):
    words: str
    is_figure: bool


@dataclass(frozen=True)
class Table:
    """Names of columns, and rows of cells in words. The first cell of a row says what the row is about."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def columns(self) -> list[Column]:
        cells = zip(*self.rows, strict=True)
        return [
            Column(name, figures_of(below)) for name, below in zip(self.header, cells, strict=True)
        ]

    @property
    def lines(self) -> Iterator[tuple[str, list[Cell]]]:
        """Yield the first cell of each row, and the others."""
        kinds = [column.is_figures for column in self.columns]
        for first, *others in self.rows:
            yield first, [Cell(*pair) for pair in zip(others, kinds[1:], strict=True)]

    @property
    def drawn(self) -> Column | None:
        """The column for which bars can be drawn: the last one of figures."""
        return next((one for one in reversed(self.columns[1:]) if one.is_figures), None)


def read_table(typed: str) -> Table:
    """Return the table that an editor typed.

    Errors:
        FiguresError: there are no rows or too many, or a row has more or fewer cells than the header.

    >>> read_table("Year\\tLimit\\n2019\\t15 tons").rows
    (('2019', '15 tons'),)
    """
    lines = _cells(typed)
    if len(lines) < 2:
        raise FiguresError(
            _("Give at least two lines: first the names of the columns, then a row of cells.")
        )
    header, *rows = lines
    _check_size(header, rows)
    _check_cells(header, rows)
    return Table(tuple(header), tuple(tuple(row) for row in rows))


def _cells(typed: str) -> list[list[str]]:
    """Return the cells of each line; empty lines, and columns in which nothing stands, are left out."""
    first = typed.strip("\r\n").partition("\n")[0]
    between = next((sign for sign in BETWEEN if sign in first), "\t")
    read = csv.reader(io.StringIO(typed), delimiter=between, skipinitialspace=between != "\t")
    lines = [[" ".join(cell.split()) for cell in line] for line in read]
    lines = [line for line in lines if any(line)]
    while lines and all(line and not line[-1] for line in lines):
        lines = [line[:-1] for line in lines]
    return lines


def _check_size(header: list[str], rows: list[list[str]]) -> None:
    if len(rows) > MOST_ROWS:
        raise FiguresError(
            _(
                "It has %(count)d rows; at most %(most)d can be read on a phone. Give the whole table as a document, "
                "and the rows that matter here."
            )
            % {"count": len(rows), "most": MOST_ROWS}
        )
    if len(header) < 2:
        raise FiguresError(
            _(
                "The first line has one cell. Copy the cells from a spreadsheet, or put a tab, a semicolon or a comma "
                "between them."
            )
        )
    if len(header) > MOST_COLUMNS:
        raise FiguresError(
            _("It has %(count)d columns; at most %(most)d can be read on a phone.")
            % {"count": len(header), "most": MOST_COLUMNS}
        )
    for number, row in enumerate(rows, start=2):
        if len(row) != len(header):
            raise FiguresError(_uneven(number, row, header))


def _uneven(number: int, row: list[str], header: list[str]) -> str:
    cells = ngettext(
        "Line %(line)d (%(first)s) has %(count)d cell, but the first line has %(wanted)d.",
        "Line %(line)d (%(first)s) has %(count)d cells, but the first line has %(wanted)d.",
        len(row),
    ) % {"line": number, "first": row[0], "count": len(row), "wanted": len(header)}
    remedy = _(
        "Every line needs as many. With commas between cells, put a figure such as 1,140 in quotation marks."
    )
    return f"{cells} {remedy}"


def _check_cells(header: list[str], rows: list[list[str]]) -> None:
    for place, name in enumerate(header[1:], start=2):
        if not name:
            raise FiguresError(
                _("Column %(number)d has no name: write one in the first line.") % {"number": place}
            )
    for number, row in enumerate(rows, start=2):
        if not row[0]:
            raise FiguresError(
                _("Line %(line)d begins with an empty cell: say there what the row is about.")
                % {"line": number}
            )
    longest = max((cell for row in [header, *rows] for cell in row), key=len)
    if len(longest) > LONGEST_CELL:
        raise FiguresError(
            _("The cell “%(start)s…” is too long; at most %(most)d characters fit.")
            % {"start": longest[:30], "most": LONGEST_CELL}
        )


def figures_of(cells: tuple[str, ...]) -> tuple[float | None, ...] | None:
    """Return the figures in a column's cells; None if words stand among them, or nothing is known at all."""
    found = [None if is_unknown(cell) else figure_of(cell) for cell in cells]
    words = [
        c for c, figure in zip(cells, found, strict=True) if figure is None and not is_unknown(c)
    ]
    return None if words or not any(figure is not None for figure in found) else tuple(found)


def is_unknown(words: str) -> bool:
    return words.strip() in UNKNOWN


def figure_of(words: str) -> float | None:
    """Return the figure that words stand for, with its thousands, currency and percent; None if they are no figure.

    A lone sign that could part either thousands or decimals is read as in the language of the page.

    >>> [figure_of(words) for words in ("$1,140.50", "−3 %", "1.140,5", "(12)", "USD 9", "15 tons", "2019–24")]
    [1140.5, -3.0, 1140.5, -12.0, 9.0, None, None]
    """
    text = "".join(sign for sign in words if unicodedata.category(sign) != "Sc").strip()
    is_below = text.startswith("(") and text.endswith(")")
    text = UNITS.sub("", text.strip("()") if is_below else text)
    text = text.replace("−", "-").strip()
    if re.match(r"–\d", text):
        text = f"-{text[1:]}"
    own = formats.get_format("DECIMAL_SEPARATOR")
    for point in (own, "," if own == "." else "."):
        plain = _plain(text, point)
        if plain is not None:
            return -float(plain) if is_below else float(plain)
    return None


def _plain(text: str, point: str) -> str | None:
    thousands = re.escape(SPACES + ("," if point == "." else "."))
    # Two digits between as well: lakhs are written 1,00,000.
    whole = rf"\d+|\d{{1,3}}(?:[{thousands}]\d{{2,3}})*[{thousands}]\d{{3}}"
    found = re.fullmatch(
        rf"(?P<sign>[-+]?)\s*(?P<whole>{whole})?(?:{re.escape(point)}(?P<parts>\d+))?", text
    )
    if not found or not (found["whole"] or found["parts"]):
        return None
    digits = re.sub(r"\D", "", found["whole"] or "0")
    return f"{found['sign']}{digits}.{found['parts'] or 0}"
