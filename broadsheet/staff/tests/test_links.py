"""Invitations, new passwords, and leaving: with a mail server and without."""

import re
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from broadsheet.newsroom.models import User
from broadsheet.staff.errors import LastPublisherError
from broadsheet.staff.leaving import let_go
from broadsheet.staff.links import make_link
from broadsheet.staff.models import Link

pytestmark = pytest.mark.django_db
NEW = "the-heron-stands-still"


@pytest.fixture
def mails(settings: Any) -> list[Any]:
    settings.MAIL = "smtp://localhost"
    return mail.outbox


def at_desk(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def without_tokens(html: str) -> str:
    """Return a page without what differs from one asking to the next: its tokens, and what was typed."""
    return re.sub(r'(TOKEN": |value=)"[^"]*"', "", html)


def path_of(address: str) -> str:
    return "/" + address.split("/", 3)[3]


def choose(path: str, password: str = NEW) -> Any:
    return Client().post(path, {"new_password1": password, "new_password2": password})


def test_a_publisher_invites_without_mail_and_hands_the_link_over(
    paper: Any, publisher: User
) -> None:
    fields = {
        "username": "odalys",
        "email": "odalys@example.org",
        "first_name": "Odalys",
        "last_name": "Brandt",
    }

    shown = at_desk(publisher).post(reverse("wagtailusers_users:add"), fields)

    address = shown.text.split('class="staff-link"')[1].split('value="')[1].split('"')[0]
    assert "no-store" in shown.headers["Cache-Control"]
    assert not User.objects.get(username="odalys").has_usable_password()
    assert choose(path_of(address)).url == "/newsroom/login/"
    assert User.objects.get(username="odalys").check_password(NEW)


def test_a_link_works_once_and_looking_at_it_does_not_use_it_up(paper: Any, reporter: User) -> None:
    path = path_of(make_link(reporter, Link.Purpose.RESET, by=None))
    for _mail_scanner in range(3):
        assert Client().get(path).status_code == 200
        assert Client().head(path).status_code == 200

    assert choose(path).status_code == 302
    again = choose(path, "somebody-elses-choice")

    assert again.status_code == 404
    assert reporter.username not in again.text
    reporter.refresh_from_db()
    assert reporter.check_password(NEW)


@pytest.mark.parametrize("why", ["ended", "replaced", "never made", "account ended"])
def test_a_link_that_is_over_says_so_and_changes_nothing(
    paper: Any, reporter: User, why: str
) -> None:
    path = path_of(make_link(reporter, Link.Purpose.RESET, by=None))
    if why == "ended":
        Link.objects.update(ends_at=timezone.now() - timedelta(seconds=1))
    elif why == "replaced":
        make_link(reporter, Link.Purpose.RESET, by=None)
    elif why == "never made":
        path = reverse("choose_password", args=["guessed"])
    else:
        User.objects.update(is_active=False)

    answer = choose(path)

    assert answer.status_code == 404
    reporter.refresh_from_db()
    assert reporter.check_password("ferry-on-mondays")


def test_a_weak_password_is_refused_in_a_sentence_and_the_link_still_works(
    paper: Any, reporter: User
) -> None:
    path = path_of(make_link(reporter, Link.Purpose.RESET, by=None))

    refused = choose(path, "short")

    assert "at least 12 characters" in refused.text
    assert choose(path).status_code == 302


def test_a_new_password_ends_sessions_and_leaves_the_second_proof(paper: Any, editor: User) -> None:
    TOTP.activate(editor, generate_totp_secret())
    before = at_desk(editor)

    choose(path_of(make_link(editor, Link.Purpose.RESET, by=None)))

    assert before.get("/newsroom/").status_code == 302
    assert Authenticator.objects.filter(user=editor).exists()


def test_a07_a_link_leads_to_the_papers_own_address_whatever_the_request_claims(
    paper: Any, publisher: User, reporter: User, settings: Any
) -> None:
    settings.NEWSROOM_ADDRESS = "https://www.larkmereledger.example"
    client = at_desk(publisher)
    url = reverse("give_link", args=[reporter.pk])

    shown = client.post(url, HTTP_X_FORWARDED_HOST="evil.example")
    forged = client.post(url, HTTP_HOST="evil.example")

    assert "https://www.larkmereledger.example/newsroom/login/link/" in shown.text
    assert "evil.example" not in shown.text
    assert forged.status_code == 400


def test_a08_whoever_asks_for_a_new_password_is_told_the_same_for_every_name(
    paper: Any, reporter: User, mails: list[Any]
) -> None:
    known = Client().post(reverse("forgotten_password"), {"name": reporter.email})
    unknown = Client().post(reverse("forgotten_password"), {"name": "nobody@example.org"})

    assert known.status_code == unknown.status_code == 200
    assert "on its way" in known.text
    assert without_tokens(known.text) == without_tokens(unknown.text)
    assert [one.to for one in mails] == [[reporter.email]]


def test_without_mail_the_page_says_whom_to_ask(paper: Any) -> None:
    assert "Ask your publisher" in Client().get(reverse("forgotten_password")).text


def test_whoever_leaves_can_do_nothing_any_more_and_their_work_passes_on(
    paper: Any, publisher: User, editor: User, reporter: User, published_story: Any, journalist: Any
) -> None:
    TOTP.activate(editor, generate_totp_secret())
    journalist.user = editor
    journalist.save()
    published_story.locked, published_story.locked_by = True, editor
    published_story.save()
    gone = at_desk(editor)

    at_desk(publisher).post(reverse("leaving", args=[editor.pk]), {"heir": reporter.pk})

    assert gone.get("/newsroom/").status_code == 302
    editor.refresh_from_db()
    assert not editor.is_active
    assert not Authenticator.objects.filter(user=editor).exists()
    published_story.refresh_from_db()
    assert published_story.locked_by == reporter
    journalist.refresh_from_db()
    assert not journalist.is_current
    login = Client().post(
        "/newsroom/login/", {"login": editor.username, "password": "ferry-on-mondays"}
    )
    assert login.status_code == 200


def test_the_last_who_can_let_people_in_cannot_leave(
    paper: Any, publisher: User, reporter: User
) -> None:
    """Two publishers may end each other's accounts in the same second."""
    with pytest.raises(LastPublisherError):
        let_go(publisher, by=reporter)

    publisher.refresh_from_db()
    assert publisher.is_active
    assert at_desk(publisher).get("/newsroom/").status_code == 200


@pytest.mark.parametrize("name", ["give_link", "leaving"])
def test_only_publishers_look_after_accounts_and_never_an_administrators(
    paper: Any, editor: User, reporter: User, publisher: User, name: str
) -> None:
    chief = User.objects.create_superuser("chief", password=NEW)

    assert at_desk(editor).post(reverse(name, args=[reporter.pk])).status_code == 403
    assert at_desk(publisher).post(reverse(name, args=[chief.pk])).status_code == 403
    assert not Link.objects.exists()
    assert User.objects.get(pk=chief.pk).is_active


def test_whoever_signed_in_long_ago_shows_again_that_it_is_them_and_loses_nothing(
    paper: Any, publisher: User, reporter: User
) -> None:
    client = at_desk(publisher)
    session = client.session
    session["signed_in_at"] -= 3600
    session.save()
    fields = {
        "username": reporter.username,
        "email": "new@example.org",
        "first_name": "Nell",
        "last_name": "Marsh",
        "is_active": "on",
    }

    asked = client.post(reverse("wagtailusers_users:edit", args=[reporter.pk]), fields)
    wrong = client.post(asked.url, {"password": "not-hers"})
    reporter.refresh_from_db()
    before = reporter.email
    client.post(asked.url, {"password": "ferry-on-mondays"})

    assert asked.url.startswith("/newsroom/sign-in/again/")
    assert wrong.status_code == 200
    assert before != "new@example.org"
    reporter.refresh_from_db()
    assert reporter.email == "new@example.org"
