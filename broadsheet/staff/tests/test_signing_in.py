"""Signing in: with what, how often one may try, and that there is one way in only. Rows A of the list of abuse cases."""

import re
import time
from typing import Any

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
)
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from broadsheet.newsroom.acts import Act
from broadsheet.newsroom.models import User

pytestmark = pytest.mark.django_db

LOGIN = "/newsroom/login/"
PASSWORD = "ferry-on-mondays"


def sign_in(client: Client, name: str, password: str = PASSWORD, **headers: Any) -> Any:
    return client.post(LOGIN, {"login": name, "password": password}, **headers)


def is_in(client: Client) -> bool:
    return client.get("/newsroom/").status_code == 200


def code_of(secret: str, *, later: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + later))


@pytest.fixture
def app_of_editor(editor: User) -> str:
    """Return the key that the editor's authenticator app holds."""
    secret = generate_totp_secret()
    TOTP.activate(editor, secret)
    return secret


def test_a_reporter_signs_in_by_name_or_by_mail(paper: Any, reporter: User) -> None:
    for name in (reporter.username, reporter.email.upper()):
        client = Client()

        assert sign_in(client, name).url == "/newsroom/"
        assert is_in(client)


def test_a08_a_wrong_password_and_a_name_that_is_nobodys_are_answered_alike(
    paper: Any, reporter: User
) -> None:
    known = sign_in(Client(), reporter.username, "wrong-wrong-wrong")
    unknown = sign_in(Client(), "nobody-here", "wrong-wrong-wrong")

    def told(answer: Any) -> str:
        return re.sub(r'(TOKEN": |value=)"[^"]*"', "", answer.text)

    assert (known.status_code, told(known)) == (unknown.status_code, told(unknown))
    assert "do not belong together" in known.text


def test_a08_a_name_that_is_nobodys_costs_a_password_check_all_the_same(
    paper: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the time of the answer tells names."""
    checked: list[str] = []
    monkeypatch.setattr(User, "set_password", lambda _self, password: checked.append(password))

    sign_in(Client(), "nobody-here", "wrong-wrong-wrong")

    assert checked == ["wrong-wrong-wrong"]


def test_a01_whoever_tries_many_names_from_one_block_is_slowed_down(
    paper: Any, reporter: User, settings: Any
) -> None:
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "from_block": "3/10m/key"}
    for number in range(3):
        sign_in(Client(), f"name-{number}", REMOTE_ADDR=f"198.51.100.{number + 1}")

    refused = sign_in(Client(), reporter.username, REMOTE_ADDR="198.51.100.99")
    elsewhere = sign_in(Client(), reporter.username, REMOTE_ADDR="203.0.113.5")

    assert "Too many tries" in refused.text
    assert elsewhere.status_code == 302


def test_a02_a_stranger_who_tries_at_a_name_does_not_lock_its_owner_out(
    paper: Any, editor: User, settings: Any
) -> None:
    """In a browser that she has signed in with before, an editor signs in whatever strangers do."""
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "at_name": "3/h/key"}
    hers = Client(REMOTE_ADDR="203.0.113.5")
    sign_in(hers, editor.username)
    hers.post("/newsroom/logout/")
    for number in range(4):
        sign_in(Client(), editor.username, "wrong", REMOTE_ADDR=f"198.51.{number}.1")

    stranger = sign_in(Client(), editor.username, REMOTE_ADDR="192.0.2.1")

    assert "Too many tries" in stranger.text
    assert "passkey" in stranger.text
    assert sign_in(hers, editor.username).status_code == 302


@pytest.mark.parametrize("header", ["HTTP_X_FORWARDED_FOR", "HTTP_X_REAL_IP", "HTTP_FORWARDED"])
def test_a03_a_forged_address_is_not_believed(
    paper: Any, reporter: User, settings: Any, header: str
) -> None:
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "from_block": "2/10m/key"}
    for number in range(2):
        sign_in(Client(), f"name-{number}", **{header: f"198.51.{number}.1"})

    assert "Too many tries" in sign_in(Client(), reporter.username, **{header: "192.0.2.9"}).text


def test_a04_the_password_alone_lets_nobody_in_who_has_a_second_proof(
    paper: Any, editor: User, app_of_editor: str
) -> None:
    client = Client()

    answer = sign_in(client, editor.username)

    assert answer.url == "/newsroom/login/second/"
    assert not is_in(client)
    wrong = client.post(answer.url, {"code": "000000"})
    assert wrong.status_code == 200
    assert not is_in(client)
    assert client.post(answer.url, {"code": code_of(app_of_editor)}).url == "/newsroom/"
    assert is_in(client)


@pytest.mark.parametrize(
    "path",
    ["/admin/", "/admin/login/", "/django-admin/login/", "/accounts/login/", "/newsroom/signup/"],
)
def test_a04_there_is_no_other_way_in(
    paper: Any, editor: User, app_of_editor: str, path: str
) -> None:
    """Other systems' doors stand nowhere."""
    client = Client()

    asked = client.get(path)
    client.post(path, {"username": editor.username, "login": editor.username, "password": PASSWORD})

    # What the newsroom does not have leads to its one door.
    assert asked.status_code == 404 or asked.url.startswith(LOGIN)
    assert not is_in(client)


@pytest.mark.parametrize("path", ["/newsroom/password_reset/", "/page/sign-in/"])
def test_a04_wagtails_own_ways_lead_to_ours(paper: Any, path: str) -> None:
    answer = Client().get(path, follow=True)

    assert answer.status_code == 200
    assert "password_reset" not in answer.text


def test_a05_a_code_works_once(paper: Any, editor: User, app_of_editor: str) -> None:
    code = code_of(app_of_editor)
    first, second = Client(), Client()
    for client in (first, second):
        sign_in(client, editor.username)

    first.post("/newsroom/login/second/", {"code": code})
    second.post("/newsroom/login/second/", {"code": code})

    assert is_in(first)
    assert not is_in(second)


def test_a05_a_recovery_code_works_once(paper: Any, editor: User, app_of_editor: str) -> None:
    code = RecoveryCodes.activate(editor).get_unused_codes()[0]
    first, second = Client(), Client()
    for client in (first, second):
        sign_in(client, editor.username)
        client.post("/newsroom/login/second/", {"code": code})

    assert is_in(first)
    assert not is_in(second)


def test_a05_codes_cannot_be_guessed(paper: Any, editor: User, app_of_editor: str) -> None:
    client = Client()
    sign_in(client, editor.username)
    for guess in range(10):
        client.post("/newsroom/login/second/", {"code": f"{guess:06}"})

    client.post("/newsroom/login/second/", {"code": code_of(app_of_editor, later=0)})

    assert not is_in(client)


def test_a06_a_session_that_was_planted_before_is_not_the_one_after(
    paper: Any, reporter: User
) -> None:
    client = Client()
    client.get(LOGIN)
    session = client.session
    session["planted"] = True
    session.save()
    before = session.session_key

    sign_in(client, reporter.username)

    assert client.session.session_key != before


def test_a06_a_new_password_ends_every_other_session(paper: Any, reporter: User) -> None:
    client = Client()
    sign_in(client, reporter.username)

    reporter.set_password("another-ferry-altogether")
    reporter.save()

    assert not is_in(client)


def test_a06_signing_out_ends_the_session_itself_not_the_cookie_alone(
    paper: Any, reporter: User
) -> None:
    client = Client()
    sign_in(client, reporter.username)
    stolen = client.cookies["sessionid"].value

    client.post("/newsroom/logout/")

    thief = Client()
    thief.cookies["sessionid"] = stolen
    assert not is_in(thief)


@pytest.mark.parametrize(
    "where", ["//evil.example", "/\\evil.example", "https:evil.example", "javascript:alert(1)"]
)
def test_s06_signing_in_leads_nowhere_else(paper: Any, reporter: User, where: str) -> None:
    answer = Client().post(LOGIN, {"login": reporter.username, "password": PASSWORD, "next": where})

    assert answer.url == "/newsroom/"


def test_keys_of_apps_do_not_stand_in_the_database(
    paper: Any, editor: User, app_of_editor: str
) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT data FROM mfa_authenticator")
        assert app_of_editor not in str(cursor.fetchall())


def test_what_was_typed_as_a_name_is_written_down_nowhere(paper: Any, reporter: User) -> None:
    """It may be a password, typed into the wrong field."""
    with CaptureQueriesContext(connection) as asked:
        sign_in(Client(), "my-secret-password", "nell")

    assert not Act.objects.filter(about__contains="my-secret").exists()
    kept = [one["sql"] for one in asked if one["sql"].startswith(("INSERT", "UPDATE"))]
    assert not [sql for sql in kept if "my-secret" in sql]


def test_who_signed_in_and_who_failed_to_is_on_record(paper: Any, reporter: User) -> None:
    sign_in(Client(), reporter.username, "wrong")
    sign_in(Client(), reporter.username, REMOTE_ADDR="198.51.100.77")

    signing_in = Act.objects.filter(kind__in=["signed_in", "sign_in_failed"]).order_by("pk")
    failed, came = signing_in.values_list("kind", "by_name", "about", "where")
    assert failed[:3] == ("sign_in_failed", "", "nell")
    assert came[:2] == ("signed_in", "nell")
    assert "198.51.100.0" in came[3]
