"""What ends among a month's headlines, and what is filled or emptied between two months."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from wagtail.models import Page

from broadsheet.press.log import print_owed
from broadsheet.press.models import Change
from broadsheet.stories.models import Story
from broadsheet.stories.months import MONTHS

pytestmark = pytest.mark.django_db


def in_month(year: int, month: int, day: int = 15) -> datetime:
    return datetime(year, month, day, 18, 0, tzinfo=UTC)


def test_a_distant_month_that_is_filled_or_emptied_is_found_from_its_neighbours(
    read, press, make_story
):
    make_story("Old", published=in_month(2001, 3))
    make_story("New", published=in_month(2016, 5))
    press.print_all()
    assert 'href="/2001/03/"' in read("/2016/05/").text

    between = make_story("Between", published=in_month(2009, 9))
    press.print_all()
    assert 'href="/2009/09/"' in read("/2016/05/").text
    assert 'href="/2009/09/"' in read("/2001/03/").text

    between.unpublish()
    press.print_all()
    assert 'href="/2009/09/"' not in read("/2016/05/").text


def test_months_are_printed_anew_only_when_one_is_filled_or_emptied(make_story):
    make_story("First", published=in_month(2016, 5))
    Change.objects.all().delete()

    # Late on May 31 in Larkmere is June in Greenwich: no new month.
    second = make_story("Second", published=datetime(2016, 6, 1, 3, 0, tzinfo=UTC))
    second.unpublish()
    assert not any(MONTHS in line.touches for line in Change.objects.all())

    make_story("Third", published=in_month(2016, 6))
    assert any(MONTHS in line.touches for line in Change.objects.all())


def test_a_renamed_section_is_renamed_on_month_pages(read, press, make_story, sections):
    make_story("Herons win", section=sections["sports"], published=in_month(2016, 5))
    assert "Sports" in read("/2016/05/").text

    sections["sports"].title = "Games"
    sections["sports"].save_revision().publish()
    press.print_all()
    while print_owed():
        pass

    page = read("/2016/05/").text
    assert "Games" in page.partition("Herons win")[0][-800:] + page.partition("Herons win")[2][:800]


@pytest.fixture
def ended(make_story) -> Story:
    """A story whose end has come, while the worker is down."""
    return make_story("Fair on Sunday", expire_at=timezone.now() + timedelta(days=1))


def end_now(story: Story) -> None:
    """Let a story's end come without anybody hearing of it."""
    Page.objects.filter(pk=story.pk).update(expire_at=timezone.now() - timedelta(seconds=1))


def test_what_shows_a_headline_that_ends_is_refused_from_that_moment(
    read, press, make_story, ended
):
    other = make_story("Ferry")
    other.related.create(other=ended)
    other.save_revision().publish()
    press.print_all()
    when = timezone.localtime(ended.shown_at)
    for path in (f"/{when:%Y/%m}/", f"/sitemap-{when:%Y-%m}.xml", "/news-sitemap.xml"):
        read(path)
    read(other.permalink)

    for path in (
        f"/{when:%Y/%m}/",
        f"/sitemap-{when:%Y-%m}.xml",
        "/news-sitemap.xml",
        other.permalink,
    ):
        row = press.shelf.connection.execute(
            "SELECT not_after FROM sheet WHERE address = ?", (f"localhost{path}",)
        ).fetchone()
        assert row[0] == pytest.approx(ended.expire_at.timestamp()), path


def test_what_has_ended_is_in_no_list_while_the_worker_is_down(read, press, make_story, ended):
    from broadsheet.stories.corrections import correct

    other = make_story("Ferry")
    other.related.create(other=ended)
    correct(ended, wrong="It is on Monday.", right="It is on Sunday.", editor=None)
    other.save_revision().publish()
    when = timezone.localtime(ended.shown_at)

    end_now(ended)
    press.print_all()

    for path in (
        f"/{when:%Y/%m}/",
        f"/sitemap-{when:%Y-%m}.xml",
        "/news-sitemap.xml",
        "/corrections/",
    ):
        answer = read(path)
        assert answer.status == 200
        assert "Fair on Sunday" not in answer.text, path
        assert ended.permalink not in answer.text, path
    assert "Fair on Sunday" not in read(other.permalink).text
