"""What can be refused with sections and the paper as a whole."""

from django.utils.translation import gettext as _

from broadsheet.lib.errors import BroadsheetError


class FoundingError(BroadsheetError):
    """A paper that cannot be made as asked. `field` names what was wrong, for a form to say it there."""

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class ArrangementError(BroadsheetError):
    """An arrangement of the front that cannot be."""


class ArrangementChangedError(ArrangementError):
    """Someone else arranged the front meanwhile. `newest` is the number of the newest arrangement."""

    def __init__(self, newest: int) -> None:
        super().__init__(
            _(
                "Someone else has arranged the front meanwhile. Nothing was overwritten: look at both, then decide."
            )
        )
        self.newest = newest
