"""What Wagtail's screens answer to requests that none of its pages sends."""

import logging

import pytest
from django.urls import path
from wagtail.models import Page

from broadsheet import urls
from broadsheet.newsroom.models import User
from broadsheet.stories.corrections import correct

pytestmark = pytest.mark.django_db
ADD = "/newsroom/pages/add/masthead/standingpage/{}/"


@pytest.fixture
def desk(client, publisher):
    client.force_login(publisher)
    return client


def ours_fails(_request):
    raise ValueError("ours")


def wagtails_fails(_request):
    # As one of Wagtail's screens does with a number that is none.
    exec(compile("int('x')", "views.py", "exec"), {"__name__": "wagtail.admin.views"})


def ours_called_by_wagtail(_request):
    space = {"__name__": "wagtail.admin.views", "ours": ours_fails}
    exec(compile("ours(None)", "views.py", "exec"), space)


urlpatterns = [
    path("newsroom/ours/", ours_fails),
    path("newsroom/wagtails/", wagtails_fails),
    path("newsroom/called/", ours_called_by_wagtail),
    path("wagtails/", wagtails_fails),
    *urls.urlpatterns,
]


def test_a_form_without_its_fields_is_not_understood_and_changes_nothing(desk, front, caplog):
    pages = Page.objects.count()

    answer = desk.post(ADD.format(front.pk), {})

    assert answer.status_code == 400
    assert "This cannot be understood" in answer.text
    assert Page.objects.count() == pages
    [line] = [one for one in caplog.records if one.name == "broadsheet.newsroom.unreadable"]
    assert line.levelno == logging.WARNING
    assert line.exc_info


def test_a_number_that_is_none_is_not_understood(desk, paper):
    answer = desk.post("/newsroom/redirects/add/", {"old_path": "/x", "redirect_page": "d"})

    assert answer.status_code == 400


@pytest.mark.urls(__name__)
@pytest.mark.parametrize("where", ["/newsroom/ours/?q=1", "/newsroom/called/?q=1"])
def test_what_our_own_code_cannot_read_stays_a_fault(desk, paper, where):
    with pytest.raises(ValueError, match="ours"):
        desk.get(where)


@pytest.mark.urls(__name__)
@pytest.mark.parametrize("where", ["/newsroom/wagtails/", "/wagtails/?q=1"])
def test_a_screen_that_fails_with_nothing_sent_or_out_of_the_newsroom_stays_a_fault(
    desk, paper, where
):
    with pytest.raises(ValueError, match="invalid literal"):
        desk.get(where)


@pytest.mark.urls(__name__)
def test_a_query_that_wagtail_cannot_read_is_told_in_a_sentence(desk, paper):
    assert desk.get("/newsroom/wagtails/?q=x").status_code == 400


SEARCHED = ["/newsroom/documents/", "/newsroom/photos/", "/newsroom/images/chooser/results/", "/newsroom/users/", "/newsroom/stories/", "/newsroom/documents/chooser/results/"]  # fmt: skip
WORDS = [
    "ab " * 4000,
    "a" * 10_000,
    "a b " * 75,
    "x" * 300,
    "\"'" * 100,
    "NEAR(" * 60,
    "*" * 300,
    "(a+)+$" * 50,
]


@pytest.mark.parametrize("path", SEARCHED)
def test_s01_a_search_of_the_newsroom_is_answered_however_long_and_odd_its_words(desk, paper, path):
    answers = [desk.get(path, {"q": words}).status_code for words in WORDS]

    assert answers[:2] == [400, 400]
    assert set(answers[2:]) == {200}


def test_a_way_back_that_leads_nowhere_is_not_understood(desk, paper):
    assert desk.get("/newsroom/login/?next=e").status_code in (302, 400)


def test_what_something_else_holds_on_to_is_not_deleted_and_that_is_said(
    desk, published_story, editor
):
    correct(published_story, wrong="Sunday.", right="Monday.", editor=editor)

    answer = desk.post(f"/newsroom/users/delete/{editor.pk}/")

    assert answer.status_code == 409
    assert "This is still in use" in answer.text
    assert User.objects.filter(pk=editor.pk).exists()


@pytest.mark.parametrize("key", ["18446744073709551616", "²", "9" * 40])
def test_a_story_that_no_database_can_count_to_is_put_nowhere_on_the_front(desk, front, key):
    assert desk.post("/newsroom/front/", {"story-3": key, "stands-1": key}).status_code == 200


def test_a_list_can_be_taken_out_whatever_somebody_typed(desk, published_story):
    published_story.title = "The ferry\x08 runs \x1f again"
    published_story.save_revision().publish()

    answer = desk.get("/newsroom/reports/site-history/", {"export": "xlsx"})

    assert answer.status_code == 200
    assert b"".join(answer.streaming_content).startswith(b"PK")


def test_a_stranger_is_told_nothing_of_sessions(client, paper):
    assert client.get("/newsroom/sign-in/sessions/").url.startswith("/newsroom/login/")


def test_a_section_that_no_database_can_count_to_is_not_understood(desk, paper):
    asked = desk.get("/newsroom/stories/results/?section=9223372036854775808")

    assert asked.status_code in (200, 400)


def test_s06_what_is_no_address_leads_nowhere_after_signing_in(client, paper):
    fields = {"login": "nell", "password": "wrong", "next": "https://[::1"}

    assert client.post("/newsroom/login/", fields).status_code == 200
