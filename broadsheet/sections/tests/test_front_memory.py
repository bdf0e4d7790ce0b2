"""The front's memory: each state that readers saw, once, in the words that they saw, whoever printed it."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from broadsheet.press.remarks import Remark, waiting_remarks
from broadsheet.press.turns import JOBS
from broadsheet.sections import front_memory
from broadsheet.sections.arranging import in_force, slots_of
from broadsheet.sections.front_memory import keep_front_states, keep_state, state_at
from broadsheet.sections.models import FrontState
from broadsheet.stories.breaking import mark

pytestmark = pytest.mark.django_db
MEMORY = "/newsroom/front/memory/"


@pytest.fixture
def remember(read: Any, press: Any) -> Any:
    """Return a function that has the front read, prints what changed, and takes the worker's turn at the memory."""

    def turn() -> int:
        read("/")
        press.print_all()
        return keep_front_states()

    return turn


def leads() -> list[tuple[str, str, str]]:
    states = FrontState.objects.order_by("shown_from")
    return [(one.places[0]["headline"], one.places[0]["how"], one.set_by_name) for one in states]


def state(lead: str, *, arrangement: int | None = None) -> str:
    place = {
        "place": "1", "story": 1, "headline": lead, "label": "", "path": "/", "photo": None, "how": "itself",
    }  # fmt: skip
    return json.dumps({"places": [place], "arrangement": arrangement})


def test_each_state_is_kept_with_what_led_and_who_set_it(
    remember, make_story, make_photo, chosen, editor
):
    first = make_story("Ferry stops", photo=make_photo())
    remember()
    make_story("Council meets", photo=make_photo())
    remember()
    chosen(first, by=editor)
    remember()
    urgent = make_story("River over its banks")
    mark(urgent, until=timezone.now() + timedelta(hours=1), by=editor)
    remember()

    assert leads() == [
        ("Ferry stops", "itself", ""),
        ("Council meets", "itself", ""),
        ("Ferry stops", "chosen", "agnes"),
        ("River over its banks", "breaking", ""),
    ]
    assert [one["headline"] for one in FrontState.objects.last().places] == [
        "River over its banks",
        "Ferry stops",
        "Council meets",
    ]


def test_a_front_that_stands_as_before_is_not_kept_again(remember, make_story, make_photo, paper):
    make_story("Ferry stops", photo=make_photo())
    assert remember() == 1

    make_story("A line among the newest")
    paper.motto = "Another motto"
    paper.save()

    assert remember() == 0
    assert keep_front_states() == 0


def test_a_headline_that_was_changed_is_remembered_as_it_was(remember, make_story, make_photo):
    story = make_story("Ferry stops", photo=make_photo())
    remember()
    story.title = "Ferry stops for a week"
    story.save_revision().publish()
    remember()
    story.delete()

    assert [lead for lead, _how, _who in leads()] == ["Ferry stops", "Ferry stops for a week"]


def test_what_several_nodes_printed_is_kept_once(front):
    begun = datetime(2026, 11, 22, 12, tzinfo=UTC).timestamp()

    def printed(lead: str, after: float) -> bool:
        return keep_state(Remark("", f"front:{front.pk}", begun + after, state(lead)))

    here = [printed("One", 0), printed("Two", 60)]
    # The other node prints a moment later, or has a clock that is behind; its worker comes late.
    there = [printed("One", 0.4), printed("Two", 59.5)]

    assert here == [True, True]
    assert there == [False, False]
    assert [lead for lead, _how, _who in leads()] == ["One", "Two"]


def test_what_changes_after_an_arrangement_that_nobody_saw_came_by_itself(front, chosen, editor):
    def printed(lead: str, after: float, arrangement: int | None) -> None:
        words = state(lead, arrangement=arrangement)
        keep_state(Remark("", f"front:{front.pk}", 1_000_000 + after, words))

    printed("One", 0, None)
    unseen = chosen(by=editor)
    printed("One", 60, unseen.pk)
    printed("Two", 120, unseen.pk)

    assert [who for _lead, _how, who in leads()] == ["", ""]


def test_a_worker_that_ends_in_between_loses_nothing_and_keeps_nothing_twice(
    read, press, make_story, make_photo, monkeypatch
):
    make_story("Ferry stops", photo=make_photo())
    read("/")
    struck = front_memory.strike_remark

    def end(*_args: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(front_memory, "strike_remark", end)
    with pytest.raises(KeyboardInterrupt):
        keep_front_states()
    monkeypatch.setattr(front_memory, "strike_remark", struck)

    assert keep_front_states() == 0
    assert FrontState.objects.count() == 1
    assert waiting_remarks(press.shelf.connection, "front:", 10) == []


def test_the_memory_never_stands_in_the_way_of_printing(
    read, press, make_story, make_photo, monkeypatch
):
    make_story("Ferry stops", photo=make_photo())

    with CaptureQueriesContext(connection) as asked:
        assert "Ferry stops" in read("/").text

    assert [one for one in asked if "sections_frontstate" in one["sql"]] == []
    assert any(job.run is keep_front_states for job in JOBS)


# The screen -----------------------------------------------------------------------------------------
@pytest.fixture
def week(front: Any) -> list[FrontState]:
    """Three states: two on the 20th, one on the 23rd."""
    moments = [(20, 14), (20, 23), (23, 15)]
    states = []
    for number, (day, hour) in enumerate(moments):
        words = state(f"Lead {number}")
        at = datetime(2026, 11, day, hour, tzinfo=UTC).timestamp()
        keep_state(Remark("", f"front:{front.pk}", at, words))
        states.append(FrontState.objects.latest("pk"))
    return states


def page(answer: Any) -> BeautifulSoup:
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def test_a_day_is_looked_up_with_how_it_began_and_the_days_beside_it(client, editor, week):
    client.force_login(editor)

    of_20th = page(client.get(f"{MEMORY}?day=2026-11-20"))
    of_22nd = page(client.get(f"{MEMORY}?day=2026-11-22"))
    of_23rd = page(client.get(f"{MEMORY}?day=2026-11-23"))

    # By the paper's clock: nine and eighteen hours.
    assert [one.text.strip() for one in of_20th.select(".newsroom-lines a")] == ["5 p.m.", "8 a.m."]
    assert of_20th.select_one("[rel=prev]") is None
    assert of_20th.select_one("[rel=next]")["href"] == "?day=2026-11-23"
    assert [one.text.strip() for one in of_22nd.select(".newsroom-lines a")] == ["As the day began"]
    assert "Lead 1" in of_22nd.select_one(".newsroom-lines").text
    assert "Lead 2" in of_23rd.select_one(".newsroom-lines").text
    assert of_23rd.select_one("[rel=prev]")["href"] == "?day=2026-11-20"


def test_what_was_printed_a_moment_ago_is_there_before_the_worker_comes(
    client, editor, read, make_story, make_photo
):
    make_story("Ferry stops", photo=make_photo())
    read("/")
    client.force_login(editor)

    assert "Ferry stops" in page(client.get(MEMORY)).select_one(".newsroom-lines").text


def test_a_day_before_the_memory_begins_says_so(client, editor, week):
    client.force_login(editor)

    assert "Nothing is remembered" in client.get(f"{MEMORY}?day=1997-01-01").text
    assert client.get(f"{MEMORY}?day=the-first").status_code == 200
    assert client.get(f"{MEMORY}?day=2026-13-40").status_code == 200
    assert client.get(f"{MEMORY}?day=9999-12-31").status_code == 200
    assert client.get(f"{MEMORY}?day=0001-01-01").status_code == 200


def test_a_state_is_shown_as_it_was_and_leads_on(client, editor, week):
    client.force_login(editor)

    shown = page(client.get(reverse("front_state", args=[week[1].pk])))

    assert shown.select_one(".newsroom-front-stood h2").text == "Lead 1"
    assert shown.select_one("[rel=prev]")["href"] == reverse("front_state", args=[week[0].pk])
    assert shown.select_one("[rel=next]")["href"] == reverse("front_state", args=[week[2].pk])
    assert state_at(week[0].front_id, datetime(2026, 11, 20, 20, tzinfo=UTC)) == week[0]


def test_the_photo_and_the_headline_of_then_are_shown_though_the_story_changed(
    client, editor, remember, make_story, make_photo, home
):
    photo = make_photo()
    story = make_story("Ferry stops", photo=photo)
    remember()
    story.title, story.lead_photo = "Ferry runs", make_photo(title="other.jpg")
    story.save_revision().publish()
    client.force_login(editor)
    first = reverse("front_state", args=[FrontState.objects.get().pk])

    shown = page(client.get(first))
    assert shown.select_one(".newsroom-front-stood h2").text == "Ferry stops"
    assert shown.select_one(".newsroom-front-stood img")

    photo.delete()
    assert "Its photo has been deleted since." in client.get(first).text


def test_a_state_of_before_can_be_arranged_again(
    client, front, editor, remember, make_story, make_photo
):
    old = make_story("Ferry stops", photo=make_photo())
    remember()
    make_story("Council meets", photo=make_photo())
    client.force_login(editor)

    desk = page(client.get(f"/newsroom/front/?state={FrontState.objects.get().pk}"))
    sent = {one["name"]: one.get("value", "") for one in desk.select("#front-desk input[name]")}
    client.post("/newsroom/front/", {**sent, "act": "save"})

    assert slots_of(in_force(front.pk, timezone.now()))[0].story == old.pk


@pytest.mark.parametrize("role", ["reporter", "photo_editor"])
def test_who_may_not_arrange_the_front_is_refused(request, client, week, role):
    client.force_login(request.getfixturevalue(role))

    assert client.get(MEMORY).status_code == 403
    assert client.get(reverse("front_state", args=[week[0].pk])).status_code == 403


def test_a_long_memory_is_looked_through_by_its_index(client, editor, front, week):
    client.force_login(editor)
    many = [
        FrontState(front=front, shown_from=timezone.now() - timedelta(hours=n), places=[])
        for n in range(400)
    ]
    FrontState.objects.bulk_create(many)

    with CaptureQueriesContext(connection) as asked:
        client.get(f"{MEMORY}?day=2026-11-22")

    about = [one["sql"] for one in asked if "sections_frontstate" in one["sql"]]
    assert len(about) == 4
    assert [sql for sql in about if "COUNT(" in sql] == []
