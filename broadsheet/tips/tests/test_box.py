"""What the box keeps and shows, and what happens to conversations in it."""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from broadsheet.tips import blobs, box_rows, drills, keepers, keeping, threads
from broadsheet.tips.backup import mirror
from broadsheet.tips.box import Box
from broadsheet.tips.days import in_days, midnight, today
from broadsheet.tips.errors import TipsError, UnknownThreadError
from broadsheet.tips.tests.newsrooms import (
    AGE,
    Newsroom,
    Reader,
    post_quantum_key,
    times_shown,
)


@pytest.fixture
def newsroom(tmp_path: Path) -> Newsroom:
    return Newsroom(tmp_path)


def begin(box: Box, name: str, *, is_drill: bool = False, opened: str = "") -> str:
    """Keep a conversation as a source begins it; return its name."""
    thread = name * (64 // len(name))
    new = threads.new_id()
    folder, size = blobs.lay_down(box, new, [AGE, b"x" * 1000])
    day = opened or today().isoformat()
    with box.writing() as rows:
        rows.execute(
            "INSERT INTO threads VALUES (?, 'script', ?, 'new', NULL, ?, ?, ?, NULL, 'age1pq1', 1, 0)",
            (thread, is_drill, day, day, day),
        )
        threads.place_message(box, rows, thread, new, folder, sender="source", epoch=1, size=size)
        threads.stay(rows, thread)
    return thread


def test_t01_all_that_lies_there_is_for_the_paper_alone_and_shows_a_day(newsroom: Newsroom):
    thread = begin(newsroom.box, "a")
    threads.add(newsroom.box, thread, sender="newsroom", epoch=1, pieces=[AGE, b"answer"])

    paths = [newsroom.box.folder, *newsroom.box.folder.rglob("*")]

    assert len(paths) >= 9
    for path in paths:
        assert path.stat().st_mode & 0o777 == (0o700 if path.is_dir() else 0o600), path.name
        assert path.stat().st_mtime == midnight(today()), path.name


@pytest.mark.parametrize(
    "read",
    [
        lambda box, message: threads.message(box, message),
        lambda box, message: list(blobs.read(box, message)),
        lambda box, _message: blobs.sweep(box),
        lambda box, _message: blobs.sweep_unfinished(box, ()),
        lambda box, _message: mirror(box, box.folder.parent.parent / "mirror"),
    ],
    ids=["rows", "message", "sweep", "unfinished", "mirror"],
)
def test_t01_nothing_shows_in_which_second_it_was_read(
    newsroom: Newsroom, read: Callable[[Box, str], Any]
):
    [message] = threads.messages(newsroom.box, begin(newsroom.box, "a"))

    read(newsroom.box, message.id)

    shown = times_shown(newsroom.box.folder)
    assert len(shown) >= 7
    assert {path.name for path, times in shown.items() if times != {midnight(today())}} == set()


def test_t01_a_disk_that_forbids_reading_without_a_mark_is_read_all_the_same(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
):
    [message] = threads.messages(newsroom.box, begin(newsroom.box, "a"))
    asked = os.open

    def forbidding(path: Any, flags: int, *more: Any) -> int:
        if flags & blobs.UNMARKED:
            raise PermissionError(1, "not the owner")
        return asked(path, flags, *more)

    monkeypatch.setattr(os, "open", forbidding)

    assert b"".join(blobs.read(newsroom.box, message.id)) == AGE + b"x" * 1000


def test_what_was_kept_stays_kept_on_a_disk_that_does_not_take_its_day(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
):
    def refusing(*_args: Any) -> None:
        raise OSError(30, "read-only")

    noted: list[BaseException] = []
    monkeypatch.setattr("broadsheet.tips.box.note_fault", noted.append)
    monkeypatch.setattr(os, "utime", refusing)
    thread = begin(newsroom.box, "a")
    new = threads.add(newsroom.box, thread, sender="newsroom", epoch=1, pieces=[AGE, b"answer"])

    assert b"".join(blobs.read(newsroom.box, new.id)) == AGE + b"answer"
    assert {str(one) for one in noted} == {"[Errno 30] read-only"}


def test_a_transaction_that_the_disk_ended_is_told_as_the_disk_told_it(newsroom: Newsroom):
    def write() -> None:
        with newsroom.box.writing() as rows:
            rows.execute("ROLLBACK")
            raise sqlite3.OperationalError("database or disk is full")

    with pytest.raises(sqlite3.OperationalError, match="full"):
        write()


def test_a_box_of_the_first_version_keeps_all_and_learns_to_keep_former_keys(tmp_path: Path):
    (tmp_path / "tips").mkdir()
    with closing(sqlite3.connect(tmp_path / "tips" / "tips.sqlite3")) as rows:
        rows.executescript(f"{box_rows.FIRST};PRAGMA user_version=1")
        rows.execute("INSERT INTO people VALUES (1, 'Nell Roe', 'a', 'b', 'c', x'00', 'd', 0)")
        rows.commit()
    box = Box(tmp_path)

    before = keepers.keeper(box, 1)
    Reader(1, "Nell Roe").enrol(box)
    with box.writing() as rows:
        rows.execute("INSERT INTO wraps_before VALUES (1, 1, 'passphrase', '', x'00', 'd')")
    keepers.restore(box, 1, 1)

    assert before is not None
    assert before.pq == "a"
    assert keepers.keeper(box, 1) == before


def test_a_box_of_a_newer_program_is_let_be(tmp_path: Path):
    Newsroom(tmp_path)
    with sqlite3.connect(tmp_path / "tips" / "tips.sqlite3") as rows:
        rows.execute("PRAGMA user_version=99")

    with pytest.raises(TipsError, match="newer Broadsheet"), Box(tmp_path).reading():
        pass


def test_what_fails_in_the_middle_changes_nothing(newsroom: Newsroom):
    thread = begin(newsroom.box, "a")

    def breaking_off():
        yield AGE
        raise OSError(28, "full")

    with pytest.raises(OSError, match="full"):
        threads.add(newsroom.box, thread, sender="newsroom", epoch=1, pieces=breaking_off())

    assert len(threads.messages(newsroom.box, thread)) == 1
    assert list(newsroom.box.unfinished.iterdir()) == []


def test_what_is_deleted_leaves_neither_rows_nor_files(newsroom: Newsroom):
    box = newsroom.box
    gone, stays = begin(box, "a"), begin(box, "b")
    threads.add(box, gone, sender="note", epoch=1, pieces=[AGE, b"note"])

    assert threads.discard(box, [gone, "c" * 64]) == 1

    with pytest.raises(UnknownThreadError, match="not known"):
        threads.get(box, gone)
    assert len(list(box.messages.iterdir())) == 1
    assert gone.encode() not in box.database.read_bytes()
    assert threads.get(box, stays).messages == 1


def test_files_that_a_power_cut_left_are_swept_and_no_others(newsroom: Newsroom):
    thread = begin(newsroom.box, "a")
    stray = newsroom.box.messages / threads.new_id()
    stray.mkdir()

    assert blobs.sweep(newsroom.box) == 1

    assert not stray.exists()
    [message] = threads.messages(newsroom.box, thread)
    assert b"".join(blobs.read(newsroom.box, message.id)) == AGE + b"x" * 1000


def test_who_waits_for_whom(newsroom: Newsroom):
    box, thread = newsroom.box, begin(newsroom.box, "a")
    assert threads.get(box, thread).waits

    threads.add(box, thread, sender="note", epoch=1, pieces=[AGE])
    assert threads.get(box, thread).waits

    threads.add(box, thread, sender="newsroom", epoch=1, pieces=[AGE])
    assert not threads.get(box, thread).waits
    assert [one.sender for one in threads.messages(box, thread, notes=False)] == [
        "source",
        "newsroom",
    ]


def test_an_answer_must_be_locked_up_and_not_too_large(newsroom: Newsroom, monkeypatch):
    thread = begin(newsroom.box, "a")
    monkeypatch.setattr(threads, "LARGEST_ANSWER_BYTES", 50)

    for pieces, why in (([b"hello"], "not locked up"), ([AGE, b"x" * 50], "64 MB")):
        with pytest.raises(TipsError, match=why):
            threads.add(newsroom.box, thread, sender="newsroom", epoch=1, pieces=pieces)
    assert list(newsroom.box.unfinished.iterdir()) == []


def test_t23_seven_hundred_conversations_are_paged_sorted_and_discarded(newsroom: Newsroom):
    box = newsroom.box
    names = [f"{number:04x}" for number in range(700)]
    with box.writing() as rows:
        day = today().isoformat()
        for name in names:
            rows.execute(
                "INSERT INTO threads VALUES (?, 'script', 0, 'new', NULL, ?, ?, ?, NULL, '', 1, 0)",
                (name * 16, day, day, day),
            )
            rows.execute(
                "INSERT INTO messages VALUES (?, ?, 0, 'source', ?, ?, 1)",
                (name * 8, name * 16, day, int(name, 16)),
            )

    first, last = threads.find(box), threads.find(box, page=14)

    assert (first.pages, first.total, len(first.threads), len(last.threads)) == (14, 700, 50, 50)
    assert threads.find(box, sort="bytes").threads[0].bytes == 699
    assert threads.unread(box) == 700
    threads.change(box, names[3] * 16, by=1, state="working", assigned=2)
    assert threads.find(box, state="working", who=2).total == 1
    assert threads.find(box, who="nobody").total == 699
    assert threads.discard(box, [name * 16 for name in names]) == 700
    assert threads.find(box).total == 0
    with pytest.raises(TipsError, match="no such list"):
        threads.find(box, sort="thread; DROP TABLE threads")


def test_a_conversation_ends_ninety_days_after_its_last_act_and_two_years_after_its_first(
    newsroom: Newsroom,
):
    box = newsroom.box
    thread = begin(box, "a")
    old = begin(box, "b", opened=(today() - timedelta(720)).isoformat())

    assert threads.get(box, thread).ends == in_days(90).isoformat()
    assert threads.get(box, old).ends == in_days(10).isoformat()
    assert threads.get(box, old).warns
    assert threads.change(box, thread, by=1, keep_days=365).ends == in_days(365).isoformat()
    threads.add(box, thread, sender="newsroom", epoch=1, pieces=[AGE])
    assert threads.get(box, thread).ends == in_days(365).isoformat()
    assert threads.discard_ended(box, day=in_days(10)) == 0
    assert threads.discard_ended(box, day=in_days(11)) == 1
    with pytest.raises(UnknownThreadError):
        threads.get(box, old)
    with pytest.raises(TipsError, match="1 to 730"):
        threads.change(box, thread, by=1, keep_days=731)


def test_t28_a_conversation_in_which_something_is_said_while_the_house_is_kept_stays(
    newsroom: Newsroom,
):
    box, thread = newsroom.box, begin(newsroom.box, "a")
    with box.writing() as rows:
        rows.execute("UPDATE threads SET ends=?", (in_days(-1).isoformat(),))
    keeper = Thread(target=keeping.end_what_is_over, args=(box,))

    with box.writing() as rows:
        keeper.start()
        # It has looked, and waits for its turn to write.
        keeper.join(0.5)
        assert keeper.is_alive()
        threads.stay(rows, thread)
    keeper.join(30)

    assert threads.get(box, thread).ends == in_days(90).isoformat()


def test_t16_a_reply_key_that_differs_is_told_to_all(newsroom: Newsroom):
    thread = begin(newsroom.box, "a")

    changed = threads.change(newsroom.box, thread, by=1, key_changed=True)

    assert changed.key_changed
    assert keepers.events(newsroom.box)[0] == (today().isoformat(), 1, "reply_key_differs")


def begin_drill(box: Box, proof: bytes) -> str:
    """Keep a drill's conversation as its sender begins it; return its name."""
    token = drills.begin(box, 1)
    assert drills.may_send(box, token)
    thread = begin(box, "a", is_drill=True)
    with box.writing() as rows:
        drills.note_sent(rows, drills.hashed(token), thread, sha256(proof).hexdigest())
    assert not drills.may_send(box, token)
    return thread


def test_a_drill_is_done_when_two_have_opened_it_and_its_answer_was_read(newsroom: Newsroom):
    newsroom.publish()
    box, proof, answer_proof = newsroom.box, b"p" * 32, b"q" * 32
    thread = begin_drill(box, proof)
    [tip] = threads.messages(box, thread)

    with pytest.raises(TipsError, match="proves nothing"):
        drills.note_opened(box, tip.id, 1, "00" * 32)
    drills.note_opened(box, tip.id, 1, proof.hex())
    drills.note_opened(box, tip.id, 1, proof.hex())
    answer = threads.add(box, thread, sender="newsroom", epoch=1, pieces=[AGE])
    drills.note_answer(box, thread, answer.id, sha256(answer_proof).hexdigest())
    with pytest.raises(TipsError, match="proves nothing"):
        drills.note_read(box, thread, answer.id, proof.hex())
    drills.note_read(box, thread, answer.id, answer_proof.hex())
    found = drills.newest(box)
    assert found is not None
    assert (found.opened, found.is_answered, found.is_read, found.is_done) == (
        *((1,), True, True),
        False,
    )

    drills.note_opened(box, tip.id, 2, proof.hex())

    found = drills.newest(box)
    assert found is not None
    assert found.is_done


def test_keys_are_kept_renewed_and_never_without_a_passphrase(newsroom: Newsroom):
    box, reader = newsroom.box, newsroom.readers[0]
    [wrap] = keepers.wraps_of(box, 1)
    passkey = keepers.add_wrap(box, 1, keepers.NewWrap("passkey", "Phone", AGE + b"1"))

    with pytest.raises(TipsError, match="passphrase stays"):
        keepers.remove_wrap(box, 1, wrap.id)
    with pytest.raises(TipsError, match="gone already"):
        keepers.remove_wrap(box, 2, passkey)
    keepers.remove_wrap(box, 1, passkey)
    keepers.add_wrap(box, 1, keepers.NewWrap("passphrase", "", AGE + b"2"))
    assert [one.sealed for one in keepers.wraps_of(box, 1)] == [AGE + b"2"]

    with pytest.raises(TipsError, match="no keys as your browser makes them"):
        keepers.renew(box, 1, keyring=b"plain", pq=reader.pq, x25519=reader.x25519)
    renewed = Reader(1, "Ilse Markham")
    keepers.renew(box, 1, keyring=AGE + b"new", pq=renewed.pq, x25519=renewed.x25519)
    found = keepers.keeper(box, 1)
    assert found is not None
    assert (found.pq, found.keyring) == (renewed.pq, AGE + b"new")
    assert keepers.events(box)[0].what == "keys_renewed"


def test_t26_a_recovery_sheet_that_is_used_is_told_to_all(newsroom: Newsroom):
    box = newsroom.box
    with pytest.raises(TipsError, match="No recovery sheet"):
        keepers.hand_out_sheet(box, 1)
    keepers.add_wrap(box, 1, keepers.NewWrap("sheet", "", AGE + b"sheet"))

    assert keepers.hand_out_sheet(box, 1) == AGE + b"sheet"

    assert keepers.events(box)[0][1:] == (1, "sheet_asked_for")


def test_keys_need_a_passphrase_from_the_first(newsroom: Newsroom):
    reader = Reader(3, "Ruth Osei")
    keeper = keepers.Keeper(
        *(3, "Ruth Osei", reader.pq, reader.x25519, post_quantum_key()),
        *(AGE, "", False),
    )

    with pytest.raises(TipsError, match="passphrase must open"):
        keepers.enrol(newsroom.box, keeper, [keepers.NewWrap("passkey", "Phone", AGE)])

    assert keepers.keeper(newsroom.box, 3) is None


def test_a_folder_that_was_open_to_others_is_closed(tmp_path: Path):
    (tmp_path / "tips").mkdir(mode=0o755)
    (tmp_path / "tips").chmod(0o755)

    with Box(tmp_path).reading():
        pass

    assert (tmp_path / "tips").stat().st_mode & 0o777 == 0o700
    assert [path.name for path in tmp_path.iterdir()] == ["tips"]
