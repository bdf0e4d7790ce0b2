"""Stories suggested to the editor while she writes."""

import pytest
from django.urls import reverse

from broadsheet.stories.models import RelatedStory, Story, Topic
from broadsheet.stories.suggesting import MOST, suggest_beside

pytestmark = pytest.mark.django_db


def draft(make_story, headline="A draft", **fields):
    return make_story(headline, live=False, **fields)


def headlines(story):
    return [one.headline for one in suggest_beside(story)]


@pytest.fixture
def bridge(db):
    return Topic.objects.create(name="Mill Street bridge", slug="mill-street-bridge")


def test_a_story_on_the_same_topic_is_suggested_and_says_why(make_story, bridge):
    make_story("Detours begin Monday", topics=[bridge])
    make_story("Orchard pulls trees")

    [found] = suggest_beside(draft(make_story, topics=[bridge]))

    assert (found.headline, found.shares) == ("Detours begin Monday", ["Mill Street bridge"])


def test_a_story_with_the_same_rare_word_is_suggested(make_story):
    make_story("Castellane plants perry pears")
    make_story("Council meets")

    assert headlines(draft(make_story, "Frost hits the Castellane orchard")) == [
        "Castellane plants perry pears"
    ]


def test_words_of_the_first_paragraphs_count_if_two_of_them_are_shared(make_story):
    make_story("Castellane plants pears", body="Nothing.")
    make_story("Castellane at the council", body="Nothing.")

    text = ["At Castellane the pears are frozen.", "Two.", "Three.", "The council met."]

    assert headlines(draft(make_story, "Frost", body=text)) == ["Castellane plants pears"]


def test_a_word_that_many_headlines_have_says_nothing(make_story):
    for number in range(6):
        make_story(f"Council meeting number {number}")

    assert headlines(draft(make_story, "Council votes")) == []


def test_two_words_that_are_not_quite_so_rare_count_as_one_that_is(make_story, monkeypatch):
    monkeypatch.setattr("broadsheet.stories.suggesting.FEW", 1)
    make_story("Housing study dropped")
    make_story("Housing wanted")
    make_story("Study wanted")
    for number in range(20):
        make_story(f"Ferry {number}")

    assert headlines(draft(make_story, "Housing study begins")) == ["Housing study dropped"]


def test_those_that_share_most_come_first_and_then_the_newest(make_story, bridge):
    make_story("Older detours", topics=[bridge])
    make_story("Newer detours", topics=[bridge])
    make_story("Foundry Road widened", topics=[bridge])

    story = draft(make_story, "Foundry Road closes", topics=[bridge])

    assert headlines(story) == ["Foundry Road widened", "Newer detours", "Older detours"]


def test_only_what_readers_may_see_is_suggested_and_never_the_story_itself(make_story, bridge):
    down = make_story("Taken down", topics=[bridge])
    down.unpublish()
    draft(make_story, "Castellane, a draft", topics=[bridge])

    story = make_story("Castellane, in print", topics=[bridge])

    assert headlines(story) == []


def test_what_stands_beside_the_story_already_is_not_suggested(make_story, bridge):
    other = make_story("Detours begin Monday", topics=[bridge])
    story = draft(make_story, topics=[bridge])
    story.related = [RelatedStory(other=other)]
    story.save_revision()

    assert headlines(Story.objects.get(pk=story.pk).get_latest_revision_as_object()) == []


def test_no_more_than_eight_are_suggested_for_a_bounded_number_of_queries(
    make_story, bridge, django_assert_max_num_queries
):
    for number in range(12):
        make_story(f"Story {number}", topics=[bridge])
    story = draft(make_story, "Foundry Road closes", topics=[bridge])

    with django_assert_max_num_queries(5):
        assert len(suggest_beside(story)) == MOST


def test_an_editor_sees_the_suggestions_beside_the_text(client, editor, make_story, bridge):
    other = make_story("Detours begin <b>Monday</b>", topics=[bridge])
    story = draft(make_story, topics=[bridge])
    client.force_login(editor)

    page = client.get(reverse("wagtailadmin_pages:edit", args=[story.pk])).text
    panel = page.split("data-suggestions")[1]

    assert f'data-suggestion="{other.pk}"' in panel
    assert "Detours begin &lt;b&gt;Monday&lt;/b&gt;" in panel
    assert "newsroom_suggestions" in page


def test_a_story_with_nothing_written_gets_no_suggestions(client, editor, sections):
    client.force_login(editor)
    add = reverse("wagtailadmin_pages:add", args=["stories", "story", sections["local-news"].pk])

    assert "Nothing found yet." in client.get(add).text
