"""What comes round by itself: what is over is gone, here and in the mirror; what ends soon is said."""

import os
import sqlite3
import stat
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from broadsheet.press.models import Change
from broadsheet.tips import drills, keeping, threads
from broadsheet.tips.backup import mirror, mirrored_on
from broadsheet.tips.box import Box
from broadsheet.tips.days import in_days, today
from broadsheet.tips.errors import BackupError, UnknownThreadError
from broadsheet.tips.tests.desks import DeskNewsroom, box, newsroom
from broadsheet.tips.tests.newsrooms import Newsroom

__all__ = ["box", "newsroom"]
pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


@pytest.fixture(autouse=True)
def swept_anew() -> None:
    keeping._swept.clear()


@pytest.fixture
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Another disk than the paper's."""
    return tmp_path_factory.mktemp("elsewhere")


@pytest.fixture
def backup(elsewhere: Path, settings: Any) -> Path:
    settings.TIPS_BACKUP = str(elsewhere / "mirror")
    return elsewhere / "mirror"


def ends_in(days: int) -> str:
    return in_days(days).isoformat()


def files_in(folder: Path) -> set[str]:
    return {str(one.relative_to(folder)) for one in folder.rglob("*") if one.is_file()}


def bytes_in(folder: Path) -> bytes:
    return b"".join(one.read_bytes() for one in folder.rglob("*") if one.is_file())


# Retention ----------------------------------------------------------------------------------------
def test_t28_on_the_day_after_its_last_a_tip_is_gone_from_the_box_and_from_the_mirror(
    newsroom: DeskNewsroom, backup: Path
):
    over, kept = newsroom.tip(words=b"canary-over"), newsroom.tip(words=b"canary-kept")
    keeping.keep_house()
    had_both = bytes_in(backup)
    with newsroom.box.writing() as rows:
        rows.execute("UPDATE threads SET ends=? WHERE thread=?", (ends_in(-1), over))
    os.utime(backup / "tips.sqlite3", (0, 0))

    keeping.keep_house()

    assert b"canary-over" in had_both
    assert over.encode() in had_both
    for folder in (newsroom.box.folder, backup):
        left = bytes_in(folder)
        assert b"canary-over" not in left
        assert over.encode() not in left
        assert b"canary-kept" in left
        assert kept.encode() in left
    with pytest.raises(UnknownThreadError):
        threads.get(newsroom.box, over)


def test_t28_a_tip_is_kept_on_its_last_day(newsroom: DeskNewsroom):
    name = newsroom.tip(ends=ends_in(0))

    keeping.keep_house()

    assert threads.get(newsroom.box, name).ends == ends_in(0)


def test_of_an_end_it_is_warned_fourteen_days_before_and_three(newsroom: DeskNewsroom):
    for days in (15, 14, 4, 3, 0):
        newsroom.tip(ends=ends_in(days))

    keeping.warn_of_ends(newsroom.box)

    with newsroom.box.reading() as rows:
        found = rows.execute("SELECT ends, warned FROM threads ORDER BY ends").fetchall()
    assert [(one["ends"], one["warned"]) for one in found] == [
        (ends_in(0), 3),
        (ends_in(3), 3),
        (ends_in(4), 14),
        (ends_in(14), 14),
        (ends_in(15), None),
    ]
    assert keeping.warn_of_ends(newsroom.box) == 0


def test_what_nobody_finished_sending_is_gone_after_two_days_at_most(newsroom: DeskNewsroom):
    names = ("old", "new")
    with newsroom.box.writing() as rows:
        for name, days in zip(names, (-2, -1), strict=True):
            columns = [name, "tip", "script", "", "", 1, 5, "", "", ends_in(days), ""]
            rows.execute(f"INSERT INTO uploads VALUES ({','.join('?' * 11)})", columns)
            (newsroom.box.unfinished / name).mkdir()
            (newsroom.box.unfinished / name / "0").write_bytes(b"locked")

    keeping.keep_house()

    assert [one.name for one in newsroom.box.unfinished.iterdir()] == ["new"]


def test_what_is_of_a_day_alone_is_forgotten_and_strays_are_found(newsroom: DeskNewsroom):
    drills.begin(newsroom.box, 1)
    (newsroom.box.messages / ("0" * 32)).mkdir()
    with newsroom.box.writing() as rows:
        rows.execute("UPDATE drills SET ends='2026-01-01'")
        rows.execute("INSERT INTO spent VALUES ('pass', '2026-01-01')")

    keeping.keep_house()

    with newsroom.box.reading() as rows:
        counts = [
            rows.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0]
            for table in ("spent", "drills WHERE NOT is_done")
        ]
    assert counts == [0, 0]
    assert list(newsroom.box.messages.iterdir()) == []


def test_a_paper_without_a_tip_line_makes_no_box(home: Path, paper: Any):
    keeping.keep_house()

    assert not (home / "tips").exists()


def test_one_thing_that_fails_keeps_nothing_else_from_its_turn(
    newsroom: DeskNewsroom, backup: Path
):
    backup.write_text("a file")
    over = newsroom.tip(ends=ends_in(-1))

    with pytest.raises(BackupError, match="is a file"):
        keeping.keep_house()

    with pytest.raises(UnknownThreadError):
        threads.get(newsroom.box, over)


def test_the_worker_takes_its_turn_by_name(newsroom: DeskNewsroom):
    from broadsheet.press.turns import JOBS

    [job] = [job for job in JOBS if job.name == "tips"]
    over = newsroom.tip(ends=ends_in(-1))

    job.run()

    assert job.every == timedelta(minutes=1)
    with pytest.raises(UnknownThreadError):
        threads.get(newsroom.box, over)


# The line's state, told to readers' pages ------------------------------------------------------------
def test_that_the_line_was_opened_or_closed_is_told_once(newsroom: DeskNewsroom):
    def told() -> int:
        return Change.objects.filter(source="list:tip-line").count()

    keeping.keep_house()
    keeping.keep_house()
    opened = told()
    with newsroom.box.writing() as rows:
        rows.execute("DELETE FROM seen")
    keeping.keep_house()
    keeping.keep_house()

    assert (opened, told()) == (1, 2)


# The mirror ---------------------------------------------------------------------------------------
def test_the_mirror_holds_what_the_box_holds_and_shows_days_alone(
    newsroom: DeskNewsroom, box: Box, backup: Path
):
    newsroom.tip(words=b"a")
    newsroom.tip(words=b"b")

    done = mirror(box, backup)

    assert (done.messages, done.copied, done.deleted) == (2, 2, 0)
    assert files_in(backup) == {"tips.sqlite3"} | {
        f"messages/{one}" for one in files_in(box.messages)
    }
    for one in (backup, *backup.rglob("*")):
        assert stat.S_IMODE(one.stat().st_mode) in (0o700, 0o600), one
        assert datetime.fromtimestamp(one.stat().st_mtime, UTC).strftime("%H%M%S") == "000000", one
    assert mirrored_on(backup) == today()


def test_put_back_in_its_place_the_mirror_is_the_box(
    newsroom: DeskNewsroom, box: Box, backup: Path, elsewhere: Path
):
    name = newsroom.tip()
    mirror(box, backup)
    (elsewhere / "again").mkdir()
    backup.rename(elsewhere / "again" / "tips")

    again = Box(elsewhere / "again")

    assert threads.get(again, name) == threads.get(box, name)


def test_what_is_deleted_here_is_deleted_there_the_next_day(
    newsroom: DeskNewsroom, box: Box, backup: Path
):
    names = [newsroom.tip(words=b"%d" % number) for number in range(3)]
    mirror(box, backup)
    threads.discard(box, names[:2])

    done = mirror(box, backup)

    assert (done.messages, done.copied, done.deleted) == (1, 0, 2)
    assert len(files_in(backup / "messages")) == 1


def test_the_mirror_is_made_once_a_day(newsroom: DeskNewsroom, box: Box, backup: Path):
    keeping.back_up(box)
    newsroom.tip()
    keeping.back_up(box)
    today_holds = files_in(backup)
    os.utime(backup / "tips.sqlite3", (0, 0))
    keeping.back_up(box)

    assert today_holds == {"tips.sqlite3"}
    assert len(files_in(backup)) == 2


def test_a_mirror_that_was_cut_off_is_made_whole_at_the_next_turn(
    newsroom: DeskNewsroom, box: Box, backup: Path
):
    keeping.back_up(box)
    os.utime(backup / "tips.sqlite3", (0, 0))
    newsroom.tip()
    [part] = [one for one in box.messages.rglob("*") if one.is_file()]
    aside = part.rename(box.folder / "aside")
    part.mkdir()

    with pytest.raises(IsADirectoryError):
        keeping.back_up(box)
    cut_off = mirrored_on(backup)
    part.rmdir()
    aside.rename(part)
    (backup / "messages" / "stray").touch()
    keeping.back_up(box)

    assert cut_off != today()
    assert files_in(backup / "messages") == {str(part.relative_to(box.messages))}
    assert mirrored_on(backup) == today()


def test_a_message_that_goes_while_it_is_copied_is_left_out(
    newsroom: DeskNewsroom, box: Box, backup: Path
):
    newsroom.tip()
    [folder] = box.messages.iterdir()
    folder.rename(box.folder / "gone")

    done = mirror(box, backup)

    assert (done.messages, done.copied) == (1, 0)
    assert files_in(backup) == {"tips.sqlite3"}


def test_no_mirror_is_made_where_other_backups_reach_or_over_something_else(
    newsroom: DeskNewsroom, box: Box, elsewhere: Path, home: Path
):
    (elsewhere / "pictures").mkdir()
    (elsewhere / "pictures" / "ferry.jpg").touch()
    other = Newsroom(elsewhere / "other")
    other.publish()
    mirror(other.box, elsewhere / "theirs")

    (elsewhere / "link").symlink_to(home)
    for folder, why in (
        (home / "backup", "paper's folder"),
        (elsewhere / "link" / "backup", "paper's folder"),
        (home, "paper's folder"),
        (elsewhere / "pictures", "something else"),
        (elsewhere / "theirs", "another newsroom"),
    ):
        before = files_in(folder) if folder.exists() else None
        with pytest.raises(BackupError, match=why):
            mirror(box, folder)
        assert (files_in(folder) if folder.exists() else None) == before


def test_the_mirror_leaves_out_what_is_under_way(newsroom: DeskNewsroom, box: Box, backup: Path):
    with box.writing() as rows:
        columns = ["u", "tip", "script", "", "", 1, 5, "", "", ends_in(0), ""]
        rows.execute(f"INSERT INTO uploads VALUES ({','.join('?' * 11)})", columns)

    mirror(box, backup)

    with sqlite3.connect(backup / "tips.sqlite3") as rows:
        assert rows.execute("SELECT COUNT(*) FROM uploads").fetchone() == (0,)
        assert rows.execute("SELECT COUNT(*) FROM lists").fetchone() == (1,)


def test_no_mirror_has_a_day(tmp_path: Path):
    assert mirrored_on(tmp_path) is None
    assert isinstance(today(), date)
