"""Amounts: fees in whole units, and words for people, whatever the currency."""

import re
from fractions import Fraction

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from broadsheet.devtools.paystub.amounts import CURRENCIES, LARGEST, fee_of, words


@given(st.integers(1, LARGEST))
@example(500)
@settings(deadline=None)
def test_a_fee_is_29_thousandths_and_30_half_a_unit_upwards(amount: int):
    exact = Fraction(amount * 29, 1000) + 30

    assert -Fraction(1, 2) < fee_of(amount) - exact <= Fraction(1, 2)


@given(st.integers(-LARGEST, LARGEST), st.sampled_from(sorted(CURRENCIES)))
@settings(deadline=None)
def test_words_for_an_amount_say_exactly_that_amount(amount: int, currency: str):
    said = words(amount, currency)

    assert int(re.sub(r"[^0-9−]", "", said).replace("−", "-")) == amount
    assert currency.upper() in said


@pytest.mark.parametrize(
    ("currency", "said"), [("usd", "USD 12.34"), ("jpy", "JPY 1,234"), ("kwd", "KWD 1.234")]
)
def test_each_currency_has_its_own_digits(currency: str, said: str):
    assert words(1234, currency) == said
