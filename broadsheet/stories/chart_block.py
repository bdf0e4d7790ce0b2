"""A chart in a story: a small table that the server draws, with the table beneath it."""

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy
from wagtail import blocks

from broadsheet.stories.charts import BAR, LINE, Drawing, draw
from broadsheet.stories.errors import FiguresError
from broadsheet.stories.figures_block import FiguresBlock, FiguresValue
from broadsheet.stories.table_block import Line
from broadsheet.stories.tables import read_table


class ChartValue(FiguresValue):
    """Figures, and the drawing made of them; None if none can be made."""

    @cached_property
    def drawing(self) -> Drawing | None:
        try:
            return draw(read_table(self.get("figures") or ""), self.get("kind") or BAR)
        except FiguresError:
            return None

    @property
    def lines(self) -> list[Line]:
        """The rows of the table beneath; the drawing above has their bars."""
        return [Line(*line, None) for line in self.table.lines] if self.table else []

    def check(self) -> None:
        draw(read_table(self.get("figures") or ""), self.get("kind") or BAR)


class ChartBlock(FiguresBlock):
    """One to three columns of figures, drawn as bars or lines."""

    kind = blocks.ChoiceBlock(
        choices=[(BAR, gettext_lazy("Bars")), (LINE, gettext_lazy("Lines"))],
        default=BAR,
        label=gettext_lazy("Drawn as"),
        help_text=gettext_lazy("Lines for what changes with time, bars for what is compared."),
    )
    shows = blocks.TextBlock(
        label=gettext_lazy("What it shows"),
        help_text=gettext_lazy(
            "In a sentence, for a reader who cannot see it: Late returns fell by half in the year without fees."
        ),
    )

    class Meta:
        icon = "history"
        label = gettext_lazy("Chart")
        template = "stories/blocks/chart.html"
        value_class = ChartValue
