"""What the books lack is read from the processor, payment by payment; what stays different is told aloud."""

from collections.abc import Iterable

from broadsheet.donations.card.account_lines import Difference
from broadsheet.donations.card.errors import ForeignError, UnknownThereError
from broadsheet.donations.card.resolving import follow_payment
from broadsheet.donations.errors import BooksError, MoneyError


def repair(wrong: Iterable[Difference]) -> int:
    """Read again each payment of which a line differs; return of how many payments the books were brought to it.

    Errors:
        CardAwayError: the processor is away.
    """
    repaired = 0
    for payment in dict.fromkeys(one.payment for one in wrong if one.payment):
        try:
            follow_payment(payment)
        except (ForeignError, UnknownThereError, BooksError, MoneyError):
            # It stays a difference, and is named as one.
            continue
        repaired += 1
    return repaired
