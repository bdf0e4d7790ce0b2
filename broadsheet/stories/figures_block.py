"""What a table and a chart have in common: figures as they were typed, what they are, and where they come from."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from broadsheet.lib.cleaning import may_lead
from broadsheet.stories.errors import FiguresError
from broadsheet.stories.tables import Table, read_table


class FiguresField(blocks.TextBlock):
    """Lines of cells. Nothing is stripped from them: a copied table may begin with a tab."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"rows": 6, **kwargs})
        self.field_options["strip"] = False


class FiguresValue(blocks.StructValue):
    """What an editor typed, and the table it makes; None if it makes none, as in a draft it may."""

    @cached_property
    def table(self) -> Table | None:
        try:
            return read_table(self.get("figures") or "")
        except FiguresError:
            return None

    @property
    def fault(self) -> str:
        """What is wrong with it, in a sentence; empty if nothing is."""
        try:
            self.check()
        except FiguresError as error:
            return str(error)
        return ""

    @property
    def address(self) -> str:
        """Where readers can look for themselves; empty for what is no address, by whichever way it was kept."""
        address: str = self.get("source_url") or ""
        return address if may_lead(address) else ""

    def check(self) -> None:
        """Refuse figures that cannot be shown as they are.

        Errors:
            FiguresError: with a sentence that says what to do.
        """
        read_table(self.get("figures") or "")


class FiguresBlock(blocks.StructBlock):
    """Base of table and chart. A draft keeps whatever was typed; only what is published must be whole."""

    title = blocks.CharBlock(
        label=gettext_lazy("Title"), help_text=gettext_lazy("What is counted: A beam's decline.")
    )
    unit = blocks.CharBlock(
        required=False,
        label=gettext_lazy("Unit"),
        help_text=gettext_lazy(
            "In which measure: Rating, 0 (failed) to 9 (new). Dollars. Percent."
        ),
    )
    figures = FiguresField(
        label=gettext_lazy("Cells"),
        help_text=gettext_lazy(
            "Copy the cells in a spreadsheet and paste them here, or type them with a comma between. The first line holds "
            "the names of the columns, the first cell of each line says what it is about."
        ),
    )
    source = blocks.CharBlock(
        required=False,
        label=gettext_lazy("Source"),
        help_text=gettext_lazy("Where the figures come from: Teal County inspection reports."),
    )
    source_url = blocks.URLBlock(
        required=False,
        label=gettext_lazy("Address of the source"),
        help_text=gettext_lazy("Where readers can look for themselves."),
    )

    class Meta:
        value_class = FiguresValue

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if not self.is_deferred_validation:
            try:
                cleaned.check()
            except FiguresError as error:
                raise StructBlockValidationError(
                    {"figures": ValidationError(str(error))}
                ) from error
        return cleaned
