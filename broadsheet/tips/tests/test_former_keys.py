"""Who gets hold of a login reads nothing, and destroys nothing: what opened tips before stays for 30 days."""

from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from broadsheet.newsroom.models import User
from broadsheet.tips import keeping
from broadsheet.tips.days import in_days
from broadsheet.tips.former_keys import MOST_A_DAY, former
from broadsheet.tips.keepers import keeper, mark_left
from broadsheet.tips.tests.desks import (
    DeskNewsroom,
    at_desk,
    box,
    editors_desk,
    get,
    newsroom,
    post,
    sign_in,
)
from broadsheet.tips.tests.newsrooms import AGE, Reader, base64_of
from broadsheet.tips.tests.test_desk_keys import keys_for

__all__ = ["at_desk", "box", "editors_desk", "newsroom"]
pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


def other_keys(user: User) -> dict[str, Any]:
    return keys_for(Reader(user.pk, user.username), keyring=base64_of(AGE + b"anothers"))


def test_t25_a_login_alone_puts_no_other_keys_in_the_place_of_those_in_the_list(
    newsroom: DeskNewsroom, editor: User
):
    kept = newsroom.kept_of(editor.pk)

    answer = post(sign_in(editor), "enrol", other_keys(editor))

    assert (answer.status_code, answer.json()["error"]) == (400, "refused")
    assert "recovery sheet first" in answer.json()["says"]
    assert newsroom.kept_of(editor.pk) == kept


@pytest.mark.parametrize("sheet", ["own", "newsroom"])
def test_t26_after_a_recovery_sheet_was_used_new_keys_are_taken_and_all_see_both(
    newsroom: DeskNewsroom, editor: User, at_desk: Client, sheet: str
):
    client = sign_in(editor)
    if sheet == "own":
        post(client, "wraps", {"add": {"kind": "sheet", "label": "", "sealed": base64_of(AGE)}})
        post(client, "sheet")
    else:
        post(client, "recovered", {"by": "newsroom"})

    answer = post(client, "enrol", other_keys(editor))

    told = [(one["who"], one["what"]) for one in get(at_desk, "state").json()["events"]]
    assert answer.json() == {}
    assert told[:2] == [
        (editor.pk, "enrolled_again"),
        (editor.pk, "sheet_asked_for" if sheet == "own" else "newsroom_sheet_used"),
    ]


def test_t26_a_sheet_that_was_used_long_ago_lets_nobody_do_so(newsroom: DeskNewsroom, editor: User):
    client = sign_in(editor)
    post(client, "recovered", {"by": "newsroom"})
    with newsroom.box.writing() as rows:
        rows.execute("UPDATE events SET day=?", (in_days(-2).isoformat(),))

    assert post(client, "enrol", other_keys(editor)).status_code == 400


def test_who_is_not_in_the_list_makes_keys_as_often_as_she_must(
    newsroom: DeskNewsroom, publisher: User, editor: User
):
    newsroom.readers = newsroom.readers[:1]
    newsroom.publish(2, alone=True)

    assert post(sign_in(editor), "enrol", other_keys(editor)).json() == {}


@pytest.mark.parametrize("what", ["keyring", "passphrase", "enrol"])
def test_t25_whatever_a_login_overwrites_is_brought_back_by_the_command(
    newsroom: DeskNewsroom,
    editor: User,
    at_desk: Client,
    what: str,
    capsys: pytest.CaptureFixture[str],
):
    had, client = keeper(newsroom.box, editor.pk), sign_in(editor)
    [passphrase] = newsroom.kept_of(editor.pk)["wraps"]
    assert had is not None
    other = other_keys(editor)
    wrap = {"kind": "passphrase", "label": "", "sealed": base64_of(AGE + b"anothers")}
    if what == "enrol":
        post(client, "recovered", {"by": "newsroom"})
    body = {
        "keyring": {name: other[name] for name in ("keyring", "pq", "x25519")},
        "passphrase": {"add": wrap},
        "enrol": other,
    }[what]
    answer = post(client, "wraps" if what == "passphrase" else what, body)
    assert answer.status_code == 200
    destroyed = newsroom.kept_of(editor.pk)
    [one] = former(newsroom.box, editor.pk)

    call_command("tips", "keys", editor.username)
    told = capsys.readouterr().out
    call_command("tips", "keys", editor.username, "--restore", str(one.number))

    which = "the keys of now" if what == "passphrase" else "other keys than now"
    assert f"{one.number}: until {one.day}, {which}, opened by passphrase" in told
    assert keeper(newsroom.box, editor.pk) == had
    [again] = newsroom.kept_of(editor.pk)["wraps"]
    assert again._replace(id=passphrase.id) == passphrase
    [event, *_others] = get(at_desk, "state").json()["events"]
    assert (event["who"], event["what"]) == (editor.pk, "keys_restored")
    # A slip can be undone, too.
    call_command("tips", "keys", editor.username, "--restore", str(one.number + 1))
    assert newsroom.kept_of(editor.pk)["keyring"] == destroyed["keyring"]


def test_who_has_left_gets_no_right_back_with_her_keys(newsroom: DeskNewsroom, editor: User):
    post(
        sign_in(editor),
        "wraps",
        {"add": {"kind": "passphrase", "label": "", "sealed": base64_of(AGE)}},
    )
    [one] = former(newsroom.box, editor.pk)
    mark_left(newsroom.box, editor.pk)

    call_command("tips", "keys", editor.username, "--restore", str(one.number))

    known = keeper(newsroom.box, editor.pk)
    assert known is not None
    assert known.has_left


def test_nobodys_former_keys_are_pushed_out_by_many_changes(newsroom: DeskNewsroom, editor: User):
    client = sign_in(editor)
    change = {"add": {"kind": "passphrase", "label": "", "sealed": base64_of(AGE)}}

    answers = [post(client, "wraps", change).status_code for _number in range(MOST_A_DAY + 1)]

    assert answers == [*[200] * MOST_A_DAY, 400]
    assert len(former(newsroom.box, editor.pk)) == MOST_A_DAY
    call_command("tips", "keys", editor.username, "--restore", "1")


def test_former_keys_are_forgotten_after_thirty_days(newsroom: DeskNewsroom, editor: User):
    keeping._swept.clear()
    client = sign_in(editor)
    change = {"add": {"kind": "passphrase", "label": "", "sealed": base64_of(AGE)}}
    post(client, "wraps", change)
    post(client, "wraps", change)
    with newsroom.box.writing() as rows:
        for number, days in ((1, -31), (2, -30)):
            day = in_days(days).isoformat()
            rows.execute("UPDATE keys_before SET day=? WHERE number=?", (day, number))

    keeping.forget_days(newsroom.box)

    assert [one.number for one in former(newsroom.box, editor.pk)] == [2]
    with newsroom.box.reading() as rows:
        assert rows.execute("SELECT COUNT(*) FROM wraps_before").fetchone()[0] == 1


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["nobody"], "Nobody signs in as “nobody”"),
        (["EDITOR"], "No former keys"),
        (["EDITOR", "--restore", "9"], "Nothing of this number"),
    ],
)
def test_what_is_not_kept_is_told_in_a_sentence_and_changes_nothing(
    newsroom: DeskNewsroom, editor: User, words: list[str], why: str
):
    kept = newsroom.kept_of(editor.pk)

    with pytest.raises(CommandError, match=why):
        call_command("tips", "keys", *(one.replace("EDITOR", editor.username) for one in words))

    assert newsroom.kept_of(editor.pk) == kept


def test_a_paper_without_a_tip_line_makes_no_box_for_it(home: Any, paper: Any, editor: User):
    with pytest.raises(CommandError, match="no tip line yet"):
        call_command("tips", "keys", editor.username)

    assert not (home / "tips").exists()
