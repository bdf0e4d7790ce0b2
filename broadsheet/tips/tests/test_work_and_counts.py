"""What holds back floods before anything is opened: work, and counts of an hour and a day."""

import base64
import os
from typing import Any

import pytest

from broadsheet.tips import uploads
from broadsheet.tips.days import in_days
from broadsheet.tips.errors import NotNowError, UnknownThreadError
from broadsheet.tips.sources import day_counts
from broadsheet.tips.sources.acts import SourceActs
from broadsheet.tips.sources.asked import Asked, Fields
from broadsheet.tips.sources.day_counts import OF_LANES, DayCounts, Lane
from broadsheet.tips.sources.limits import HOUR, WIDER, Limit
from broadsheet.tips.sources.passes import LASTS_SECONDS as PASS_SECONDS
from broadsheet.tips.sources.passes import Passes
from broadsheet.tips.tests.newsrooms import Newsroom
from broadsheet.tips.tests.sources import Source, solve
from broadsheet.tips.tests.uploads_made import Clock


def test_t10_the_more_is_opened_the_more_work_is_asked(newsroom: Newsroom):
    passes = Passes(newsroom.box, "secret")
    asked = {}
    for number in range(10_000):
        asked.setdefault(passes.bits(now=number / 10), number)
        passes.note_opening(now=number / 10)

    assert asked == {16: 0, 17: 120, 18: 240, 19: 480, 20: 960, 21: 1920, 22: 3840}
    assert passes.bits(now=1000 + HOUR) == 16


def test_t12_a_pass_that_is_too_old_is_refused(newsroom: Newsroom, monkeypatch):
    passes = Passes(newsroom.box, "secret")
    puzzle, bits = passes.puzzle()
    answer, now = solve(puzzle, bits), uploads.time.time()
    monkeypatch.setattr("time.time", lambda: now + PASS_SECONDS + 2)

    with pytest.raises(NotNowError, match="took too long"):
        passes.spend(puzzle, answer)


def test_t12_a_pass_of_another_paper_or_form_is_refused(newsroom: Newsroom):
    puzzle, bits = Passes(newsroom.box, "another").puzzle()

    with pytest.raises(NotNowError):
        Passes(newsroom.box, "secret").spend(puzzle, solve(puzzle, bits))


def test_t12_a_used_pass_stays_used_after_a_restart(newsroom: Newsroom):
    passes = Passes(newsroom.box, "secret")
    puzzle, bits = passes.puzzle()
    answer = solve(puzzle, bits)
    passes.spend(puzzle, answer)

    with pytest.raises(NotNowError):
        Passes(newsroom.box, "secret").spend(puzzle, answer)


def test_t10_what_is_larger_takes_more_work(newsroom: Newsroom):
    passes = Passes(newsroom.box, "secret")
    asked = [passes.bits(megabytes * 2**20, now=0) for megabytes in (0, 64, 65, 256, 2048)]
    for _number in range(5000):
        passes.note_opening(now=0)

    assert asked == [16, 16, 17, 18, 21]
    assert [passes.bits(size, now=0) for size in (0, 2**31)] == [22, 24]


def test_t12_a_pass_is_good_for_what_it_was_asked_for(newsroom: Newsroom):
    passes = Passes(newsroom.box, "secret")
    puzzle, bits = passes.puzzle(100)
    answer = solve(puzzle, bits)

    with pytest.raises(NotNowError):
        passes.spend(puzzle, answer, 2**31)
    passes.spend(puzzle, answer, 100)


def test_t12_a_pass_of_a_calm_hour_is_too_easy_in_a_flood(newsroom: Newsroom):
    passes = Passes(newsroom.box, "secret")
    (early, bits), (late, _bits) = passes.puzzle(), passes.puzzle()
    for _number in range(120):
        passes.note_opening()
    # One bit more is let be: it grew while an honest browser was solving.
    passes.spend(early, solve(early, bits))
    for _number in range(120):
        passes.note_opening()

    with pytest.raises(NotNowError):
        passes.spend(late, solve(late, bits))


# Counts -------------------------------------------------------------------------------------------
def taken(limit: Limit, address: str, tries: int) -> int:
    """Return how many of so many tries may come in."""
    came = 0
    for _try in range(tries):
        try:
            limit.take(address)
        except NotNowError:
            continue
        came += 1
    return came


def test_t13_a_block_of_addresses_and_the_whole_site_are_bounded(clock: Clock):
    limit = Limit(10, 25, 5, clock)

    assert taken(limit, "203.0.113.5", 9) + taken(limit, "203.0.113.200", 9) == 10
    assert taken(limit, "2001:db8::1", 20) == 10
    assert taken(limit, "198.51.100.1", 20) == 5
    assert taken(limit, "198.51.100.1", 20) == 0
    clock.now += HOUR
    assert taken(limit, "203.0.113.5", 20) == 10


def test_t13_guessing_ends_soon_and_tells_nothing(newsroom: Newsroom):
    acts = SourceActs(newsroom.box, "secret")
    acts.look_ups.of_block = 50
    told = set()
    for _number in range(100):
        key = base64.b64encode(os.urandom(32)).decode()
        try:
            acts.thread_told(Fields({"key": key}), "203.0.113.5")
        except (UnknownThreadError, NotNowError) as error:
            told.add(str(error))

    assert len(told) == 2
    # With a million conversations, and a million tries a second: so many years until one is found.
    assert 7776**7 / 10**6 / (10**6 * 86_400 * 365) > 10**7
    # Words that are typed are tried out here, so rarely that it never happens.
    assert 7776**7 / 10**6 / (acts.plain_look_ups.of_site * 24 * 365) > 10**13


def test_t13_an_onion_service_has_a_count_of_its_own(clock: Clock):
    limit = Limit(10, 25, 40, clock)

    assert taken(limit, "::1", 100) == 40
    assert taken(limit, "203.0.113.5", 1) == 1


def test_t13_whoever_has_sixty_five_thousand_blocks_counts_once_more(clock: Clock):
    limit = Limit(10, 1000, 0, clock)

    came = [taken(limit, f"2001:db8:1:{number:x}::1", 20) for number in range(20)]

    assert sum(came) == 10 * WIDER
    assert taken(limit, "2001:db8:2::1", 20) == 10


def test_t13_strangers_who_look_up_nothing_shut_nobody_out(newsroom: Newsroom):
    acts = SourceActs(newsroom.box, "secret")
    for number in range(100):
        taken(acts.look_ups, f"203.0.{number}.5", 300)

    assert taken(acts.look_ups, "198.51.100.1", 300) == 300
    assert taken(acts.look_ups, "127.0.0.1", 1000) == 1000


def test_t13_whoever_does_no_work_uses_up_nothing(newsroom: Newsroom):
    newsroom.open_line()
    acts = SourceActs(newsroom.box, "secret")
    acts.openings.of_onion = 1
    source = Source(None)  # type: ignore[arg-type] # who announces is all that is asked of her
    for _number in range(50):
        unsolved = Fields({**source.announced(100), "puzzle": "x", "answer": 1})
        with pytest.raises(NotNowError) as refused:
            acts.open(unsolved, "127.0.0.1")
        assert refused.value.code == "puzzle"

    puzzle, bits = acts.passes.puzzle()
    solved = {"puzzle": puzzle, "answer": solve(puzzle, bits)}
    assert acts.open(Fields({**source.announced(100), **solved}), "127.0.0.1")["token"]


def test_t10_each_way_in_has_a_day_of_its_own(newsroom: Newsroom, monkeypatch):
    counts = DayCounts(newsroom.box)
    flooded = Lane("plain", is_onion=True)
    for _number in range(OF_LANES[flooded].tips):
        counts.note_tip(flooded)

    with pytest.raises(NotNowError, match="tomorrow"):
        counts.refuse_full(flooded, 1)
    for lane in OF_LANES.keys() - {flooded}:
        counts.refuse_full(lane, 1)
    with monkeypatch.context() as later:
        later.setattr(day_counts, "today", lambda: in_days(1))
        counts.refuse_full(flooded, 1)


@pytest.mark.parametrize(
    ("trusts", "address"), [(False, "127.0.0.1"), (True, "203.0.113.9")], ids=["alone", "proxy"]
)
def test_a03_who_asks_is_believed_of_the_web_server_in_front_alone(trusts: bool, address: str):
    told = [(b"x-forwarded-for", b"198.51.100.1, 203.0.113.9")]
    scope = {"method": "GET", "path": "/tips/", "client": ("127.0.0.1", 1), "headers": told}

    assert Asked(scope, no_body, trusts_proxy=trusts).address == address


async def no_body() -> Any:
    raise AssertionError


def test_no_address_is_kept_and_the_key_changes_each_hour(clock: Clock):
    limit = Limit(10, 1000, 0, clock)
    limit.take("203.0.113.5")
    first, known = limit._key, list(limit._counts)
    clock.now += HOUR
    limit.take("203.0.113.5")

    assert b"203" not in b"".join(known)
    assert limit._key != first
    assert list(limit._counts) != known
