"""What the editors' manual says of credits is what the tests show."""

from scripts.credit_table import MANUAL, renewed


def test_the_manual_shows_each_form_of_a_credit_as_it_is_printed():
    page = MANUAL.read_text()

    assert renewed(page) == page, "run `make docs`"
