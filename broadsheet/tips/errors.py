"""Why something is refused at the tip line."""

from broadsheet.lib.errors import BroadsheetError


class TipsError(BroadsheetError):
    """Something that the tip line does not do; the sentence says why and what to do, and nothing of any source."""


class ListRefusedError(TipsError):
    """A list of recipients that is not signed, not newer, not whole, or mixed."""


class NotNowError(TipsError):
    """Nothing is taken now: the line is closed, or too much came within a short time.

    Args:
        code: what a script is told: `closed`, `full`, `busy`, `changed` (the list is another by now), `puzzle`.
    """

    def __init__(self, says: str, *, code: str = "closed") -> None:
        super().__init__(says)
        self.code = code


class UploadError(TipsError):
    """A part, or a whole upload, that is not what was announced.

    Args:
        code: what a script is told: `offset`, `sum`, `large`, `parts`, `unfit`.
        have: how many bytes of the part are kept.
    """

    def __init__(self, says: str, *, code: str, have: int = 0) -> None:
        super().__init__(says)
        self.code, self.have = code, have


class UnknownThreadError(TipsError):
    """No conversation is found with this key; whether there ever was one is not said."""


class ContainerError(TipsError):
    """What is packed is not as the format asks (docs/developers/tips.md)."""


class BackupError(TipsError):
    """Tips cannot be copied there."""


class VerifyError(TipsError):
    """A paper's tip line cannot be compared with the release: it does not answer, or this release is not whole."""
