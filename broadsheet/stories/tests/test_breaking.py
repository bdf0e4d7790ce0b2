"""Breaking: who may mark a story, what it leads, and that the mark ends by itself and leaves nothing behind."""

import re
import sqlite3
import time
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from broadsheet.newsroom.models import User
from broadsheet.press.log import print_owed
from broadsheet.press.reading import WORKER_SECONDS
from broadsheet.sections.fronts import plan_front
from broadsheet.stories.breaking import mark, unmark
from broadsheet.stories.errors import BreakingError
from broadsheet.stories.models import RelatedStory, Story
from broadsheet.stories.tests.test_roles import story_fields

pytestmark = pytest.mark.django_db
WORD = "<b>Breaking</b>"


def soon(**span: float) -> Any:
    return timezone.now() + timedelta(**(span or {"hours": 1}))


@pytest.fixture
def breaking(make_story: Any, make_photo: Any, editor: User) -> Story:
    story = make_story("River over its banks")
    for number in range(6):
        make_story(f"Quiet news {number}", photo=make_photo())
    mark(story, until=soon(), by=editor)
    return Story.objects.get(pk=story.pk)


# What it leads --------------------------------------------------------------------------------------
def test_a_breaking_story_leads_the_front_before_the_chosen_lead(
    front, chosen, breaking, make_story
):
    lead = make_story("The chosen lead", published=soon(days=-40))
    chosen(lead)

    plan = plan_front(front)

    assert plan.lead == breaking
    assert plan.also[0].key == lead.pk


def test_the_word_stands_before_the_label_wherever_the_story_shows(client, breaking):
    for path in ("/", "/local-news/", breaking.permalink):
        page = client.get(path).text
        assert page.count(WORD) == 1, path
        assert page.index(WORD) < page.index("River over its banks", page.index("<main"))


def test_nothing_stands_on_the_front_twice_while_two_are_breaking(
    client, front, chosen, breaking, make_story, editor
):
    second = make_story("Mill evacuated")
    second.related = [RelatedStory(other=breaking)]
    second.save_revision().publish()
    mark(second, until=soon(minutes=30), by=editor)
    chosen(None, breaking, second)

    plan = plan_front(front)
    links = re.findall(r'href="(/\d{4}/\d{2}/[\w-]+/)"', client.get("/").text)

    # The one marked last leads, though the other's mark lasts longer.
    assert plan.lead == second
    assert plan.beside_lead == [breaking]
    assert max(links.count(link) for link in links) == 1


def test_an_unpublished_breaking_story_leaves_no_hole(read, press, breaking):
    press.print_all()
    assert "River over its banks" in read("/").text

    breaking.unpublish()
    press.print_all()

    page = read("/").text
    assert WORD not in page
    assert "River over its banks" not in page
    assert '<article class="lead">' in page


def test_a_deleted_breaking_story_leaves_no_hole(read, press, breaking):
    press.print_all()
    read("/")

    breaking.delete()
    press.print_all()

    assert "River over its banks" not in read("/").text
    assert '<article class="lead">' in read("/").text


def test_the_feed_is_as_it_was(client, make_story, editor):
    story = make_story("River over its banks")
    before = client.get("/feed/").text

    mark(story, until=soon(), by=editor)

    assert client.get("/feed/").text == before


# Its end --------------------------------------------------------------------------------------------
def test_the_mark_ends_to_the_second_on_every_page(read, press, make_story, make_photo, editor):
    lead = make_story("The lead", photo=make_photo())
    story = make_story("River over its banks")
    press.print_all()
    mark(story, until=soon(seconds=4), by=editor)
    press.print_all()
    paths = ["/", "/local-news/", story.permalink, lead.permalink]
    assert [WORD in read(path).text for path in paths] == [True] * 4

    time.sleep(4.1)
    while print_owed():
        pass

    assert [WORD in read(path).text for path in paths] == [False] * 4
    front = read("/").text
    assert front.index("The lead") < front.index("River over its banks", front.index("<main"))


def test_with_the_worker_down_the_first_reader_has_it_printed(
    read, press, make_story, editor, monkeypatch
):
    story = make_story("River over its banks")
    make_story("Beside it")
    press.print_all()
    mark(story, until=soon(seconds=3), by=editor)
    press.print_all()
    beside = Story.objects.get(title="Beside it").permalink
    paths = ["/", story.permalink, beside]
    assert [WORD in read(path).text for path in paths] == [True] * 3

    time.sleep(3.1)
    later = time.time() + WORKER_SECONDS
    monkeypatch.setattr("broadsheet.press.reading.time.time", lambda: later)
    monkeypatch.setattr("broadsheet.press.serving.time.time", lambda: later)

    assert [WORD in read(path).text for path in paths] == [False] * 3


def test_with_the_database_down_too_the_old_front_is_better_than_none(
    read, press, make_story, editor, monkeypatch
):
    story = make_story("River over its banks")
    press.print_all()
    mark(story, until=soon(seconds=2), by=editor)
    press.print_all()
    read("/")

    def no_database(*_args, **_kwargs):
        raise sqlite3.OperationalError("no database")

    time.sleep(2.1)
    later = time.time() + WORKER_SECONDS
    monkeypatch.setattr("broadsheet.press.reading.time.time", lambda: later)
    monkeypatch.setattr("django.db.backends.base.base.BaseDatabaseWrapper.cursor", no_database)

    answer = read("/")
    assert answer.status == 200
    assert "River over its banks" in answer.text


def test_no_longer_breaking_takes_the_word_away_at_once(read, press, breaking, editor):
    press.print_all()
    assert WORD in read("/").text

    unmark(breaking, by=editor)
    press.print_all()

    assert WORD not in read("/").text
    assert WORD not in read(breaking.permalink).text


# Drafts ---------------------------------------------------------------------------------------------
def test_a_draft_from_before_the_mark_does_not_undo_it(make_story, editor):
    story = make_story("River over its banks")
    story.title = "River over its banks in two places"
    story.save_revision()
    mark(story, until=soon(), by=editor)

    Story.objects.get(pk=story.pk).get_latest_revision().publish(user=editor)

    published = Story.objects.get(pk=story.pk)
    assert published.title == "River over its banks in two places"
    assert published.breaking_until is not None
    assert published.breaking_since is not None


def test_a_draft_from_before_the_end_does_not_mark_it_again(breaking, editor):
    breaking.save_revision()
    unmark(breaking, by=editor)

    Story.objects.get(pk=breaking.pk).get_latest_revision().publish(user=editor)

    assert Story.objects.get(pk=breaking.pk).breaking_until is None


@pytest.fixture
def desk(client: Client, editor: User) -> Client:
    client.force_login(editor)
    return client


def publish(desk: Client, story: Story, **more: str) -> Any:
    url = reverse("wagtailadmin_pages:edit", args=[story.pk])
    fields = story_fields("River over its banks", **{"action-publish": "1"}, **more)
    return desk.post(url, fields, follow=True)


def local(moment: Any) -> str:
    return timezone.localtime(moment, timezone.zoneinfo.ZoneInfo("America/Chicago")).strftime(
        "%Y-%m-%d %H:%M"
    )


def test_a_screen_that_was_open_meanwhile_does_not_undo_the_mark(desk, make_story, editor):
    story = make_story("River over its banks")
    mark(story, until=soon(), by=editor)

    publish(desk, story, **{"breaking_until": "", "breaking_until-before": ""})

    assert Story.objects.get(pk=story.pk).breaking_until is not None


def test_the_field_under_settings_marks_too(desk, make_story, front, home):
    story = make_story("River over its banks")

    page = publish(
        desk, story, **{"breaking_until": local(soon(hours=2)), "breaking_until-before": ""}
    )

    assert Story.objects.get(pk=story.pk).breaking_until is not None, page.text[-2000:]
    assert plan_front(front).lead == story


def test_the_screen_says_what_the_field_was(desk, breaking):
    page = desk.get(reverse("wagtailadmin_pages:edit", args=[breaking.pk])).text

    shown = re.search(r'name="breaking_until" value="([^"]+)"', page)
    assert shown
    assert f'name="breaking_until-before" value="{shown[1]}"' in page


@pytest.mark.parametrize(
    ("span", "sentence"),
    [({"hours": -1}, "This moment has passed."), ({"hours": 30}, "for a day at most")],
)
def test_a_moment_that_cannot_be_is_refused_in_a_sentence(desk, make_story, span, sentence, editor):
    story = make_story("River over its banks")

    page = publish(
        desk, story, **{"breaking_until": local(soon(**span)), "breaking_until-before": ""}
    )

    assert sentence in page.text
    with pytest.raises(BreakingError, match=sentence):
        mark(story, until=soon(**span), by=editor)
    assert Story.objects.get(pk=story.pk).breaking_until is None


# Who may --------------------------------------------------------------------------------------------
@pytest.mark.parametrize("hours", ["1", "2", "4", "8"])
def test_an_editor_marks_a_story_from_its_own_screen(desk, make_story, hours, home):
    story = make_story("River over its banks")
    url = reverse("mark_breaking", args=[story.pk])
    edit = desk.get(reverse("wagtailadmin_pages:edit", args=[story.pk])).text
    listed = desk.get(reverse("story_list")).text

    desk.post(url, {"hours": hours})

    assert url in edit
    assert url in listed
    left = Story.objects.get(pk=story.pk).breaking_until - timezone.now()
    assert timedelta(0) < timedelta(hours=int(hours)) - left < timedelta(minutes=1)


def test_an_editor_takes_the_mark_away(desk, breaking):
    url = reverse("mark_breaking", args=[breaking.pk])

    page = desk.get(url).text
    desk.post(url, {"no_longer": "1"})

    assert "It is breaking until" in page
    assert Story.objects.get(pk=breaking.pk).breaking_until is None


def test_a_span_that_is_not_offered_is_refused(desk, make_story):
    story = make_story("River over its banks")

    desk.post(reverse("mark_breaking", args=[story.pk]), {"hours": "72"})

    assert Story.objects.get(pk=story.pk).breaking_until is None


def test_a_draft_is_not_marked(desk, draft_story, editor):
    with pytest.raises(BreakingError, match="Publish it first"):
        mark(draft_story, until=soon(), by=editor)


@pytest.mark.parametrize("role", ["reporter", "photo_editor"])
@pytest.mark.parametrize("fields", [{"hours": "1"}, {"no_longer": "1"}])
def test_who_may_not_publish_marks_nothing(request, client, breaking, role, fields, home):
    someone = request.getfixturevalue(role)
    client.force_login(someone)
    before = Story.objects.values_list("breaking_until").get(pk=breaking.pk)

    answer = client.post(reverse("mark_breaking", args=[breaking.pk]), fields)

    assert answer.status_code == 403
    assert Story.objects.values_list("breaking_until").get(pk=breaking.pk) == before
    with pytest.raises(PermissionDenied):
        mark(breaking, until=soon(), by=someone)


def test_a_reporter_s_screen_has_no_such_field(client, make_story, reporter):
    story = make_story("River over its banks", live=False, by=reporter)
    client.force_login(reporter)
    url = reverse("wagtailadmin_pages:edit", args=[story.pk])

    page = client.get(url).text
    client.post(url, story_fields("River over its banks", breaking_until=local(soon(hours=2))))

    assert 'name="breaking_until"' not in page
    assert story.get_latest_revision_as_object().breaking_until is None
