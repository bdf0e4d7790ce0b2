"""Why a file may not come in."""

from django.utils.translation import gettext as _

from broadsheet.lib.errors import BroadsheetError


class IncomingError(BroadsheetError):
    """A file may not come in. The message stands beside the form's field and says what to do."""


class QuotaError(IncomingError):
    """Someone has sent as much within a day as one person may."""


class UnseenFileError(IncomingError):
    """A form was about to keep a file that nobody looked at: its field is none of `fields.py`."""


def of_another_kind(ending: str, kind: str, right_ending: str) -> IncomingError:
    """Return the refusal of a file whose content is good, but not what its name says."""
    return IncomingError(
        _("The name ends in .%(ending)s, but the file is %(kind)s. Rename it to end in .%(right)s.")
        % {"ending": ending, "kind": kind, "right": right_ending}
    )
