"""The front's desk over real HTTP and without scripts: who may arrange, what each button does, what is said."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from broadsheet.sections.arranging import PLACES, arrange, in_force, slots_of
from broadsheet.sections.models import Arrangement
from broadsheet.stories.models import Topic

pytestmark = pytest.mark.django_db
DESK = "/newsroom/front/"
ROLES = ["reporter", "photo_editor"]


@pytest.fixture
def desk(client: Any, editor: Any, front: Any) -> Any:
    client.force_login(editor)
    return client


@pytest.fixture
def town(make_story: Any, make_photo: Any) -> list[Any]:
    """Seven stories with photos; the last is the newest."""
    return [make_story(f"Story number {n}", photo=make_photo()) for n in range(7)]


def soup(answer: Any) -> BeautifulSoup:
    return BeautifulSoup(answer.content, "html.parser")


def fields(page: BeautifulSoup) -> dict[str, str]:
    """Return what the desk's form would send."""
    form = page.select_one("#front-desk")
    sent = {one["name"]: one.get("value", "") for one in form.select("input[name]")}
    for choice in form.select("select"):
        sent[choice["name"]] = choice.select_one("option")["value"]
    return sent


def press_button(client: Any, page: BeautifulSoup, act: str, **more: str) -> Any:
    return client.post(DESK, {**fields(page), **more, "act": act})


def on_top(page: BeautifulSoup) -> list[str]:
    return [one.text for one in page.select("[data-front-line] strong")]


def warnings(page: BeautifulSoup) -> str:
    return page.select_one("[data-front-warnings]").text


# Who ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("role", ROLES)
def test_who_may_not_publish_the_front_may_not_arrange_it(
    request: Any, client: Any, front: Any, town: Any, chosen: Any, role: str
):
    planned = chosen(town[0], starts_at=timezone.now() + timedelta(hours=1))
    client.force_login(request.getfixturevalue(role))
    before = list(Arrangement.objects.values_list("pk", "called_off_at"))

    answers = [
        client.get(DESK),
        client.get(reverse("front_preview")),
        client.get(reverse("front_memory")),
        client.post(DESK, {"act": "save", "seen": planned.pk, "story-1": town[1].pk}),
        client.post(DESK, {"act": "plan", "seen": planned.pk, "starts_at": "2099-01-01T06:00"}),
        client.post(DESK, {"act": "undo", "seen": planned.pk}),
        client.post(DESK, {"act": f"call-off:{planned.pk}", "seen": planned.pk}),
    ]

    assert [one.status_code for one in answers] == [403] * len(answers)
    assert list(Arrangement.objects.values_list("pk", "called_off_at")) == before
    assert DESK not in client.get("/newsroom/").text


@pytest.mark.parametrize("role", ["editor", "publisher"])
def test_editors_and_publishers_find_the_desk_in_the_menu(
    request: Any, client: Any, front: Any, role: str
):
    client.force_login(request.getfixturevalue(role))

    assert DESK in client.get("/newsroom/").text
    assert client.get(DESK).status_code == 200


# Arranging ------------------------------------------------------------------------------------------
def test_the_desk_shows_what_stands_in_each_place_by_itself(desk, town):
    page = soup(desk.get(DESK))

    assert on_top(page) == [f"Story number {n}" for n in (6, 5, 4, 3, 2)]
    assert "by itself" in page.select_one("[data-front-line]").text


def test_a_story_is_moved_up_by_a_button_and_saved(desk, town, read, press):
    page = soup(desk.get(DESK))

    page = soup(press_button(desk, page, "up:3"))
    page = soup(press_button(desk, page, "up:2"))
    assert Arrangement.objects.count() == 0
    assert press_button(desk, page, "save").status_code == 302
    press.print_all()

    lead = BeautifulSoup(read("/").text, "html.parser").select_one(".lead h2")
    assert lead.text == "Story number 4"
    assert Arrangement.objects.get().made_by.username == "agnes"


def test_typed_numbers_move_stories_and_need_no_button_of_their_own(desk, front, town):
    page = soup(desk.get(DESK))

    press_button(desk, page, "save", **{"number-4": "1", "number-1": "2"})

    places = {slot.place: slot.story for slot in slots_of(in_force(front.pk, timezone.now()))}
    assert places == {"1": town[3].pk, "2": town[6].pk}


def test_the_button_after_a_move_keeps_the_focus_on_the_story(desk, town):
    page = soup(press_button(desk, soup(desk.get(DESK)), "up:3"))

    assert page.select_one("[autofocus]")["id"] == "up-2"
    assert "Story number 4" in page.select_one("#up-2").text


def test_any_story_is_found_and_brought_and_what_stood_there_moves_down(desk, chosen, town):
    chosen(town[1], town[2])
    page = soup(press_button(desk, soup(desk.get(DESK)), "search", q="number 0"))

    page = soup(press_button(desk, page, f"bring:{town[0].pk}", **{f"to-{town[0].pk}": "1"}))

    assert on_top(page)[:3] == ["Story number 0", "Story number 1", "Story number 2"]


def test_what_finds_no_place_any_more_is_named(desk, chosen, town):
    chosen(*town[:5])
    page = soup(press_button(desk, soup(desk.get(DESK)), "search", q="number 6"))

    page = soup(press_button(desk, page, f"bring:{town[6].pk}", **{f"to-{town[6].pk}": "3"}))

    assert on_top(page) == [f"Story number {n}" for n in (0, 1, 6, 2, 3)]
    said = page.select_one("[data-front-words]").text
    assert "“Story number 4” has no chosen place any more." in said


def test_a_story_stands_first_in_its_section_and_in_no_other(desk, front, sections, make_story):
    old = make_story("The old match", section=sections["sports"])
    for n in range(3):
        make_story(f"Match {n}", section=sections["sports"])
    page = soup(press_button(desk, soup(desk.get(DESK)), "search", q="old match"))
    own = f"s{sections['sports'].pk}"
    offered = [one["value"] for one in page.select(f"#to-{old.pk} option")]
    assert offered == [*PLACES, own]

    page = soup(press_button(desk, page, f"bring:{old.pk}", **{f"to-{old.pk}": own}))
    press_button(desk, page, "save")

    front_page = soup(desk.get("/"))
    sport = front_page.select_one(f"section[aria-labelledby=section-{sections['sports'].pk}]")
    assert "The old match" in sport.select_one(".cards").find("a").text
    refused = desk.post(
        DESK,
        {**fields(page), f"story-s{sections['wire'].pk}": str(old.pk), "act": "save", "seen": "1"},
    )
    assert refused.status_code == 200
    assert Arrangement.objects.count() == 1


def test_a_place_fills_itself_again_when_it_is_let_go(desk, front, chosen, town):
    chosen(town[0])
    page = soup(press_button(desk, soup(desk.get(DESK)), "free:1"))
    assert on_top(page)[0] == "Story number 6"

    press_button(desk, page, "save")

    assert in_force(front.pk, timezone.now()).slots == []


def test_a_moment_is_the_newsrooms_own(desk, front, town):
    page = soup(press_button(desk, soup(desk.get(DESK)), "keep:1"))

    press_button(
        desk, page, "plan", starts_at="2099-06-01T06:30", **{"until-1": "2099-06-02T06:30"}
    )

    planned = Arrangement.objects.get()
    # Larkmere is in Chicago's zone: five hours behind in summer.
    assert planned.starts_at == datetime(2099, 6, 1, 11, 30, tzinfo=UTC)
    assert slots_of(planned)[0].until == datetime(2099, 6, 2, 11, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("act", "typed", "said"),
    [
        ("plan", {}, "Choose the moment"),
        ("plan", {"starts_at": "2001-01-01T06:00"}, "still to come"),
        ("plan", {"starts_at": "tomorrow"}, "is no moment"),
        ("save", {"until-1": "noon"}, "is no moment"),
        ("save", {"until-1": "2001-01-01T06:00"}, "later moment"),
        ("bring:0", {}, "Choose a story and a place"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence_and_nothing_typed_is_lost(
    desk, town, chosen, act, typed, said
):
    chosen(town[2])
    page = soup(desk.get(DESK))

    answer = press_button(desk, page, act, **typed)

    assert said in soup(answer).select_one("[role=alert]").text
    assert {**fields(soup(answer)), **typed} == fields(soup(answer))
    assert Arrangement.objects.count() == 1


def test_nonsense_in_the_form_breaks_nothing(desk, town):
    sent = {
        "story-1": "x", "story-9": "5", "story-s": "3", "story-2": "999999", "number-1": "77",
        "stands-1": "-", "act": "up:9", "seen": "²", "q": "\x00", "note": "a\x00b",
    }  # fmt: skip

    assert desk.post(DESK, sent).status_code == 200
    assert desk.post(DESK, {**sent, "act": "save"}).status_code == 200
    assert desk.get(f"{DESK}?of=99&state=9{'9' * 30}").status_code == 200
    assert desk.get(reverse("front_preview"), {**sent, "at": "soon"}).status_code == 200
    assert Arrangement.objects.count() == 0


# Two people -----------------------------------------------------------------------------------------
def test_what_another_saved_meanwhile_is_shown_and_nothing_is_overwritten(
    desk, front, publisher, town
):
    page = soup(press_button(desk, soup(desk.get(DESK)), "up:3"))
    theirs = arrange(front, [], by=publisher, seen=0)

    answer = soup(press_button(desk, page, "save"))

    assert Arrangement.objects.get() == theirs
    assert "Nothing was overwritten" in answer.select_one("[role=alert]").text
    assert "wendell saved this" in re.sub(
        r"\s+", " ", answer.select_one("[data-front-others]").text
    )
    assert on_top(answer)[1] == "Story number 4"
    # Told of it, she decides.
    assert press_button(desk, answer, "save").status_code == 302
    assert Arrangement.objects.count() == 2


def test_two_of_whom_both_were_told_do_not_overwrite_each_other_either(
    desk, front, publisher, town
):
    page = soup(desk.get(DESK))
    arrange(front, [], by=publisher, seen=0)
    told = soup(press_button(desk, page, "save"))
    second = arrange(front, [], by=publisher)

    assert press_button(desk, told, "save").status_code == 200
    assert Arrangement.objects.order_by("-pk").first() == second


# Going back -----------------------------------------------------------------------------------------
def test_undo_goes_back_a_step_each_time_also_after_reload(desk, front, chosen, town):
    for story in town[:3]:
        chosen(story)

    leads = []
    for _step in range(3):
        assert press_button(desk, soup(desk.get(DESK)), "undo").status_code == 302
        slots = slots_of(in_force(front.pk, timezone.now()))
        leads.append(slots[0].story if slots else None)

    assert leads == [town[1].pk, town[0].pk, None]
    assert Arrangement.objects.count() == 6
    assert soup(desk.get(DESK)).select_one("[value=undo]") is None


def test_what_was_saved_before_can_be_opened_and_saved_again(desk, front, chosen, town):
    old = chosen(town[1])
    chosen(town[2])
    page = soup(desk.get(DESK))
    assert page.select(f'a[href="{DESK}?of={old.pk}"]')

    press_button(desk, soup(desk.get(f"{DESK}?of={old.pk}")), "save")

    assert slots_of(in_force(front.pk, timezone.now()))[0].story == town[1].pk


def test_what_is_planned_can_be_called_off_and_the_work_at_hand_stays(desk, chosen, town):
    planned = chosen(town[0], starts_at=timezone.now() + timedelta(hours=2))
    page = soup(press_button(desk, soup(desk.get(DESK)), "up:3"))

    page = soup(press_button(desk, page, f"call-off:{planned.pk}"))

    planned.refresh_from_db()
    assert planned.called_off_at is not None
    assert on_top(page)[1] == "Story number 4"
    assert "Planned" not in page.select_one("#front-desk").text.split("Put it in force")[1]


# How it would look ----------------------------------------------------------------------------------
def test_the_front_is_shown_as_it_stands_and_as_it_would_stand(desk, town):
    page = soup(press_button(desk, soup(desk.get(DESK)), "up:2"))
    stands, will = [one["src"] for one in page.select("iframe")]

    as_it_stands, as_it_would = desk.get(stands), desk.get(will)

    assert soup(as_it_stands).select_one(".lead h2").text == "Story number 6"
    assert soup(as_it_would).select_one(".lead h2").text == "Story number 5"
    assert "frame-ancestors 'self'" in as_it_would["Content-Security-Policy"]
    assert as_it_would["X-Frame-Options"] == "SAMEORIGIN"
    assert "no-store" in as_it_would["Cache-Control"]
    assert soup(desk.get("/")).select_one(".lead h2").text == "Story number 6"


# What is said ---------------------------------------------------------------------------------------
def test_the_same_picture_twice_is_said(desk, make_story, make_photo):
    photo = make_photo()
    make_story("Ferry stops", photo=photo)
    make_story("Council meets", photo=photo)

    said = warnings(soup(desk.get(DESK)))

    assert "“Council meets” and “Ferry stops” show the same picture." in said


def test_two_on_one_subject_are_said_by_topic_and_by_words(desk, make_story, make_photo):
    bridge = Topic.objects.create(name="Mill Street bridge", slug="bridge")
    make_story("Walls come down", photo=make_photo(), topics=[bridge])
    make_story("A long detour", photo=make_photo(), topics=[bridge])
    make_story("Ferry fares rise again", photo=make_photo())
    make_story("Why ferry fares rise", photo=make_photo())

    said = warnings(soup(desk.get(DESK)))

    assert "one subject: Mill Street bridge." in said
    assert "one subject: fares, ferry, rise." in said
    assert said.count("one subject") == 2


def test_a_lead_that_is_old_and_a_place_without_a_photo_are_said(
    desk, chosen, make_story, make_photo
):
    old = make_story(
        "Of last week", published=timezone.now() - timedelta(days=6, hours=1), photo=make_photo()
    )
    bare = make_story("Words alone")
    very_old = make_story(
        "Of long ago", published=timezone.now() - timedelta(days=1500), photo=make_photo()
    )
    chosen(old, bare, very_old)

    said = warnings(soup(desk.get(DESK)))

    assert "“Of last week” leads and is 6 days old." in said
    assert "“Words alone” has no photo" in said
    assert "“Of long ago” is from" in said


def test_a_story_that_will_not_be_there_is_said_and_its_place_fills_itself(
    desk, chosen, town, draft_story
):
    chosen(draft_story)

    page = soup(desk.get(DESK))

    assert "“Ferry may stop in winter” is not published." in warnings(page)
    assert (
        soup(desk.get(page.select("iframe")[1]["src"])).select_one(".lead h2").text
        == "Story number 6"
    )


def test_when_nothing_stands_out_that_is_said_too(desk, make_story, make_photo):
    make_story("Ferry stops", photo=make_photo())

    assert "Nothing stands out." in warnings(soup(desk.get(DESK)))
