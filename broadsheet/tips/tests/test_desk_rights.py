"""Who gets in at the newsroom's side of the tip line, and what each finds there."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Permission
from django.test import Client

from broadsheet.newsroom.models import User
from broadsheet.staff.leaving import let_go
from broadsheet.tips.keepers import keeper
from broadsheet.tips.leaving import settle
from broadsheet.tips.tests.desks import (
    API,
    DeskNewsroom,
    at_desk,
    box,
    editors_desk,
    get,
    newsroom,
    post,
    sign_in,
)
from tests.routes import every_route

__all__ = ["at_desk", "box", "editors_desk", "newsroom"]
pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


def every_path(thread: str, message: str) -> list[str]:
    """Return every address of the desk but its files, from the list of addresses itself."""
    return [
        address.at(lambda one, _key: thread if one.name == "tips_thread" else message)
        for address in every_route()
        if address.name.startswith("tips_") and address.name != "tips_file"
    ]


@pytest.fixture
def paths(newsroom: DeskNewsroom, box: Any) -> list[str]:
    name = newsroom.tip()
    with box.reading() as rows:
        [message] = rows.execute("SELECT id FROM messages").fetchone()
    return every_path(name, message)


def statuses(client: Client, paths: list[str]) -> set[int]:
    return {
        getattr(client, method)(path, content_type="application/json").status_code
        for path in paths
        for method in ("get", "post")
    }


def test_nothing_of_the_desk_is_open_to_a_stranger(paths: list[str], paper: Any):
    assert len(paths) > 15
    assert statuses(Client(), paths) <= {302, 403, 405}


def test_nothing_of_the_desk_is_open_to_someone_without_the_right(paths: list[str], reporter: User):
    assert statuses(sign_in(reporter), paths) <= {403, 405}


def test_nothing_of_the_desk_opens_before_a_second_proof_was_shown_in_this_session(
    paths: list[str], publisher: User
):
    elsewhere, here = sign_in(publisher), sign_in(publisher, with_proof=False)

    assert get(elsewhere, "state").status_code == 200
    assert statuses(here, paths) <= {302, 403, 405}
    assert (
        here.get("/newsroom/tips/").url
        == "/newsroom/sign-in/again/second/?next=%2Fnewsroom%2Ftips%2F"
    )


def test_who_has_no_second_proof_is_led_to_where_one_is_set_up(
    newsroom: DeskNewsroom, publisher: User
):
    answer = sign_in(publisher, with_proof=False).get("/newsroom/tips/")

    assert answer.url == "/newsroom/sign-in/?next=%2Fnewsroom%2Ftips%2F"


def test_a_second_proof_that_is_taken_away_closes_the_desk_at_once(
    at_desk: Client, publisher: User
):
    before = get(at_desk, "state").status_code

    Authenticator.objects.filter(user=publisher).delete()

    assert (before, get(at_desk, "state").status_code) == (200, 403)


def test_tips_are_there_for_those_in_the_list_alone(
    newsroom: DeskNewsroom, paths: list[str], box: Any
):
    """Who may run the line, and is no recipient, sees the screens for setting it up, and no tip."""
    runner = User.objects.create_user("ruth", password="ferry-on-mondays")
    runner.user_permissions.add(*Permission.objects.filter(content_type__app_label="tips"))
    client = sign_in(runner)

    of_tips = [one for one in paths if "/threads" in one or "/messages" in one or "discard" in one]
    told = get(client, "state").json()

    assert len(of_tips) == 5
    assert statuses(client, of_tips) <= {404, 405}
    assert told["me"] == {"id": runner.pk, "name": "ruth", "may_run": True, "is_recipient": False}
    assert (told["voice_sealed"], told["unread"], told["mine"]) == ("", 0, None)


def test_an_editor_reads_and_puts_no_list_in_force(newsroom: DeskNewsroom, editors_desk: Client):
    newsroom.tip()

    state = get(editors_desk, "state").json()

    assert state["me"]["is_recipient"]
    assert not state["me"]["may_run"]
    assert state["root_sealed"] == ""
    assert get(editors_desk, "threads").json()["count"] == 1
    assert [post(editors_desk, what).json()["error"] for what in ("list", "drill")] == [
        "no_right",
        "no_right",
    ]


def test_a_form_without_the_desks_token_changes_nothing(at_desk: Client, newsroom: DeskNewsroom):
    name = newsroom.tip()
    at_desk.handler.enforce_csrf_checks = True

    refused = post(at_desk, "discard", {"threads": [name]})
    token = get(at_desk, "state").json()["csrf"]
    taken = at_desk.post(
        API + "discard",
        {"threads": [name]},
        content_type="application/json",
        headers={"X-CSRFToken": token},
    )

    assert refused.status_code == 403
    assert taken.json() == {"discarded": 1}


# Leaving ------------------------------------------------------------------------------------------
def person_in(client: Client, user: User) -> dict[str, Any]:
    return next(one for one in get(client, "state").json()["people"] if one["id"] == user.pk)


def test_t24_who_leaves_is_out_with_the_next_request_and_the_others_are_told(
    newsroom: DeskNewsroom,
    at_desk: Client,
    editors_desk: Client,
    editor: User,
    publisher: User,
    django_capture_on_commit_callbacks: Any,
):
    newsroom.tip()
    before = get(editors_desk, "threads").status_code

    with django_capture_on_commit_callbacks(execute=True):
        let_go(editor, by=publisher)

    known = keeper(newsroom.box, editor.pk)
    assert (before, get(editors_desk, "threads").status_code) == (200, 403)
    assert known is not None
    assert known.has_left
    assert person_in(at_desk, editor)["has_left"]
    assert person_in(at_desk, editor)["in_list"]
    assert {"day": newsroom.told()["issued"], "who": editor.pk, "what": "left"} in get(
        at_desk, "state"
    ).json()["events"]


@pytest.mark.parametrize("how", ["role", "rights of the role", "deactivated", "deleted"])
def test_t24_whoever_loses_the_right_in_whatever_way_is_marked_as_gone(
    newsroom: DeskNewsroom,
    editors_desk: Client,
    editor: User,
    how: str,
    django_capture_on_commit_callbacks: Any,
):
    key = editor.pk
    with django_capture_on_commit_callbacks(execute=True):
        if how == "role":
            editor.groups.clear()
        elif how == "rights of the role":
            editor.groups.get().permissions.clear()
        elif how == "deactivated":
            editor.is_active = False
            editor.save()
        else:
            editor.delete()

    known = keeper(newsroom.box, key)
    assert known is not None
    assert known.has_left
    assert get(editors_desk, "threads").status_code in (403, 404)


def test_t24_what_changes_rights_past_every_signal_is_found_by_the_worker(
    newsroom: DeskNewsroom, editor: User
):
    User.objects.filter(pk=editor.pk).update(is_active=False)

    assert settle(newsroom.box) == 1
    assert settle(newsroom.box) == 0


def test_t24_a_list_with_someone_who_has_left_is_refused(
    newsroom: DeskNewsroom, at_desk: Client, editor: User
):
    editor.groups.clear()

    answer = post(at_desk, "list", newsroom.body(2))

    assert answer.status_code == 400
    assert "may not read tips any more" in answer.json()["says"]


def test_t25_a_new_password_for_the_newsroom_opens_no_tip(
    newsroom: DeskNewsroom, editor: User, at_desk: Client
):
    """What opens tips is locked with words that the server never had; a new password changes none of it."""
    before = newsroom.kept_of(editor.pk)

    editor.set_password("a-new-password-for-her")
    editor.save()

    assert newsroom.kept_of(editor.pk) == before
    assert before["wraps"]
    assert all(one.sealed.startswith(b"age-encryption.org/v1\n") for one in before["wraps"])


# Roles --------------------------------------------------------------------------------------------
def test_publishers_run_the_line_and_editors_read_it(publisher: User, editor: User, reporter: User):
    rights = ("tips.read_tips", "tips.run_tip_line")

    assert [[one.has_perm(right) for right in rights] for one in (publisher, editor, reporter)] == [
        [True, True],
        [True, False],
        [False, False],
    ]


def test_the_rights_stand_among_those_that_roles_can_be_given(paper: Any):
    administrator = Client()
    administrator.force_login(User.objects.create_superuser("wendell"))

    page = administrator.get("/newsroom/groups/new/").text

    assert "Read confidential tips" in page
    assert "Run the line for confidential tips" in page


def test_the_menu_leads_there_who_has_a_right(
    paper: Any, publisher: User, editor: User, reporter: User
):
    shown = []
    for user in (publisher, editor, reporter):
        client = Client()
        client.force_login(user)
        shown.append("/newsroom/tips/" in client.get("/newsroom/").text)

    assert shown == [True, True, False]
