"""What stands on the paper's front, and that nothing stands there twice."""

import re
from collections import Counter

import pytest

from broadsheet.sections.fronts import plan_front
from broadsheet.stories.models import RelatedStory

pytestmark = pytest.mark.django_db


def links(page):
    return re.findall(r'href="(/\d{4}/\d{2}/[\w-]+/)"', page)


def test_no_story_stands_on_the_front_twice(client, make_story, make_photo, sections):
    photo = make_photo()
    for number in range(8):
        make_story(f"Local {number}", photo=photo if number % 2 else None)
        make_story(f"Sport {number}", section=sections["sports"], photo=photo)

    found = Counter(links(client.get("/").text))

    assert len(found) > 12
    assert max(found.values()) == 1


def test_stories_beside_the_lead_stand_nowhere_else(client, chosen, make_story, make_photo):
    beside = make_story("The detour, mapped")
    lead = make_story("The bridge closes", photo=make_photo())
    lead.related = [RelatedStory(other=beside)]
    lead.save_revision().publish()
    chosen(lead)

    found = Counter(links(client.get("/").text))

    assert found[lead.permalink] == found[beside.permalink] == 1


def test_opinion_never_stands_among_the_news(front, make_story, sections):
    make_story("The bridge closes")
    make_story("We knew about the bridge", section=sections["opinion"], kicker="Editorial")

    plan = plan_front(front)

    assert plan.recent == []
    assert plan.lead is not None
    assert plan.lead.title == "The bridge closes"


def test_opinion_never_stands_beside_the_lead(front, chosen, make_story, make_photo, sections):
    lead = make_story("The bridge closes", photo=make_photo())
    ours = make_story("We knew about the bridge", section=sections["opinion"])
    column = make_story("I knew about the bridge", opinion_kind="column")
    news = make_story("The detour, mapped")
    lead.related = [RelatedStory(other=other) for other in (ours, column, news)]
    lead.save_revision().publish()
    chosen(lead)

    assert [story.title for story in plan_front(front).beside_lead] == ["The detour, mapped"]


def test_each_section_on_the_front_leads_to_all_of_it(client, make_story):
    for number in range(14):
        make_story(f"Story {number}")

    page = client.get("/").text

    assert '<a class="all" href="/local-news/">All Local News</a>' in page


def test_a_section_with_nothing_left_to_show_has_no_place_on_the_front(client, make_story):
    make_story("The bridge closes")

    page = client.get("/").text

    assert "All Local News" not in page
    assert "All Sports" not in page


def test_opinion_says_in_words_who_is_speaking(client, make_story, sections):
    make_story("The bridge closes")
    make_story("We knew", section=sections["opinion"], kicker="Editorial", bylines=["The board"])

    page = client.get("/").text

    assert '<p class="kicker">Editorial</p>' in page
    assert "By <b>The board</b>" in page


def test_a_front_without_stories_says_so(client, paper):
    page = client.get("/").text

    assert "The first issue is being made." in page
    assert page.count("<h1") == 1


def test_a_story_of_today_shows_its_hour_and_the_front_is_printed_anew_at_midnight(
    make_story, make_photo
):
    from broadsheet.press.printing import print_sheet

    make_story("Lead", photo=make_photo())
    make_story("A line")

    sheet = print_sheet("localhost/")

    assert sheet.print_again_at is not None


def test_a_section_shows_its_newest_and_says_when_it_has_none(client, make_story, sections):
    make_story("The bridge closes")

    assert "The bridge closes" in client.get("/local-news/").text
    assert "Nothing has been printed in this section yet." in client.get("/sports/").text
