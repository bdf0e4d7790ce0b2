"""What is taken from readers is taken whole and at once: private sections, moves, taking down, expiry."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from broadsheet.masthead.models import StandingPage
from broadsheet.press.log import catch_up, print_owed
from broadsheet.press.models import Change
from broadsheet.press.turns import publish_scheduled
from broadsheet.sections.models import Section
from broadsheet.stories import settling
from broadsheet.stories.models import Place, Story, Topic

pytestmark = pytest.mark.django_db


def close(page) -> PageViewRestriction:
    return PageViewRestriction.objects.create(
        page=Page.objects.get(pk=page.pk), restriction_type=PageViewRestriction.LOGIN
    )


def shown(*stories) -> list[bool]:
    times = dict(Story.objects.values_list("pk", "shown_at"))
    return [times[story.pk] is not None for story in stories]


@pytest.fixture
def nested(sections) -> Section:
    return sections["sports"].add_child(instance=Section(title="High School", slug="high-school"))


# Private sections ----------------------------------------------------------------------------------
def test_a_private_sections_stories_are_hidden_in_pieces_with_a_line_for_each(
    make_story, sections, nested, monkeypatch
):
    monkeypatch.setattr(settling, "STORIES_A_TIME", 2)
    stories = [make_story(f"Story {n}", section=sections["sports"]) for n in range(3)]
    stories += [make_story("In high school", section=nested)]
    other = make_story("Elsewhere")
    Change.objects.all().delete()

    close(sections["sports"])

    lines = list(Change.objects.order_by("pk"))
    assert [line.kind for line in lines] == ["hidden", "hidden", "hidden"]
    assert lines[0].source == sections["sports"].source, "the section itself comes first"
    named = {source for line in lines for source in line.touches}
    assert {story.source for story in stories} <= named
    assert shown(*stories, other) == [False, False, False, False, True]


def test_hiding_a_section_costs_the_same_few_queries_for_each_piece(make_story, sections):
    for number in range(12):
        make_story(f"Story {number}", section=sections["sports"])
    make_story("Alone", section=sections["opinion"])

    with CaptureQueriesContext(
        connection,
    ) as for_one:
        close(sections["opinion"])
    with CaptureQueriesContext(connection) as for_many:
        close(sections["sports"])

    assert len(for_many) == len(for_one)


def test_nothing_private_is_on_the_shelf_though_no_page_could_be_printed(
    read, press, make_story, sections, settings, monkeypatch
):
    stories = [make_story(f"Secret {n}", section=sections["sports"]) for n in range(4)]
    other = make_story("Public")
    when = stories[0].first_published_at
    paths = ["/", "/feed/", "/sports/", "/sports/feed/", f"/{when:%Y/%m}/", other.permalink]
    paths += [story.permalink for story in stories]
    press.print_all()
    for path in paths:
        assert read(path).status == 200
    settings.PRESS_AT_ONCE = 0

    close(sections["sports"])
    catch_up()

    left = [path for path in paths if press.has(f"localhost{path}")]
    assert [path for path in left if "Secret" in read(path).text] == []
    assert not any(press.has(f"localhost{story.permalink}") for story in stories)
    assert not any("Secret" in read(path).text for path in paths)
    assert read(other.permalink).status == 200


def test_an_open_section_shows_its_stories_again_as_they_were(read, press, make_story, sections):
    when = datetime(2016, 5, 19, 12, 0, tzinfo=UTC)
    story = make_story("Ferry stops", section=sections["sports"], published=when)
    alone = make_story("Private by itself", section=sections["sports"])
    draft = make_story("Draft", section=sections["sports"], live=False)
    down = make_story("Taken down", section=sections["sports"])
    down.unpublish()
    close(alone)
    restriction = close(sections["sports"])
    press.print_all()
    assert read("/sports/").status != 200

    restriction.delete()
    press.print_all()

    assert shown(story, alone, draft, down) == [True, False, False, False]
    assert Story.objects.get(pk=story.pk).shown_at == when
    assert "Ferry stops" in read("/sports/page/1/").text
    assert "Ferry stops" in read("/2016/05/").text


def test_a_nested_private_section_stays_private_when_the_one_above_is_opened(
    make_story, sections, nested
):
    above, below = make_story("Above", section=sections["sports"]), make_story("B", section=nested)
    close(nested)
    restriction = close(sections["sports"])

    restriction.delete()

    assert shown(above, below) == [True, False]


def test_a_correction_is_shown_again_with_its_story(read, press, make_story, sections, editor):
    from broadsheet.stories.corrections import correct

    story = make_story("Put right", section=sections["sports"])
    correct(story, wrong="It was Monday.", right="It was Tuesday.", editor=None)
    press.print_all()
    assert "Put right" in read("/corrections/").text

    restriction = close(sections["sports"])
    press.print_all()
    assert "Put right" not in read("/corrections/").text

    restriction.delete()
    press.print_all()
    assert "Put right" in read("/corrections/").text


def test_making_a_section_private_on_its_screen_is_whole_or_nothing(
    client, publisher, make_story, sections, monkeypatch
):
    story = make_story("Secret", section=sections["sports"])
    client.force_login(publisher)
    client.raise_request_exception = False
    url = reverse("wagtailadmin_pages:set_privacy", args=[sections["sports"].pk])
    fields = {"restriction_type": "login"}

    with monkeypatch.context() as patch:
        patch.setattr(settling, "hide", lambda *_args: 1 / 0)
        assert client.post(url, fields).status_code == 500
    assert not PageViewRestriction.objects.exists()

    assert client.post(url, fields).status_code == 200
    assert PageViewRestriction.objects.exists()
    assert shown(story) == [False]


# Moves ---------------------------------------------------------------------------------------------
def test_a_section_moved_under_a_private_one_takes_its_stories_from_readers(
    read, press, make_story, sections, nested
):
    story = make_story("Herons win", section=nested)
    assert "Herons win" in read("/").text
    close(sections["opinion"])

    nested.move(sections["opinion"], pos="last-child")
    press.print_all()

    assert shown(story) == [False]
    assert "Herons win" not in read("/").text
    assert read(story.permalink).status != 200

    sports = Section.objects.get(pk=sections["sports"].pk)
    Section.objects.get(pk=nested.pk).move(sports, pos="last-child")
    press.print_all()

    assert shown(story) == [True]
    assert "Herons win" in read("/").text
    assert read(story.permalink).status == 200


def test_a_move_that_fails_at_its_end_has_not_happened(make_story, sections, nested, monkeypatch):
    make_story("Herons win", section=nested)
    close(sections["opinion"])
    monkeypatch.setattr(settling, "hide", lambda *_args: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        nested.move(sections["opinion"], pos="last-child")

    assert Page.objects.get(pk=nested.pk).get_parent().pk == sections["sports"].pk


def test_moving_a_section_saves_no_story_of_it(make_story, sections, nested):
    for number in range(8):
        make_story(f"Story {number}", section=nested)

    with CaptureQueriesContext(connection) as queries:
        nested.move(sections["opinion"], pos="last-child")

    written = [one["sql"] for one in queries if one["sql"].startswith('UPDATE "stories_story"')]
    assert written == []


def test_a_moved_sections_stories_change_their_numbered_pages(
    read, press, make_story, sections, nested
):
    own = make_story("Own news", section=sections["sports"])
    stories = [make_story(f"Herons win {n}", section=nested) for n in range(3)]
    stories[1].unpublish()
    press.print_all()
    assert "Herons win 0" in read("/sports/page/1/").text

    nested.move(sections["opinion"], pos="last-child")
    press.print_all()

    assert "Herons win" not in read("/sports/page/1/").text
    assert "Own news" in read("/sports/page/1/").text
    assert "Herons win 0" in read("/opinion/page/1/").text
    assert "Herons win 0" in read("/opinion/high-school/page/1/").text
    assert "Herons win 1" not in read("/opinion/page/1/").text
    places = Place.objects.filter(of=Place.Of.SECTION)
    assert places.filter(key=sections["sports"].pk).get().story_id == own.pk
    assert places.filter(key=sections["opinion"].pk).count() == 2


def test_a_story_that_was_never_shown_gets_its_numbers_when_its_section_is_opened(
    read, press, make_story, sections, nested
):
    restriction = close(sections["sports"])
    topic = Topic.objects.create(name="Ferries", slug="ferries")
    story = make_story("Herons win", section=nested, topics=[topic])
    known = make_story("Seen before", section=sections["opinion"])
    before = list(known.places.values_list("number", flat=True))
    assert not story.places.exists()

    restriction.delete()
    press.print_all()

    wanted = {(1, nested.pk), (1, sections["sports"].pk), (2, topic.pk)}
    assert set(story.places.values_list("of", "key")) == wanted
    assert list(known.places.values_list("number", flat=True)) == before
    for path in ("/sports/page/1/", "/sports/high-school/page/1/", "/topics/ferries/"):
        assert "Herons win" in read(path).text


def test_a_section_that_was_closed_and_opened_keeps_its_numbers(make_story, sections):
    stories = [make_story(f"Story {n}", section=sections["sports"]) for n in range(3)]
    before = [story.places.get().number for story in stories]

    close(sections["sports"]).delete()

    assert [story.places.get().number for story in stories] == before


# Deletions -----------------------------------------------------------------------------------------
@pytest.mark.parametrize("of", ["story", "section"])
def test_a_private_page_can_be_deleted(client, publisher, read, press, make_story, nested, of):
    page = make_story("Secret", section=nested) if of == "story" else nested
    path = page.permalink if of == "story" else "/sports/high-school/"
    close(page)
    press.print_all()
    client.force_login(publisher)

    answer = client.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))
    press.print_all()

    assert answer.status_code == 302
    assert not Page.objects.filter(pk=page.pk).exists()
    assert not PageViewRestriction.objects.exists()
    assert read(path).status == 410


# Taking down ---------------------------------------------------------------------------------------
@pytest.mark.parametrize("by", ["itself", "its plain page"])
@pytest.mark.parametrize("of", ["section", "standing page"])
def test_a_page_that_is_taken_down_leaves_the_shelf_though_its_printing_fails(
    read, press, sections, front, monkeypatch, of, by
):
    page = sections["sports"]
    if of == "standing page":
        page = front.add_child(instance=StandingPage(title="About us", slug="about"))
    path = f"/{page.slug}/"
    press.print_all()
    assert read(path).status == 200
    monkeypatch.setattr("broadsheet.masthead.views.page_at", lambda *_args: 1 / 0)

    (page if by == "itself" else Page.objects.get(pk=page.pk)).unpublish()
    press.print_all()

    assert not press.has(f"localhost{path}")


def test_a_saved_page_stays_on_the_shelf_when_its_printing_fails(
    read, press, sections, monkeypatch
):
    press.print_all()
    assert read("/sports/").status == 200
    monkeypatch.setattr("broadsheet.masthead.views.page_at", lambda *_args: 1 / 0)

    sections["sports"].save_revision().publish()
    press.print_all()

    assert press.has("localhost/sports/")


# Expiry --------------------------------------------------------------------------------------------
def test_expiry_is_whole_or_nothing(make_story, monkeypatch):
    story = make_story("For a while", expire_at=timezone.now() + timedelta(days=1))
    Page.objects.filter(pk=story.pk).update(expire_at=timezone.now() - timedelta(minutes=1))

    with monkeypatch.context() as patch:
        patch.setattr("broadsheet.stories.publishing.note_story", lambda *_a, **_k: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            publish_scheduled()
    assert Page.objects.get(pk=story.pk).live, "a second try finds it again"

    publish_scheduled()
    assert not Page.objects.get(pk=story.pk).live
    assert shown(story) == [False]


def test_what_waits_for_the_worker_is_printed_without_what_is_private(
    read, press, make_story, sections, settings
):
    other = make_story("Public")
    make_story("Secret", section=sections["sports"])
    press.print_all()
    read("/"), read(other.permalink)
    settings.PRESS_AT_ONCE = 0

    close(sections["sports"])
    catch_up()
    for _ in range(20):
        print_owed()

    assert "Secret" not in read("/").text
    assert "Public" in read("/").text
