"""Lists that leave the newsroom as spreadsheets: whatever somebody typed, the file can be made."""

from typing import Any

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from wagtail.admin.views.mixins import SpreadsheetExportMixin

from broadsheet.lib.spreadsheets import inert

as_wagtail_has_it = SpreadsheetExportMixin.preprocess_field_value


def as_plain_words(self: Any, field: str, value: Any, export_format: str) -> Any:
    """Return a value as it stands in a spreadsheet: no formula, and without what XML has no place for (XML 1.0, 2.2)."""
    made = as_wagtail_has_it(self, field, value, export_format)
    return inert(ILLEGAL_CHARACTERS_RE.sub("", made)) if isinstance(made, str) else made


def export_whatever_was_typed() -> None:
    # Wagtail has no setting for this; each cell of each list passes this method.
    SpreadsheetExportMixin.preprocess_field_value = as_plain_words
