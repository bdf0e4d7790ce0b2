"""The processor's test numbers, and what comes of each. No number is kept: of a card only its last four digits are."""

import re
from datetime import UTC, datetime
from typing import Any, NamedTuple

from broadsheet.devtools.paystub.errors import CallRefusedError


class Outcome(NamedTuple):
    """What happens when a card is charged.

    Args:
        first: with the donor there: `succeeds`, `declined`, or `asks` for 3-D Secure.
        later: for a renewal, when she is not.
        decline: the processor's `decline_code`.
        code: its `code`.
        disputed: the donor's bank takes it back at once.
        kept: it can be kept for later although charging it fails.
    """

    first: str = "succeeds"
    later: str = "succeeds"
    decline: str = "generic_decline"
    code: str = "card_declined"
    brand: str = "visa"
    disputed: bool = False
    kept: bool = False


DECLINED = ("declined", "declined")
CARDS: dict[str, Outcome] = {
    "4242424242424242": Outcome(),
    "5555555555554444": Outcome(brand="mastercard"),
    "378282246310005": Outcome(brand="amex"),
    "4000000000000002": Outcome(*DECLINED),
    "4000000000009995": Outcome(*DECLINED, "insufficient_funds"),
    "4000000000009987": Outcome(*DECLINED, "lost_card"),
    "4000000000009979": Outcome(*DECLINED, "stolen_card"),
    "4000000000000069": Outcome(*DECLINED, "expired_card", "expired_card"),
    "4000000000000127": Outcome(*DECLINED, "incorrect_cvc", "incorrect_cvc"),
    "4000000000000119": Outcome(*DECLINED, "processing_error", "processing_error"),
    # It can be kept for later; then it is refused.
    "4000000000000341": Outcome(*DECLINED, kept=True),
    "4000002500003155": Outcome("asks", "succeeds"),
    "4000002760003184": Outcome("asks", "asks"),
    "4000000000000259": Outcome(disputed=True),
}
# Numbers of accounts for bank debits, and what comes of them some days later.
ACCOUNTS = {"000123456789": "succeeds", "000111111116": "declined"}
DEBIT_DAYS = 4
SENTENCES = {
    "card_declined": "Your card was declined.",
    "insufficient_funds": "Your card has insufficient funds.",
    "expired_card": "Your card has expired.",
    "incorrect_cvc": "Your card's security code is incorrect.",
    "processing_error": "An error occurred while processing your card. Try again in a little bit.",
    "incorrect_number": "Your card number is incorrect.",
    "invalid_expiry_year": "Your card's expiration date is in the past.",
    "payment_intent_authentication_failure": "We are unable to authenticate your payment method. Please choose a different payment method and try again.",
    "payment_method_provider_decline": "The bank did not pay this debit.",
}


class Card(NamedTuple):
    """A card as it is kept."""

    last4: str
    month: int
    year: int
    outcome: Outcome


def refused(code: str, decline: str = "", **more: object) -> CallRefusedError:
    """Return the processor's answer for a card that is not taken."""
    fields: dict[str, Any] = {"decline_code": decline, **more} if decline else more
    return CallRefusedError(
        SENTENCES.get(decline) or SENTENCES[code],
        code=code,
        status=402,
        kind="card_error",
        **fields,
    )


def read_card(number: str, expiry: str, now: int) -> Card:
    """Return what a typed card is.

    Args:
        expiry: MM/YY.

    Errors:
        CallRefusedError: no card has this number, it is over, or it is none of the processor's test numbers.
    """
    digits = re.sub(r"[ -]", "", number)
    if not re.fullmatch(r"[0-9]{12,19}", digits) or not adds_up(digits):
        raise refused("incorrect_number")
    if digits not in CARDS:
        raise refused("card_declined", "test_mode_live_card")
    month, year = read_expiry(expiry)
    today = datetime.fromtimestamp(now, UTC)
    if (year, month) < (today.year, today.month):
        raise refused("invalid_expiry_year")
    return Card(digits[-4:], month, year, CARDS[digits])


def read_expiry(written: str) -> tuple[int, int]:
    found = re.fullmatch(r"\s*(0?[1-9]|1[0-2])\s*/\s*(?:20)?([0-9]{2})\s*", written)
    if not found:
        raise refused("invalid_expiry_year")
    return int(found[1]), 2000 + int(found[2])


def adds_up(digits: str) -> bool:
    """Say whether a card's last digit is right for the others (Luhn).

    >>> adds_up("4242424242424242"), adds_up("4242424242424241")
    (True, False)
    """
    doubled = [int(one) * (1 + place % 2) for place, one in enumerate(reversed(digits))]
    return sum(one // 10 + one % 10 for one in doubled) % 10 == 0
