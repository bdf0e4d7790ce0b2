"""Filing the page of another system as a story of this paper."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from broadsheet.sections.models import Section
from broadsheet.stories.models import Story

pytestmark = pytest.mark.django_db

PAGES = Path(__file__).parents[3] / "tests" / "pages"
PAGE = """Ferry to stop for the winter

DUNMORE, Wis. (Union Wire) — The ferry will stop on Monday, the county said, and start again when the ice has gone.

“We have looked at the ice,” said Hanneke Oduya, who runs the landing. “It has looked at us.”

The county has paid for a bus until March, and will count who takes it before it pays for longer than that.

Nobody had asked for a bus, councilors said, but nobody had asked for the ice either, and one of them had come.
"""


def import_page(file, **options):
    out, err = StringIO(), StringIO()
    call_command("import_page", str(file), stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()


@pytest.fixture
def page(tmp_path):
    file = tmp_path / "page.txt"
    file.write_text(PAGE)
    return file


def test_a_page_is_filed_at_its_date_with_todays_rail(read, press, make_story, sections, page):
    make_story("News of today", section=sections["local-news"])

    _out, err = import_page(page, date="2016-05-19", section="wire")

    story = Story.objects.get(title="Ferry to stop for the winter")
    assert story.permalink == "/2016/05/ferry-to-stop-for-the-winter/"
    assert story.permalink in err
    assert story.agency == "Union Wire"
    shown = read(story.permalink).text
    # Of the home state: the state is left out.
    assert ">DUNMORE</span> — The ferry will stop on Monday" in shown
    assert "More in Local News" in shown
    assert "News of today" in shown
    assert "May 19, 2016" in shown
    # The page told the day and not the hour.
    assert "noon" not in shown


def test_a_page_without_a_date_becomes_a_draft_and_says_so(paper, sections, page):
    _out, err = import_page(page)

    assert not Story.objects.get().live
    assert "filed as a draft" in err


def test_a_page_keeps_the_address_it_had(read, sections, page):
    import_page(page, date="2016-05-19", permalink="/news/2016/ferry.html")

    assert read("/news/2016/ferry.html").status == 200


def test_what_was_read_is_json_alone(sections, page):
    out, _err = import_page(page, date="2016-05-19", json=True)

    read = json.loads(out)
    assert read["headline"] == "Ferry to stop for the winter"
    assert len(read["paragraphs"]) == 4
    assert {"dateline", "furniture", "rail"} <= set(read)


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"section": "Gardening"}, "There is no section “Gardening”"),
        ({"date": "19.5.2016"}, "is no date"),
        ({"permalink": "/newsroom/ferry/"}, "program's own"),
        ({"permalink": "http://elsewhere.example/x"}, "is no address"),
        ({"permalink": "/2016/13/../x/"}, "is no address"),
        ({"permalink": "/local-news/"}, "A section or page of the paper stands at"),
        ({"permalink": "/local-news"}, "A section or page of the paper stands at"),
        ({"permalink": "/local-news/page/2/"}, "is an address of the program's own"),
        ({"permalink": "/local-news/feed"}, "program's own"),
        ({"permalink": "/search/"}, "program's own"),
        ({"permalink": "/tips/x/"}, "program's own"),
        ({"permalink": "/text/ferry/"}, "program's own"),
        ({"permalink": "/2016/"}, "program's own"),
        ({"date": "2999-01-01"}, "has not come yet"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_stored(sections, page, options, sentence):
    with pytest.raises(CommandError, match=sentence):
        import_page(page, **options)

    assert not Story.objects.exists()


def test_an_address_is_never_given_twice(sections, page):
    import_page(page, date="2016-05-19", permalink="/2016/05/ferry/")

    with pytest.raises(CommandError, match="Another story stands"):
        import_page(page, date="2016-05-19", permalink="/2016/05/ferry/")

    assert Story.objects.count() == 1


def test_a_date_to_come_on_the_page_makes_it_a_draft(sections, tmp_path):
    file = tmp_path / "page.txt"
    file.write_text(PAGE.replace("winter\n\n", "winter\n\nMay 19, 2999\n\n"))

    import_page(file)

    assert not Story.objects.get().live


def test_a_story_may_keep_an_address_beneath_a_sections_name(read, sections, page):
    import_page(page, date="2016-05-19", permalink="/local-news/ferry.html")

    assert read("/local-news/ferry.html").status == 200
    assert read("/local-news/").status == 200


@pytest.mark.parametrize("address", ["/harbor/", "/harbor"])
def test_no_section_is_made_where_a_story_stands(client, front, sections, page, publisher, address):
    import_page(page, date="2016-05-19", permalink=address)
    client.force_login(publisher)

    answer = client.post(
        f"/newsroom/pages/add/sections/section/{front.pk}/",
        {"title": "Harbor", "slug": "harbor"},
    )

    assert "A story stands at this address" in answer.content.decode()
    assert not Section.objects.filter(slug="harbor").exists()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\x01\x02" * 400,
        b"\x89PNG\r\n\x1a\n" + b"x" * 200,
        b"Home\nNews\nSports\nWeather\n",
    ],
    ids=["empty", "binary", "picture", "menu"],
)
def test_a_file_without_a_story_is_refused_and_nothing_is_stored(sections, tmp_path, content):
    file = tmp_path / "page.txt"
    file.write_bytes(content)

    with pytest.raises(CommandError) as refused:
        import_page(file)

    assert len(str(refused.value).splitlines()) == 1
    assert not Story.objects.exists()


def test_a_file_too_large_to_be_a_page_is_refused_unread(sections, tmp_path):
    file = tmp_path / "page.txt"
    with file.open("wb") as large:
        large.truncate(100 * 1024 * 1024 + 1)

    with pytest.raises(CommandError, match="more than 100 megabytes"):
        import_page(file)


def test_a_missing_file_is_refused(sections, tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        import_page(tmp_path / "nothing.txt")


def test_markup_in_a_page_is_words_and_nothing_else(read, sections, tmp_path):
    file = tmp_path / "page.txt"
    file.write_text(
        PAGE.replace("The county has paid", "The <script>alert(1)</script> county has paid")
    )

    import_page(file, date="2016-05-19")

    story = Story.objects.get()
    assert "<script>alert" not in read(story.permalink).text
    assert "&lt;script&gt;alert" in read(story.permalink).text
