"""Who needs a second proof: from when, what is open until there is one, and that work is never lost to it."""

from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from broadsheet.newsroom.models import User
from broadsheet.staff.models import SignInRules, Standing
from broadsheet.staff.rules import asked_of

pytestmark = pytest.mark.django_db
SET_UP = "/newsroom/sign-in/"


def at_desk(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def asked_long_ago(user: User) -> None:
    SignInRules.objects.update(since=timezone.now() - timedelta(days=100))
    Standing.objects.update_or_create(
        user=user, defaults={"asked_since": timezone.now() - timedelta(days=99)}
    )


def test_publishers_and_editors_are_asked_from_the_start_reporters_are_not(
    paper: Any, publisher: User, editor: User, reporter: User
) -> None:
    assert asked_of(publisher).until
    assert asked_of(editor).until
    assert asked_of(reporter).until is None


def test_an_editor_is_told_the_day_and_works_until_then(paper: Any, editor: User) -> None:
    home = at_desk(editor).get("/newsroom/")

    assert home.status_code == 200
    assert "your role needs a second proof" in home.text


def test_when_the_days_are_over_nothing_is_open_but_setting_it_up(paper: Any, editor: User) -> None:
    asked_long_ago(editor)
    client = at_desk(editor)

    assert client.get("/newsroom/").url == SET_UP
    assert client.get("/newsroom/stories/").url == SET_UP
    assert client.post("/newsroom/stories/", {}).url == SET_UP
    assert client.get(SET_UP).status_code == 200

    TOTP.activate(editor, generate_totp_secret())

    assert client.get("/newsroom/").status_code == 200


def test_what_is_typed_when_the_days_end_is_still_saved(
    paper: Any, editor: User, published_story: Any
) -> None:
    client = at_desk(editor)
    client.get("/newsroom/")
    asked_long_ago(editor)

    client.post(f"/newsroom/pages/{published_story.pk}/unpublish/")

    published_story.refresh_from_db()
    assert not published_story.live


def test_the_last_second_proof_stays_while_the_role_needs_one(paper: Any, editor: User) -> None:
    TOTP.activate(editor, generate_totp_secret())
    client = at_desk(editor)
    session = client.session
    session["account_authentication_methods"] = [
        {"method": "password", "at": timezone.now().timestamp(), "reauthenticated": True}
    ]
    session["account_authentication_methods_user"] = str(editor.pk)
    session.save()

    client.post("/newsroom/sign-in/app/remove/")

    assert Authenticator.objects.filter(user=editor, type=Authenticator.Type.TOTP).exists()


def test_a_paper_that_asks_nobody_holds_nobody(paper: Any, editor: User) -> None:
    SignInRules.load().roles.clear()
    asked_long_ago(editor)

    assert at_desk(editor).get("/newsroom/").status_code == 200


def test_only_publishers_set_the_rules(paper: Any, editor: User, publisher: User) -> None:
    url = f"/newsroom/settings/staff/signinrules/{SignInRules.load().pk}/"
    reporters = Group.objects.get(name="Reporter")

    refused = at_desk(editor).post(url, {"roles": [reporters.pk], "days_of_grace": 1})
    taken = at_desk(publisher).post(url, {"roles": [reporters.pk], "days_of_grace": 1})

    assert refused.status_code == 403
    assert taken.status_code == 302
    assert list(SignInRules.load().roles.all()) == [reporters]
