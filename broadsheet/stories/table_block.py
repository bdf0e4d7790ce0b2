"""A table in a story, with bars beside its figures if the editor wants them."""

from collections.abc import Iterator
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks

from broadsheet.stories.errors import FiguresError
from broadsheet.stories.figures_block import FiguresBlock, FiguresValue
from broadsheet.stories.tables import Cell, Column, figure_of, read_table


class Line(NamedTuple):
    """A row: its first cell, the others, and the length of its bar in whole percents; None without one."""

    first: str
    cells: list[Cell]
    share: int | None


class TableValue(FiguresValue):
    """A table with the bars that an editor asked for."""

    @property
    def drawn(self) -> Column | None:
        """The column for which bars are drawn."""
        return self.table.drawn if self.table and self.get("bars") else None

    @property
    def lines(self) -> Iterator[Line]:
        if self.table is None:
            return
        shares = self._shares(self.drawn)
        for (first, cells), share in zip(self.table.lines, shares, strict=True):
            yield Line(first, cells, share)

    def _shares(self, drawn: Column | None) -> list[int | None]:
        if self.table is None or drawn is None:
            return [None] * len(self.table.rows if self.table else ())
        figures = drawn.figures or ()
        whole = self._whole() or max(figure for figure in figures if figure is not None)
        return [_share(figure, whole) for figure in figures]

    def _whole(self) -> float | None:
        return figure_of(self.get("bars_up_to") or "")

    def check(self) -> None:
        table = read_table(self.get("figures") or "")
        if not self.get("bars"):
            return
        if table.drawn is None:
            raise FiguresError(
                _(
                    "Bars need a column that holds nothing but figures. Leave the bars out, or the words."
                )
            )
        figures = [figure for figure in table.drawn.figures or () if figure is not None]
        if min(figures) < 0:
            raise FiguresError(
                _(
                    "Bars cannot show figures below zero, as in the column %(column)s. Draw a chart instead."
                )
                % {"column": table.drawn.name}
            )
        typed = self.get("bars_up_to") or ""
        whole = self._whole()
        if typed and (whole is None or whole < max(figures)):
            raise FiguresError(
                _(
                    "A full bar must stand for a figure at least as large as the largest in %(column)s."
                )
                % {"column": table.drawn.name}
            )


def _share(figure: float | None, whole: float) -> int | None:
    if figure is None or whole <= 0:
        return None
    return max(0, min(100, round(figure / whole * 100)))


class TableBlock(FiguresBlock):
    """A small table: names over the columns, what each row is about at its beginning."""

    bars = blocks.BooleanBlock(
        required=False,
        label=gettext_lazy("Draw bars for the last column of figures"),
    )
    bars_up_to = blocks.CharBlock(
        required=False,
        label=gettext_lazy("A full bar stands for"),
        help_text=gettext_lazy("9, if the scale ends there. Empty: the largest figure."),
    )

    class Meta:
        icon = "table"
        label = gettext_lazy("Table")
        template = "stories/blocks/table.html"
        value_class = TableValue
