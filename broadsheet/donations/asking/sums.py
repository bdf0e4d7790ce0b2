"""Which sums a page offers, by how often they come; the smallest; and what a processor's fee is reckoned at."""

from decimal import Decimal

from wagtail.models import Site

from broadsheet.donations.asking.ways_to_give import MONTH
from broadsheet.donations.models import GiftRules, rules_of
from broadsheet.donations.money import Money, nothing

# In a hundredth of a percent.
WHOLE = 10_000


def sums_of(site: Site, often: str) -> list[Money]:
    """Return the sums that a page offers for gifts that come so often."""
    return rules_of(site).amounts("sums_monthly" if often == MONTH else "sums")


def in_address(amount: Money) -> str:
    """Return a sum as it stands in an address.

    >>> in_address(Money(2500, "USD")), in_address(Money(2550, "USD")), in_address(Money(500, "JPY"))
    ('25', '25.50', '500')
    """
    whole, _point, part = amount.plain.partition(".")
    return amount.plain if part.strip("0") else whole


def least_by_card(rules: GiftRules) -> Money:
    """Return the smallest gift that is taken by card."""
    return rules.amounts("least")[0] if rules.least.strip() else Money(1, rules.currency)


def fee_fixed(rules: GiftRules) -> Money:
    """Return what the processor takes of each gift, beside its part of it."""
    is_some = rules.fee_fixed.strip(" 0.,")
    return rules.amounts("fee_fixed")[0] if is_some else nothing(rules.currency)


def fee_cover(rules: GiftRules, amount: Money) -> Money:
    """Return what must be added to a gift so that the fee on both leaves the whole gift, rounded up to the next cent.

    >>> fee_cover(GiftRules(fee_percent="2.90", fee_fixed="0.30"), Money(2500, "USD"))
    Money(minor=106, currency='USD')
    """
    kept = WHOLE - int(Decimal(rules.fee_percent) * 100)
    total = -((amount.minor + fee_fixed(rules).minor) * WHOLE // -kept)
    return Money(total - amount.minor, amount.currency)
