"""What can go wrong when printing."""

from broadsheet.lib.errors import BroadsheetError


class PressError(BroadsheetError):
    """A page could not be printed."""


class PageRefusedError(PressError):
    """The site failed to answer for a page that is printed."""

    def __init__(self, address: str, status: int) -> None:
        super().__init__(
            f"{address} answered {status} and was not printed; the copy from before stays. "
            "Open it while signed out to see the cause."
        )
        self.address = address
        self.status = status


class NotPrintableError(PressError):
    """This address is never printed: the newsroom, a form's answer, a page that is nobody's.

    `status` is 404 if nothing stands there at all, else 0: then Django must say why.
    """

    def __init__(self, message: str, status: int = 0) -> None:
        super().__init__(message)
        self.status = status


class UnknownPartError(PressError):
    """A template names a part that no room has registered."""


class ShelfFullError(PressError):
    """No room is left where printed pages are kept."""


class ReceiptError(PressError):
    """A receipt was asked for something that is not a source, such as a misspelt name."""
