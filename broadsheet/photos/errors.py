"""What can be refused with what the newsroom takes in."""

from broadsheet.lib.errors import BroadsheetError


class RecordingError(BroadsheetError):
    """A recording, or its captions, cannot be taken in."""
