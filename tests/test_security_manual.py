"""What the publishers' manual says of attacks is what the tests show."""

from functools import cache

import pytest

from scripts import gift_cases, security_table
from scripts.gift_cases import CASES
from scripts.security_table import MANUAL, TRIED, renewed

# Every test's name is read once for all that is asked of them.
promises = cache(security_table.promises)


def test_the_table_of_promises_is_made_of_the_tests_as_they_are():
    for manual, rows in ((MANUAL, TRIED), (gift_cases.MANUAL, CASES)):
        page = manual.read_text()

        assert renewed(page, rows) == page, "run `make docs`"


@pytest.mark.parametrize("row", [*TRIED, *CASES])
def test_no_attack_is_without_a_test(row: str):
    assert promises().get(row), f"begin a test's name with test_{row.lower()}_"


def test_no_test_is_named_after_a_row_that_is_not_there():
    assert set(promises()) - set(TRIED) - set(CASES) == set()


@pytest.mark.parametrize("row", promises())
def test_a_promise_reads_as_a_sentence_of_its_own(row: str):
    assert [told for told in promises()[row] if len(told.split()) < 4] == []
