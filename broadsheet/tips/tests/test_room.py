"""Room on the disk: who takes it up, who makes way, and what nobody can tell from it."""

import os
import shutil

import pytest

from broadsheet.tips import room, uploads
from broadsheet.tips.days import in_days
from broadsheet.tips.errors import NotNowError, UnknownThreadError, UploadError
from broadsheet.tips.lists import Line, line
from broadsheet.tips.sources import day_counts
from broadsheet.tips.sources.day_counts import Lane, Share
from broadsheet.tips.sources.under_way import (
    FRESH_BYTES,
    LASTS_SECONDS,
    PATIENCE_SECONDS,
    QUIET_SECONDS,
)
from broadsheet.tips.tests.newsrooms import Newsroom
from broadsheet.tips.tests.uploads_made import Clock, announced, finish, send_whole
from broadsheet.tips.uploads import Uploads


@pytest.fixture
def small_disk(monkeypatch: pytest.MonkeyPatch):
    """Return a function that makes the disk seem to have so much, and so much of it free."""

    def make(total: int, free: int) -> None:
        usage = shutil._ntuple_diskusage(total, total - free, free)  # type: ignore[attr-defined]
        monkeypatch.setattr(room.shutil, "disk_usage", lambda _path: usage)

    return make


def test_t11_what_a_tip_may_have_follows_the_free_disk(newsroom: Newsroom, small_disk):
    small_disk(10**12, 9 * 10**11)
    assert room.largest_tip(newsroom.box) == 2 * 1024**3

    small_disk(10**11, 10**10)
    assert room.largest_tip(newsroom.box) == 2**27 <= (10**10 - 5 * 10**9) // 20


def test_t11_nobody_can_tell_from_the_limit_when_a_tip_came(
    newsroom: Newsroom, small_disk, monkeypatch
):
    small_disk(10**11, 10**10)
    told = {room.largest_tip(newsroom.box)}
    for number in range(40):
        # Tips of 100 MB come, or all is deleted.
        small_disk(10**11, (10**10 - number * 10**8) if number < 20 else 9 * 10**10)
        told.add(room.largest_tip(newsroom.box))

    assert told == {2**27}
    monkeypatch.setattr(room, "today", lambda: in_days(1))
    assert room.largest_tip(newsroom.box) == 2**31
    # Where the disk is really too full for what was told, nobody is let send in vain.
    small_disk(10**11, 6 * 10**9)
    assert room.largest_tip(newsroom.box) == 2**25


def test_t11_a_disk_that_is_nearly_full_closes_the_line(
    newsroom: Newsroom, coming: Uploads, small_disk
):
    newsroom.open_line()
    assert line(newsroom.box) == Line("open")

    small_disk(10**11, 5 * 10**9)

    assert line(newsroom.box) == Line("closed", "full")
    with pytest.raises(UploadError, match="too large"):
        coming.open(announced())


def fill(coming: Uploads, clock: Clock, size: int) -> list[str]:
    """Open uploads, each from a neighbourhood of its own, until no more fit; return their tokens."""
    tokens = list[str]()
    while len(tokens) < 100:
        clock.now += 0.5
        try:
            tokens.append(coming.open(announced(size), f"203.0.{len(tokens)}.5"))
        except NotNowError:
            break
    return tokens


def send_some(coming: Uploads, token: str, part: int, size: int) -> None:
    """Send the first bytes of a part."""
    writer = coming.part(token, part, 0, "0" * 64)
    if size:
        writer.write(os.urandom(size))
    coming.end_part(writer)


def test_t10_of_many_that_never_come_the_oldest_make_room(
    coming: Uploads, clock: Clock, small_disk
):
    small_disk(10**11, 6 * 10**9)
    most = room.largest_tip(coming.box)
    tokens = fill(coming, clock, most)
    count = len(tokens)

    clock.now += QUIET_SECONDS + 1
    newest = coming.open(announced(most), "198.51.100.1")

    with pytest.raises(UnknownThreadError):
        coming.announced(tokens[0])
    for token in (*tokens[1:], newest):
        coming.announced(token)
    assert len(list(coming.box.unfinished.iterdir())) == count


def test_t10_who_is_sending_does_not_make_room(coming: Uploads, clock: Clock, small_disk):
    small_disk(10**11, 6 * 10**9)
    most = room.largest_tip(coming.box)
    tokens = fill(coming, clock, most)
    clock.now += QUIET_SECONDS + 1
    send_some(coming, tokens[0], 0, FRESH_BYTES)

    coming.open(announced(most), "198.51.100.1")

    coming.announced(tokens[0])
    with pytest.raises(UnknownThreadError):
        coming.announced(tokens[1])


@pytest.mark.parametrize("size", [0, 1])
def test_t10_asking_without_sending_keeps_no_room(
    coming: Uploads, clock: Clock, small_disk, size: int
):
    small_disk(10**11, 6 * 10**9)
    most = room.largest_tip(coming.box)
    tokens = fill(coming, clock, most)
    for number in range(3):
        clock.now += QUIET_SECONDS / 2
        for token in tokens:
            send_some(coming, token, number, size)

    coming.open(announced(most), "198.51.100.1")


def test_t10_a_drop_now_and_then_keeps_no_room_for_long(coming: Uploads, clock: Clock, small_disk):
    small_disk(10**11, 6 * 10**9)
    most = room.largest_tip(coming.box)
    tokens = fill(coming, clock, most)
    for number in range(6):
        clock.now += PATIENCE_SECONDS / 6
        for token in tokens:
            send_some(coming, token, number, FRESH_BYTES)

    with pytest.raises(NotNowError):
        coming.open(announced(most), "198.51.100.1")
    clock.now += PATIENCE_SECONDS / 6
    for token in tokens:
        send_some(coming, token, 6, FRESH_BYTES)

    coming.open(announced(most), "198.51.100.1")


def test_t10_one_neighbourhood_never_takes_all_the_room(coming: Uploads, clock: Clock, small_disk):
    small_disk(10**11, 6 * 10**9)
    most = room.largest_tip(coming.box)
    came = 0
    while came < 20:
        try:
            coming.open(announced(most), f"2001:db8:1:{came:x}::1")
        except NotNowError:
            break
        came += 1

    assert came == int(10**9 * room.ALL_OF_FREE * uploads.OF_NEIGHBOURS) // most
    coming.open(announced(most), "198.51.100.1")
    # Her own that broke off are let go for her next try.
    clock.now += QUIET_SECONDS + 1
    coming.open(announced(most), "2001:db8:1::1")


def test_t10_what_is_announced_and_never_comes_uses_up_no_day(
    coming: Uploads, clock: Clock, monkeypatch
):
    lane = Lane("script", is_onion=True)
    monkeypatch.setitem(day_counts.OF_LANES, lane, Share(3, 10 * 2**20))
    for _number in range(10):
        coming.open(announced(8 * 2**20))
        clock.now += QUIET_SECONDS + 1

    token = coming.open(announced(8 * 2**20))
    send_some(coming, token, 0, 3 * 2**20)
    with pytest.raises(NotNowError, match="tomorrow"):
        coming.open(announced(8 * 2**20))
    clock.now += LASTS_SECONDS + 1
    coming.sweep()
    coming.open(announced(8 * 2**20))


def test_t10_ten_thousand_tokens_leave_the_disk_as_it_was(
    coming: Uploads, clock: Clock, monkeypatch, whole: bool
):
    count, most = (10_000, 200) if whole else (200, 20)
    monkeypatch.setattr(uploads, "MOST_AT_ONCE", most)
    for _number in range(count):
        clock.now += QUIET_SECONDS / 10
        coming.open(announced(1_000_000))

    assert len(list(coming.box.unfinished.iterdir())) == most
    with coming.box.reading() as rows:
        assert rows.execute("SELECT COUNT(*) FROM uploads").fetchone()[0] == most


def test_t10_a_day_has_its_end_and_a_restart_does_not_begin_another(
    coming: Uploads, newsroom: Newsroom, monkeypatch
):
    monkeypatch.setattr(day_counts, "OF_ALL", Share(3, 10**9))
    for _number in range(3):
        finish(coming, send_whole(coming, b"x"), b"x")

    for again in (coming, Uploads(newsroom.box)):
        with pytest.raises(NotNowError, match="tomorrow") as refused:
            again.open(announced())
        assert refused.value.code == "busy"
