"""A form is taken once, from whoever opened it, not at once and not for ever."""

from datetime import UTC, datetime, timedelta
from typing import Any

import altcha
import pytest
from django.http import QueryDict

from broadsheet.mailbag import passes
from broadsheet.mailbag.errors import PassError

pytestmark = pytest.mark.django_db
SOON = timedelta(seconds=5)


def post(**fields: str) -> QueryDict:
    given = QueryDict(mutable=True)
    given.update(fields)
    return given


def solved(form: str) -> str:
    challenge = altcha.Challenge.from_dict(passes.puzzle(form))
    solution = altcha.solve_challenge(challenge)
    assert solution
    return altcha.Payload(challenge, solution).to_base64()


def way(name: str, form: str = "letters") -> QueryDict:
    return (
        post(**{passes.SOLVED: solved(form)})
        if name == "puzzle"
        else post(**{passes.READ_OVER: passes.page_pass(form)})
    )


each_way = pytest.mark.parametrize("name", ["puzzle", "page"])


def check(given: QueryDict, after: timedelta = SOON, form: str = "letters") -> Any:
    return passes.check(form, given, now=datetime.now(UTC) + after)


@each_way
def test_a_pass_is_good_once(name: str):
    given = way(name)

    passes.spend(check(given))

    with pytest.raises(PassError, match="arrived once"):
        check(given)


@each_way
def test_of_two_that_come_at_once_one_is_taken(name: str):
    given = way(name)
    first, second = check(given), check(given)

    passes.spend(first)

    with pytest.raises(PassError):
        passes.spend(second)


@each_way
def test_nobody_writes_a_letter_within_four_seconds(name: str):
    with pytest.raises(PassError, match="quick"):
        check(way(name), timedelta(seconds=1))


@each_way
def test_a_pass_is_of_one_form(name: str):
    with pytest.raises(PassError):
        check(way(name, "contact"))


@each_way
@pytest.mark.parametrize(("lasts", "good"), [(0.9, True), (1.1, False)])
def test_a_pass_ends(name: str, lasts: float, good: bool):
    length = passes.PUZZLE_LASTS if name == "puzzle" else passes.PAGE_LASTS
    given = way(name)

    if good:
        assert check(given, length * lasts)
    else:
        with pytest.raises(PassError, match="too long ago"):
            check(given, length * lasts)


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {passes.SOLVED: "x"},
        {passes.SOLVED: "e30="},
        {passes.SOLVED: "A" * 5_000},
        {passes.READ_OVER: "a:b:c"},
        {passes.READ_OVER: "\ud800"},
        {passes.SOLVED: "eyJjaGFsbGVuZ2UiOiB7fSwgInNvbHV0aW9uIjoge319"},
    ],
)
def test_what_is_no_pass_is_refused_in_a_sentence(fields: dict[str, str]):
    with pytest.raises(PassError, match="Read it over"):
        check(post(**fields))


def test_a_puzzle_that_was_not_solved_is_none():
    challenge = altcha.Challenge.from_dict(passes.puzzle("letters"))
    guess = altcha.Payload(challenge, altcha.Solution(7, "00" * 32)).to_base64()

    with pytest.raises(PassError):
        check(post(**{passes.SOLVED: guess}))


def test_what_fills_in_the_field_that_nobody_sees_is_turned_away():
    given = way("page")
    given[passes.TRAP] = "https://casino.example"

    with pytest.raises(PassError):
        check(given)
