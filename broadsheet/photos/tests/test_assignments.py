"""Assignments: what is to be photographed, who goes, and what came of it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from broadsheet.newsroom.models import Journalist, User
from broadsheet.photos.models import Assignment, Photo, Run
from broadsheet.photos.tests.screens import fields_of, page_of, words_of
from broadsheet.stories.models import Story

pytestmark = pytest.mark.django_db
LIST, ADD = "/newsroom/photos/assignments/", "/newsroom/photos/assignments/add/"
State = Assignment.State


@pytest.fixture
def ilse(photo_editor: User, paper: Any) -> Journalist:
    return Journalist.objects.create(name="Ilse Markham", slug="ilse-markham", user=photo_editor)


@pytest.fixture
def at_desk(client: Client, photo_editor: User, ilse: Journalist) -> Client:
    client.force_login(photo_editor)
    return client


@pytest.fixture
def regatta(reporter: User, paper: Any) -> Assignment:
    return Assignment.objects.create(
        what="Regatta on the Teal",
        where="Depot Street landing",
        starts_at=timezone.now(),
        asked_by=reporter,
    )


def listed(client: Client, which: str = "open") -> list[str]:
    page = page_of(client.get(f"{LIST}?which={which}"))
    return [words_of(one) for one in page.select(".newsroom-assignments strong")]


def path(assignment: Assignment, act: str = "") -> str:
    return f"{LIST}{assignment.pk}/" + (f"{act}/" if act else "")


def do(client: Client, assignment: Assignment, act: str, **sent: Any) -> str:
    """Press a button of an assignment's page; return what is said then."""
    answer = client.post(path(assignment, act), sent, follow=True)
    assignment.refresh_from_db()
    return words_of(page_of(answer).select_one(".messages"))


def test_an_assignment_says_what_where_when_who_and_for_which_story(
    at_desk: Client, ilse: Journalist, draft_story: Story, photo_editor: User
):
    words = fields_of(at_desk.get(ADD), ADD)
    words |= {"what": "Opening night", "where": "Grange hall", "starts_at": "2026-12-01 19:00"}

    at_desk.post(
        ADD,
        {**words, "photographer": ilse.pk, "story": draft_story.pk, "notes": "Ask for Ruth Osei."},
    )

    made = Assignment.objects.get()
    assert made.starts_at == datetime(2026, 12, 2, 1, 0, tzinfo=UTC)
    assert (made.photographer, made.story_id, made.asked_by) == (ilse, draft_story.pk, photo_editor)
    assert made.state == State.TAKEN
    page = at_desk.get(path(made)).text
    assert all(
        one in page
        for one in (
            "Grange hall",
            "Dec. 1, 2026, 7 p.m.",
            "Ilse Markham",
            "Ask for Ruth Osei.",
            draft_story.title,
        )
    )


def test_without_what_and_when_it_is_refused_and_the_words_stay(at_desk: Client):
    words = fields_of(at_desk.get(ADD), ADD)

    answer = at_desk.post(ADD, {**words, "notes": "Words that took an hour"})

    assert "Say what is to be photographed." in answer.text
    assert "Say on which day, and at what time." in answer.text
    assert "Words that took an hour" in answer.text
    assert not Assignment.objects.exists()


def test_the_next_to_come_is_listed_first_and_what_is_past_apart(at_desk: Client, ilse: Journalist):
    now = timezone.now()
    for days, what, more in (
        (3, "Later", {}),
        (1, "Sooner", {"photographer": ilse, "state": State.TAKEN}),
        (-2, "Done", {"state": State.DONE}),
        (-1, "Dropped", {"state": State.DROPPED}),
    ):
        Assignment.objects.create(what=what, starts_at=now + timedelta(days=days), **more)

    assert listed(at_desk) == ["Sooner", "Later"]
    assert listed(at_desk, "mine") == ["Sooner"]
    assert listed(at_desk, "past") == ["Dropped", "Done"]
    assert listed(at_desk, "nonsense") == ["Sooner", "Later"]


def test_who_takes_one_goes(at_desk: Client, regatta: Assignment, ilse: Journalist):
    said = do(at_desk, regatta, "take")

    assert "You go." in said
    assert (regatta.photographer, regatta.state) == (ilse, State.TAKEN)
    assert listed(at_desk, "mine") == ["Regatta on the Teal"]


def test_of_two_who_take_one_the_second_is_told_who_goes(
    at_desk: Client, regatta: Assignment, journalist: Journalist
):
    # Between the page and the button.
    Assignment.objects.update(photographer=journalist, state=State.TAKEN)

    said = do(at_desk, regatta, "take")

    assert "It is not open any more: Odalys Brandt." in said
    assert regatta.photographer == journalist


def test_an_account_without_a_name_is_told_what_is_missing(
    client: Client, reporter: User, regatta: Assignment
):
    client.force_login(reporter)

    assert "Your account belongs to no journalist" in do(client, regatta, "take")
    assert regatta.state == State.OPEN


def test_who_cannot_go_gives_it_back(at_desk: Client, regatta: Assignment):
    do(at_desk, regatta, "take")

    assert "It is open again" in do(at_desk, regatta, "give-back")
    assert (regatta.photographer, regatta.state) == (None, State.OPEN)


def test_it_is_done_with_the_photos_that_came_in(
    at_desk: Client, regatta: Assignment, make_photo: Any, photo_editor: User
):
    do(at_desk, regatta, "take")
    sent_for_it = make_photo(title="For it", assignment=regatta)
    made = make_photo(title="Made", credit="Ilse Markham / The Ledger")
    brought = make_photo(title="Brought", credit="Jon Abbey", uploaded_by_user=photo_editor)
    make_photo(title="Another's", credit="Nell Roe")
    page = page_of(at_desk.get(path(regatta)))
    offered = {one["value"] for one in page.find_all("input", attrs={"name": "photos"})}

    said = do(at_desk, regatta, "done", photos=[made.pk])

    assert offered == {str(made.pk), str(brought.pk)}
    assert "It is done" in said
    assert regatta.state == State.DONE
    assert set(regatta.photos.all()) == {sent_for_it, made}


def test_without_a_photo_it_is_not_done(at_desk: Client, regatta: Assignment):
    do(at_desk, regatta, "take")

    assert "No photo has come in for it." in do(at_desk, regatta, "done")
    assert regatta.state == State.TAKEN


def test_photos_that_were_not_offered_are_not_taken_from_others(
    at_desk: Client, regatta: Assignment, make_photo: Any
):
    other = Assignment.objects.create(what="Fire", starts_at=timezone.now())
    photo = make_photo(assignment=other, credit="Ilse Markham")
    do(at_desk, regatta, "take")

    do(at_desk, regatta, "done", photos=[photo.pk])

    photo.refresh_from_db()
    assert photo.assignment == other


def test_what_is_dropped_can_be_brought_back(at_desk: Client, regatta: Assignment):
    do(at_desk, regatta, "drop")
    assert listed(at_desk) == []
    assert "It is not open any more: Dropped." in do(at_desk, regatta, "drop")

    do(at_desk, regatta, "open")

    assert listed(at_desk) == ["Regatta on the Teal"]


def test_a_reporter_asks_for_photos_and_changes_only_what_she_asked_for(
    client: Client, reporter: User, regatta: Assignment, paper: Any
):
    client.force_login(reporter)
    others = Assignment.objects.create(what="Fire", starts_at=timezone.now())

    assert client.get(path(regatta, "edit")).status_code == 200
    assert client.get(path(others)).status_code == 200
    assert client.get(path(others, "edit")).status_code == 403
    assert client.post(path(others, "drop")).status_code == 403
    assert client.post(path(regatta, "nonsense")).status_code == 403
    others.refresh_from_db()
    assert others.state == State.OPEN


def test_changing_who_goes_is_taking_it_for_them(
    at_desk: Client, regatta: Assignment, ilse: Journalist
):
    words = fields_of(at_desk.get(path(regatta, "edit")), path(regatta, "edit"))

    at_desk.post(path(regatta, "edit"), {**words, "photographer": ilse.pk})

    regatta.refresh_from_db()
    assert (regatta.state, regatta.photographer) == (State.TAKEN, ilse)


def test_what_is_done_with_an_assignment_is_asked_by_its_buttons_alone(
    at_desk: Client, regatta: Assignment
):
    assert at_desk.get(path(regatta, "drop")).status_code == 405
    regatta.refresh_from_db()
    assert regatta.state == State.OPEN


# A photographer's own photos ----------------------------------------------------------------------
def test_a_photographer_finds_her_photos_and_where_each_ran(
    at_desk: Client, make_photo: Any, photo_editor: User
):
    mine = make_photo("The regatta begins.", credit="Ilse Markham / The Ledger")
    make_photo("Brought in.", credit="Jon Abbey", uploaded_by_user=photo_editor)
    make_photo("Another's.", credit="Nell Roe")
    for headline in ("Regatta begins", "Regatta ends"):
        Run.objects.create(
            photo=mine,
            place=Run.Place.LEAD,
            headline=headline,
            address="/x/",
            began_at=timezone.now(),
        )

    page = page_of(at_desk.get("/newsroom/photos/mine/"))
    shown = [words_of(one) for one in page.select(".newsroom-card strong")]
    runs = [words_of(one.a) for one in page.select(".newsroom-uses li") if one.a]

    assert shown == ["Brought in.", "The regatta begins."]
    assert runs == ["Regatta ends", "Regatta begins"]
    assert not [
        one
        for one in Photo.objects.all()
        if one.caption == "Another's." and one.caption in page.get_text()
    ]
