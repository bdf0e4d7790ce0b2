"""Why something with the processor is not done."""

from broadsheet.donations.errors import DonationError


class CardError(DonationError):
    """Something with gifts by card is not possible; the sentence says why and what to do."""


class CardAwayError(CardError):
    """The processor does not answer, or not now: the same can be tried again."""


class CardRefusedError(CardError):
    """The processor refuses what was asked."""


class UnknownThereError(CardError):
    """The processor has no such thing."""


class ForeignError(CardError):
    """It is of another paper, account or mode, and nothing of ours."""
