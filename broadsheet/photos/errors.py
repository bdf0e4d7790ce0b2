"""What can be refused with what the newsroom takes in."""

from broadsheet.incoming.errors import IncomingError


class RecordingError(IncomingError):
    """A recording, or its captions, cannot be taken in."""
