"""Why something with gifts is refused."""

from broadsheet.lib.errors import BroadsheetError


class DonationError(BroadsheetError):
    """Something with gifts that is not possible; the sentence says why and what to do."""


class MoneyError(DonationError):
    """What was written is no amount of money, or of the wrong currency."""


class BooksError(DonationError):
    """The books would not be true any more."""


class WordingError(DonationError):
    """The paper's legal kind does not allow these words, or lacks some that it needs."""


class SameChequeError(DonationError):
    """A cheque looks like one that stands in a batch or in the books; whoever types it says whether it is another."""


class NamesakeError(DonationError):
    """A donor of that name is known; whoever types says whether it is the same person."""


class FirstComeError(DonationError):
    """Someone else did it, or changed it, since this was looked at."""


class NotPossibleError(DonationError):
    """What a donor asks for on her own page is not offered there, or no longer possible."""
