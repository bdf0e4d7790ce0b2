"""A letter is sent: nothing is lost, bad input gets a sentence, and nobody sees it before its writer confirmed it."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from broadsheet.letters import housekeeping
from broadsheet.letters.models import Letter, LetterRules, Whereabouts
from broadsheet.letters.states import State
from broadsheet.letters.tests.to_be_sent import SECRETS, TYPED, press_button
from broadsheet.mailbag import passes

pytestmark = pytest.mark.django_db
HERE = {"sec-fetch-site": "same-origin"}


def test_a_letter_waits_in_the_mailbag_until_its_writer_confirms_it(
    sent: Letter, mailoutbox: list[Any]
):
    assert sent.state == State.MAILBAG
    [mail] = mailoutbox
    assert mail.to == [SECRETS["email"]]
    assert f"/letters/yours/{sent.secret}/" in mail.body


def test_l06_the_mail_that_asks_holds_no_word_that_was_typed(sent: Letter, mailoutbox: list[Any]):
    typed = " ".join([TYPED["headline"], TYPED["text"], TYPED["name"], SECRETS["street"]])

    assert [
        word for word in ("ferry", "Tuesdays", "Roe", "Alder") if word in mailoutbox[0].body
    ] == []
    assert "ferry" in typed


@pytest.mark.parametrize("method", ["get", "head"])
def test_l04_opening_the_link_changes_nothing(sent: Letter, method: str):
    answer = getattr(Client(), method)(f"/letters/yours/{sent.secret}/")

    assert answer.status_code == 200
    sent.refresh_from_db()
    assert sent.state == State.MAILBAG
    assert answer["Referrer-Policy"] == "same-origin"
    assert "no-store" in answer["Cache-Control"]


def test_l04_pressing_the_button_confirms_it(confirmed: Letter):
    assert confirmed.state == State.NEW
    assert confirmed.confirmed_at is not None


def test_l05_a_link_used_again_changes_nothing(confirmed: Letter):
    before = confirmed.version

    answer = press_button(confirmed, "confirm")

    assert answer.status_code == 200
    confirmed.refresh_from_db()
    assert confirmed.version == before


@pytest.mark.parametrize("secret", ["x", "a" * 24, "..", "%00", "é"])
def test_l05_a_link_that_never_was_shows_a_page_that_says_nothing(paper: Any, secret: str):
    for ask in (Client().get, Client().post):
        answer = ask(f"/letters/yours/{secret}/", headers=HERE)
        assert answer.status_code == 404
        assert "leads to no letter" in answer.text or "page" in answer.text


def test_l05_a_link_is_over_with_its_letter(sent: Letter):
    Letter.objects.filter(pk=sent.pk).update(came_at=timezone.now() - timedelta(hours=73))

    housekeeping.keep_house()

    assert not Letter.objects.exists()
    assert not Whereabouts.objects.exists()
    assert Client().get(f"/letters/yours/{sent.secret}/").status_code == 404


def test_without_a_script_it_is_read_over_first(paper: Any, soon: None):
    answer = Client().post("/letters/", TYPED, headers=HERE)

    assert "Read your letter over" in answer.text
    assert "I would take it." in answer.text
    assert passes.READ_OVER in answer.text
    assert not Letter.objects.exists()


def test_from_there_it_can_be_changed_once_more(send: Any):
    answer = send(change="1")

    assert answer.status_code == 200
    assert "It should run on Tuesdays too." in answer.text
    assert not Letter.objects.exists()


def test_sent_twice_it_has_arrived_once(paper: Any, soon: None, mailoutbox: list[Any]):
    fields = {**TYPED, passes.READ_OVER: passes.page_pass("letters")}

    first, second = (Client().post("/letters/", fields, headers=HERE) for _time in range(2))

    assert (first.status_code, second.status_code) == (302, 200)
    assert Letter.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"text": " "}, "Write your letter."),
        ({"text": "word " * 276}, "Shorten it by 26 words"),
        ({"text": "\u00a0".join(["word"] * 276)}, "276 words"),
        ({"name": ""}, "Write your name in full."),
        ({"name": "Nell\nRoe"}, "in one line"),
        ({"town": "Lark\r\nmere"}, "in one line"),
        ({"email": "nell@example.org\nBcc: x@example.org"}, "in one line"),
        ({"email": "nobody"}, "as in name@example.org"),
        ({"phone": "12"}, "with its area code"),
        ({"answers": "https://elsewhere.example/2016/05/x/"}, "no story at that address"),
        ({"answers": "https://["}, "no story at that address"),
        ({"kind": "sermon"}, "valid choice"),
    ],
)
def test_what_cannot_be_taken_is_given_back_with_a_sentence(
    send: Any, changes: dict[str, str], sentence: str
):
    answer = send(**changes)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert not Letter.objects.exists()
    kept = TYPED["headline"]
    assert kept in answer.text


def test_l01_a_tenth_more_than_the_limit_is_taken(send: Any, mailoutbox: list[Any]):
    assert send(text="word " * 275).status_code == 302


def test_a_guest_column_has_room_of_its_own(send: Any, mailoutbox: list[Any]):
    assert send(kind="column", text="word " * 600).status_code == 302
    assert Letter.objects.get().kind == "column"


def test_l10_what_hides_or_turns_words_around_is_gone_and_the_rest_is_plain_text(
    send: Any, mailoutbox: list[Any]
):
    send(text="One <script>alert(1)</script> \u202egnol\u202c a\u200bb\n\n\n\n\nTwo\x07")

    assert Letter.objects.get().text == "One <script>alert(1)</script> gnol ab\n\nTwo"


def test_a_story_of_ours_is_found_by_its_address(
    send: Any, published_story: Any, mailoutbox: list[Any]
):
    send(answers=f"http://localhost{published_story.permalink}?utm_source=x")

    assert Letter.objects.get().answers == published_story


def test_without_a_script_the_story_is_known_from_where_the_form_was(
    paper: Any, soon: None, published_story: Any
):
    came_from = f"http://testserver/letters/?story={published_story.permalink}"

    answer = Client().post("/letters/", TYPED, headers={**HERE, "referer": came_from})

    assert published_story.title in answer.text


def test_where_a_writer_lives_stands_in_no_column_in_clear(sent: Letter):
    row = str(list(Letter.objects.values())) + str(list(Whereabouts.objects.values()))

    assert [words for words in SECRETS.values() if words in row] == []
    assert sent.whereabouts.open() == SECRETS


def test_another_site_cannot_send_a_form_of_ours(paper: Any):
    answer = Client().post("/letters/", TYPED, headers={"sec-fetch-site": "cross-site"})

    assert answer.status_code == 403
    assert not Letter.objects.exists()


def test_without_mail_a_letter_waits_for_the_call(send: Any, settings: Any):
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"

    answer = send()

    assert Letter.objects.get().state == State.NEW
    assert "We call you" in Client().get(answer["Location"]).text


def test_while_the_database_is_down_the_page_holds_what_was_typed(
    send: Any, monkeypatch: pytest.MonkeyPatch
):
    def fail(*_args: Any, **_kwargs: Any) -> None:
        raise OperationalError("no database")

    monkeypatch.setattr("broadsheet.letters.views.rules_of", fail)

    answer = send()

    assert answer.status_code == 503
    assert "It should run on Tuesdays too." in answer.text
    assert SECRETS["street"] in answer.text


def test_a_paper_that_takes_no_letters_offers_and_takes_none(
    send: Any, rules: LetterRules, read: Any
):
    rules.takes_letters = False
    rules.save()

    assert send().status_code == 404
    assert "We take no letters" in read("/letters/").text
    assert "letter to the editor" not in read("/").text


def test_from_one_place_come_ten_letters_an_hour(send: Any, mailoutbox: list[Any]):
    answers = [send(email=f"writer{number}@example.org").status_code for number in range(12)]

    assert answers == [302] * 10 + [429] * 2
    assert Letter.objects.count() == 10


def test_a_mail_that_could_not_be_sent_is_sent_later(
    send: Any, mailoutbox: list[Any], monkeypatch: pytest.MonkeyPatch
):
    send()
    send(headline="A second one", name="Nell Roe")
    assert len(mailoutbox) == 1

    from broadsheet.mailbag.models import MailSent

    MailSent.objects.update(at=timezone.now() - timedelta(minutes=11))
    Letter.objects.update(came_at=timezone.now() - timedelta(minutes=11))
    housekeeping.ask_again()

    assert len(mailoutbox) == 2
    assert Letter.objects.filter(asked_at=None).count() == 0
