"""A request to change or take down a story: who may decide, what is done, and what readers find then."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from broadsheet.mailbag.models import MailSent
from broadsheet.masthead.models import paper_of
from broadsheet.standards.models import StandardsRules, UnpublishRequest
from broadsheet.standards.states import RequestState
from broadsheet.standards.tests.test_reporting import everything_kept
from broadsheet.standards.tests.to_be_decided import ASKED, HERE, do, signed_in_as
from broadsheet.stories.models import Story

pytestmark = pytest.mark.django_db
FORM = "/corrections/unpublish/"
SECRET = [words for name, words in ASKED.items() if name not in ("asker", "reason")]


@pytest.fixture(autouse=True)
def _mailbox_is_free(asked: UnpublishRequest) -> None:
    MailSent.objects.all().delete()


def screen_of(desk: Client, asked: UnpublishRequest) -> str:
    return desk.get(f"/newsroom/corrections/request/{asked.pk}/").text


def test_it_is_acknowledged_by_when_and_by_mail_without_a_word_of_hers(
    ask_for: Any, mailoutbox: list[Any]
):
    answer = ask_for(email="second@example.org")

    page = Client().get(answer["Location"]).text
    assert "You hear from us within 21 days." in page
    [mail] = [one for one in mailoutbox if one.to == ["second@example.org"]]
    assert "within 21 days" in mail.body
    assert [words for words in SECRET if words in mail.body] == []


def test_nothing_of_it_stands_open_in_any_table(
    at_desk: Client, deciding: Client, asked: UnpublishRequest
):
    do(at_desk, asked, "recommend", remedy="noindex", words="The court's file says so.")
    do(deciding, asked, "decide", remedy="noindex")

    kept = everything_kept()

    assert [words for words in SECRET if words in kept] == []
    assert asked.words == {"why": ASKED["why"], "asks": ASKED["asks"]}
    assert set(asked.sender) == {"name", "email", "phone"}


def test_what_is_wrong_is_led_to_the_form_for_errors_and_nothing_typed_is_lost(
    ask_for: Any, published_story: Story
):
    answer = ask_for(reason="wrong")

    assert answer.status_code == 422
    assert "report the error instead" in answer.text
    assert f'href="/corrections/report/?story={published_story.permalink}"' in answer.text
    assert ASKED["why"] in answer.text
    assert UnpublishRequest.objects.count() == 1


def test_where_no_errors_are_taken_what_is_wrong_is_a_reason_like_any(ask_for: Any, site: Any):
    StandardsRules.objects.create(site=site, takes_reports=False)

    assert ask_for(reason="wrong", email="second@example.org").status_code == 302


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"asker": None}, "Say who you are to the story."),
        ({"asker": "mayor"}, "valid choice"),
        ({"reason": None}, "Choose the reason"),
        ({"why": " "}, "Tell us in your words."),
        ({"asks": ""}, "Say what you ask for."),
        ({"name": ""}, "Write your name in full."),
        ({"email": ""}, "at which we answer"),
        ({"phone": "12"}, "with its area code"),
        ({"story": "/2016/05/no-such-story/"}, "no story at that address"),
    ],
)
def test_what_cannot_be_taken_is_given_back_with_a_sentence(
    ask_for: Any, changes: dict[str, Any], sentence: str
):
    answer = ask_for(**changes)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert UnpublishRequest.objects.count() == 1


def test_without_a_script_it_is_read_over_first(paper: Any, published_story: Story):
    answer = Client().post(FORM, {**ASKED, "story": published_story.permalink}, headers=HERE)

    assert "Read your request over" in answer.text
    assert "Charges were dropped, or I was cleared" in answer.text


def test_an_editor_recommends_and_a_publisher_decides(
    at_desk: Client, deciding: Client, asked: UnpublishRequest
):
    do(at_desk, asked, "recommend", remedy="leave", words="The record stands.")
    assert (asked.state, asked.recommended) == (RequestState.LOOKED_INTO, "leave")
    assert "A publisher decides." in screen_of(at_desk, asked)
    for act in ("decide", "keep", "undo", "reopen"):
        assert do(at_desk, asked, act, remedy="leave").status_code == 403
    assert at_desk.get(f"/newsroom/corrections/request/{asked.pk}/initials/").status_code == 403

    do(deciding, asked, "decide", remedy="leave")

    assert (asked.state, asked.remedy) == (RequestState.DECIDED, "leave")


def test_left_as_it_is_the_story_stays_and_whoever_asked_is_told_why(
    deciding: Client, asked: UnpublishRequest, published_story: Story, mailoutbox: list[Any]
):
    do(deciding, asked, "decide", remedy="leave", words="The trial was public.")

    published_story.refresh_from_db()
    assert published_story.live
    assert "The trial was public." in mailoutbox[0].body
    assert published_story.permalink in mailoutbox[0].body


def test_what_came_of_it_stands_with_its_date_at_the_head_of_the_story(
    deciding: Client, asked: UnpublishRequest, published_story: Story, read: Any, press: Any
):
    do(deciding, asked, "decide", remedy="outcome", outcome="The charges were dropped in March.")
    press.print_all()

    page = read(published_story.permalink).text
    assert page.index("The charges were dropped in March.") < page.index("The ferry runs again,")
    published_story.refresh_from_db()
    assert published_story.updated_at is not None


@pytest.mark.parametrize("outcome", ["", "x" * 201, "Known already."])
def test_an_outcome_is_a_sentence_that_fits_and_is_new(
    deciding: Client, asked: UnpublishRequest, published_story: Story, outcome: str
):
    published_story.update_note = "Known already."
    published_story.save_revision().publish()

    answer = do(deciding, asked, "decide", remedy="outcome", outcome=outcome)

    assert answer.status_code in (409, 422)
    assert asked.state == RequestState.NEW


def test_search_engines_are_asked_to_leave_it_out_and_may_have_it_again(
    deciding: Client, asked: UnpublishRequest, published_story: Story, read: Any, press: Any
):
    sitemap = f"/sitemap-{timezone.localtime():%Y-%m}.xml"
    assert published_story.permalink in read(sitemap).text

    do(deciding, asked, "decide", remedy="noindex")
    press.print_all()
    assert "noindex" in read(published_story.permalink).text
    assert published_story.permalink not in read(sitemap).text

    answer = do(deciding, asked, "undo")
    press.print_all()
    assert "Search engines may show it again." in answer.text
    assert "noindex" not in read(published_story.permalink).text
    assert (asked.state, asked.remedy) == (RequestState.LOOKED_INTO, "")


def test_a_withdrawn_story_answers_that_it_is_gone_and_can_be_restored(
    deciding: Client, asked: UnpublishRequest, published_story: Story, read: Any, press: Any
):
    path = published_story.permalink
    do(deciding, asked, "decide", remedy="withdraw")
    press.print_all()
    assert read(path).status == 410
    assert "Ferry runs again" not in read("/").text
    # An edit that was never published is not what is brought back.
    draft = Story.objects.get(pk=published_story.pk)
    draft.title = "Nobody has approved this"
    draft.save_revision()

    do(deciding, asked, "undo")
    press.print_all()

    assert read(path).status == 200
    assert "Ferry runs again after repairs" in read(path).text


def test_a_draft_that_somebody_has_begun_is_not_published_with_a_remedy(
    deciding: Client, asked: UnpublishRequest, published_story: Story
):
    published_story.title = "Nobody has approved this"
    published_story.save_revision()

    do(deciding, asked, "decide", remedy="noindex")

    story = Story.objects.get(pk=published_story.pk)
    assert (story.title, story.noindex) == ("Ferry runs again after repairs", True)
    draft = story.get_latest_revision_as_object()
    assert (draft.title, draft.noindex) == ("Nobody has approved this", True)
    assert story.has_unpublished_changes


def test_each_decision_leads_to_the_presss_receipt(
    deciding: Client, asked: UnpublishRequest, published_story: Story
):
    do(deciding, asked, "decide", remedy="noindex")

    assert f"/newsroom/stories/{published_story.pk}/receipts/" in screen_of(deciding, asked)


def test_a_story_that_is_gone_can_only_be_left(
    deciding: Client, asked: UnpublishRequest, published_story: Story
):
    published_story.unpublish()
    answer = do(deciding, asked, "decide", remedy="noindex")
    assert "is not published" in answer.text
    assert asked.state == RequestState.NEW

    published_story.delete()
    answer = do(deciding, asked, "decide", remedy="withdraw")
    assert "was deleted" in answer.text
    do(deciding, asked, "decide", remedy="leave")
    assert asked.state == RequestState.DECIDED


def test_who_may_not_publish_the_story_cannot_change_it_by_a_request(
    asked: UnpublishRequest, reporter: Any, published_story: Story
):
    from django.contrib.auth.models import Permission

    rights = Permission.objects.filter(content_type__app_label="standards")
    reporter.user_permissions.add(*rights)

    answer = do(signed_in_as(reporter), asked, "decide", remedy="withdraw")

    assert answer.status_code == 403
    assert asked.state == RequestState.NEW
    published_story.refresh_from_db()
    assert published_story.live


def test_a_decision_is_reviewed_on_its_day(deciding: Client, asked: UnpublishRequest):
    # The paper's own day, which the screen goes by.
    today = timezone.localdate(timezone=paper_of(asked.site).zone)
    later = today + timedelta(days=180)
    do(deciding, asked, "decide", remedy="noindex", review_on=later.isoformat())
    assert "Review due" not in deciding.get("/newsroom/corrections/requests/?which=due").text
    UnpublishRequest.objects.update(review_on=today)
    assert "1 decision is to be reviewed" in deciding.get("/newsroom/corrections/").text
    assert "Review due" in deciding.get("/newsroom/corrections/requests/?which=due").text
    decided_at = asked.decided_at

    do(deciding, asked, "keep", words="Nothing has changed.", review_on="")

    assert asked.review_on is None
    assert asked.decided_at == decided_at
    due = deciding.get("/newsroom/corrections/requests/?which=due").text
    assert "Nothing is to be reviewed." in due


@pytest.mark.parametrize("day", ["2020-01-01", "soon"])
def test_a_review_is_on_a_day_to_come(deciding: Client, asked: UnpublishRequest, day: str):
    answer = do(deciding, asked, "decide", remedy="leave", review_on=day, words="My words.")

    assert answer.status_code == 422
    assert "My words." in answer.text
    assert asked.state == RequestState.NEW


def test_a_remedy_can_be_followed_by_a_stronger_one(
    deciding: Client, asked: UnpublishRequest, published_story: Story
):
    do(deciding, asked, "decide", remedy="noindex")
    do(deciding, asked, "reopen")
    do(deciding, asked, "decide", remedy="withdraw")
    assert set(asked.before) == {"noindex", "version"}

    do(deciding, asked, "undo")

    published_story.refresh_from_db()
    assert (published_story.live, published_story.noindex) == (True, False)


def test_readers_are_told_each_year_how_many_and_what_was_done_and_no_names(
    deciding: Client, asked: UnpublishRequest, ask_for: Any, read: Any, press: Any
):
    ask_for(email="second@example.org")
    do(deciding, asked, "decide", remedy="noindex")
    do(deciding, UnpublishRequest.objects.latest("pk"), "decide", remedy="leave")
    press.print_all()

    for path in ("/corrections/", "/text/corrections/"):
        page = read(path).text
        assert "2 requests were decided on" in page
        assert "keep it out of search engines: 1" in page
        assert "Ruth" not in page
