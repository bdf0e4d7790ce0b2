"""What the newsroom does not publish, because the paper made a rule of it."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import TaskState

from broadsheet.masthead.models import Paper
from broadsheet.masthead.rules import RULES
from broadsheet.newsroom.models import User
from broadsheet.stories.desk_checks import broken_in, lacks_of
from broadsheet.stories.models import Story
from broadsheet.stories.tests.test_roles import formset, story_fields

pytestmark = pytest.mark.django_db


@pytest.fixture
def strict(paper: Paper) -> Paper:
    """A paper that prints no story without a teaser."""
    paper.rules = ["teaser"]
    paper.save()
    return paper


@pytest.fixture
def at_work(client: Client, editor: User) -> Client:
    client.force_login(editor)
    return client


def edit(client: Client, story: Story, **more: str) -> Any:
    url = reverse("wagtailadmin_pages:edit", args=[story.pk])
    return client.post(url, story_fields("A new headline", **more), follow=True)


SENTENCE = "It has no teaser, so fronts and the rail show the headline alone."


def test_a_story_that_breaks_a_rule_is_saved_and_not_published(
    at_work: Client, strict: Paper, draft_story: Story
) -> None:
    answer = edit(at_work, draft_story, **{"action-publish": "1"})

    story = Story.objects.get(pk=draft_story.pk)
    assert SENTENCE in " ".join(str(message) for message in answer.context["messages"])
    assert not story.live
    assert story.get_latest_revision_as_object().title == "A new headline"


def test_a_new_story_that_breaks_a_rule_stays_a_draft(
    at_work: Client, strict: Paper, sections: Any
) -> None:
    url = reverse("wagtailadmin_pages:add", args=["stories", "story", sections["sports"].pk])

    answer = at_work.post(url, story_fields("New", **{"action-publish": "1"}), follow=True)

    assert SENTENCE in answer.text
    story = Story.objects.get()
    assert (story.permalink, story.shown_at) == (None, None)


def test_what_readers_have_stays_as_it_is(
    at_work: Client, strict: Paper, published_story: Story
) -> None:
    edit(at_work, published_story, **{"action-publish": "1", "teaser": ""})

    assert Story.objects.get(pk=published_story.pk).title == "Ferry runs again after repairs"


def test_a_story_that_breaks_a_rule_is_not_scheduled(
    at_work: Client, strict: Paper, draft_story: Story
) -> None:
    edit(at_work, draft_story, **{"action-publish": "1", "go_live_at": "2040-01-01 06:00"})

    assert Story.objects.get(pk=draft_story.pk).scheduled_revision is None


def test_a_story_that_keeps_the_rules_is_published(
    at_work: Client, strict: Paper, draft_story: Story
) -> None:
    edit(at_work, draft_story, **{"action-publish": "1", "teaser": "It may stop."})

    assert Story.objects.get(pk=draft_story.pk).live


def in_review(story: Story, reporter: User) -> TaskState:
    return story.get_workflow().start(story, reporter).current_task_state


def test_approving_what_breaks_a_rule_saves_it_and_leaves_it_in_review(
    at_work: Client, strict: Paper, draft_story: Story, reporter: User
) -> None:
    in_review(draft_story, reporter)
    approve = {"action-workflow-action": "true", "workflow-action-name": "approve"}

    answer = edit(at_work, draft_story, **approve)

    story = Story.objects.get(pk=draft_story.pk)
    assert SENTENCE in answer.text
    assert (story.live, story.workflow_in_progress) == (False, True)
    assert story.get_latest_revision_as_object().title == "A new headline"

    edit(at_work, draft_story, teaser="It may stop.", **approve)
    assert Story.objects.get(pk=draft_story.pk).live


def test_approving_from_a_list_keeps_the_rules_too(
    at_work: Client, strict: Paper, draft_story: Story, reporter: User
) -> None:
    state = in_review(draft_story, reporter)
    url = reverse("wagtailadmin_pages:workflow_action", args=[draft_story.pk, "approve", state.pk])

    answer = at_work.post(url, follow=True)

    assert SENTENCE in answer.text
    assert not Story.objects.get(pk=draft_story.pk).live


@pytest.mark.parametrize("deep", [False, True])
def test_publishing_in_bulk_keeps_the_rules_too(
    at_work: Client, strict: Paper, draft_story: Story, make_story: Any, deep: bool
) -> None:
    fine = make_story("Fine", live=False, teaser="It is.")
    chosen = f"id={draft_story.home_section_id}" if deep else f"id={draft_story.pk}&id={fine.pk}"
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    fields = {"next": "/newsroom/", **({"include_descendants": "on"} if deep else {})}

    answer = at_work.post(f"{url}?{chosen}&next=/newsroom/", fields, follow=True)

    assert SENTENCE in answer.text
    assert not Story.objects.filter(live=True).exists()


def test_what_publishes_by_itself_is_not_hindered(strict: Paper, draft_story: Story) -> None:
    draft_story.get_latest_revision().publish()

    assert Story.objects.get(pk=draft_story.pk).live


def test_the_panel_tells_rules_from_advice(
    at_work: Client, strict: Paper, draft_story: Story
) -> None:
    page = at_work.get(reverse("wagtailadmin_pages:edit", args=[draft_story.pk]))

    assert f"<strong>{SENTENCE}</strong>" in page.text
    assert "It is not published before this is put right" in page.text
    assert "<li>Nobody&#x27;s name stands over it.</li>" in page.text


def test_the_publisher_chooses_the_rules_by_ticking_them(
    client: Client, publisher: User, paper: Paper
) -> None:
    client.force_login(publisher)
    url = reverse("wagtailsettings:edit", args=["masthead", "paper", paper.site_id])
    fields = {
        "name": paper.name,
        "town": paper.town,
        "time_zone": paper.time_zone,
        "language": paper.language,
        "legal_kind": paper.legal_kind,
        "says_age_after_months": "12",
        "current_for_months": "24",
        "credit_between": "slash",
        "rules": ["alt", "figures"],
        **formset("navigation"),
    }
    page = client.get(url)
    assert 'type="checkbox" name="rules" value="figures"' in page.text
    assert "A source under each table and chart" in page.text

    client.post(url, fields)
    paper.refresh_from_db()
    assert paper.rules == ["alt", "figures"]

    client.post(url, {**fields, "rules": ["no-such-rule"]})
    paper.refresh_from_db()
    assert paper.rules == ["alt", "figures"]


def test_each_lack_has_a_rule_that_a_paper_can_choose(make_story: Any, make_photo: Any) -> None:
    photo = make_photo(caption="", credit="", alt="")
    story = make_story("A" * 91, live=False, photo=photo, body=[])
    foreign = make_story("Wire", live=False, source_of_copy="wire", body=[])

    rules = {lack.rule for one in (story, foreign) for lack in lacks_of(one)}

    assert rules == {"headline", "teaser", "text", "byline", "agency", "alt", "caption", "credit"}
    assert rules <= RULES.keys()


def test_a_table_without_a_source_breaks_the_rule_of_figures(make_story: Any) -> None:
    table = {"title": "Ratings", "figures": "Year,Rating\n2025,4", "unit": "Points", "source": ""}

    story = make_story(body=[("table", table)], live=False)

    assert "figures" in {lack.rule for lack in lacks_of(story)}


def test_a_paper_without_rules_is_not_asked_twice(draft_story: Story, paper: Paper) -> None:
    assert lacks_of(draft_story)
    assert broken_in(draft_story) == []


@pytest.mark.parametrize(
    ("source", "is_enough"), [("contributed", True), ("wire", False), ("press_release", False)]
)
def test_a_letter_is_from_whoever_stands_over_it(make_story: Any, source: str, is_enough: bool):
    letter = make_story(bylines=["Ruth Alder"], source_of_copy=source)

    assert ("agency" not in {lack.rule for lack in lacks_of(letter)}) == is_enough
