"""Whether the books are true: sixteen things are looked at, and each that differs is told by its code or number."""

from itertools import islice
from typing import NamedTuple

from broadsheet.donations.errors import DonationError
from broadsheet.donations.reckoning.checks import (  # noqa: F401 (each adds its own to the list)
    money,
    people,
    receipts,
    records,
)
from broadsheet.donations.reckoning.checks.known import CHECKS, Check

DIFFERENCES_SHOWN = 50


class Checked(NamedTuple):
    """One check and what differs; nothing, if all is well. `more`: there is more than is told."""

    check: Check
    differences: list[str]
    more: bool

    @property
    def is_well(self) -> bool:
        return not self.differences


def check_books() -> list[Checked]:
    """Look at all of it, in the order of the numbers."""
    return [_checked(CHECKS[number]) for number in sorted(CHECKS)]


def _checked(check: Check) -> Checked:
    try:
        told = list(islice(check.look(), DIFFERENCES_SHOWN + 1))
    except DonationError as error:
        # What could not be looked at is not known to be well.
        told = [str(error)]
    return Checked(check, told[:DIFFERENCES_SHOWN], len(told) > DIFFERENCES_SHOWN)
