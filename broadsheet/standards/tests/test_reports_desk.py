"""The reports of errors, as an editor works through them; and what is told of them in numbers."""

import csv
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from broadsheet.newsroom.acts import Act
from broadsheet.standards import figures
from broadsheet.standards.models import ErrorReport
from broadsheet.standards.states import ReportState
from broadsheet.standards.tests.to_be_decided import ENTRUSTED, do, signed_in_as
from broadsheet.stories.models import Correction, Story

pytestmark = pytest.mark.django_db
PUT_RIGHT = {
    "kind": "date_place",
    "wrong": "An earlier version gave the wrong day.",
    "right": "The ferry runs on Tuesdays.",
}


def screen_of(desk: Client, report: ErrorReport) -> str:
    return desk.get(f"/newsroom/corrections/report/{report.pk}/").text


def test_the_desk_shows_the_paragraph_with_the_passage_marked_and_what_is_said_of_it(
    at_desk: Client, reported: ErrorReport
):
    assert "Ferry runs again after repairs" in at_desk.get("/newsroom/corrections/").text

    screen = screen_of(at_desk, reported)

    assert "<mark>The ferry runs again</mark>, the county said." in screen
    assert ENTRUSTED["wrong"] in screen
    assert f"/newsroom/pages/{reported.story_id}/edit/" in screen
    assert [words for words in ("Jon Abbey", "jon.abbey@") if words in screen] == []


def test_a_report_ends_in_a_correction_that_publishes_the_draft_and_its_sender_is_told(
    at_desk: Client,
    reported: ErrorReport,
    published_story: Story,
    mailoutbox: list[Any],
    read: Any,
    press: Any,
):
    screen = screen_of(at_desk, reported)
    assert 'name="wrong"' in screen
    assert ENTRUSTED["right"] in screen
    published_story.title = "Ferry runs on Tuesdays"
    published_story.save_revision()

    answer = do(at_desk, reported, "correct", **PUT_RIGHT)
    press.print_all()

    assert "The correction stands on the story" in answer.text
    assert reported.state == ReportState.CORRECTED
    assert reported.correction == Correction.objects.get()
    page = read(published_story.permalink).text
    assert "Ferry runs on Tuesdays" in page
    assert "The ferry runs on Tuesdays." in page
    [mail] = mailoutbox
    assert mail.to == ["jon.abbey@example.org"]
    assert published_story.permalink in mail.body
    assert "We have corrected it" in mail.body


def test_a_slip_is_put_right_without_a_note(
    at_desk: Client, reported: ErrorReport, mailoutbox: list[Any]
):
    do(at_desk, reported, "slip", kind="spelling")

    assert reported.state == ReportState.SLIP
    assert not Correction.objects.exists()
    assert "without a note" in mailoutbox[0].body


@pytest.mark.parametrize("why", ["right", "already"])
def test_a_no_is_a_kind_one(
    at_desk: Client, reported: ErrorReport, mailoutbox: list[Any], why: str
):
    do(at_desk, reported, "answer", why=why)

    assert (reported.state, reported.why) == (ReportState.ANSWERED, why)
    assert len(mailoutbox[0].body) > 150


def test_a_no_in_words_of_ones_own_needs_words(
    at_desk: Client, reported: ErrorReport, mailoutbox: list[Any]
):
    answer = do(at_desk, reported, "answer", why="other", words="")
    assert answer.status_code == 422
    assert "Write the answer." in answer.text

    do(at_desk, reported, "answer", why="other", words="We asked the pilot, and he says Monday.")
    assert "We asked the pilot" in mailoutbox[0].body


def test_whoever_did_not_ask_is_not_told(at_desk: Client, report: Any, mailoutbox: list[Any]):
    report(tell=None)
    mailoutbox.clear()

    do(at_desk, ErrorReport.objects.get(), "slip", kind="spelling")

    assert mailoutbox == []


def test_reports_of_one_passage_are_shown_as_one_and_closed_together(
    at_desk: Client, report: Any, mailoutbox: list[Any]
):
    report()
    report(email="second@example.org", wrong="It is Thursdays.")
    report(email="third@example.org", tell=None)
    mailoutbox.clear()
    first = ErrorReport.objects.get(same_as=None)
    listed = at_desk.get("/newsroom/corrections/").text
    assert listed.count("/newsroom/corrections/report/") == 1
    assert "2 more reports of this passage" in listed
    assert "It is Thursdays." in screen_of(at_desk, first)

    do(at_desk, first, "correct", **PUT_RIGHT)

    assert set(ErrorReport.objects.values_list("state", "correction", "kind")) == {
        ("corrected", Correction.objects.get().pk, "date_place")
    }
    assert [mail.to[0] for mail in mailoutbox] == ["jon.abbey@example.org", "second@example.org"]


def test_without_mail_the_screen_says_that_nobody_is_told(
    at_desk: Client, reported: ErrorReport, settings: Any
):
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"

    assert "no mail is sent from here" in screen_of(at_desk, reported)
    assert "No mail is sent from here" in do(at_desk, reported, "slip", kind="spelling").text


def test_an_editor_who_comes_second_is_told_and_loses_nothing(
    at_desk: Client, deciding: Client, reported: ErrorReport
):
    seen = reported.version
    do(deciding, reported, "slip", kind="spelling")

    answer = at_desk.post(
        f"/newsroom/corrections/report/{reported.pk}/answer/",
        {"version": seen, "why": "other", "words": "What I had typed."},
    )

    assert answer.status_code == 409
    assert "wendell was first" in answer.text
    assert reported.state == ReportState.SLIP


@pytest.mark.parametrize("missing", ["wrong", "right", "kind"])
def test_a_correction_without_its_sentences_or_its_kind_is_not_made(
    at_desk: Client, reported: ErrorReport, missing: str
):
    answer = do(at_desk, reported, "correct", **{**PUT_RIGHT, missing: ""})

    assert answer.status_code == 422
    assert all(words in answer.text for name, words in PUT_RIGHT.items() if name != missing)
    assert not Correction.objects.exists()


def test_a_story_that_was_taken_down_is_not_corrected(
    at_desk: Client, reported: ErrorReport, published_story: Story
):
    published_story.unpublish()

    answer = do(at_desk, reported, "correct", **PUT_RIGHT)

    assert "is not published" in answer.text
    assert reported.state == ReportState.NEW


def test_who_sent_it_is_seen_by_a_recorded_look(at_desk: Client, reported: ErrorReport):
    shown = at_desk.post(f"/newsroom/corrections/report/{reported.pk}/sender/").text

    assert "jon.abbey@example.org" in shown
    line = Act.objects.get(kind="sender_seen")
    assert (line.by_name, line.about) == ("agnes", f"errorreport {reported.pk}")


@pytest.mark.parametrize("who", ["reporter", "photo_editor"])
def test_who_does_not_work_here_gets_nothing(
    reported: ErrorReport, request: pytest.FixtureRequest, who: str
):
    client = signed_in_as(request.getfixturevalue(who))
    paths = ["", "requests/", "figures/", "figures/?export=csv", "report/{}/", "report/{}/sender/"]
    paths += ["report/{}/slip/", "request/{}/initials/", "request/{}/decide/"]

    for path in paths:
        for ask in (client.get, client.post):
            answer = ask(f"/newsroom/corrections/{path.format(reported.pk)}")
            assert answer.status_code in (302, 403, 404, 405)
            assert [words for words in ENTRUSTED.values() if words in answer.text] == []


def test_a_claim_keeps_who_sent_it_with_its_reason(at_desk: Client, reported: ErrorReport):
    day = timezone.localdate() + timedelta(days=200)

    do(at_desk, reported, "claim", because="A claim was announced.", until=day.isoformat())

    assert reported.kept_until == day
    assert "A claim was announced." in reported.steps.last().words


# In numbers ----------------------------------------------------------------------------------------
@pytest.fixture
def a_year(site: Any, published_story: Story) -> None:
    """Errors of two months, one of them a year old; an open one, and one that was none."""
    now = datetime(2026, 11, 22, 18, tzinfo=UTC)
    for came, hours, state, kind in (
        (now - timedelta(days=3), 2, "corrected", "name"),
        (now - timedelta(days=3), 4, "corrected", "figure"),
        (now - timedelta(days=2), 9, "slip", "spelling"),
        (now - timedelta(days=2), 5, "answered", ""),
        (now - timedelta(days=1), 1, "dropped", ""),
        (now - timedelta(days=1), None, "new", ""),
        (now - timedelta(days=40), 400, "corrected", "name"),
    ):
        ErrorReport.objects.create(
            site=site,
            story=published_story,
            state=state,
            kind=kind,
            came_at=came,
            decided_at=came + timedelta(hours=hours) if hours is not None else None,
        )


@pytest.fixture
def in_november(monkeypatch: pytest.MonkeyPatch) -> None:
    moment = datetime(2026, 11, 22, 18, tzinfo=UTC)
    monkeypatch.setattr(timezone, "now", lambda: moment)


def test_editors_see_each_month_in_numbers(in_november: None, a_year: None, site: Any):
    november, october = figures.months_of([site])

    assert (november.reported, november.corrected, november.slips) == (5, 2, 1)
    assert (november.answered, november.is_open) == (1, 1)
    assert november.typical == timedelta(hours=4, minutes=30)
    assert sorted(november.by_kind) == [("A figure", 1), ("A name", 1), ("Spelling", 1)]
    assert october.corrected == 1


def test_months_are_taken_out_as_a_file_of_numbers(
    in_november: None, a_year: None, at_desk: Client
):
    answer = at_desk.get("/newsroom/corrections/figures/?export=csv")

    heads, november, october = csv.reader(StringIO(answer.text.removeprefix("\ufeff")))
    assert november[:7] == ["2026-11", "5", "2", "1", "1", "1", "270"]
    assert dict(zip(heads, october, strict=True))["A name"] == "1"
    assert Act.objects.get(kind="exported").by_name == "agnes"


def test_readers_are_told_in_sentences_under_the_corrections_in_one_query(
    in_november: None,
    a_year: None,
    site: Any,
    read: Any,
    django_assert_num_queries: Any,
):
    with django_assert_num_queries(1):
        sentences = " ".join(figures.for_readers(site))

    assert "readers reported 5 errors" in sentences
    assert "Corrected in public: 3." in sentences
    assert "within 5 hours" in sentences
    for path in ("/corrections/", "/text/corrections/"):
        page = read(path).text
        assert "readers reported 5 errors" in page
        assert "/corrections/report/" in page
        assert "/corrections/unpublish/" in page


def test_a_decision_prints_the_figures_anew(
    at_desk: Client, reported: ErrorReport, read: Any, press: Any
):
    assert "What readers reported" not in read("/corrections/").text

    do(at_desk, reported, "slip", kind="spelling")
    press.print_all()

    assert "readers reported 1 error on" in read("/corrections/").text
