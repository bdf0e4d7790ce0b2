"""Why something that a reader sent was not taken."""

from broadsheet.lib.errors import BroadsheetError


class MailbagError(BroadsheetError):
    """What a reader sent is not taken now. The sentence says what to do, and nothing was changed."""


class PassError(MailbagError):
    """The form's pass is missing, too new, too old, used, or of another form."""


class TooManyError(MailbagError):
    """So much came from there within a short time that the rest must wait."""


class MailError(MailbagError):
    """No mail may be sent to this address now."""
