"""What broke in the press's trial, each held here: changes that reach readers in unusual ways."""

import pytest
from django.core.exceptions import FieldDoesNotExist
from wagtail.models import Page, PageViewRestriction

from broadsheet.press.log import catch_up, print_owed, this_shelf
from broadsheet.press.models import Change
from broadsheet.stories.models import Story

pytestmark = pytest.mark.django_db


def pages_that_show(read, words, paths):
    return [path for path in paths if words in read(path).text]


@pytest.fixture
def everywhere(read, press, published_story):
    """Every kind of page that shows one story, printed."""
    press.print_all()
    when = published_story.first_published_at
    paths = [
        "/",
        "/local-news/",
        "/feed/",
        "/local-news/feed/",
        f"/{when:%Y/%m}/",
        published_story.permalink,
    ]
    for path in paths:
        assert read(path).status == 200
    return paths


def test_a_new_headline_shows_everywhere_and_the_old_one_nowhere(
    read, press, published_story, everywhere
):
    published_story.title = "Sturgeon seen at the landing"
    published_story.save_revision().publish()
    press.print_all()

    assert pages_that_show(read, "Ferry runs again after repairs", everywhere) == []
    assert pages_that_show(read, "Sturgeon seen at the landing", everywhere) == everywhere


def test_an_unpublished_story_is_gone_everywhere(read, press, published_story, everywhere):
    published_story.unpublish()
    press.print_all()

    assert read(published_story.permalink).status == 410
    assert pages_that_show(read, published_story.title, everywhere) == []


def test_a_deleted_story_is_gone_everywhere(read, press, published_story, everywhere):
    Page.objects.get(pk=published_story.pk).delete()
    press.print_all()

    assert read(published_story.permalink).status == 410
    assert pages_that_show(read, "Ferry runs again after repairs", everywhere) == []


@pytest.mark.parametrize("kind", [PageViewRestriction.LOGIN, PageViewRestriction.PASSWORD])
@pytest.mark.parametrize("of", ["story", "section"])
def test_a_story_made_private_leaves_every_page_at_once(
    read, press, sections, published_story, everywhere, kind, of
):
    page = published_story if of == "story" else sections["local-news"]
    restriction = PageViewRestriction.objects.create(
        page=page.page_ptr, restriction_type=kind, password="x"
    )
    press.print_all()

    shown = [path for path in everywhere if published_story.title in read(path).text]
    assert shown == []
    assert not read(published_story.permalink).is_printed

    restriction.delete()
    press.print_all()
    assert read(published_story.permalink).status == 200
    assert published_story.title in read("/").text


def test_a_moved_story_keeps_its_address_and_changes_its_rails(
    read, press, sections, published_story, make_story
):
    make_story("The Herons rest", section=sections["sports"])
    read(published_story.permalink)
    assert published_story.title in read("/local-news/").text

    published_story.move(sections["sports"], pos="last-child")
    press.print_all()

    moved = Story.objects.get(pk=published_story.pk)
    assert moved.permalink == published_story.permalink
    assert moved.home_section_id == sections["sports"].pk
    assert published_story.title not in read("/local-news/").text
    assert published_story.title in read("/sports/").text
    assert "More in Sports" in read(moved.permalink).text


def test_a_moved_section_takes_its_stories_along(read, press, sections, make_story):
    nested = sections["sports"].add_child(
        instance=type(sections["sports"])(title="High School", slug="high-school")
    )
    story = make_story("Herons win", section=nested)
    assert "Herons win" in read("/sports/").text

    nested.move(sections["opinion"], pos="last-child")
    press.print_all()

    assert "Herons win" not in read("/sports/").text
    assert "Herons win" in read("/opinion/").text
    assert read("/sports/high-school/").status == 301
    assert read(story.permalink).status == 200


def test_a_copied_story_is_a_draft_without_an_address(published_story):
    copy = published_story.copy(update_attrs={"title": "A copy"}, keep_live=False).specific

    assert copy.permalink is None
    assert copy.shown_at is None
    assert copy.slug != published_story.slug


def test_a_renamed_section_is_renamed_on_every_page(
    read, press, sections, published_story, everywhere
):
    section = sections["local-news"]
    section.title = "Around Town"
    section.save_revision().publish()
    press.print_all()

    for path in ("/", "/local-news/", published_story.permalink):
        assert "Around Town" in read(path).text
        assert "Local News" not in read(path).text


def test_a_photo_caption_changes_on_every_page_that_shows_it(read, press, make_story, make_photo):
    photo = make_photo("The old caption.")
    story = make_story("With a photo", photo=photo)
    other = make_story("Another")
    assert "The old caption." in read(story.permalink).text
    assert "The old caption." in read(other.permalink).text

    photo.caption = "The new caption."
    photo.save()
    press.print_all()

    for path in (story.permalink, other.permalink):
        assert "The new caption." in read(path).text
        assert "The old caption." not in read(path).text


def test_a_journalists_new_name_stands_over_old_stories(read, press, make_story, journalist):
    story = make_story("Signed", bylines=[journalist])
    assert "Odalys Brandt" in read(story.permalink).text

    journalist.name = "Odalys Brandt-Oduya"
    journalist.save()
    press.print_all()

    assert "Odalys Brandt-Oduya" in read(story.permalink).text


def test_the_papers_new_name_stands_on_every_page(read, press, paper, published_story, everywhere):
    paper.name = "The Larkmere Courier"
    paper.save()
    press.print_all()

    assert pages_that_show(read, "The Larkmere Courier", everywhere[:2]) == everywhere[:2]
    assert "The Larkmere Ledger" not in read(published_story.permalink).text


def test_a_new_name_of_the_paper_prints_parts_and_no_story(read, press, paper, published_story):
    press.print_all()
    read(published_story.permalink)
    before = this_shelf().printed_at(f"localhost{published_story.permalink}")

    paper.motto = "Another motto"
    paper.save()
    press.print_all()

    assert this_shelf().printed_at(f"localhost{published_story.permalink}") == before


def test_one_page_that_fails_stops_neither_the_editor_nor_the_others(
    read, press, make_story, everywhere, monkeypatch
):
    from broadsheet.archive import views

    def breaks(*_args, **_kwargs):
        raise RuntimeError("template broke")

    monkeypatch.setattr(views, "headlines_of", breaks)
    make_story("Published all the same")
    press.print_all()

    assert "Published all the same" in read("/").text
    month = f"localhost{everywhere[4]}"
    assert [holder for holder, _why, _tries in this_shelf().failures()] == [month]
    assert read(everywhere[4]).status == 200, "the old copy stays"

    monkeypatch.undo()
    this_shelf().connection.execute("UPDATE failed SET next_try = 0")
    print_owed()
    assert this_shelf().failures() == []
    assert "Published all the same" in read(everywhere[4]).text


def test_a_site_that_fails_leaves_readers_the_old_page(read, press, published_story, monkeypatch):
    press.print_all()
    before = read(published_story.permalink).body

    monkeypatch.setattr("broadsheet.stories.models.Story.get_context", lambda *_a, **_k: 1 / 0)
    published_story.title = "Never rendered"
    published_story.save_revision().publish()
    press.print_all()

    assert read(published_story.permalink).body == before


def test_what_reaches_many_pages_is_printed_by_the_worker(
    read, press, make_story, journalist, settings
):
    settings.PRESS_AT_ONCE = 3
    stories = [make_story(f"Story {n}", bylines=[journalist]) for n in range(6)]
    for story in stories:
        read(story.permalink)

    journalist.name = "Another Name"
    journalist.save()
    catch_up()
    owed = this_shelf().owed(100)

    assert len(owed) >= 4
    while print_owed(2):
        pass
    assert all("Another Name" in read(story.permalink).text for story in stories)


def test_what_is_withdrawn_does_not_wait_for_the_worker(read, press, make_story, settings):
    stories = [make_story(f"Story {n}") for n in range(6)]
    for story in stories:
        read(story.permalink)
    settings.PRESS_AT_ONCE = 1

    stories[0].unpublish()
    catch_up()

    shown = this_shelf().holders([stories[0].source])
    still_there = {holder for holder in shown if this_shelf().has(holder)}
    assert not any("Story 0" in read(story.permalink).text for story in stories[1:])
    assert still_there <= {f"localhost{stories[0].permalink}"}


def test_the_shown_lists_change_only_when_a_story_enters_or_leaves(make_story):
    story = make_story("Old news")
    Change.objects.all().delete()

    story.deck = "A better deck."
    story.save_revision().publish()

    touched = Change.objects.get().touches
    assert touched == [story.source]


def test_a_draft_writes_nothing_in_the_log(draft_story):
    Change.objects.all().delete()

    draft_story.title = "Still a draft"
    draft_story.save_revision()

    assert not Change.objects.exists()


def test_the_printer_is_never_handed_the_page_it_printed_before(read, press, published_story):
    read(published_story.permalink)
    published_story.title = "New words"
    published_story.save_revision().publish()

    press.print_all()

    assert "New words" in read(published_story.permalink).text


def test_no_header_of_a_reader_can_pretend_to_be_the_press(client, published_story):
    answer = client.get(
        published_story.permalink, headers={"press-cut-mark": "x", "press_cut_mark": "x"}
    )

    assert "\x02" not in answer.text
    assert "Talk to us" in answer.text


def test_a_story_has_no_field_that_hides_its_section():
    with pytest.raises(FieldDoesNotExist):
        Story._meta.get_field("section_id")


def test_a_caption_within_the_text_changes_each_time_it_is_changed(
    read, press, make_story, make_photo
):
    photo = make_photo("The old caption.")
    story = make_story(body=[("photo", {"photo": photo, "caption": "", "alt_text": ""})])
    paths = [story.permalink, f"/text{story.permalink}", "/feed/"]
    for caption in ("First caption.", "Second caption.", "Third caption."):
        photo.caption = caption
        photo.save()
        press.print_all()

        assert pages_that_show(read, caption, paths) == paths
