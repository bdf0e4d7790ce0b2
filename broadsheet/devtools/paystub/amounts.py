"""Amounts as the processor takes, shows and charges for them: whole minor units, never fractions."""

from broadsheet.devtools.paystub.errors import CallRefusedError

# Currencies whose smallest unit is the whole one.
ZERO_DECIMAL = frozenset(
    [
        "bif",
        "clp",
        "djf",
        "gnf",
        "jpy",
        "kmf",
        "krw",
        "mga",
        "pyg",
        "rwf",
        "vnd",
        "vuv",
        "xaf",
        "xof",
        "xpf",
    ]
)
# Currencies with thousandths; the processor wants the last digit to be 0.
THREE_DECIMAL = frozenset(["bhd", "jod", "kwd", "omr", "tnd"])
# Currencies that have no cents in use, and are still written with two digits.
WHOLE_ONLY = frozenset(["isk", "ugx"])
TWO_DECIMAL = frozenset(
    [
        "aed",
        "aud",
        "bgn",
        "brl",
        "cad",
        "chf",
        "cny",
        "cop",
        "czk",
        "dkk",
        "egp",
        "eur",
        "gbp",
        "hkd",
        "huf",
        "idr",
        "ils",
        "inr",
        "kes",
        "mad",
        "mxn",
        "myr",
        "ngn",
        "nok",
        "nzd",
        "pen",
        "php",
        "pkr",
        "pln",
        "qar",
        "ron",
        "sar",
        "sek",
        "sgd",
        "thb",
        "try",
        "twd",
        "uah",
        "usd",
        "uyu",
        "zar",
    ]
)
CURRENCIES = ZERO_DECIMAL | THREE_DECIMAL | WHOLE_ONLY | TWO_DECIMAL
LARGEST = 99_999_999
# Least amount that can be charged, where it is not 50.
LEAST = {"jpy": 50, "gbp": 30, "mxn": 1000, "sek": 300, "nok": 300, "dkk": 250, "kwd": 150}
LEAST_ELSEWHERE = 50
# Of each charge, in thousandths and in minor units.
FEE_THOUSANDTHS = 29
FEE_FIXED = 30
DISPUTE_FEE = 1500


def known_currency(written: str, param: str) -> str:
    """Return a currency in small letters.

    Errors:
        CallRefusedError: the processor does not know it.
    """
    currency = written.lower()
    if currency not in CURRENCIES:
        raise CallRefusedError(
            f"Invalid currency: {currency}.", param=param, code="invalid_currency"
        )
    return currency


def chargeable(amount: int, currency: str, param: str) -> int:
    """Return an amount that may be charged.

    Errors:
        CallRefusedError: it is too small, too large, or finer than the currency allows.
    """
    if amount < LEAST.get(currency, LEAST_ELSEWHERE):
        raise CallRefusedError(
            f"The amount must be at least {words(LEAST.get(currency, LEAST_ELSEWHERE), currency)}.",
            param=param,
            code="amount_too_small",
        )
    if amount > LARGEST:
        raise CallRefusedError(
            f"The amount must be no more than {words(LARGEST, currency)}.",
            param=param,
            code="amount_too_large",
        )
    if (currency in THREE_DECIMAL and amount % 10) or (currency in WHOLE_ONLY and amount % 100):
        raise CallRefusedError(
            f"Amounts in {currency} end in {'0' if currency in THREE_DECIMAL else '00'}.",
            param=param,
            code="parameter_invalid_integer",
        )
    return amount


def fee_of(amount: int) -> int:
    """Return the processor's fee for a charge: 2.9 % and 30, half a unit upwards.

    >>> fee_of(2500), fee_of(50), fee_of(1000)
    (103, 31, 59)
    """
    return (amount * FEE_THOUSANDTHS + 500) // 1000 + FEE_FIXED


def words(amount: int, currency: str) -> str:
    """Return an amount for people.

    >>> words(123456, "usd"), words(2500, "jpy"), words(-1230, "kwd")
    ('USD 1,234.56', 'JPY 2,500', '−KWD 1.230')
    """
    digits = 0 if currency in ZERO_DECIMAL else 3 if currency in THREE_DECIMAL else 2
    whole, rest = divmod(abs(amount), 10**digits)
    fraction = f".{rest:0{digits}d}" if digits else ""
    return f"{'−' if amount < 0 else ''}{currency.upper()} {whole:,}{fraction}"
