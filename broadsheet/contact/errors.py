"""Why a message is not passed on."""

from broadsheet.lib.errors import BroadsheetError


class ContactError(BroadsheetError):
    """Somebody cannot be reached in this way."""
