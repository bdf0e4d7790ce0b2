"""Sums of money are whole and of one currency, and are read as people write them."""

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from broadsheet.donations.errors import MoneyError
from broadsheet.donations.money import MOST_MINOR, Money, decimals_of, read_money, total_of
from broadsheet.donations.reference import LETTERS, new_code, read_code

CURRENCIES = st.sampled_from(["USD", "JPY", "KWD", "EUR"])


@pytest.mark.parametrize(
    ("written", "minor"),
    [
        ("25", 2500),
        ("$25", 2500),
        (" 25.5 ", 2550),
        ("25,50", 2550),
        ("1,250", 125000),
        ("1.250,00", 125000),
        ("1 250", 125000),
        ("1\u00a0250,00 USD", 125000),
        ("usd 3", 300),
        ("٢٥", 2500),
        ("0.01", 1),
        ("999,999.99", MOST_MINOR),
    ],
)
def test_g23_a_sum_is_read_however_people_write_it(written: str, minor: int):
    assert read_money(written, "USD") == Money(minor, "USD")


@pytest.mark.parametrize(
    "written",
    [
        "",
        "0",
        "-5",
        "25.505",
        "1,25,0",
        "1.2.3",
        "1e3",
        "25 €",
        "1000000",
        "twenty",
        "NaN",
        "2 5",
        "9" * 400,
        "1,250,00",
        "1.250.00",
    ],
)
def test_g23_what_is_no_sum_is_refused_with_a_sentence(written: str):
    with pytest.raises(MoneyError, match=r"^(Write|USD has)"):
        read_money(written, "USD")


@pytest.mark.parametrize(
    ("written", "currency", "minor"),
    [
        ("1500", "JPY", 1500),
        ("1,500", "JPY", 1500),
        ("1.5", "JPY", None),
        ("1.500", "KWD", 1500),
        ("1,500", "KWD", None),
        ("1.500.000", "KWD", None),
        ("2,5", "KWD", 2500),
        ("1500.250", "KWD", 1500250),
    ],
)
def test_g23_currencies_have_as_many_decimals_as_they_have(
    written: str, currency: str, minor: int | None
):
    if minor is None:
        with pytest.raises(MoneyError):
            read_money(written, currency)
    else:
        assert read_money(written, currency).minor == minor


@settings(deadline=None)
@given(minor=st.integers(1, MOST_MINOR), currency=CURRENCIES)
def test_books_05_what_is_written_is_read_again_to_the_cent(minor: int, currency: str):
    money = Money(minor, currency)

    assert read_money(money.exact, currency) == money
    if decimals_of(currency) < 3:
        assert read_money(str(money), currency) == money


@settings(deadline=None)
@given(sums=st.lists(st.integers(-(10**12), 10**12)))
def test_books_05_sums_are_whole_numbers_and_none_is_lost(sums: list[int]):
    assert total_of([Money(one, "USD") for one in sums], "USD").minor == sum(sums)


def test_books_04_two_currencies_are_never_added_up_or_compared():
    for mix in (
        lambda: Money(1, "USD") + Money(1, "CAD"),
        lambda: Money(1, "USD") - Money(1, "CAD"),
        lambda: Money(1, "USD") < Money(1, "CAD"),
        lambda: total_of([Money(1, "USD")], "CAD"),
    ):
        with pytest.raises(MoneyError):
            mix()


@pytest.mark.parametrize("minor", [2.5, "5", True, None])
def test_books_05_a_sum_is_never_a_fraction(minor: object):
    with pytest.raises(MoneyError):
        Money(minor, "USD")  # type: ignore[arg-type]


def test_a_point_is_what_it_is_in_the_language_of_whoever_types():
    with translation.override("es"):
        assert read_money("25.505", "USD").minor == 2550500
        with pytest.raises(MoneyError):
            read_money("25,505", "USD")


def test_a_sum_is_written_as_the_papers_language_writes_numbers():
    with translation.override("es"):
        assert Money(123456, "USD").exact == "$1\u00a0234,56"


def test_a_code_that_was_mistyped_in_one_place_is_no_code():
    code = new_code()
    for place, sign in enumerate(code):
        if sign == "-":
            continue
        for other in LETTERS:
            if other != sign:
                assert read_code(code[:place] + other + code[place + 1 :]) == ""


def test_two_signs_that_changed_places_are_found():
    plain = new_code().replace("-", "")
    for place in range(len(plain) - 2):
        swapped = plain[:place] + plain[place + 1] + plain[place] + plain[place + 2 :]
        assert read_code(swapped) == "" or plain[place] == plain[place + 1]


@pytest.mark.parametrize("typed", ["oooo-oooo", "0000 0000", "OOOO0000"])
def test_letters_that_look_like_digits_are_taken_for_them(typed: str):
    assert read_code(typed) == "0000-0000"
