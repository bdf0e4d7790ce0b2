"""Keys and lists at the desk: what a browser has locked up or signed is kept; what is otherwise is refused in a sentence."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from broadsheet.newsroom.models import User
from broadsheet.tips import drills, lists
from broadsheet.tips.keepers import keeper
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
from broadsheet.tips.tests.newsrooms import AGE, Reader, base64_of, post_quantum_key

__all__ = ["at_desk", "box", "editors_desk", "newsroom"]
pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


@pytest.fixture
def newcomer(newsroom: DeskNewsroom) -> User:
    user = User.objects.create_user("ruth", password="ferry-on-mondays", first_name="Ruth")
    user.user_permissions.add(Permission.objects.get(codename="read_tips"))
    return user


def keys_for(reader: Reader, **changed: Any) -> dict[str, Any]:
    passphrase = {"kind": "passphrase", "label": "", "sealed": base64_of(AGE + b"p")}
    return {
        "pq": reader.pq,
        "x25519": reader.x25519,
        "lock": post_quantum_key(),
        "keyring": base64_of(AGE + b"keyring"),
        "wraps": [passphrase, {**passphrase, "kind": "sheet"}],
        **changed,
    }


def test_someone_with_the_right_makes_keys_and_finds_them_again(
    newsroom: DeskNewsroom, newcomer: User
):
    client, reader = sign_in(newcomer), Reader(newcomer.pk, "Ruth")

    answer = post(client, "enrol", keys_for(reader))

    mine = get(client, "state").json()["mine"]
    assert answer.json() == {}
    assert mine["keyring"] == base64_of(AGE + b"keyring")
    assert [(one["kind"], "sealed" in one) for one in mine["wraps"]] == [
        ("passphrase", True),
        ("sheet", False),
    ]


def test_keys_are_nobodys_without_the_right(newsroom: DeskNewsroom):
    runner = User.objects.create_user("ruth", password="ferry-on-mondays")
    runner.user_permissions.add(Permission.objects.get(codename="run_tip_line"))

    answer = post(sign_in(runner), "enrol", keys_for(Reader(runner.pk, "Ruth")))

    assert answer.status_code == 400
    assert keeper(newsroom.box, runner.pk) is None


@pytest.mark.parametrize(
    "changed",
    [
        {"pq": "age1pq1short"},
        {"x25519": 5},
        {"keyring": "not base64!"},
        {"keyring": base64_of(b"in the open")},
        {"wraps": []},
        {"wraps": [{"kind": "passphrase"}]},
        {"wraps": [{"kind": "pin", "label": "", "sealed": base64_of(AGE)}]},
        {"wraps": "passphrase"},
        {"more": 1},
    ],
)
def test_keys_that_no_browser_makes_are_refused_and_change_nothing(
    newsroom: DeskNewsroom, newcomer: User, changed: dict[str, Any]
):
    answer = post(sign_in(newcomer), "enrol", keys_for(Reader(newcomer.pk, "Ruth"), **changed))

    assert answer.status_code == 400
    assert answer.json()["error"] == "refused"
    assert answer.json()["says"].endswith((".", "again."))
    assert keeper(newsroom.box, newcomer.pk) is None


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{", b"\xff", b"[" * 100_000, b'{"by":"x"}' + b" " * 2**21]
)
def test_a_body_that_is_none_is_refused(at_desk: Client, body: bytes):
    for what in ("enrol", "keyring", "wraps", "list", "seen", "opened", "recovered", "discard"):
        answer = at_desk.post(f"/newsroom/tips/api/{what}", body, content_type="application/json")

        assert (what, answer.status_code) == (what, 400)


def test_text_that_is_none_is_refused(newsroom: DeskNewsroom, at_desk: Client):
    kept = get(at_desk, "state").json()["mine"]["wraps"]
    body = b'{"add":{"kind":"passkey","label":"\\ud800","sealed":"%s"}}' % base64_of(AGE).encode()

    answer = at_desk.post("/newsroom/tips/api/wraps", body, content_type="application/json")

    assert (answer.status_code, answer.json()["error"]) == (400, "refused")
    assert get(at_desk, "state").json()["mine"]["wraps"] == kept


def test_t26_whoever_asks_for_her_own_sheet_is_seen_by_all(
    newsroom: DeskNewsroom, newcomer: User, at_desk: Client
):
    client = sign_in(newcomer)
    post(client, "enrol", keys_for(Reader(newcomer.pk, "Ruth")))

    answer = post(client, "sheet")
    post(client, "recovered", {"by": "newsroom"})

    told = [(one["who"], one["what"]) for one in get(at_desk, "state").json()["events"]]
    assert answer.json() == {"sealed": base64_of(AGE + b"p")}
    assert (newcomer.pk, "sheet_asked_for") in told
    assert (newcomer.pk, "newsroom_sheet_used") in told


def test_a_passkey_is_added_and_removed_and_the_passphrase_stays(
    newsroom: DeskNewsroom, at_desk: Client
):
    new = {"kind": "passkey", "label": "Phone", "sealed": base64_of(AGE + b"k")}

    post(at_desk, "wraps", {"add": new})
    [passphrase, passkey] = get(at_desk, "state").json()["mine"]["wraps"]
    removed = post(at_desk, "wraps", {"remove": passkey["id"]})
    kept = post(at_desk, "wraps", {"remove": passphrase["id"]})

    assert (removed.status_code, kept.status_code) == (200, 400)
    assert get(at_desk, "state").json()["mine"]["wraps"] == [passphrase]


def test_nobody_changes_what_opens_anothers_keys(
    newsroom: DeskNewsroom, at_desk: Client, editors_desk: Client, editor: User
):
    [theirs] = get(editors_desk, "state").json()["mine"]["wraps"]

    answer = post(at_desk, "wraps", {"remove": theirs["id"]})

    assert answer.status_code == 400
    assert len(newsroom.kept_of(editor.pk)["wraps"]) == 1


def test_a_list_that_is_signed_is_put_in_force(newsroom: DeskNewsroom, at_desk: Client):
    body = newsroom.body(2)

    answer = post(at_desk, "list", body)

    state = get(at_desk, "state").json()
    assert answer.json() == {}
    assert state["list"] == {name: body[name] for name in ("payload", "signature", "root")}
    assert state["voice_sealed"] == body["voice_sealed"]
    assert state["root_sealed"] == body["root_sealed"]
    assert state["events"][0]["what"] == "list_signed"


@pytest.mark.parametrize(
    ("epoch", "changed"),
    [
        (1, {}),
        (3, {}),
        (2, {"signature": "00" * 64}),
        (2, {"voice_sealed": base64_of(b"in the open")}),
        (2, {"root_sealed": "x" * 200_000}),
        (2, {"people": []}),
        (2, {"people": [True, 2]}),
        (2, {"people": ["1", "2"]}),
    ],
)
def test_a_list_that_is_not_in_order_stays_out(
    newsroom: DeskNewsroom, at_desk: Client, epoch: int, changed: dict[str, Any]
):
    answer = post(at_desk, "list", {**newsroom.body(epoch), **changed})

    kept = lists.in_force(newsroom.box)
    assert answer.status_code == 400
    assert kept is not None
    assert kept.listed.epoch == 1


def test_that_the_box_was_opened_is_noted_once_a_week(newsroom: DeskNewsroom, at_desk: Client):
    payload, signature = newsroom.seen()

    answer = post(at_desk, "seen", {"payload": base64_of(payload), "signature": signature})
    forged = post(at_desk, "seen", {"payload": base64_of(payload), "signature": "0" * 128})

    assert answer.json() == {}
    assert get(at_desk, "state").json()["seen"] == {
        "payload": base64_of(payload),
        "signature": signature,
    }
    assert (forged.status_code, forged.json()["error"]) == (400, "list")


def test_a_drill_is_begun_by_who_runs_the_line(newsroom: DeskNewsroom, at_desk: Client):
    token = post(at_desk, "drill").json()["token"]

    assert drills.may_send(newsroom.box, token)
    assert get(at_desk, "state").json()["drill"] == {
        "is_done": False,
        "sent": False,
        "opened": [],
        "answered": False,
        "read": False,
        "ends": drills.newest(newsroom.box).ends,
    }
