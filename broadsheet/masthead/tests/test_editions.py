"""The text-only edition: which pages have a twin, where its links lead, and what it weighs."""

import gzip
from datetime import UTC, datetime

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from wagtail.models import Site

from broadsheet.masthead.editions import text_path, with_text_links
from broadsheet.masthead.locale import paper_locale
from broadsheet.masthead.models import Paper, StandingPage
from broadsheet.masthead.styles import text_style_path, text_styles
from broadsheet.press.twins import is_whole_paper_in_text

pytestmark = pytest.mark.django_db
KIB = 1024


@pytest.fixture
def about(front):
    page = StandingPage(
        title="About the Ledger", slug="about", body=[("paragraph", "<p>Since 1897.</p>")]
    )
    return front.add_child(instance=page)


@pytest.fixture
def kinds(make_story, make_photo, journalist, about, front):
    """An address of each kind of page, among enough stories to fill a rail."""
    for number in range(14):
        make_story(f"Council hears report number {number}", published=at(number))
    story = make_story(
        "Ferry runs again after repairs", bylines=[journalist], photo=make_photo(), published=at(50)
    )
    return {
        "front": "/",
        "section": "/local-news/",
        "story": story.permalink,
        "journalist": "/people/odalys-brandt/",
        "month": "/2026/11/",
        "contact": "/contact/",
        "corrections": "/corrections/",
        "standing page": about.url,
    }


def at(minute):
    return datetime(2026, 11, 21, 12, minute, tzinfo=UTC)


def soup(answer):
    return BeautifulSoup(answer.text, "html.parser")


def test_every_kind_of_page_has_a_twin_and_each_leads_to_the_other(read, kinds):
    for kind, path in kinds.items():
        full, text = soup(read(path)), soup(read(f"/text{path}"))

        assert full.find("a", class_="text-only")["href"] == f"/text{path}", kind
        assert text.find("a", rel="alternate")["href"] == path, kind
        assert text.find("link", rel="canonical")["href"] == f"http://localhost{path}", kind
        assert full.h1.get_text(strip=True) == text.h1.get_text(strip=True), kind


def test_a_twin_is_printed_and_asks_for_nothing_but_one_small_style_file(read, kinds):
    for kind, path in kinds.items():
        answer = read(f"/text{path}")
        page = soup(answer)

        assert answer.status == 200, kind
        assert answer.is_printed, kind
        assert page.find_all(["img", "script", "video", "audio", "iframe", "picture"]) == [], kind
        loads = [link["href"] for link in page.find_all("link") if "stylesheet" in link["rel"]]
        assert loads == [text_style_path()], kind
        assert page.find_all("link", rel="preload") == [], kind


def test_a_twin_weighs_ten_kib_at_most(read, kinds):
    weights = {kind: len(read(f"/text{path}").body) for kind, path in kinds.items()}

    assert {kind: weight for kind, weight in weights.items() if weight > 10 * KIB} == {}


def test_the_style_of_the_text_edition_has_one_kib_at_most(read):
    answer = read(text_style_path())

    assert len(answer.body) <= KIB
    assert answer.body.decode() == text_styles()
    assert "url(" not in answer.text
    assert "immutable" in answer.headers["cache-control"]
    assert read("/text-0123456789ab.css").status == 404


def test_links_within_the_text_edition_stay_in_it(read, kinds):
    for kind, path in kinds.items():
        page = soup(read(f"/text{path}"))
        links = [a["href"] for a in page.find_all("a") if a["href"].startswith("/")]

        assert len(links) > 5, kind
        assert [link for link in links if not link.startswith("/text/")] == [path], kind


def test_every_link_of_the_text_edition_leads_somewhere(read, kinds):
    links = {
        a["href"].partition("#")[0]
        for path in kinds.values()
        for a in soup(read(f"/text{path}")).find_all("a")
        if a["href"].startswith("/")
    }

    assert {link for link in links if read(link).status != 200} == set()


@pytest.mark.parametrize(
    "path",
    [
        "newsroom/",
        "newsroom/login/",
        "text/",
        "text/contact/",
        "feed/",
        "local-news/feed/",
        "sitemap.xml",
        "robots.txt",
        "icon.svg",
        "display/",
        "display.css",
        "media/x.webp",
        "!/404/",
        "!/text/404/",
        "no-such-page/",
    ],
)
def test_what_is_no_page_has_no_twin(read, paper, path):
    answer = read(f"/text/{path}")

    assert answer.status == 404
    assert not read(f"/text/{path}", method="POST").is_printed
    assert Client().post(f"/text/{path}", headers={"host": "localhost"}).status_code in (403, 405)


@pytest.mark.parametrize("path", ["/!/13/", "/!/text/13/", "/!/text/13"])
def test_a_notice_of_no_such_kind_is_nothing_at_all(read, paper, path):
    assert read(path).status == 404


def test_nothing_is_printed_there_in_words_and_in_text(read, paper):
    page = soup(read("/text/no-such-page/"))

    assert page.h1.get_text() == "Nothing is printed at this address"
    assert page.find("meta", attrs={"name": "robots"})["content"] == "noindex"
    assert page.find("a", string="the front page")["href"] == "/text/"
    assert soup(read("/no-such-page/")).find("a", class_="skip")
    assert soup(read("/no-such-page/")).find("link", rel="preload")


def test_django_says_in_text_too_that_nothing_is_there(paper):
    answer = Client().get("/text/no-such-page/", headers={"host": "localhost"})

    assert answer.status_code == 404
    assert "text-" in answer.text
    assert "preload" not in answer.text


def test_a_page_that_has_moved_is_followed_in_text(read, press, sections):
    section = sections["sports"]
    section.slug = "games"
    section.save_revision().publish()
    press.print_all()

    answer = read("/text/sports/")

    assert answer.status == 301
    assert answer.headers["location"] == "/text/games/"
    assert read("/text/Games").headers["location"] == "/text/games/"
    assert read("/text").headers["location"] == "/text/"


def test_names_and_words_are_shown_as_they_are_and_never_as_markup(read, make_story):
    story = make_story('<a href="/contact/">Ferry</a>', deck='<img src="/x.jpg">')

    page = read(f"/text{story.permalink}")

    assert "<img" not in page.text
    assert "&lt;a href=&quot;/contact/&quot;&gt;Ferry" in page.text


@pytest.mark.parametrize(
    ("link", "twin"),
    [
        ("/contact/", "/text/contact/"),
        ("/contact/#support", "/text/contact/#support"),
        ("/", "/text/"),
        ("/2016/05/caf%C3%A9/?a=1&amp;b=2", "/text/2016/05/caf%C3%A9/?a=1&amp;b=2"),
        ("//elsewhere.example/", "//elsewhere.example/"),
        ("https://elsewhere.example/x/", "https://elsewhere.example/x/"),
        ("/documents/1/report.pdf", "/documents/1/report.pdf"),
        ("/media/x.webp", "/media/x.webp"),
        ("/newsroom/", "/newsroom/"),
        ("/feed/", "/feed/"),
        ("/text/contact/", "/text/contact/"),
        ("#main", "#main"),
        ("mailto:news@larkmereledger.example", "mailto:news@larkmereledger.example"),
    ],
)
def test_a_link_leads_to_a_twin_only_if_there_is_one(link, twin):
    assert with_text_links(f'<p><a href="{link}" lang="en">x</a></p>') == (
        f'<p><a href="{twin}" lang="en">x</a></p>'
    )


def test_the_way_out_is_not_bent_back():
    way_out = '<a href="/contact/" rel="alternate">Full page</a>'

    assert with_text_links(way_out) == way_out
    assert text_path("/contact/") == "/text/contact/"


# An emergency --------------------------------------------------------------------------------------
@pytest.fixture
def emergency(paper, kinds, read, press):
    for path in kinds.values():
        assert read(path).status == 200
    paper.text_only = True
    paper.save()
    press.print_all()
    return paper


def test_in_an_emergency_every_page_is_in_text_at_its_own_address(read, kinds, emergency):
    for kind, path in kinds.items():
        answer = read(path)
        page = soup(answer)

        assert "Text only for now" in answer.text, kind
        assert page.find_all("img") == [], kind
        assert text_style_path() in answer.text, kind
        assert len(answer.body) <= 10 * KIB, kind
        links = {a["href"] for a in page.find_all("a") if a["href"].startswith("/")}
        assert {link for link in links if link.startswith("/text/")} == set(), kind
        assert page.find("link", rel="canonical")["href"] == f"http://localhost{path}", kind
        # The twins stand as before.
        assert read(f"/text{path}").status == 200, kind


def test_in_an_emergency_what_is_missing_or_gone_is_said_in_text(
    read, press, emergency, make_story
):
    story = make_story("Sturgeon seen at the landing")
    story.unpublish()
    press.print_all()

    for path in ("/no-such-page/", story.permalink):
        assert "Text only for now" in read(path).text
        assert "preload" not in read(path).text


def test_after_an_emergency_every_page_is_whole_again(read, press, kinds, emergency):
    for path in kinds.values():
        read(path)
    emergency.text_only = False
    emergency.save()
    press.print_all()

    for path in kinds.values():
        assert "Text only for now" not in read(path).text
        assert 'class="text-only"' in read(path).text


def test_one_paper_in_an_emergency_leaves_another_as_it_is(emergency, front):
    other = Site.objects.create(hostname="harrowpost.example", port=80, root_page=front)
    Paper.objects.create(site=other, name="The Harrow Post", town="Harrow")

    with paper_locale(emergency.site):
        assert is_whole_paper_in_text()
        with paper_locale(other):
            assert not is_whole_paper_in_text()
    assert not is_whole_paper_in_text()


def test_sitemaps_tell_of_no_twin(read, published_story):
    when = published_story.first_published_at
    for path in (
        "/sitemap.xml",
        "/sitemap-pages.xml",
        f"/sitemap-{when:%Y-%m}.xml",
        "/news-sitemap.xml",
    ):
        assert "/text/" not in read(path).text


def test_a_twin_is_never_repeated_as_data_for_machines(read, published_story):
    page = read(f"/text{published_story.permalink}").text

    assert "ld+json" not in page
    assert "og:" not in page


def test_a_twin_goes_over_the_wire_in_a_few_packets(read, kinds):
    answer = read("/text/", accept_encoding="gzip")

    assert answer.headers["content-encoding"] == "gzip"
    assert len(answer.body) < 4 * KIB
    assert gzip.decompress(answer.body).startswith(b"<!DOCTYPE html>")


@pytest.mark.parametrize("role", ["reporter", "editor", "photo_editor", "publisher"])
def test_only_a_publisher_sets_the_whole_paper_in_text(request, paper, role):
    client = Client(SERVER_NAME="localhost")
    client.force_login(request.getfixturevalue(role))

    answer = client.get(f"/newsroom/settings/masthead/paper/{paper.site_id}/")

    assert ("text_only" in answer.text) == (role == "publisher")
    assert answer.status_code == (200 if role == "publisher" else 403)
