"""Why an act with a letter is refused."""

from broadsheet.lib.errors import BroadsheetError


class LetterError(BroadsheetError):
    """An act with a letter that is not possible now; the sentence says why and what to do."""


class ChangedMeanwhileError(LetterError):
    """Someone else did something with the letter since this screen was opened."""
