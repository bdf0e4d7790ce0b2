"""Amounts as the processor counts them. For most currencies its units are ours; the exceptions stand here.

Sources: Stripe's pages on currencies: zero-decimal currencies; ISK and UGX, written with two decimals that must be noughts; and
three-decimal currencies, of which the last digit must be nought.
"""

from typing import Final

from django.utils.translation import gettext as _

from broadsheet.donations.errors import MoneyError
from broadsheet.donations.money import Money, decimals_of

_OF_THE_PROCESSOR: Final = {
    **dict.fromkeys(
        ["BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND", "VUV", "XAF", "XOF", "XPF"], 0
    ),
    **dict.fromkeys(["BHD", "JOD", "KWD", "OMR", "TND"], 3),
}  # fmt: skip


def units_of(amount: Money) -> int:
    """Return an amount in the processor's units.

    Errors:
        MoneyError: it is finer than can be charged there.

    >>> units_of(Money(2500, "USD")), units_of(Money(2500, "JPY")), units_of(Money(2500, "ISK")), units_of(Money(1230, "KWD"))
    (2500, 2500, 250000, 1230)
    """
    theirs, ours = _theirs(amount.currency), decimals_of(amount.currency)
    units, rest = divmod(amount.minor * 10**theirs, 10**ours)
    if rest or (theirs == 3 and units % 10):
        raise MoneyError(
            _("Cards take no amount as fine as %(amount)s: leave out its last digit.")
            % {"amount": amount.exact}
        )
    return units


def money_of(units: int, currency: str) -> Money:
    """Return an amount that the processor tells of.

    Errors:
        MoneyError: it is finer than the currency is.

    >>> money_of(250000, "isk"), money_of(-500, "usd")
    (Money(minor=2500, currency='ISK'), Money(minor=-500, currency='USD'))
    """
    code = currency.upper()
    minor, rest = divmod(units * 10 ** decimals_of(code), 10 ** _theirs(code))
    if rest:
        raise MoneyError(
            _("The processor tells of a part of the smallest unit of %(currency)s.")
            % {"currency": code}
        )
    return Money(minor, code)


def about(units: int, currency: str) -> Money:
    """Return an amount that the processor tells of, half a unit upwards: fees alone may be finer than the currency.

    >>> about(4567, "isk"), about(4550, "isk"), about(103, "usd")
    (Money(minor=46, currency='ISK'), Money(minor=46, currency='ISK'), Money(minor=103, currency='USD'))
    """
    code = currency.upper()
    theirs = 10 ** _theirs(code)
    minor = (2 * abs(units) * 10 ** decimals_of(code) + theirs) // (2 * theirs)
    return Money(minor if units >= 0 else -minor, code)


def _theirs(currency: str) -> int:
    return int(_OF_THE_PROCESSOR.get(currency, 2))
