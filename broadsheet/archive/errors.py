"""Why a page of another system could not be read."""

from broadsheet.lib.errors import BroadsheetError


class PageError(BroadsheetError):
    """A page of another system could not be read as a story."""


class UnreadableError(PageError):
    """The file is empty, or is not text in an encoding that can be told."""


class NoStoryError(PageError):
    """The file is text, but holds no story."""


class ImportRefusedError(PageError):
    """What was asked for the imported story cannot be: a section, date or address."""
