"""What can be refused with stories."""

from broadsheet.lib.errors import BroadsheetError


class StoryError(BroadsheetError):
    """Something was asked of a story that the paper's rules do not allow."""


class CorrectionError(StoryError):
    """A correction that the paper's rules do not allow."""


class CorrectionKeptError(CorrectionError):
    """Someone tried to change or delete a correction."""


class FiguresError(StoryError):
    """A table or chart as an editor typed it cannot be read."""


class LookUpError(StoryError):
    """What stands at an address that an editor pasted could not be learnt."""


class LiveError(StoryError):
    """An act in live coverage that the paper's rules do not allow."""


class LiveEndedError(LiveError):
    """Someone tried to add, change or delete an entry of coverage that has ended."""


class BreakingError(StoryError):
    """A story cannot be marked as breaking until the moment that was asked for."""
