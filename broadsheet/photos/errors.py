"""What can be refused with what the newsroom takes in."""

from broadsheet.incoming.errors import IncomingError
from broadsheet.lib.errors import BroadsheetError


class PhotoError(BroadsheetError):
    """An act with a photo is refused."""


class AssignmentError(PhotoError):
    """An act with something that is to be photographed is refused."""


class RecordingError(IncomingError):
    """A recording, or its captions, cannot be taken in."""
