"""Why something is refused at the tip line."""

from broadsheet.lib.errors import BroadsheetError


class TipsError(BroadsheetError):
    """Something that the tip line does not do; the sentence says why and what to do, and nothing of any source."""


class ListRefusedError(TipsError):
    """A list of recipients that is not signed, not newer, not whole, or mixed."""


class NotNowError(TipsError):
    """Nothing is taken now: the line is closed, or too much came within a short time."""


class UploadError(TipsError):
    """A part that is not what was announced."""


class UnknownThreadError(TipsError):
    """No conversation is found with this key; whether there ever was one is not said."""


class ContainerError(TipsError):
    """What is packed is not as the format asks (docs/developers/tips.md)."""


class BackupError(TipsError):
    """Tips cannot be copied there."""


class VerifyError(TipsError):
    """A paper's tip line cannot be compared with the release: it does not answer, or this release is not whole."""
