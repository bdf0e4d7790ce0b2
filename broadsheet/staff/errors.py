"""What is refused about people's accounts."""

from broadsheet.lib.errors import BroadsheetError


class StaffError(BroadsheetError):
    """Something about someone's account is not allowed."""


class LinkOverError(StaffError):
    """A link was used, has ended, or was replaced by another."""


class LastPublisherError(StaffError):
    """Nobody would be left who can let others in."""
