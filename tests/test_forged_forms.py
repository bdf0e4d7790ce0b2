"""Forms that were not sent from the paper's own pages: refused at every address there is, and nothing is changed."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from wagtail.models import Site

from broadsheet.letters.models import Letter
from broadsheet.newsroom.models import User
from tests.routes import Address, every_route

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
# The forms of readers' pages hold no token, because those pages are printed: they look at where they were sent from.
WITHOUT_TOKEN = {
    *("display", "letters", "own_letter", "write_to_person", "write_to_desk"),
    *("report_error", "ask_to_unpublish"),
    *("support", "support_monthly", "support_yearly", "support_sum"),
    # Of a donor's own pages: what they take is a secret in the address, or a cookie that only our own forms send.
    *("ask_own_gifts", "open_own_gifts", "own_gifts", "gifts_of_mail", "stop_reminders"),
    # Signed by the card processor.
    "card_delivery",
}
# Its framework looks at the token by itself, and says so.
API = "wagtailadmin_api:"
# What would read the whole archive, or show all photos to anyone: ours stands before it (`sections/desk_urls.py`,
# `photos/desk/wagtails_addresses.py`).
BEHIND_OURS = {
    "wagtailadmin_home",
    "wagtailadmin_explore",
    *(
        f"{API}{of}:{what}"
        for of in ("documents", "images")
        for what in ("listing", "detail", "find")
    ),
    *(f"wagtailimages:{what}" for what in ("index", "index_results", "edit", "add")),
    *(f"wagtailimages:{what}_multiple" for what in ("add", "edit", "delete", "delete_upload")),
    "wagtailimages:create_multiple_from_uploaded_image",
    *(f"wagtailadmin_{what}" for what in ("login", "logout", "password_reset")),
    "wagtaildocs_serve",
    *(f"wagtailadmin_pages:search{rest}" for rest in ("", "_results")),
    *(f"wagtailadmin_reports:aging_pages{rest}" for rest in ("", "_results")),
    *(f"wagtailadmin_reports:page_types_usage{rest}" for rest in ("", "_results")),
}
ELSEWHERE = {"Origin": "https://elsewhere.example"}
Sent = tuple[dict[str, str], dict[str, str]]


@pytest.fixture
def signed_in(paper: Any) -> Client:
    """Someone who may do everything, in her own browser."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(User.objects.create_superuser("wendell"))
    return client


def token_of(client: Client) -> str:
    """Return the token that the newsroom's pages in this browser hold."""
    return str(client.get("/newsroom/at-work/").json()["token"])


def without_a_token(client: Client) -> Sent:
    token_of(client)
    return {}, {}


def of_another_browser(client: Client) -> Sent:
    other = Client()
    other.force_login(User.objects.get())
    token_of(client)
    return {"csrfmiddlewaretoken": token_of(other)}, {}


def of_an_earlier_visit(client: Client) -> Sent:
    token = token_of(client)
    del client.cookies[settings.CSRF_COOKIE_NAME]
    token_of(client)
    return {"csrfmiddlewaretoken": token}, {}


def from_elsewhere(client: Client) -> Sent:
    return {"csrfmiddlewaretoken": token_of(client)}, ELSEWHERE


@contextmanager
def nothing_is_written() -> Iterator[None]:
    def look(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        assert sql.lstrip().upper().startswith(("SELECT", "PRAGMA", "EXPLAIN")), sql
        return execute(sql, *rest)

    with connection.execute_wrapper(look):
        yield


@pytest.fixture(scope="module")
def addresses() -> dict[str, Address]:
    """Every address by an example of it."""
    return {path: address for address in every_route() if (path := address.at())}


def test_no_address_is_left_out_of_the_list(addresses: dict[str, Address]):
    behind = {address.name for address in every_route() if not address.at()}

    assert len(addresses) > 300
    assert behind == BEHIND_OURS


@pytest.mark.parametrize(
    "sent", [without_a_token, of_another_browser, of_an_earlier_visit, from_elsewhere]
)
def test_x01_a_forged_form_is_refused_at_every_address_and_changes_nothing(
    signed_in: Client,
    addresses: dict[str, Address],
    sent: Callable[[Client], Sent],
    caplog: pytest.LogCaptureFixture,
):
    form, headers = sent(signed_in)
    asked = [path for path, one in addresses.items() if one.name not in WITHOUT_TOKEN]
    # As a script: it is answered with a status alone.
    headers = {**headers, "X-Requested-With": "XMLHttpRequest"}
    caplog.set_level("WARNING", "django.security.csrf")

    with nothing_is_written():
        answers = {path: signed_in.post(path, form, headers=headers) for path in asked}

    assert len(asked) > 300
    assert {path: one.status_code for path, one in answers.items() if one.status_code != 403} == {}
    by_the_guard = {one.args[1] for one in caplog.records if one.name == "django.security.csrf"}
    by_the_api = {path for path, one in answers.items() if "CSRF Failed" in one.text}
    assert by_the_guard | by_the_api == set(asked)


def test_x01_only_the_form_of_printed_pages_is_taken_without_a_token():
    without = {one.name for one in every_route() if getattr(one.view, "csrf_exempt", False)}

    assert {name for name in without if not name.startswith(API)} == WITHOUT_TOKEN


@pytest.mark.parametrize(
    "headers",
    [
        {},
        ELSEWHERE,
        {"Origin": "null"},
        {"Origin": "http://localhost.elsewhere.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
    ],
)
def test_x01_the_form_of_printed_pages_is_taken_from_our_own_pages_alone(
    client: Client, paper: Any, headers: dict[str, str]
):
    letter = Letter.objects.create(site=Site.objects.get(), text="The ferry is ours.")
    yours = f"/letters/yours/{letter.secret}/"

    with nothing_is_written():
        answers = [
            client.post(path, fields, headers=headers, HTTP_HOST="localhost")
            for path, fields in (
                ("/display/", {"colours": "dark"}),
                ("/letters/", {"text": "The ferry is ours."}),
                (yours, {"act": "confirm"}),
            )
        ]

    assert [answer.status_code for answer in answers] == [403, 403, 403]
    assert all(answer.cookies == {} for answer in answers)


def test_a_form_of_our_own_is_taken(signed_in: Client):
    sent = {"csrfmiddlewaretoken": token_of(signed_in)}

    answer = signed_in.post("/newsroom/paste/", {**sent, "text": "The ferry runs."})

    assert answer.json()["html"] == "<p>The ferry runs.</p>"
