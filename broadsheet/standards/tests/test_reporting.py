"""An error is reported: from each story, with its passage, and nothing of the reader's stands open anywhere."""

import logging
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client

from broadsheet.mailbag import passes
from broadsheet.standards.finding import find
from broadsheet.standards.models import ErrorReport, StandardsRules
from broadsheet.standards.states import ReportState
from broadsheet.standards.tests.to_be_decided import ENTRUSTED, HERE, REPORTED, do
from broadsheet.stories.models import Story

pytestmark = pytest.mark.django_db
FORM = "/corrections/report/"


def test_each_story_offers_to_report_an_error_in_it_and_no_other_page_does(
    read: Any, published_story: Story
):
    link = f'{FORM}?story={published_story.permalink}"'

    page = read(published_story.permalink).text

    assert page.count(link) == 1
    assert FORM not in read("/").text


def test_a_paper_that_takes_no_reports_offers_and_takes_none(
    report: Any, read: Any, press: Any, published_story: Story, site: Any
):
    assert FORM in read(published_story.permalink).text
    StandardsRules.objects.create(site=site, takes_reports=False)
    press.print_all()

    assert FORM not in read(published_story.permalink).text
    assert report().status_code == 404
    assert "We take no reports by a form" in read(FORM).text


def test_a_report_is_kept_with_the_paragraph_in_which_its_passage_stands(
    reported: ErrorReport, published_story: Story
):
    assert reported.story == published_story
    assert reported.place == published_story.body[0].id
    assert reported.passage == "The ferry runs again"
    assert reported.state == ReportState.NEW


@pytest.mark.parametrize(
    ("passage", "place"),
    [
        ("Ferry runs again after repairs", "title"),
        ("A year LATE", "deck"),
        ("the county’s only crossing", "teaser"),
        ("leaves the Depot Street landing", "caption"),
        ("The council\u00a0— “all of it” —\nsaid no", "paragraph"),
        ("a café on the quay", "list"),
        ("Under the bridge", "photo"),
        ("It rained. The council, all of it, said no. Then it went home with no word", "paragraph"),
    ],
)
def test_a_passage_is_found_by_its_words_wherever_it_stands(
    make_story: Any, make_photo: Any, passage: str, place: str
):
    story = make_story(
        deck="A year late.",
        teaser="The county's only crossing is back.",
        photo=make_photo(),
        body=[
            "It rained.",
            "The council — <b>“all of it”</b> — said no. Then it went home without a word.",
            ("list", {"items": ["<p>A cafe\u0301 on the quay</p>"], "numbered": False}),
            ("photo", {"photo": make_photo("x", title="b.jpg"), "caption": "Under the bridge."}),
        ],
    )

    found = find(story, passage)

    assert found is not None
    kinds = {child.id: child.block_type for child in story.body}
    assert kinds.get(found.key, found.key) == place


@pytest.mark.parametrize("passage", ["Nobody wrote this anywhere in it", "…", "the"])
def test_a_passage_that_stands_nowhere_is_taken_all_the_same_and_locked_up(
    report: Any, passage: str
):
    assert report(passage=passage).status_code == 302

    kept = ErrorReport.objects.get()
    if passage != "the":
        assert (kept.place, kept.passage) == ("", "")
        assert kept.words["passage"] == passage


def test_reports_of_one_passage_are_one_and_of_another_are_not(report: Any):
    report()
    report(passage="The ferry runs AGAIN, the county said")
    report(passage="Ferry runs again after repairs")
    report(passage="Not in it at all, I swear")
    report(passage="not in it at ALL: I swear!")

    firsts = ErrorReport.objects.filter(same_as=None)
    assert [one.others.count() for one in firsts.order_by("pk")] == [1, 0, 1]


def test_without_a_script_it_is_read_over_with_the_paragraph_it_is_about(
    at_once: None, published_story: Story
):
    fields = {**REPORTED, "story": published_story.permalink}

    answer = Client().post(FORM, fields, headers=HERE)

    assert "Read your report over" in answer.text
    assert "<mark>The ferry runs again</mark>, the county said." in answer.text
    assert passes.READ_OVER in answer.text
    assert not ErrorReport.objects.exists()


def test_from_there_it_can_be_changed_once_more(report: Any):
    answer = report(change="1")

    assert REPORTED["wrong"] in answer.text
    assert not ErrorReport.objects.exists()


def test_without_a_script_the_story_is_known_from_where_the_form_was(
    at_once: None, published_story: Story
):
    came_from = f"http://testserver{FORM}?story={published_story.permalink}"

    answer = Client().post(FORM, REPORTED, headers={**HERE, "referer": came_from})

    assert published_story.title in answer.text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"story": ""}, "copy its address"),
        ({"story": "https://elsewhere.example/2016/05/x/"}, "no story at that address"),
        ({"story": "https://["}, "no story at that address"),
        ({"story": "/a\0b/"}, "Null characters"),
        ({"passage": " \u200b "}, "Copy the passage from the story."),
        ({"passage": "x" * 2001}, "at most 2000"),
        ({"wrong": "\n"}, "Say what is wrong."),
        ({"name": "Jon\nAbbey"}, "in one line"),
        ({"email": "jon@example.org\r\nBcc: x@example.org"}, "in one line"),
        ({"email": "nobody"}, "as in name@example.org"),
        ({"email": ""}, "at which we tell you"),
    ],
)
def test_what_cannot_be_taken_is_given_back_with_a_sentence(
    report: Any, changes: dict[str, str], sentence: str
):
    answer = report(**changes)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert REPORTED["source"] in answer.text
    assert not ErrorReport.objects.exists()


def test_a_draft_is_no_story_that_a_reader_can_report_on(report: Any, draft_story: Story):
    assert report(story=f"/2026/11/{draft_story.story_slug}/").status_code == 422


def test_sent_twice_it_has_arrived_once(at_once: None, published_story: Story):
    fields = {**REPORTED, "story": published_story.permalink}
    fields[passes.READ_OVER] = passes.page_pass("error")

    answers = [Client().post(FORM, fields, headers=HERE).status_code for _time in range(2)]

    assert answers == [302, 200]
    assert ErrorReport.objects.count() == 1


@pytest.mark.parametrize("path", [FORM, "/corrections/unpublish/"])
def test_another_site_cannot_send_a_form_of_ours(paper: Any, path: str):
    answer = Client().post(path, REPORTED, headers={"sec-fetch-site": "cross-site"})

    assert answer.status_code == 403


@pytest.mark.parametrize(("path", "kept"), [(FORM, "wrong"), ("/corrections/unpublish/", "why")])
def test_while_the_database_is_down_the_page_holds_what_was_typed(
    paper: Any, monkeypatch: pytest.MonkeyPatch, path: str, kept: str
):
    def fail(*_args: Any, **_kwargs: Any) -> None:
        raise OperationalError("no database")

    monkeypatch.setattr("broadsheet.standards.views.rules_of", fail)

    answer = Client().post(path, {kept: "What I had typed.", "name": "Jon Abbey"}, headers=HERE)

    assert answer.status_code == 503
    assert f'name="{kept}" rows="16" cols="60"' in answer.text
    assert "What I had typed." in answer.text
    assert "Jon Abbey" in answer.text


def test_nothing_that_a_reader_entrusted_stands_open_in_any_table_or_line_of_the_log(
    report: Any, at_desk: Client, mailoutbox: list[Any], caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.DEBUG)
    report()
    kept = ErrorReport.objects.get()
    do(at_desk, kept, "take")
    do(at_desk, kept, "answer", why="right")

    open_words = everything_kept() + caplog.text
    mails = "".join(f"{mail.subject}{mail.body}" for mail in mailoutbox)

    assert [words for words in ENTRUSTED.values() if words in open_words] == []
    assert [words for words in ENTRUSTED.values() if words in mails] == []
    assert {mail.to[0] for mail in mailoutbox} >= {ENTRUSTED["email"]}
    assert kept.words["wrong"] == ENTRUSTED["wrong"]
    assert kept.sender == {"name": ENTRUSTED["name"], "email": ENTRUSTED["email"]}


def everything_kept() -> str:
    """Return all rows of all tables, as text."""
    with connection.cursor() as cursor:
        rows = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            rows.append(str(cursor.fetchall()))
    return "".join(rows)


def test_the_puzzle_of_one_form_opens_no_other(paper: Any, at_once: None):
    forms = {
        name: Client().get(f"/corrections/{name}/pass/").json()["parameters"]["data"]["form"]
        for name in ("report", "unpublish")
    }

    assert forms == {"report": "error", "unpublish": "unpublish"}


def test_in_text_too_an_error_is_reported_without_a_script(
    read: Any, at_once: None, published_story: Story
):
    link = f'/text{FORM}?story={published_story.permalink}"'
    assert link in read(f"/text{published_story.permalink}").text
    page = read(f"/text{FORM}").text
    assert 'name="passage"' in page
    assert "<script" not in page
    came_from = f"http://testserver/text{FORM}?story={published_story.permalink}"

    answer = Client().post(FORM, REPORTED, headers={**HERE, "referer": came_from})

    assert published_story.title in answer.text


def test_where_the_whole_paper_is_in_text_so_are_its_forms(
    paper: Any, report: Any, at_once: None, published_story: Story
):
    paper.text_only = True
    paper.save()

    fields = {**REPORTED, "story": published_story.permalink}
    answers = [
        Client().get(FORM),
        Client().post(FORM, fields, headers=HERE),
        Client().get(report()["Location"]),
        Client().get("/corrections/unpublish/"),
        Client().get("/corrections/unpublish/sent/"),
    ]

    assert [answer.status_code for answer in answers] == [200] * 5
    assert [answer for answer in answers if "text-" not in answer.text] == []
