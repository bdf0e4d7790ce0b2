"""What the doctor says of the tip line."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from broadsheet.health import doctor_paper
from broadsheet.health.doctor import Finding
from broadsheet.tips import doctor
from broadsheet.tips.backup import mirror
from broadsheet.tips.days import in_days, today
from broadsheet.tips.tests.desks import DeskNewsroom, box, newsroom

__all__ = ["box", "newsroom"]
pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


def said(*states: str) -> list[str]:
    return [says for _about, state, says in doctor.findings() if state in states]


@pytest.fixture
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("elsewhere")


@pytest.fixture
def in_order(newsroom: DeskNewsroom, elsewhere: Path, settings: Any) -> DeskNewsroom:
    settings.TIPS_BACKUP = str(elsewhere)
    mirror(newsroom.box, elsewhere)
    return newsroom


def test_of_a_line_in_order_nothing_is_wrong(in_order: DeskNewsroom):
    assert said("wrong") == []
    assert len(said("fine")) == 5


def test_without_a_line_there_is_nothing_to_look_at(home: Path):
    assert len(list(doctor.findings())) == 1
    assert not (home / "tips").exists()


def test_the_papers_doctor_asks_the_tip_lines_own(in_order: DeskNewsroom):
    found = list(doctor_paper.tip_line())

    assert found == [Finding(*one) for one in doctor.findings()]
    assert doctor_paper.tip_line in doctor_paper.CHECKS


def test_what_others_on_the_machine_can_read_is_named(in_order: DeskNewsroom):
    in_order.tip()
    part = next(one for one in in_order.box.messages.rglob("*") if one.is_file())
    part.chmod(0o640)

    assert [one for one in said("wrong") if str(part) in one and "chmod -R go=" in one]


def test_the_file_of_the_root_key_is_looked_at_too(in_order: DeskNewsroom):
    in_order.box.root_file.chmod(0o644)

    assert "tips-root" in said("wrong")[0]


def test_a_list_that_ends_within_fourteen_days_is_named(in_order: DeskNewsroom):
    issued = today() - timedelta(days=100)
    in_order.publish(2, issued=issued.isoformat(), expires=in_days(13).isoformat())

    assert [one for one in said("wrong") if f"good until {in_days(13)}" in one]


def test_a_list_that_is_not_this_newsrooms_is_named(in_order: DeskNewsroom):
    in_order.box.root_file.write_text("ab" * 32)

    assert [one for one in said("wrong") if "not of this newsroom" in one]


@pytest.mark.parametrize(("days", "words"), [(40, "30 days"), (70, "60 days")])
def test_a_box_that_nobody_opens_is_named(in_order: DeskNewsroom, days: int, words: str):
    week = (today() - timedelta(days=days)).strftime("%G-W%V")
    with in_order.box.writing() as rows:
        rows.execute("UPDATE seen SET week=?", (week,))

    assert [one for one in said("wrong") if words in one]


def test_a_line_that_no_drill_has_opened_is_named(in_order: DeskNewsroom):
    with in_order.box.writing() as rows:
        rows.execute("DELETE FROM drills")

    assert [one for one in said("wrong") if "drill" in one]


def test_a_mirror_that_is_old_is_named(in_order: DeskNewsroom, elsewhere: Path, settings: Any):
    os.utime(elsewhere / "tips.sqlite3", (0, 0))
    old = said("wrong")
    settings.TIPS_BACKUP = ""

    assert "last made on 1970-01-01" in old[0]
    assert [one for one in said("note") if "TIPS_BACKUP" in one]


def test_a_box_that_is_damaged_is_named(in_order: DeskNewsroom):
    in_order.box.database.write_bytes(b"nothing that SQLite knows" * 100)

    assert [one for one in said("wrong") if "cannot be read" in one]


def test_what_is_carried_off_to_other_machines_is_named(tmp_path: Path, settings: Any):
    home = tmp_path / "Dropbox" / "paper"
    home.mkdir(parents=True)

    found = list(doctor.other_copies(doctor.Box(home)))

    assert found[0][0] == "wrong"
    assert "carried off" in found[0][1]


def test_what_cannot_be_seen_from_here_is_said(in_order: DeskNewsroom, settings: Any):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

    unseen = [one for one in said("note") if "cannot be seen from here" in one]

    assert len(unseen) == 2
    assert any("/tips/" in one for one in unseen)
    assert any(str(in_order.box.folder) in one for one in unseen)
