"""What readers find on the pages that are always there: about, contact, notices, and before the first issue."""

import re
from datetime import UTC, datetime

import pytest
from django.template import Context, Template

from broadsheet.masthead.models import NavigationItem, StandingPage

pytestmark = pytest.mark.django_db
NOTICES = ("404.html", "410.html", "500.html")


@pytest.fixture
def about(front):
    body = [
        ("subhead", "Who owns the Ledger"),
        ("paragraph", "<p>Readers <b>do</b>.</p><p>All of them.</p>"),
        ("list", {"items": ["<p>One</p>", "<p>Two</p>"], "numbered": True}),
    ]
    page = front.add_child(instance=StandingPage(title="About <us>", slug="about", body=body))
    page.save_revision().publish()
    return page


def test_a_standing_page_shows_what_was_written(client, about):
    page = client.get("/about/").text

    assert page.count("<h1>") == 1
    assert "About &lt;us&gt;" in page
    assert "<h2>Who owns the Ledger</h2>" in page
    assert "<p>Readers <b>do</b>.</p><p>All of them.</p>" in page
    assert re.search(r"<ol>\s*<li>", page)


def test_a_standing_page_is_linked_in_the_footer(client, about):
    footer = client.get("/contact/").text.partition("<footer")[2]

    assert '<a href="/about/">About &lt;us&gt;</a>' in footer


def test_contact_shows_every_way_to_reach_the_newsroom(client, paper, journalist):
    page = client.get("/contact/").text

    assert f'href="mailto:{paper.email}"' in page
    assert paper.phone in page
    assert paper.street_address in page
    assert f'<a href="{journalist.path}">{journalist.name}</a>' in page
    assert f'href="mailto:{journalist.email}"' in page
    assert 'id="support"' in page


def test_someone_who_has_left_is_not_on_the_contact_page(client, journalist):
    journalist.is_current = False
    journalist.save()

    assert journalist.name not in client.get("/contact/").text


def test_the_navigation_marks_where_the_reader_is(client, paper, sections):
    page = client.get("/sports/").text
    navigation = page.partition('<nav class="navigation"')[2].partition("</nav>")[0]

    assert navigation.count("aria-current") == 1
    assert '<a href="/sports/" aria-current="true">' in navigation


def test_a_page_that_is_not_public_leaves_the_navigation(client, paper, about):
    paper.navigation.add(NavigationItem(page=about, label="About"))
    paper.save()
    about.unpublish()

    assert 'href="/about/"' not in client.get("/contact/").text


def test_only_what_works_is_linked(client, published_story):
    page = client.get(published_story.permalink).text

    links = set(re.findall(r'<a [^>]*href="(/[^"#]*)', page))

    assert links
    assert [path for path in sorted(links) if client.get(path).status_code != 200] == []


def test_no_page_has_inline_styles_or_handlers(client, published_story):
    for path in ("/", "/local-news/", published_story.permalink, "/contact/", "/nowhere/"):
        page = client.get(path).text

        assert re.findall(r'<[^>]+\s(?:style|on\w+)="', page) == []
        assert "<style" not in page


@pytest.mark.parametrize("template", NOTICES)
def test_a_notice_says_what_happened_and_where_to_go(client, rf, paper, template):
    from django.shortcuts import render

    page = render(rf.get("/x/"), template).content.decode()

    assert page.count("<h1>") == 1
    assert '<a href="/">' in page
    assert 'name="robots" content="noindex"' in page


def test_before_the_first_steps_the_front_says_that_a_paper_is_being_set_up(client):
    answer = client.get("/")

    assert "being set up" in answer.text
    assert 'href="/newsroom/"' in answer.text
    assert answer["Cache-Control"] == "no-store"


def test_the_icon_is_the_letter_that_the_paper_is_filed_under(client, paper):
    assert ">L</text>" in client.get("/icon.svg").text


def test_times_are_printed_as_newspapers_do():
    when = datetime(2026, 11, 22, 13, 5, tzinfo=UTC)

    shown = Template("{% load moments %}{% moment when %}").render(Context({"when": when}))

    assert ">Nov. 22, 2026, 1:05 p.m.</time>" in shown
    assert 'datetime="2026-11-22T13:05+00:00"' in shown
