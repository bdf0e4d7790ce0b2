"""A reader writes to a person or a desk: it arrives, whole and once, and shows nobody's address."""

from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client
from wagtail.models import Site

from broadsheet.contact.models import Message
from broadsheet.contact.tests.to_be_written import HERE, TYPED, send
from broadsheet.contact.views import FORM
from broadsheet.mailbag import passes
from broadsheet.newsroom.desks import Desk
from broadsheet.newsroom.models import Journalist, User
from tests.test_two_papers import THEIRS, bell  # noqa: F401 (a fixture)

pytestmark = pytest.mark.django_db


def of(to: Desk | Journalist) -> str:
    """Return the path of the form by which somebody is written to."""
    return f"/contact/desks/{to.pk}/" if isinstance(to, Desk) else f"/contact/people/{to.slug}/"


def test_a_message_arrives_at_a_desk(delivery: Desk):
    answer = send(of(delivery))

    assert (answer.status_code, answer["Location"]) == (302, "/contact/sent/")
    assert "Your message has arrived" in Client().get("/contact/sent/").text
    message = Message.objects.get()
    assert message.to == delivery
    assert message.open() == {
        "name": TYPED["name"],
        "email": TYPED["email"],
        "words": TYPED["text"],
    }


def test_a_message_arrives_at_a_person(odalys: Journalist):
    assert send(of(odalys)).status_code == 302

    assert Message.objects.get().to == odalys


def test_no_word_of_it_stands_in_a_column_in_clear(delivery: Desk):
    send(of(delivery))

    row = str(list(Message.objects.values()))
    assert [words for words in ("Tuesday", "hedge", "Roe", "nell") if words in row] == []


def test_no_page_of_readers_shows_the_address_that_a_message_goes_to(
    delivery: Desk, odalys: Journalist, read: Any
):
    paths = ["/contact/", "/text/contact/", of(delivery), of(odalys), odalys.path]
    pages = {path: read(path) for path in paths}
    pages["read over"] = Client().post(of(delivery), TYPED, headers=HERE)
    pages["refused"] = send(of(odalys), name="")

    shown = [
        path
        for path, page in pages.items()
        if "circulation@" in page.text or "desk-of-odalys@" in page.text
    ]

    assert shown == []
    assert f'href="{of(odalys)}"' in pages[odalys.path].text


def test_without_scripts_it_is_read_over_first(delivery: Desk):
    answer = Client().post(of(delivery), TYPED, headers=HERE)

    assert "Read your message over" in answer.text
    assert "The hedge has been looked through." in answer.text
    assert passes.READ_OVER in answer.text
    assert not Message.objects.exists()


def test_from_there_it_can_be_changed_once_more(delivery: Desk):
    answer = send(of(delivery), change="1")

    assert "The hedge has been looked through.</textarea>" in answer.text
    assert not Message.objects.exists()


def test_sent_twice_it_has_arrived_once(delivery: Desk):
    fields = {**TYPED, passes.READ_OVER: passes.page_pass(FORM)}

    first, second = (Client().post(of(delivery), fields, headers=HERE) for _time in range(2))

    assert (first.status_code, second.status_code) == (302, 200)
    assert "it has arrived once" in second.text
    assert Message.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"text": " \u200b "}, "Write your message."),
        ({"text": "x" * 20_001}, "Shorten it to 20000 signs; it has 20001."),
        ({"name": ""}, "Write your name."),
        ({"name": "\u200b"}, "Write your name."),
        ({"name": "Nell\r\nBcc: x@example.org"}, "in one line"),
        ({"email": "nell@example.org\nBcc: x@example.org"}, "in one line"),
        ({"email": "nell@example.org\u2028Bcc: x@example.org"}, "in one line"),
        ({"email": "nobody"}, "as in name@example.org"),
    ],
)
def test_what_cannot_be_taken_is_given_back_with_a_sentence(
    delivery: Desk, changes: dict[str, str], sentence: str
):
    answer = send(of(delivery), **changes)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert TYPED["text" if "text" not in changes else "name"].split("\n")[0] in answer.text
    assert not Message.objects.exists()


def test_what_hides_or_turns_words_around_is_gone_and_the_rest_is_plain_text(delivery: Desk):
    send(of(delivery), text="One <b>\u202egnol\u202c a\u200bb\x07", name="Nell\u202e Roe")

    written = Message.objects.get().open()
    assert (written["words"], written["name"]) == ("One <b>gnol ab", "Nell Roe")


def test_a_machine_that_fills_in_everything_is_not_taken(delivery: Desk):
    answer = send(of(delivery), website="https://elsewhere.example/")

    assert answer.status_code == 200
    assert "could not be sent" in answer.text
    assert not Message.objects.exists()


def test_from_one_place_come_ten_messages_an_hour(delivery: Desk):
    answers = [send(of(delivery)).status_code for _number in range(12)]

    assert answers == [302] * 10 + [429] * 2
    assert Message.objects.count() == 10


def test_another_site_cannot_send_a_form_of_ours(delivery: Desk):
    answer = Client().post(of(delivery), TYPED, headers={"sec-fetch-site": "cross-site"})

    assert answer.status_code == 403
    assert not Message.objects.exists()


def test_a_pass_of_another_form_is_good_for_nothing_here(delivery: Desk):
    fields = {**TYPED, passes.READ_OVER: passes.page_pass("letters")}

    Client().post(of(delivery), fields, headers=HERE)

    assert not Message.objects.exists()


def test_another_papers_desk_is_not_there(bell: Site):  # noqa: F811
    theirs = Desk.objects.create(site=bell, name="News")

    ours = Client(HTTP_HOST="localhost")
    assert ours.get(of(theirs)).status_code == 404
    assert send(of(theirs), client=ours).status_code == 404
    assert Client(HTTP_HOST=THEIRS).get(of(theirs)).status_code == 200


def test_another_papers_people_are_not_there(
    bell: Site,  # noqa: F811
    odalys: Journalist,
):
    odalys.works_for = bell
    odalys.save()

    ours = Client(HTTP_HOST="localhost")
    assert ours.get(of(odalys)).status_code == 404
    assert send(of(odalys), client=ours).status_code == 404


@pytest.mark.parametrize("how", ["left", "shut out", "no account", "does not want it"])
def test_whoever_cannot_be_reached_takes_no_messages(
    odalys: Journalist, read: Any, press: Any, how: str
):
    assert of(odalys) in read("/contact/").text
    assert of(odalys) in read(odalys.path).text
    if how == "left":
        odalys.is_current = False
    elif how == "does not want it":
        odalys.takes_messages = False
    elif how == "no account":
        User.objects.get(pk=odalys.user_id).delete()
    else:
        odalys.user.is_active = False
        odalys.user.save()
    if how in ("left", "does not want it"):
        odalys.save()
    press.print_all()

    assert Client().get(of(odalys)).status_code == 404
    assert send(of(odalys)).status_code == 404
    assert of(odalys) not in read("/contact/").text
    assert of(odalys) not in read(odalys.path).text


def test_a_desk_that_takes_no_messages_has_no_form(delivery: Desk, read: Any, press: Any):
    assert read(of(delivery)).status == 200
    delivery.takes_messages, delivery.phone = False, "715 555 0134"
    delivery.save()
    press.print_all()

    assert read(of(delivery)).status == 404
    assert send(of(delivery)).status_code == 404
    assert of(delivery) not in read("/contact/").text


def test_every_reader_gets_the_same_printed_form(delivery: Desk, read: Any, press: Any):
    assert read(of(delivery)).text == read(of(delivery)).text

    assert press.has(f"localhost{of(delivery)}")
    assert "csrfmiddlewaretoken" not in read(of(delivery)).text


@pytest.mark.parametrize("where", ["finding", "keeping"])
def test_while_the_database_is_down_the_page_holds_what_was_typed(
    delivery: Desk, monkeypatch: pytest.MonkeyPatch, where: str
):
    def fail(*_args: Any, **_kwargs: Any) -> None:
        raise OperationalError("no database")

    name = {"finding": "get_object_or_404", "keeping": "spend"}[where]
    monkeypatch.setattr(f"broadsheet.contact.views.{name}", fail)

    answer = send(of(delivery))

    assert answer.status_code == 503
    for words in ("The hedge has been looked through.", TYPED["name"], TYPED["email"]):
        assert words in answer.text
    assert f'action="{of(delivery)}"' in answer.text


def test_the_puzzle_is_asked_for_sixty_times_and_then_politely_refused(delivery: Desk):
    answers = [Client().get("/contact/pass/") for _number in range(61)]

    assert [answer.status_code for answer in answers] == [200] * 60 + [429]
    assert "no-store" in answers[0]["Cache-Control"]
    assert answers[0].json()["parameters"]["data"]["form"] == FORM


def test_a_message_is_written_from_the_text_only_edition_too(delivery: Desk, read: Any):
    page = read(f"/text{of(delivery)}").text

    assert f'href="/text{of(delivery)}"' in read("/text/contact/").text
    assert f'action="{of(delivery)}"' in page
    assert "<script" not in page
    assert 'rel="stylesheet" href="/text-' in page


def test_a_paper_that_is_in_text_for_everyone_takes_messages(delivery: Desk, paper: Any):
    paper.text_only = True
    paper.save()

    pages = [Client().get(of(delivery)), Client().post(of(delivery), TYPED, headers=HERE)]
    arrived = send(of(delivery))

    pages.append(Client().get(arrived["Location"]))
    assert [page.status_code for page in pages] == [200, 200, 200]
    assert [page.text.count('rel="stylesheet" href="/text-') for page in pages] == [1, 1, 1]
    assert Message.objects.count() == 1
