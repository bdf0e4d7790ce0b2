"""Parts and wholes: in any order, cut, left by a process that ended, and never lost once they are received."""

import errno
import hashlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from random import Random
from typing import Any

import pytest

from broadsheet.tips import blobs, uploads
from broadsheet.tips.blobs import PART_BYTES
from broadsheet.tips.days import in_days, midnight
from broadsheet.tips.errors import NotNowError, UnknownThreadError, UploadError
from broadsheet.tips.plain import answers
from broadsheet.tips.sources import answering, part_writing
from broadsheet.tips.sources.under_way import LASTS_SECONDS
from broadsheet.tips.tests.newsrooms import Newsroom
from broadsheet.tips.tests.uploads_made import Clock, announced, finish, send_whole
from broadsheet.tips.uploads import Uploads


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
    token = send_whole(coming, b"x" * 100)
    with monkeypatch.context() as broken:
        broken.setattr(uploads, "RECEIVED", "UPDATE nothing")
        with pytest.raises(sqlite3.Error):
            finish(coming, token, b"x" * 100)
        assert list(coming.box.messages.iterdir()) == []

    finish(coming, token, b"x" * 100)

    assert len(list(coming.box.messages.iterdir())) == 1


def test_t08_what_was_kept_stays_kept_whatever_fails_after_it(coming: Uploads, monkeypatch):
    token = send_whole(coming, b"x" * 100)
    with monkeypatch.context() as broken:
        # Fails once the rows are written: a time that cannot be set.
        writing = coming.box.writing
        broken.setattr(coming.box, "writing", failing_after(writing))
        with pytest.raises(OSError, match="set"):
            finish(coming, token, b"x" * 100)

    finish(coming, token, b"x" * 100)

    [folder] = coming.box.messages.iterdir()
    assert (folder / "0").read_bytes() == b"x" * 100


def failing_after(writing: Any) -> Any:
    @contextmanager
    def failing() -> Iterator[sqlite3.Connection]:
        with writing() as rows:
            yield rows
        raise OSError("a time cannot be set")

    return failing


def test_t08_a_process_that_was_killed_between_files_and_rows_loses_nothing(coming: Uploads):
    token = send_whole(coming, b"x" * 100)
    [folder] = coming.box.unfinished.iterdir()
    # As the process leaves it that is ended there.
    folder.rename(coming.box.messages / folder.name[:32])

    finish(Uploads(coming.box), token, b"x" * 100)

    [folder] = coming.box.messages.iterdir()
    assert (folder / "0").read_bytes() == b"x" * 100


@pytest.mark.parametrize(("leaves", "refused"), [(True, True), (False, False)])
def test_what_someone_could_open_who_has_left_is_not_received(
    newsroom: Newsroom, coming: Uploads, leaves: bool, refused: bool
):
    newsroom.publish()
    token = send_whole(coming, b"x" * 100)
    if leaves:
        newsroom.readers.pop()
    newsroom.publish(2, alone=leaves)

    with pytest.raises(NotNowError) if refused else nullcontext():
        finish(coming, token, b"x" * 100)

    assert len(list(coming.box.messages.iterdir())) == (0 if refused else 1)
    assert list(coming.box.unfinished.iterdir()) == []


def test_t11_a_full_disk_is_told_as_one(newsroom: Newsroom):
    with newsroom.box.reading() as rows:
        rows.execute("PRAGMA max_page_count=1")
        with pytest.raises(sqlite3.OperationalError) as full:
            rows.execute("INSERT INTO notices VALUES (hex(randomblob(99999)), 1)")

    for error in (full.value, OSError(errno.ENOSPC, ""), OSError(errno.EDQUOT, "")):
        assert answering.refusal_of(error)[1]["error"] == "full"
        assert answers.refusal_of(error)[0] == 503


def test_the_last_part_holds_what_remains():
    three = announced(2 * PART_BYTES + 5)

    assert three.parts == 3
    assert [three.part_bytes(number) for number in range(3)] == [PART_BYTES, PART_BYTES, 5]


def test_what_is_not_finished_vanishes_after_a_day(coming: Uploads, clock: Clock):
    token = coming.open(announced())
    clock.now += LASTS_SECONDS - 1
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
