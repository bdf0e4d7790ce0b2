"""What can be refused with sections and the paper as a whole."""

from broadsheet.lib.errors import BroadsheetError


class FoundingError(BroadsheetError):
    """A paper that cannot be made as asked. `field` names what was wrong, for a form to say it there."""

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field
