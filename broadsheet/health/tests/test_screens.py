"""The publisher's screens: how the paper is doing, the errors by their numbers, trying mail and chat out."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from broadsheet.health.models import Alerts, NotedError, Trouble
from broadsheet.health.noted import KEPT_FOR, MOST_KEPT, write_errors_down
from broadsheet.health.tests.outside import MailServer
from broadsheet.lib.error_numbers import Met, give_back
from broadsheet.newsroom.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
SCREENS = ["how_it_is", "health_facts", "noted_errors"]


@pytest.fixture
def signed_in(client: Client, publisher: User, paper: Any) -> Client:
    client.force_login(publisher)
    return client


def met(number: str = "K7M-3QP", *, ago: timedelta = timedelta(0), times: int = 1) -> Met:
    at = (timezone.now() - ago).timestamp()
    return Met(number, "ValueError", "story", at, at, times)


# Who may see ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("role", ["reporter", "editor", "photo_editor"])
def test_x07_only_publishers_see_how_the_paper_is_doing(
    client: Client, paper: Any, request: pytest.FixtureRequest, role: str, screen: str
):
    client.force_login(request.getfixturevalue(role))

    answer = client.get(reverse(screen))

    assert answer.status_code == 403
    assert "Your role does not allow this" in answer.text


@pytest.mark.parametrize("screen", SCREENS)
def test_strangers_are_asked_to_sign_in(client: Client, paper: Any, screen: str):
    answer = client.get(reverse(screen))

    assert answer.status_code == 302
    assert "/newsroom/login/" in answer["Location"]


def test_the_reports_menu_leads_publishers_there_and_nobody_else(signed_in: Client, editor: User):
    for_publisher = signed_in.get("/newsroom/").text
    signed_in.force_login(editor)
    for_editor = signed_in.get("/newsroom/").text

    for screen in ("how_it_is", "noted_errors"):
        assert reverse(screen) in for_publisher
        assert reverse(screen) not in for_editor


# How it is ------------------------------------------------------------------------------------------------
def test_what_needs_someone_stands_first_with_since_when(signed_in: Client, settings: Any):
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    since = timezone.now() - timedelta(days=400)
    Trouble.objects.create(name="mail", machine="ledger-1", since=since)

    page = signed_in.get(reverse("how_it_is")).text

    assert page.index('id="health-mail"') < page.index('id="health-disk"')
    assert f"Since {since.year}" in page or f", {since.year}, " in page
    assert "need" in page
    assert "Nobody: set a mail server, or name a chat." in page


def test_the_facts_say_the_same_to_a_machine(signed_in: Client):
    told = signed_in.get(reverse("health_facts"))

    assert "no-store" in told["Cache-Control"]
    facts = told.json()
    assert facts["database"]["well"] is True
    assert facts["well"] is all(one["well"] for one in facts.values() if isinstance(one, dict))


def test_the_first_screen_leads_there_when_something_is_out_of_order(
    signed_in: Client, editor: User
):
    assert "How the paper is doing</a></p>" in signed_in.get("/newsroom/").text

    signed_in.force_login(editor)

    assert "How the paper is doing</a></p>" not in signed_in.get("/newsroom/").text


# Trying it out ----------------------------------------------------------------------------------------------
def try_out(client: Client, to: str) -> str:
    return client.post(reverse("send_test"), {"to": to}, follow=True).text


def test_a_test_mail_reaches_whoever_asks_for_it(signed_in: Client, mail_server: MailServer):
    assert "The mail server has taken it" in try_out(signed_in, "mail")

    [(to, mail)] = mail_server.taken
    assert to == ["wendell@larkmereledger.example"]
    assert mail["Subject"] == "A test mail from The Larkmere Ledger"


@pytest.mark.parametrize("command", ["MAIL", "RCPT", "DATA"])
def test_a_test_mail_that_is_refused_says_so_without_the_address(
    signed_in: Client, mail_server: MailServer, command: str
):
    mail_server.answers[command] = 550

    page = try_out(signed_in, "mail")

    assert "The mail server did not take it (" in page
    assert "refused for" not in page
    assert "The mail server does not take the paper" in page, (
        "and it stands among what needs someone"
    )


def test_a_mail_server_that_is_not_there_is_said(
    signed_in: Client, settings: Any, mail_server: MailServer
):
    settings.EMAIL_PORT = 1

    assert "did not take it (nobody listens there" in try_out(signed_in, "mail")


def test_without_an_address_or_a_server_there_is_nothing_to_try(
    signed_in: Client, publisher: User, settings: Any
):
    User.objects.filter(pk=publisher.pk).update(email="")
    assert "Your account has no e-mail" in try_out(signed_in, "mail")

    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"

    assert "No mail can be sent: set MAIL first" in try_out(signed_in, "mail")


def test_a_test_message_reaches_the_chat(signed_in: Client, chat: Any):
    assert "The chat has taken the message." in try_out(signed_in, "chat")

    assert chat.texts == [
        "A test message from The Larkmere Ledger: here it tells you when something stops."
    ]


def test_f03_a_chat_inside_the_house_is_never_asked(signed_in: Client, chat: Any, settings: Any):
    settings.FETCH_ALLOWED_PRIVATE = []

    assert "The chat did not take the message" in try_out(signed_in, "chat")
    assert chat.texts == []


def test_without_a_chat_there_is_none_to_try(signed_in: Client):
    assert "No chat is set" in try_out(signed_in, "chat")


def test_a_test_is_only_sent_by_the_button(signed_in: Client):
    assert signed_in.get(reverse("send_test")).status_code == 405


def test_publishers_say_who_is_told(signed_in: Client):
    url = reverse("wagtailsettings:edit", args=["health", "alerts", Alerts.load().pk])
    fields = {
        "to_publishers": "on",
        "also_to": "it@town.example",
        "webhook": "https://chat.example/x",
    }

    signed_in.post(url, fields, follow=True)

    assert Alerts.load().webhook == "https://chat.example/x"


# Errors -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("said", ["K7M-3QP", "k7m3qp", " K7M 3QP"])
def test_an_error_is_found_by_the_number_that_a_reader_tells(signed_in: Client, said: str):
    give_back([met(times=3), met("ACD-EFH")])

    page = signed_in.get(reverse("noted_errors"), {"number": said}).text

    assert ">K7M-3QP<" in page
    assert ">ACD-EFH<" not in page
    assert "<td>3</td>" in page


def test_a_number_that_nobody_met_says_what_may_have_been_misheard(signed_in: Client):
    page = signed_in.get(reverse("noted_errors"), {"number": "O0O-111"}).text

    assert "No error of this number" in page


def test_the_same_fault_is_one_line_with_how_often(signed_in: Client):
    give_back([met(times=2)])
    write_errors_down()
    give_back([met(times=5)])

    signed_in.get(reverse("noted_errors"))

    assert NotedError.objects.get().times == 7


def test_errors_are_forgotten_after_a_month(paper: Any):
    give_back([met("OLD-OLD", ago=KEPT_FOR + timedelta(days=1)), met("NEW-NEW")])

    write_errors_down()

    assert [error.number for error in NotedError.objects.all()] == ["NEW-NEW"]


def test_only_the_newest_errors_are_kept(paper: Any, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("broadsheet.health.noted.MOST_KEPT", 3)
    assert MOST_KEPT == 500
    give_back([met(f"ERR-{number:03}", ago=timedelta(hours=number)) for number in range(6)])

    write_errors_down()

    assert [error.number for error in NotedError.objects.all()] == ["ERR-000", "ERR-001", "ERR-002"]


def test_what_was_met_while_the_database_was_down_is_written_when_it_is_back(
    paper: Any, monkeypatch: pytest.MonkeyPatch
):
    from django.db import OperationalError

    def down(_met: Met) -> None:
        raise OperationalError

    give_back([met(times=4)])
    with monkeypatch.context() as patch:
        patch.setattr("broadsheet.health.noted._write_down", down)
        write_errors_down()
    assert not NotedError.objects.exists()

    write_errors_down()

    assert NotedError.objects.get().times == 4


def test_x02_what_stands_in_the_list_is_text(signed_in: Client):
    give_back([Met("K7M-3QP", "<script>x", "<img onerror>", 1e9, timezone.now().timestamp())])

    page = signed_in.get(reverse("noted_errors")).text

    assert "<script>x" not in page
    assert "<img onerror>" not in page


def test_pages_of_errors_lead_on(signed_in: Client):
    give_back([met(f"ERR-{number:03}", ago=timedelta(minutes=number)) for number in range(60)])

    page = signed_in.get(reverse("noted_errors"), {"p": 1}).text

    assert ">ERR-049<" in page
    assert ">ERR-050<" not in page
    assert ">ERR-050<" in signed_in.get(reverse("noted_errors"), {"p": 2}).text
