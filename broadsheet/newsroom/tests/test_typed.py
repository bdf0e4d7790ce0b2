"""A form that is refused gives back what was typed into it, to whoever typed it, and never a password."""

from typing import Any

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse

from broadsheet.newsroom.models import User
from broadsheet.newsroom.typed import Typed, label_of, typed_words
from broadsheet.stories.models import Story

HERE = {"sec-fetch-site": "same-origin"}
WORDS = "The ferry runs on Mondays, the county said."


def sent(fields: dict[str, Any], **headers: str) -> list[Typed]:
    return typed_words(RequestFactory(headers=headers or HERE).post("/newsroom/x/", fields))


# What is given back --------------------------------------------------------------------------------------
def test_words_are_given_back_under_the_name_of_their_field():
    assert sent({"update_note": WORDS}) == [Typed("Update note", WORDS)]


def test_what_the_program_asks_itself_is_left_out():
    technical = {
        "next": "/newsroom/",
        "body-count": "1",
        "body-0-type": "paragraph",
        "body-0-order": "0",
        "body-0-id": "b0b0b0b0-1111-2222-3333-444444444444",
        "bylines-TOTAL_FORMS": "1",
        "featured": "on",
        "photo": "812",
        "action-publish": "action-publish",
        "kept-as": "abc",
    }

    assert sent(technical) == []


@pytest.mark.parametrize(
    "name",
    [
        "password",
        "password1",
        "new_password2",
        "old_passphrase",
        "csrfmiddlewaretoken",
        "api_token",
        "client_secret",
        "otp",
        "otp_token",
        "code",
        "recovery-code",
        "recovery_codes",
        "key",
        "private_key",
        "credential",
        "PIN",
    ],
)
def test_a_secret_is_never_given_back(name: str):
    assert sent({name: "correct horse battery staple"}) == []


def test_what_a_view_calls_sensitive_is_never_given_back():
    request = RequestFactory(headers=HERE).post("/x/", {"source": WORDS, "note": WORDS})
    request.sensitive_post_parameters = ["source"]  # type: ignore[attr-defined]
    assert typed_words(request) == [Typed("Note", WORDS)]

    request.sensitive_post_parameters = "__ALL__"  # type: ignore[attr-defined]

    assert typed_words(request) == []


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://attacker.example"},
        {"origin": "null"},
        {"host": "attacker.example", "origin": "http://attacker.example"},
    ],
    ids=str,
)
def test_x01_a_strangers_words_are_never_shown_as_ones_own(headers: dict[str, str]):
    assert sent({"title": WORDS}, **headers) == []


def test_a_browser_without_fetch_metadata_is_known_by_its_origin():
    assert sent({"title": WORDS}, origin="http://testserver") == [Typed("Title", WORDS)]


def test_a_question_types_nothing():
    assert typed_words(RequestFactory(headers=HERE).get("/x/", {"title": WORDS})) == []


def test_a_thousand_fields_are_cut():
    assert len(sent({f"note_{number}": WORDS for number in range(1000)})) == 200


def test_a_field_of_several_lines_keeps_them():
    assert sent({"topics": ["Ferry", "County"]}) == [Typed("Topics", "Ferry\nCounty")]


def test_notation_that_is_none_is_given_back_as_it_is():
    assert (
        sent({"body": '{"note": "not the editor\'s"}'})[0].text == '{"note": "not the editor\'s"}'
    )


def test_an_odd_name_of_a_field_is_a_label_too():
    assert label_of("body-0-value-1-caption") == "Body 0 value 1 caption"


# Where it is given back ------------------------------------------------------------------------------------
@pytest.fixture
def strict(editor: User, paper: Any) -> Client:
    """A browser of an editor, whose forms are held to their tokens."""
    client = Client(enforce_csrf_checks=True, headers=HERE)
    client.force_login(editor)
    return client


@pytest.mark.django_db
def test_x01_a_form_without_its_token_changes_nothing_and_gives_back_what_was_typed(
    strict: Client, published_story: Story
):
    url = reverse("correct_story", args=[published_story.pk])

    answer = strict.post(url, {"note": WORDS, "password": "ferry-on-mondays"})

    assert answer.status_code == 403
    assert "This form could not be taken" in answer.text
    assert f">{WORDS}</textarea>" in answer.text
    assert "ferry-on-mondays" not in answer.text
    assert "no-store" in answer["Cache-Control"]
    assert not published_story.corrections.exists()


@pytest.mark.django_db
def test_x01_a_form_of_another_site_is_refused_without_its_words(
    strict: Client, published_story: Story
):
    url = reverse("correct_story", args=[published_story.pk])

    answer = strict.post(
        url,
        {"note": WORDS},
        headers={"sec-fetch-site": "cross-site", "origin": "https://attacker.example"},
    )

    assert answer.status_code == 403
    assert WORDS not in answer.text


@pytest.mark.django_db
def test_x01_a_readers_form_without_its_token_is_refused_on_a_page_of_the_paper(paper: Any):
    client = Client(enforce_csrf_checks=True, headers=HERE)

    answer = client.post("/contact/", {"words": WORDS}, HTTP_HOST="localhost")

    assert answer.status_code == 403
    assert "The Larkmere Ledger" in answer.text
    assert f">{WORDS}</textarea>" in answer.text
    assert "newsroom" not in answer.text.partition("<main")[2].partition("</main>")[0]


@pytest.mark.django_db
def test_a_script_that_is_refused_gets_a_bare_403(strict: Client):
    answer = strict.post("/newsroom/", {"x": WORDS}, headers={"x-requested-with": "XMLHttpRequest"})

    assert (answer.status_code, answer.content) == (403, b"")


@pytest.mark.django_db
def test_a_role_that_does_not_allow_it_gives_back_what_was_typed(
    client: Client, reporter: User, published_story: Story
):
    client.force_login(reporter)
    url = reverse("wagtailadmin_pages:edit", args=[published_story.pk])

    answer = client.post(url, {"title": WORDS}, headers=HERE)

    assert answer.status_code == 403
    assert f">{WORDS}</textarea>" in answer.text


@pytest.mark.django_db
def test_a_screen_that_is_gone_gives_back_what_was_typed(client: Client, editor: User, paper: Any):
    client.force_login(editor)

    answer = client.post("/newsroom/pages/999999/edit/", {"title": WORDS}, headers=HERE)

    assert answer.status_code == 404
    assert f">{WORDS}</textarea>" in answer.text


@pytest.mark.django_db
def test_words_that_are_given_back_are_text(client: Client, editor: User, paper: Any):
    client.force_login(editor)

    page = client.post(
        "/newsroom/nonsense/", {"title": "</textarea><script>alert(1)</script>"}, headers=HERE
    ).text

    assert "<script>alert(1)" not in page
    assert "&lt;/textarea&gt;&lt;script&gt;" in page
