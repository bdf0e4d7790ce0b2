"""What search engines are told of the paper's addresses."""

from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.utils import timezone

from broadsheet.feeds import sitemaps
from broadsheet.stories.corrections import correct
from broadsheet.stories.lists import months_with_stories

pytestmark = pytest.mark.django_db
ROOT = "http://localhost"
SITEMAP = f"{{{sitemaps.SITEMAP}}}"
NEWS = f"{{{sitemaps.NEWS}}}"
NOVEMBER = datetime(2026, 11, 10, 12, tzinfo=UTC)


def tree(answer):
    assert answer.status == 200
    assert answer.headers["content-type"] == "application/xml; charset=utf-8"
    assert len(answer.body) < 50 * 1024 * 1024
    return ElementTree.fromstring(answer.body)


def places(answer):
    return [place.text for place in tree(answer).iter(f"{SITEMAP}loc")]


def lastmod(answer):
    return {url[0].text: url.findtext(f"{SITEMAP}lastmod") for url in tree(answer)}


def test_the_index_names_a_file_for_each_month_with_stories(read, make_story):
    for published in (NOVEMBER, NOVEMBER - timedelta(days=3), datetime(1998, 2, 3, tzinfo=UTC)):
        make_story(published=published)

    answer = read("/sitemap.xml")

    assert answer.is_printed
    assert tree(answer).tag == f"{SITEMAP}sitemapindex"
    assert places(answer) == [
        f"{ROOT}/sitemap-pages.xml",
        f"{ROOT}/sitemap-2026-11.xml",
        f"{ROOT}/sitemap-1998-02.xml",
    ]
    assert all(read(place.removeprefix(ROOT)).status == 200 for place in places(answer))


def test_months_are_those_of_the_papers_own_clock(read, make_story):
    # In Larkmere it is still the evening of October 31.
    story = make_story(published=datetime(2026, 11, 1, 3, tzinfo=UTC))

    assert f"{ROOT}/sitemap-2026-10.xml" in places(read("/sitemap.xml"))
    assert places(read("/sitemap-2026-10.xml")) == [ROOT + story.permalink]
    assert read("/sitemap-2026-11.xml").status == 404


def test_months_are_found_with_one_question_each(make_story, django_assert_num_queries):
    for month in range(1, 6):
        for day in (1, 9):
            make_story(published=datetime(2026, month, day, 12, tzinfo=UTC))

    with django_assert_num_queries(6):
        assert len(months_with_stories()) == 5


def test_a_month_says_when_each_story_last_changed(read, make_story):
    corrected = make_story("Corrected", published=NOVEMBER)
    made_at = NOVEMBER + timedelta(days=1)
    correct(corrected, wrong="Not so.", right="So.", editor=None, made_at=made_at)
    plain = make_story("Plain", published=NOVEMBER)

    assert lastmod(read("/sitemap-2026-11.xml")) == {
        ROOT + corrected.permalink: "2026-11-11T06:00:00-06:00",
        ROOT + plain.permalink: "2026-11-10T06:00:00-06:00",
    }


def test_publishing_again_without_an_update_is_no_change_to_search_engines(read, press, make_story):
    story = make_story(published=NOVEMBER)
    before = lastmod(read("/sitemap-2026-11.xml"))
    story.deck = "A comma, mended."
    story.save_revision().publish()
    press.print_all()

    assert lastmod(read("/sitemap-2026-11.xml")) == before


def test_a_story_kept_from_search_engines_is_left_out_until_an_editor_lets_it_in(
    read, press, make_story
):
    story = make_story(published=NOVEMBER, noindex=True)
    assert places(read("/sitemap-2026-11.xml")) == []

    story.noindex = False
    story.save_revision().publish()
    press.print_all()

    assert places(read("/sitemap-2026-11.xml")) == [ROOT + story.permalink]


def test_a_late_story_enters_its_month(read, press, make_story):
    make_story("First", published=NOVEMBER)
    read("/sitemap-2026-11.xml")
    make_story("Second", published=NOVEMBER + timedelta(hours=1))
    press.print_all()

    assert len(places(read("/sitemap-2026-11.xml"))) == 2


def test_a_file_holds_no_more_than_search_engines_take(read, make_story, monkeypatch):
    monkeypatch.setattr(sitemaps, "MOST_ADDRESSES", 2)
    for number in range(3):
        make_story(f"Story {number}", published=NOVEMBER)

    assert len(places(read("/sitemap-2026-11.xml"))) == 2


def test_a_month_before_newspapers_is_not_found(read, paper):
    assert [
        read(f"/sitemap-{month}.xml").status for month in ("0000-01", "9999-12", "1800-01")
    ] == [404] * 3


def test_pages_that_are_no_stories_have_a_file_of_their_own(read, sections, journalist):
    assert places(read("/sitemap-pages.xml")) == [
        f"{ROOT}/",
        *[f"{ROOT}/{slug}/" for slug in sections],
        f"{ROOT}/people/odalys-brandt/",
        f"{ROOT}/contact/",
        f"{ROOT}/corrections/",
    ]


def test_a_private_section_is_not_told(read, press, sections):
    from wagtail.models import PageViewRestriction

    read("/sitemap-pages.xml")
    PageViewRestriction.objects.create(
        page=sections["sports"], restriction_type=PageViewRestriction.LOGIN
    )
    press.print_all()

    assert f"{ROOT}/sports/" not in places(read("/sitemap-pages.xml"))
    assert read("/sports/feed/").status == 404


def test_the_news_sitemap_tells_the_last_two_days(read, make_story):
    now = timezone.now().replace(microsecond=0)
    story = make_story("Ferry & bridge <both>", published=now - timedelta(hours=47))
    make_story("Last week", published=now - timedelta(hours=49))
    make_story("Kept out", noindex=True)

    [url] = tree(read("/news-sitemap.xml"))

    assert url.findtext(f"{SITEMAP}loc") == ROOT + story.permalink
    news = url.find(f"{NEWS}news")
    assert news.findtext(f"{NEWS}publication/{NEWS}name") == "The Larkmere Ledger"
    assert news.findtext(f"{NEWS}publication/{NEWS}language") == "en"
    assert news.findtext(f"{NEWS}title") == "Ferry & bridge <both>"
    when = datetime.fromisoformat(news.findtext(f"{NEWS}publication_date"))
    assert (when, when.utcoffset()) == (story.first_published_at, timedelta(hours=-6))


def test_the_papers_name_stands_in_the_news_sitemap_without_brackets(read, paper, published_story):
    paper.name = "The Ledger (Larkmere, Wis.)"
    paper.save()

    [name] = tree(read("/news-sitemap.xml")).iter(f"{NEWS}name")

    assert name.text == "The Ledger"


def test_the_news_sitemap_may_be_empty(read, paper):
    assert list(tree(read("/news-sitemap.xml"))) == []


def test_the_news_sitemap_holds_at_most_as_many_as_search_engines_take(
    read, make_story, monkeypatch
):
    monkeypatch.setattr(sitemaps, "MOST_NEWS", 2)
    for number in range(3):
        make_story(f"Story {number}")

    assert len(tree(read("/news-sitemap.xml"))) == 2


def test_the_news_sitemap_is_printed_again_when_its_oldest_story_leaves(paper, make_story):
    from broadsheet.press.recorder import recording

    now = timezone.now()
    make_story(published=now - timedelta(hours=1))
    oldest = make_story(published=now - timedelta(hours=40))

    with recording() as recorder:
        sitemaps.news_now(now, paper.site)

    leaves = oldest.first_published_at + timedelta(days=2)
    assert leaves < recorder.print_again_at < leaves + timedelta(seconds=2)


def test_robots_are_sent_to_the_sitemaps_and_kept_from_the_newsroom(read, paper):
    answer = read("/robots.txt")

    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.text == (
        "User-agent: *\n"
        "Disallow: /newsroom/\n"
        "Disallow: /display/\n"
        "\n"
        "Sitemap: http://localhost/sitemap.xml\n"
        "Sitemap: http://localhost/news-sitemap.xml\n"
    )


def test_nothing_is_told_of_a_paper_that_is_being_set_up(client, db):
    paths = ["/feed/", "/sitemap.xml", "/sitemap-pages.xml", "/news-sitemap.xml", "/robots.txt"]

    assert [client.get(path).status_code for path in paths] == [404] * 5
