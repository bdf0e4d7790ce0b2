"""Which lists of recipients the server believes, and when the line is open."""

import base64
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from broadsheet.tips import drills, lists
from broadsheet.tips.canonical import canonical
from broadsheet.tips.days import in_days, today, week_of
from broadsheet.tips.errors import ListRefusedError
from broadsheet.tips.keepers import mark_left
from broadsheet.tips.lists import Line, line
from broadsheet.tips.signed_lists import read_list, read_seen
from broadsheet.tips.tests.newsrooms import Newsroom, Reader, hex_of


@pytest.fixture
def newsroom(tmp_path: Path) -> Newsroom:
    return Newsroom(tmp_path)


def test_a_list_that_is_in_order_is_read_as_it_was_signed(newsroom: Newsroom):
    listed = newsroom.publish()

    kept = lists.in_force(newsroom.box)

    assert kept is not None
    assert kept.listed == listed
    assert kept.people == (1, 2)
    assert [one.name for one in kept.listed.recipients] == ["Ilse Markham", "Nell Roe"]
    assert base64.b64decode(listed.envelope()["payload"]) == listed.payload


def test_t02_a_forged_list_is_refused(newsroom: Newsroom):
    payload = canonical(newsroom.told())
    other = Ed25519PrivateKey.generate()
    signed = b"broadsheet-tips-list-v1\n" + payload

    for signature, root in (
        (other.sign(signed).hex(), hex_of(newsroom.root)),
        (newsroom.root.sign(payload).hex(), hex_of(newsroom.root)),
        ("", hex_of(newsroom.root)),
        (newsroom.sign(payload).upper(), hex_of(newsroom.root)),
    ):
        with pytest.raises(ListRefusedError, match="not signed"):
            read_list(payload, signature, root)
    with pytest.raises(ListRefusedError, match="newsroom"):
        read_list(payload, other.sign(signed).hex(), hex_of(other))


def test_t02_a_list_from_another_day_is_refused(newsroom: Newsroom):
    day = today()
    for issued, expires, why in (
        (day + timedelta(2), day + timedelta(90), "future"),
        (day - timedelta(90), day - timedelta(1), "expired"),
        (day, day + timedelta(181), "180 days"),
    ):
        with pytest.raises(ListRefusedError, match=why):
            newsroom.publish(issued=issued.isoformat(), expires=expires.isoformat())
    assert lists.in_force(newsroom.box) is None
    assert lists.pinned_root(newsroom.box) == ""


def test_t02_only_the_next_epoch_and_the_first_root_are_believed(newsroom: Newsroom):
    newsroom.publish(1)
    newsroom.publish(2)

    for epoch in (1, 2, 4):
        with pytest.raises(ListRefusedError, match="meanwhile"):
            newsroom.publish(epoch)
    newsroom.root = Ed25519PrivateKey.generate()
    with pytest.raises(ListRefusedError, match="another newsroom"):
        newsroom.publish(3)


def unfit() -> list[Any]:
    """Return what is changed in a list to make it unfit."""
    one, other = Reader(1, "Ilse Markham"), Reader(2, "Nell Roe")
    twice = {**other.keys(), "pq": one.pq}
    return [
        pytest.param({"recipients": []}, id="t04 empty"),
        pytest.param({"recipients": [one.keys()]}, id="t04 one alone"),
        pytest.param({"recipients": [one.keys(), twice]}, id="t04 a key twice"),
        pytest.param({"recipients": [Reader(1, "A").keys() for _ in range(21)]}, id="too many"),
        pytest.param(
            {"recipients": [one.keys(), {**other.keys(), "pq": other.x25519}]}, id="t03 mixed"
        ),
        pytest.param({"recipients": [one.keys(), {**other.keys(), "name": ""}]}, id="no name"),
        pytest.param({"recipients": [one.keys(), {**other.keys(), "x": ""}]}, id="a field more"),
        pytest.param({"voice": "00"}, id="no voice"),
        pytest.param({"voices": [{"epoch": 1, "key": "00" * 32}]}, id="voice of its own epoch"),
        pytest.param({"alone": 1}, id="one for true"),
        pytest.param({"version": True}, id="true for one"),
        pytest.param({"version": 2}, id="version"),
        pytest.param({"language": "de"}, id="language"),
        pytest.param({"epoch": 0}, id="epoch"),
        pytest.param({"epoch": 1.0}, id="a fraction"),
        pytest.param({"name": "x" * 101}, id="long name"),
        pytest.param({"ways": {"phone": ""}}, id="ways"),
        pytest.param({"issued": "2026-13-01"}, id="month"),
        pytest.param({"issued": "20261101"}, id="another way of writing days"),
        pytest.param({"more": ""}, id="a field too many"),
    ]


@pytest.mark.parametrize("changed", unfit())
def test_t03_t04_a_list_that_is_not_as_it_should_be_is_refused(
    newsroom: Newsroom, changed: dict[str, Any]
):
    with pytest.raises(ListRefusedError, match="not as it should be"):
        newsroom.read(canonical(newsroom.told(**changed)))


def test_t03_a_list_without_a_field_or_in_other_words_is_refused(newsroom: Newsroom):
    told = newsroom.told()
    less = {name: value for name, value in told.items() if name != "voices"}

    for payload in (
        canonical(less),
        json.dumps(told).encode(),
        canonical(told) + b"\n",
        canonical(told).decode().encode("utf-16"),
        b"[" * 5000,
        b"null",
    ):
        with pytest.raises(ListRefusedError, match="not as it should be"):
            newsroom.read(payload)


def test_one_recipient_alone_must_be_meant(tmp_path: Path):
    newsroom = Newsroom(tmp_path, "Ilse Markham")

    with pytest.raises(ListRefusedError):
        newsroom.publish()
    assert newsroom.publish(alone=True).alone


def test_t24_who_has_left_or_has_other_keys_is_in_no_new_list(newsroom: Newsroom):
    newsroom.publish(1)
    mark_left(newsroom.box, 2)
    with pytest.raises(ListRefusedError, match="Nell Roe has other keys by now, or has left"):
        newsroom.publish(2)

    mark_left(newsroom.box, 2, has_left=False)
    Reader(2, "Nell Roe").enrol(newsroom.box)
    with pytest.raises(ListRefusedError, match="Nell Roe has other keys"):
        newsroom.publish(2)


def test_the_pinned_root_is_for_the_paper_alone_to_read(newsroom: Newsroom):
    newsroom.publish()

    assert newsroom.box.root_file.stat().st_mode & 0o777 == 0o600
    assert lists.pinned_root(newsroom.box) == hex_of(newsroom.root)


def test_a_list_changed_in_the_stolen_box_is_not_believed(newsroom: Newsroom):
    newsroom.publish()
    with newsroom.box.writing() as rows:
        rows.execute("UPDATE lists SET payload=CAST(replace(payload, 'Nell', 'Jane') AS BLOB)")

    with pytest.raises(ListRefusedError):
        lists.in_force(newsroom.box)


def test_t24_who_kept_a_former_voice_does_not_say_for_ever_that_the_box_is_read(
    newsroom: Newsroom,
):
    newsroom.publish(1)
    former, newsroom.voice = newsroom.voice, Ed25519PrivateKey.generate()
    issued = today() - timedelta(10)
    known = [{"epoch": 1, "key": hex_of(former)}]
    listed = newsroom.publish(
        2, voices=known, issued=issued.isoformat(), expires=in_days(90).isoformat()
    )
    own, newsroom.voice = newsroom.voice, former

    assert read_seen(*newsroom.seen(issued, epoch=1), listed) == (1, week_of(issued))
    for day in (issued + timedelta(7), today(), today() + timedelta(14)):
        with pytest.raises(ListRefusedError, match="not signed by this newsroom"):
            read_seen(*newsroom.seen(day, epoch=1), listed)
    newsroom.voice = own
    assert read_seen(*newsroom.seen(epoch=2), listed) == (2, week_of(today()))
    with pytest.raises(ListRefusedError, match="not signed by this newsroom"):
        read_seen(*newsroom.seen(today() + timedelta(14), epoch=2), listed)


def test_the_line_opens_after_a_drill_and_closes_when_nobody_reads(newsroom: Newsroom):
    box = newsroom.box
    assert line(box) == Line("closed", "not_set_up")

    newsroom.publish()
    assert line(box) == Line("closed", "no_drill")

    token = drills.begin(box, 1)
    assert line(box) == Line("drill", "no_drill")
    assert line(box, day=in_days(2)) == Line("closed", "no_drill")

    with box.writing() as rows:
        rows.execute("UPDATE drills SET is_done=1 WHERE token=?", (drills.hashed(token),))
    assert line(box) == Line("closed", "unread")

    lists.note_seen(box, *newsroom.seen())
    monday = today() - timedelta(today().weekday())
    assert line(box) == Line("open")
    assert line(box, day=monday + timedelta(30)) == Line("open")
    assert line(box, day=monday + timedelta(31)) == Line("rarely")
    assert line(box, day=monday + timedelta(60)) == Line("rarely")
    assert line(box, day=monday + timedelta(61)) == Line("closed", "unread")
    assert line(box, day=in_days(181)) == Line("closed", "expired")


def test_that_the_box_was_opened_is_believed_from_its_voice_alone(newsroom: Newsroom):
    newsroom.publish()
    payload, signature = newsroom.seen()
    lists.note_seen(newsroom.box, *newsroom.seen(today() - timedelta(20)))
    known = lists.last_seen(newsroom.box)

    forged = Ed25519PrivateKey.generate().sign(b"broadsheet-tips-seen-v1\n" + payload).hex()
    for unfit in (
        (payload, forged),
        (payload + b" ", signature),
        newsroom.seen(today() + timedelta(14)),
        newsroom.seen(epoch=2),
    ):
        with pytest.raises(ListRefusedError, match="not signed by this newsroom"):
            lists.note_seen(newsroom.box, *unfit)
    assert lists.last_seen(newsroom.box) == known

    lists.note_seen(newsroom.box, payload, signature)
    newest = lists.last_seen(newsroom.box)
    lists.note_seen(newsroom.box, *newsroom.seen(today() - timedelta(20)))
    assert lists.last_seen(newsroom.box) == newest != known
