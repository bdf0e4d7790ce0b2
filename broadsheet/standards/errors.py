"""Why an act with a report or a request is refused."""

from broadsheet.lib.errors import BroadsheetError


class StandardsError(BroadsheetError):
    """An act of the standards desk that is not possible now; the sentence says why and what to do."""


class MovedOnError(StandardsError):
    """Someone else did something with it since this screen was opened."""
