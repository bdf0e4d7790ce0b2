"""Amounts of money: whole minor units of one currency. Never a fraction, and never two currencies in one sum.

How many minor units a currency has stands in ISO 4217, list one.
"""

import re
from dataclasses import dataclass
from typing import Final

from django.utils.formats import get_format, number_format
from django.utils.translation import gettext as _

from broadsheet.donations.errors import MoneyError

# Those that have another number of decimals than two.
DECIMALS: Final = {
    **dict.fromkeys(
        [
            "BIF",
            "CLP",
            "DJF",
            "GNF",
            "ISK",
            "JPY",
            "KMF",
            "KRW",
            "PYG",
            "RWF",
            "UGX",
            "VND",
            "VUV",
            "XAF",
            "XOF",
            "XPF",
        ],
        0,
    ),
    **dict.fromkeys(["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"], 3),
}
SIGNS: Final = {
    "USD": "$",
    "CAD": "CA$",
    "AUD": "A$",
    "NZD": "NZ$",
    "MXN": "MX$",
    "EUR": "€",
    "GBP": "£",
    "JPY": "¥",
    "INR": "₹",
    "ILS": "₪",
    "KRW": "₩",
}
# No gift is larger than a processor takes, or than a person means who types one.
MOST_MINOR: Final = 99_999_999
_CURRENCY = re.compile(r"[A-Z]{3}")
# A number as people write it: digits, perhaps parted in threes, perhaps with decimals.
_NUMBER = re.compile(
    r"(?P<whole>\d{1,3}(?:(?P<parted>[., '\u00a0\u202f’])\d{3}(?:(?P=parted)\d{3})*)?|\d+)(?:(?P<point>[.,])(?P<part>\d+))?"
)


def decimals_of(currency: str) -> int:
    """Return how many decimals a currency has.

    >>> decimals_of("USD"), decimals_of("JPY"), decimals_of("KWD")
    (2, 0, 3)
    """
    return DECIMALS.get(currency, 2)


def is_currency(code: str) -> bool:
    """Say whether something looks like a code of ISO 4217."""
    return _CURRENCY.fullmatch(code) is not None


@dataclass(frozen=True)
class Money:
    """An amount: `minor` whole minor units (cents) of a currency, by its code in capitals. It may be negative.

    >>> Money(2500, "USD") + Money(50, "USD")
    Money(minor=2550, currency='USD')
    """

    minor: int
    currency: str

    def __post_init__(self) -> None:
        if type(self.minor) is not int or not is_currency(self.currency):
            raise MoneyError(_("This is not an amount of money."))

    def __add__(self, other: "Money") -> "Money":
        return Money(self.minor + self._same(other).minor, self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.minor - self._same(other).minor, self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.minor, self.currency)

    def __lt__(self, other: "Money") -> bool:
        return self.minor < self._same(other).minor

    def __le__(self, other: "Money") -> bool:
        return self.minor <= self._same(other).minor

    def __gt__(self, other: "Money") -> bool:
        return self.minor > self._same(other).minor

    def __bool__(self) -> bool:
        return self.minor != 0

    def _same(self, other: "Money") -> "Money":
        if other.currency != self.currency:
            raise MoneyError(
                _("%(one)s and %(other)s are not added up.")
                % {"one": self.currency, "other": other.currency}
            )
        return other

    @property
    def plain(self) -> str:
        """The number with all decimals, as files and programs write it.

        >>> Money(-5, "USD").plain, Money(1234567, "JPY").plain, Money(1500, "KWD").plain
        ('-0.05', '1234567', '1.500')
        """
        decimals = decimals_of(self.currency)
        sign, digits = "-" if self.minor < 0 else "", str(abs(self.minor)).rjust(decimals + 1, "0")
        if not decimals:
            return sign + digits
        return f"{sign}{digits[:-decimals]}.{digits[-decimals:]}"

    @property
    def exact(self) -> str:
        """The amount as it is written in books and on receipts, with all its decimals.

        >>> Money(125000, "USD").exact, Money(-5, "EUR").exact, Money(1500, "KWD").exact
        ('$1,250.00', '−€0.05', 'KWD\\xa01.500')
        """
        return self._written(decimals_of(self.currency))

    def __str__(self) -> str:
        """The amount as it is said: without decimals where they are noughts.

        >>> str(Money(2500, "USD")), str(Money(2550, "USD"))
        ('$25', '$25.50')
        """
        decimals = decimals_of(self.currency)
        return self._written(0 if self.minor % 10**decimals == 0 else decimals)

    def _written(self, shown: int) -> str:
        plain = Money(abs(self.minor), self.currency).plain
        number = number_format(
            plain if shown else plain.partition(".")[0], decimal_pos=shown, force_grouping=True
        )
        sign = SIGNS.get(self.currency, f"{self.currency}\u00a0")
        return ("−" if self.minor < 0 else "") + sign + number


def nothing(currency: str) -> Money:
    return Money(0, currency)


def total_of(amounts: "list[Money] | tuple[Money, ...]", currency: str) -> Money:
    """Add amounts up; none makes nothing of this currency.

    Errors:
        MoneyError: one is of another currency.
    """
    found = nothing(currency)
    for one in amounts:
        found += one
    return found


def read_money(written: str, currency: str) -> Money:
    """Return the amount that a person has written: 25, $25.50, 1,250.00, 1 250,00.

    A point or comma before exactly as many digits as the currency has decimals begins them; before three digits it parts
    thousands, unless it is the one before which decimals begin in the language of whoever types.

    Errors:
        MoneyError: it is no amount, or not above nothing, or larger than any gift.

    >>> read_money("$1,250", "USD"), read_money("1.250,5", "EUR"), read_money("1250", "JPY")
    (Money(minor=125000, currency='USD'), Money(minor=125050, currency='EUR'), Money(minor=1250, currency='JPY'))
    """
    text, decimals = _bare(written, currency), decimals_of(currency)
    found = _NUMBER.fullmatch(text)
    if found is None or len(text) > 20 or _can_be_two(found, text, decimals):
        raise MoneyError(_("Write an amount as a number: 25, or 25.50."))
    whole, part = re.sub(r"\D", "", found["whole"]), found["part"] or ""
    if decimals == 3 and not part and found["parted"] == ".":
        # Books write 1.250 for one, and a quarter of it.
        whole, part = whole[:-3], whole[-3:]
    if len(part) > decimals:
        raise MoneyError(
            _("%(currency)s has no more than %(count)s decimals.")
            % {"currency": currency, "count": decimals}
        )
    minor = int(whole + part.ljust(decimals, "0"))
    if not 0 < minor <= MOST_MINOR:
        raise MoneyError(
            _("Write an amount above nothing and up to %(most)s.")
            % {"most": Money(MOST_MINOR, currency)}
        )
    return Money(minor, currency)


def _bare(written: str, currency: str) -> str:
    """Return a number without the currency's sign or code, in western digits."""
    sign = SIGNS.get(currency, "")
    text = written.strip().translate(_WESTERN).upper()
    for mark in (currency, sign, "$" if sign.endswith("$") else ""):
        text = text.removeprefix(mark).removesuffix(mark).strip() if mark else text
    return text


def _can_be_two(found: re.Match[str], text: str, decimals: int) -> bool:
    """Say whether a number can be meant in two ways: 25.505 is a slip of the hand, and 25,505 as well."""
    parted = found["parted"]
    if found["part"]:
        return parted == found["point"]
    if parted is None:
        return False
    if decimals == 3:
        return parted == "," or text.count(".") > 1
    return parted == get_format("DECIMAL_SEPARATOR") and text.count(parted) == 1


# Digits of Arabic and of Persian, and the Arabic decimal point.
_WESTERN = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫٬", "01234567890123456789.,")
