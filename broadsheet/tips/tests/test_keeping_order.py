"""What holds back floods: work, counts, room on the disk, and days on which too much came."""

import base64
import hashlib
import os
import shutil
from pathlib import Path
from random import Random
from typing import Any

import pytest

from broadsheet.tips import blobs, room, uploads
from broadsheet.tips.blobs import PART_BYTES
from broadsheet.tips.days import in_days, midnight
from broadsheet.tips.errors import NotNowError, UnknownThreadError, UploadError
from broadsheet.tips.lists import Line, line
from broadsheet.tips.sources import part_writing
from broadsheet.tips.sources.acts import SourceActs
from broadsheet.tips.sources.arriving import Announced
from broadsheet.tips.sources.asked import Asked, Fields
from broadsheet.tips.sources.limits import HOUR, Limit
from broadsheet.tips.sources.passes import LASTS_SECONDS, Passes
from broadsheet.tips.tests.newsrooms import Newsroom
from broadsheet.tips.tests.sources import solve
from broadsheet.tips.uploads import QUIET_SECONDS, Uploads


class Clock:
    """Seconds that grow when they are told to."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def newsroom(tmp_path: Path) -> Newsroom:
    return Newsroom(tmp_path)


@pytest.fixture
def coming(newsroom: Newsroom, clock: Clock) -> Uploads:
    return Uploads(newsroom.box, clock)


def announced(size: int = 100, thread: str = "") -> Announced:
    return Announced("tip", "script", thread or os.urandom(32).hex(), "age1pq1", 1, size)


# Work ---------------------------------------------------------------------------------------------
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
    monkeypatch.setattr("time.time", lambda: now + LASTS_SECONDS + 2)

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
    limit = Limit(10, 25, clock)

    assert taken(limit, "203.0.113.5", 9) + taken(limit, "203.0.113.200", 9) == 10
    assert taken(limit, "2001:db8::1", 20) == 10
    assert taken(limit, "127.0.0.1", 20) == 5
    assert taken(limit, "198.51.100.1", 20) == 0
    clock.now += HOUR
    assert taken(limit, "203.0.113.5", 20) == 10


def test_t13_guessing_ends_soon_and_tells_nothing(newsroom: Newsroom):
    acts = SourceActs(newsroom.box, "secret")
    acts.look_ups.of_site = 50
    told = set()
    for _number in range(100):
        key = base64.b64encode(os.urandom(32)).decode()
        try:
            acts.thread_told(Fields({"key": key}), "127.0.0.1")
        except (UnknownThreadError, NotNowError) as error:
            told.add(str(error))

    assert len(told) == 2
    # At the real rate, with a million conversations: so many years until one is found.
    assert 7776**7 / 10**6 / (SourceActs(newsroom.box, "").look_ups.of_site * 24 * 365) > 10**13


def test_an_onion_service_is_bounded_by_the_sites_count_alone(clock: Clock):
    limit = Limit(10, 25, clock)

    assert taken(limit, "::1", 100) == 25


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
    limit = Limit(10, 1000, clock)
    limit.take("203.0.113.5")
    first, known = limit._key, list(limit._counts)
    clock.now += HOUR
    limit.take("203.0.113.5")

    assert b"203" not in b"".join(known)
    assert limit._key != first
    assert list(limit._counts) != known


# Room ---------------------------------------------------------------------------------------------
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
    assert room.largest_tip(newsroom.box) == (10**10 - 5 * 10**9) // 20


def test_t11_a_disk_that_is_nearly_full_closes_the_line(
    newsroom: Newsroom, coming: Uploads, small_disk
):
    newsroom.open_line()
    assert line(newsroom.box) == Line("open")

    small_disk(10**11, 5 * 10**9)

    assert line(newsroom.box) == Line("closed", "full")
    with pytest.raises(UploadError, match="too large"):
        coming.open(announced())


def open_five(coming: Uploads, clock: Clock, size: int) -> list[str]:
    """Open five uploads, one after the other, which fill what there is for them; return their tokens."""
    tokens = []
    for _number in range(5):
        clock.now += 1
        tokens.append(coming.open(announced(size)))
    return tokens


def test_t10_of_many_that_never_come_the_oldest_make_room(
    coming: Uploads, clock: Clock, small_disk
):
    small_disk(10**11, 6 * 10**9)
    most = room.largest_tip(coming.box)
    tokens = open_five(coming, clock, most)
    with pytest.raises(NotNowError, match="no room"):
        coming.open(announced(most))

    clock.now += QUIET_SECONDS + 1
    newest = coming.open(announced(most))

    with pytest.raises(UnknownThreadError):
        coming.announced(tokens[0])
    for token in (*tokens[1:], newest):
        coming.announced(token)
    assert len(list(coming.box.unfinished.iterdir())) == 5


def test_t10_who_is_sending_does_not_make_room(coming: Uploads, clock: Clock, small_disk):
    small_disk(10**11, 6 * 10**9)
    most = room.largest_tip(coming.box)
    tokens = open_five(coming, clock, most)
    clock.now += QUIET_SECONDS + 1
    coming.end_part(coming.part(tokens[0], 0, 0, "0" * 64))

    coming.open(announced(most))

    coming.announced(tokens[0])
    with pytest.raises(UnknownThreadError):
        coming.announced(tokens[1])


def test_t10_ten_thousand_tokens_leave_the_disk_as_it_was(
    coming: Uploads, clock: Clock, monkeypatch, whole: bool
):
    count, most = (10_000, 200) if whole else (200, 20)
    monkeypatch.setattr(uploads, "MOST_AT_ONCE", most)
    monkeypatch.setattr(uploads, "MOST_A_DAY", count)
    for _number in range(count):
        clock.now += QUIET_SECONDS / 10
        coming.open(announced(1_000_000))

    assert len(list(coming.box.unfinished.iterdir())) == most
    with coming.box.reading() as rows:
        assert rows.execute("SELECT COUNT(*) FROM uploads").fetchone()[0] == most


def test_t10_a_day_has_its_end(coming: Uploads, monkeypatch):
    monkeypatch.setattr(uploads, "MOST_A_DAY", 3)
    for _number in range(3):
        coming.open(announced())

    with pytest.raises(NotNowError, match="tomorrow") as refused:
        coming.open(announced())

    assert refused.value.code == "busy"
    assert len(list(coming.box.unfinished.iterdir())) == 3


def test_what_is_not_finished_vanishes_after_a_day(coming: Uploads, clock: Clock):
    token = coming.open(announced())
    clock.now += uploads.LASTS_SECONDS - 1
    coming.sweep()
    coming.announced(token)

    clock.now += 2
    with pytest.raises(UnknownThreadError):
        coming.announced(token)
    coming.sweep()
    assert list(coming.box.unfinished.iterdir()) == []


def test_after_a_restart_an_upload_goes_on_and_ends_with_its_day(coming: Uploads, monkeypatch):
    token = coming.open(announced(100))
    again = Uploads(coming.box)
    writer = again.part(token, 0, 0, hashlib.sha256(b"x" * 100).hexdigest())
    writer.write(b"x" * 100)
    again.end_part(writer)
    assert again.have(token) == [100]

    with coming.box.writing() as rows:
        rows.execute("UPDATE uploads SET day='2026-01-01'")
    with pytest.raises(UnknownThreadError):
        again.announced(token)


def test_what_a_process_left_in_the_middle_vanishes_the_next_day(coming: Uploads):
    coming.open(announced())
    stray, writing = (coming.box.unfinished / f"{name}.whole" for name in ("stray", "writing"))
    for folder in (stray, writing):
        blobs.make_folder(coming.box, folder)
        blobs.write(coming.box, folder / "0", [b"locked up"])
    os.utime(stray, (midnight(in_days(-1)),) * 2)

    coming.sweep()

    assert not stray.exists()
    assert writing.exists()
    assert len(list(coming.box.unfinished.iterdir())) == 2


# Parts --------------------------------------------------------------------------------------------
def test_t07_who_comes_later_with_a_part_is_who_sends_it(coming: Uploads):
    part = os.urandom(1000)
    wanted = hashlib.sha256(part).hexdigest()
    token = coming.open(announced(1000))
    before = coming.part(token, 0, 0, wanted)
    before.write(part[:400])

    # The first's piece goes to the disk when the second asks, who must ask again.
    with pytest.raises(UploadError) as refused:
        coming.part(token, 0, 0, wanted)
    assert refused.value.have == 400
    after = coming.part(token, 0, 400, wanted)

    with pytest.raises(UploadError):
        before.write(part[400:])
    after.write(part[400:])
    coming.end_part(after)
    assert after.is_done


def test_t08_a_thousand_cuts_and_not_one_byte_is_wrong(coming: Uploads, monkeypatch):
    monkeypatch.setattr(part_writing, "HELD_BYTES", 700)
    chance, whole = Random("larkmere"), os.urandom(60_000)
    wanted = hashlib.sha256(whole).hexdigest()
    token, have, cuts = coming.open(announced(len(whole))), 0, 0
    while True:
        writer = coming.part(token, 0, have, wanted)
        end = min(len(whole), have + chance.randrange(120))
        writer.write(whole[have:end])
        coming.end_part(writer)
        if writer.is_done:
            break
        have, cuts = coming.have(token)[0], cuts + 1
        assert have == end

    assert cuts > 900
    sums = hashlib.sha256(hashlib.sha256(whole).digest()).hexdigest()
    coming.finish(token, parts=1, size=len(whole), wanted=sums)


def test_a_message_that_cannot_be_kept_can_be_finished_later(coming: Uploads, monkeypatch):
    whole = b"x" * 100
    token = coming.open(announced(100))
    writer = coming.part(token, 0, 0, hashlib.sha256(whole).hexdigest())
    writer.write(whole)
    coming.end_part(writer)
    wanted = hashlib.sha256(hashlib.sha256(whole).digest()).hexdigest()
    with monkeypatch.context() as broken:
        broken.setattr(uploads, "RECEIVED", "UPDATE nothing")
        with pytest.raises(uploads.sqlite3.Error):
            coming.finish(token, parts=1, size=100, wanted=wanted)
        assert list(coming.box.messages.iterdir()) == []

    coming.finish(token, parts=1, size=100, wanted=wanted)

    assert len(list(coming.box.messages.iterdir())) == 1


def test_the_last_part_holds_what_remains():
    three = announced(2 * PART_BYTES + 5)

    assert three.parts == 3
    assert [three.part_bytes(number) for number in range(3)] == [PART_BYTES, PART_BYTES, 5]
