"""The standing pages that a new paper begins with: about, ethics, corrections, privacy, accessibility, software."""

import ast
import re
from io import StringIO
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import Client
from wagtail.models import Site

import broadsheet
from broadsheet.masthead import display, kept_words
from broadsheet.masthead.giving import OWN_GIFTS_COOKIE
from broadsheet.masthead.models import Paper, StandingPage
from broadsheet.masthead.policies import ADDRESS_WORDS, STAFF_COOKIES, schema_policies, words_for
from broadsheet.newsroom.models import User
from broadsheet.sections.founding_pages import write_missing_pages
from broadsheet.sections.models import Section
from broadsheet.sections.tests.test_founding import STEPS, TYPED
from tests.reading import json_ld

pytestmark = pytest.mark.django_db
ROOT = "http://localhost"
PATHS = [
    "/about/",
    "/ethics/",
    "/corrections-policy/",
    "/privacy/",
    "/accessibility/",
    "/software/",
]


def words(page) -> str:
    return " ".join(BeautifulSoup(page.text, "html.parser").main.get_text(" ").split())


@pytest.fixture
def pages(paper: Paper) -> dict[str, StandingPage]:
    return {page.purpose: page for page in write_missing_pages(paper.site)}


def test_first_steps_leave_a_paper_with_all_its_standing_pages(
    client: Client, publisher: User
) -> None:
    client.force_login(publisher)

    client.post(STEPS, {**TYPED, "email": "news@larkmereledger.example"})

    made = StandingPage.objects.order_by("path")
    assert [page.purpose for page in made] == list(ADDRESS_WORDS)
    assert {page.owner for page in made} == {publisher}
    assert all(page.live and page.get_latest_revision() for page in made)
    assert Paper.objects.get().email == "news@larkmereledger.example"
    footer = client.get("/").text.partition("<footer")[2]
    assert [path for path in PATHS if f'<a href="{path}">' not in footer] == []


def test_a_paper_that_cannot_be_founded_has_no_pages_either(
    client: Client, publisher: User
) -> None:
    client.force_login(publisher)

    page = client.post(STEPS, {**TYPED, "email": "no address"})

    assert page.status_code == 200
    assert not StandingPage.objects.exists()
    assert not Paper.objects.exists()


@pytest.mark.parametrize("path", PATHS)
def test_each_page_reads_well_and_says_how_to_reach_the_paper(read, pages, paper, path) -> None:
    page = read(path)

    assert page.status == 200
    soup = BeautifulSoup(page.text, "html.parser")
    assert len(soup.main.find_all("h1")) == 1
    assert len(soup.main.find_all("h2")) >= 2
    assert len(words(page)) > 400
    assert not re.search(r"\{\{|\{%|None|%\(", words(page))
    if path not in ("/ethics/", "/software/"):
        assert f"mailto:{paper.email}" in page.text


def test_what_the_pages_link_to_is_there(read, pages) -> None:
    links = {
        link["href"]
        for path in PATHS
        for link in BeautifulSoup(read(path).text, "html.parser").main.select(".prose a")
        if link["href"].startswith("/")
    }

    assert links == {"/contact/", "/corrections/"}
    assert [path for path in links if read(path).status != 200] == []


def test_the_pages_speak_of_this_paper(read, pages) -> None:
    about = words(read("/about/"))

    assert "About the Ledger" in about
    assert "The Ledger is the newspaper of Larkmere and Teal County." in about
    assert "is a business" in about


@pytest.mark.parametrize("kind", Paper.LegalKind.values)
def test_who_publishes_is_said_by_the_papers_legal_kind(paper, kind) -> None:
    paper.legal_kind = kind

    said = str(words_for("about", paper).body)

    sentences = {
        "is a business": ["business"],
        "is a nonprofit": ["exempt", "nonprofit"],
        "project of a fiscal sponsor": ["sponsored"],
        "public body": ["public"],
    }
    assert {one: one in said for one in sentences} == {
        one: kind in kinds for one, kinds in sentences.items()
    }


def test_a_name_with_signs_breaks_no_page(paper) -> None:
    paper.name, paper.short_name = "Larkmere <News> & More", ""

    about = words_for("about", paper)

    assert about.title == "About Larkmere <News> & More"
    assert "Larkmere &lt;News&gt; &amp; More" in about.body[0][1]


def test_writing_them_again_changes_nothing_that_an_editor_wrote(pages, paper) -> None:
    mine = pages["ethics"]
    mine.title, mine.body = "Our rules", [("paragraph", "<p>Be kind.</p>")]
    mine.save_revision().publish()
    pages["privacy"].unpublish()
    pages["software"].delete()

    written = write_missing_pages(paper.site)

    assert [page.purpose for page in written] == ["software"]
    assert StandingPage.objects.get(purpose="ethics").title == "Our rules"
    assert not StandingPage.objects.get(purpose="privacy").live


def test_a_page_whose_address_is_taken_gets_another(paper, front) -> None:
    front.add_child(instance=Section(title="Ethics", slug="ethics"))

    made = {page.purpose: page.slug for page in write_missing_pages(paper.site)}

    assert made["ethics"] == "ethics-2"


def test_a_paper_founded_earlier_gets_its_pages_by_a_command(paper) -> None:
    first, second = StringIO(), StringIO()

    call_command("standing_pages", stdout=first)
    call_command("standing_pages", stdout=second)

    assert first.getvalue().count("\n") == 6
    assert "/corrections-policy/" in first.getvalue()
    assert second.getvalue() == ""


def test_without_a_paper_the_command_says_what_to_do(db) -> None:
    with pytest.raises(CommandError, match="first steps"):
        call_command("standing_pages")


# What machines are told ---------------------------------------------------------------------------
def publisher_at(read) -> dict[str, object]:
    page = BeautifulSoup(read("/").text, "html.parser")
    return json_ld(page, "NewsMediaOrganization")


def test_machines_are_told_where_the_papers_policies_stand(read, press, pages) -> None:
    said = publisher_at(read)

    assert {name: said[name] for name in said if "olic" in name or name.endswith("Principles")} == {
        "ethicsPolicy": f"{ROOT}/ethics/",
        "publishingPrinciples": f"{ROOT}/ethics/",
        "correctionsPolicy": f"{ROOT}/corrections-policy/",
        "actionableFeedbackPolicy": f"{ROOT}/corrections-policy/",
    }
    assert said["ownershipFundingInfo"] == f"{ROOT}/about/"
    assert said["masthead"] == f"{ROOT}/contact/"


def test_machines_are_told_of_no_policy_that_a_reader_cannot_open(
    read, press, pages, published_story
) -> None:
    read(published_story.permalink)
    pages["ethics"].unpublish()
    pages["corrections"].unpublish()
    press.print_all()

    said = publisher_at(read)

    assert "ethicsPolicy" not in said
    assert "publishingPrinciples" not in said
    assert said["correctionsPolicy"] == f"{ROOT}/corrections/"
    assert "/ethics/" not in read(published_story.permalink).text


def test_a_policy_that_moves_is_told_of_at_its_new_address(read, press, pages) -> None:
    publisher_at(read)
    pages["ethics"].slug = "how-we-work"
    pages["ethics"].save_revision().publish()
    press.print_all()

    assert publisher_at(read)["ethicsPolicy"] == f"{ROOT}/how-we-work/"


def test_a_private_policy_is_nobodys_to_be_told_of(pages) -> None:
    from wagtail.models import PageViewRestriction

    PageViewRestriction.objects.create(page=pages["ethics"], restriction_type="login")

    assert "ethicsPolicy" not in schema_policies(Site.objects.get())


# What the page on privacy says, held to the program ------------------------------------------------
def named_cookies(page) -> set[str]:
    """Return every cookie that the page names: the words in quotation marks under its heading Cookies."""
    text = words(page).partition("Cookies")[2].partition("Other companies")[0]
    return set(re.findall(r"“([\w-]+)”", text))


def test_the_page_on_privacy_names_every_cookie_and_no_other(read, pages) -> None:
    assert named_cookies(read("/privacy/")) == {
        display.COOKIE,
        OWN_GIFTS_COOKIE,
        *STAFF_COOKIES,
    }


def test_only_the_display_choice_a_donors_page_and_the_newsroom_set_cookies_by_our_own_code() -> (
    None
):
    package = Path(broadsheet.__file__).parent
    setters = {"set_cookie", "set_signed_cookie"}
    found = {
        str(module.relative_to(package))
        for module in package.rglob("*.py")
        if "tests" not in module.parts
        for node in ast.walk(ast.parse(module.read_text()))
        if isinstance(node, ast.Attribute) and node.attr in setters
    }
    scripts = {
        file.name
        for file in package.rglob("static/**/*.js")
        if re.search(r"document\.cookie|cookieStore", file.read_text())
    }

    assert found == {
        *("masthead/display.py", "masthead/kept_words.py", "staff/devices.py"),
        # A donor's own page, opened by a mailed link.
        "donations/own/opening.py",
    }
    assert {kept_words.COOKIE, settings.DEVICE_COOKIE_NAME} <= set(STAFF_COOKIES)
    # Readers' scripts touch none.
    assert {name for name in scripts if not name.startswith("newsroom")} == set()


def test_reading_sets_no_cookie(client, pages, published_story, sections) -> None:
    for path in [
        "/",
        "/sports/",
        published_story.permalink,
        *PATHS,
        "/feed/",
        "/display.css",
        "/x/",
    ]:
        assert client.get(path).cookies.output() == "", path


def test_the_display_cookie_lasts_as_long_as_the_page_says(client, pages) -> None:
    answer = client.post(
        "/display/", {"colours": "dark", "size": "large"}, headers={"sec-fetch-site": "same-origin"}
    )

    [cookie] = answer.cookies.values()
    assert cookie.key == display.COOKIE
    assert cookie["max-age"] == 2 * 365 * 24 * 3600
    assert cookie.value == "dark.large"


def test_the_newsroom_sets_no_cookie_that_the_page_does_not_name(
    client, pages, publisher, published_story
) -> None:
    set_by_server = set(client.get("/newsroom/login/").cookies)
    signing = client.post(
        "/newsroom/login/", {"login": publisher.username, "password": "ferry-on-mondays"}
    )
    set_by_server |= set(signing.cookies)
    for path in ("/newsroom/", f"/newsroom/pages/{published_story.pk}/edit/"):
        set_by_server |= set(client.get(path).cookies)
    client.force_login(publisher)
    set_by_server |= set(client.post(STEPS, TYPED).cookies)

    assert {"sessionid", "csrftoken"} <= set_by_server
    assert set_by_server <= set(STAFF_COOKIES)


def test_a_reader_with_a_password_gets_no_cookie_but_those_named(client, published_story) -> None:
    from wagtail.models import PageViewRestriction

    lock = PageViewRestriction.objects.create(
        page=published_story, restriction_type="password", password="herons"
    )
    url = f"/page/password/{lock.pk}/{published_story.pk}/"
    asked = client.get(url)

    opened = client.post(url, {"password": "herons", "return_url": published_story.permalink})

    assert opened.status_code == 302
    assert set(asked.cookies) | set(opened.cookies) <= set(STAFF_COOKIES)


def test_the_cookies_of_wagtails_own_scripts_are_named() -> None:
    import wagtail

    scripts = Path(wagtail.__file__).parent.rglob("static/**/*.js")
    named = {
        name
        for script in scripts
        if "document.cookie" in (text := script.read_text(errors="replace"))
        for name in re.findall(r"wagtail_[a-z_]*collapsed[a-z_]*", text)
    }

    assert named == {"wagtail_sidebar_collapsed"}


def test_no_line_of_the_log_tells_of_a_reader(settings) -> None:
    formats = settings.LOGGING["formatters"].values()

    assert {one["format"] for one in formats} == {"{asctime} {levelname} {name}: {message}"}
    assert settings.LOGGING["loggers"]["django.server"]["level"] == "ERROR"
    listening = (Path(broadsheet.__file__).parent / "doors" / "listening.py").read_text()
    assert "log_enabled=False" in listening


def test_another_site_is_told_of_the_paper_and_not_of_the_page(read, published_story) -> None:
    policy = read(published_story.permalink).headers["referrer-policy"]

    assert policy == "strict-origin-when-cross-origin"
