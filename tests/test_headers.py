"""What every kind of page tells a reader's browser, printed or not: nothing runs and nothing loads but the paper's own."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from wagtail.models import Site

from broadsheet.masthead.models import Paper
from broadsheet.press.headers import FRAME_HOSTS
from broadsheet.stories.corrections import correct
from broadsheet.stories.models import Topic
from tests.reading import Answer, from_django

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
Read = Callable[..., Answer]
KINDS = [
    "front",
    "section",
    "nested section",
    "empty section",
    "story",
    "opinion",
    "journalist",
    "month",
    "contact",
    "corrections",
    "corrections of a year",
    "standing page",
    "not found",
    "taken down",
    "feed",
    "sitemap",
    "icon",
]
# Who may frame the paper, and who may be framed: nobody.
SHUT = ["default-src", "base-uri", "frame-ancestors"]


@pytest.fixture
def paths(
    paper: Paper, sections: Any, front: Any, make_story: Any, make_photo: Any, journalist: Any
) -> dict[str, str]:
    from broadsheet.masthead.models import StandingPage
    from broadsheet.sections.models import Section

    story = make_story(photo=make_photo(), bylines=[journalist])
    correct(story, wrong="Sunday.", right="Monday.", editor=None)
    gone = make_story("Taken down")
    gone.unpublish()
    sections["sports"].add_child(instance=Section(title="High School", slug="high-school"))
    front.add_child(instance=StandingPage(title="About", slug="about", body=[]))
    opinion = make_story("We knew", section=sections["opinion"])
    month = "/".join(story.permalink.split("/")[:3]) + "/"
    return {
        "front": "/",
        "section": "/local-news/",
        "nested section": "/sports/high-school/",
        "empty section": "/wire/",
        "story": story.permalink,
        "opinion": opinion.permalink,
        "journalist": journalist.path,
        "month": month,
        "contact": "/contact/",
        "corrections": "/corrections/",
        "corrections of a year": f"/corrections/{month[1:5]}/",
        "standing page": "/about/",
        "not found": "/no-such-page/",
        "taken down": gone.permalink,
        "feed": "/feed/",
        "sitemap": "/sitemap.xml",
        "icon": "/icon.svg",
    }


def policy_of(answer: Answer) -> dict[str, list[str]]:
    """Return each directive of the answer's Content-Security-Policy with what it allows."""
    written = answer.headers["content-security-policy"]
    directives = [one.split() for one in written.split(";") if one.strip()]
    return {name: allowed for name, *allowed in directives}


def check(answer: Answer) -> None:
    policy = policy_of(answer)
    # A player's frame may come, after a click; nothing else of another host.
    assert policy.pop("frame-src") == list(FRAME_HOSTS)
    # No script of the paper's makes elements or code of words (W3C, Trusted Types).
    assert policy.pop("require-trusted-types-for") == ["'script'"]
    assert policy.pop("trusted-types") == ["'none'"]
    allowed = {source for sources in policy.values() for source in sources}
    assert [policy[name] for name in SHUT] == [["'none'"]] * 3
    assert allowed <= {"'none'", "'self'"}, "no inline, no eval, no other host"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "set-cookie" not in answer.headers
    assert inline_in(answer.text) == []
    assert foreign_in(answer.text) == []


def inline_in(html: str) -> list[str]:
    """Return styles and scripts that stand in a page itself; data for machines is neither."""
    if not html.startswith("<!DOCTYPE html>"):
        return []
    scripts = re.findall(r'<script(?![^>]*(?:application/ld\+json|src="/))[^>]*>', html)
    return [*scripts, *re.findall(r"<style\b|\sstyle=|\son[a-z]+=[\"']", html)]


def foreign_in(html: str) -> list[str]:
    """Return what a page would load from another host."""
    if not html.startswith("<!DOCTYPE html>"):
        return []
    loaded = re.findall(r'<(?:img|script|iframe|source|video|audio)\b[^>]*\bsrc="([^"]+)"', html)
    links = re.findall(r'<link rel="(?:stylesheet|preload|icon)"[^>]*href="([^"]+)"', html)
    loaded += [one for links in re.findall(r'srcset="([^"]+)"', html) for one in links.split(", ")]
    return [one for one in [*loaded, *links] if not one.startswith("/") or one.startswith("//")]


@pytest.mark.parametrize("kind", KINDS)
def test_a_printed_page_lets_nothing_in_but_the_papers_own(
    read: Read, paths: dict[str, str], kind: str
):
    answer = read(paths[kind])

    assert answer.is_printed
    check(answer)


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_that_was_not_printed_says_the_same(read: Read, paths: dict[str, str], kind: str):
    printed = read(paths[kind])

    answer = from_django(paths[kind], "localhost", "GET", {})

    assert not answer.is_printed
    check(answer)
    assert answer.status == printed.status
    assert policy_of(answer) == policy_of(printed)


@pytest.mark.parametrize("path", ["/", "/contact/", "/no-such-page/"])
def test_before_the_first_steps_the_rules_are_the_same(read: Read, db: None, path: str):
    check(read(path))


def test_a_page_that_fails_says_the_same(
    read: Read, paths: dict[str, str], monkeypatch: pytest.MonkeyPatch
):
    from broadsheet.masthead import views

    read("/")

    def fail(*_args: Any) -> None:
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr(views, "is_set_up", fail)
    client = Client(raise_request_exception=False)
    response = client.get("/contact/", HTTP_HOST="localhost")

    assert response.status_code == 500
    assert "cannot be shown just now" in response.text
    got = {name.lower(): value for name, value in response.headers.items()}
    check(Answer(500, got, response.content, False))


def test_s08_a_page_that_is_not_printed_names_the_paper_and_not_the_host_that_was_asked(
    client: Client, paper: Paper, make_story: Any, settings: Any
):
    settings.ALLOWED_HOSTS = ["localhost", "another.example"]
    story = make_story()

    page = client.get(story.permalink, headers={"host": "another.example"}).text

    assert "another.example" not in page
    assert f"http://localhost{story.permalink}" in page


def test_a_page_is_shown_though_the_papers_site_is_gone(
    client: Client, paper: Paper, make_story: Any
):
    topic = Topic.objects.create(name="Ferries", slug="ferries")
    make_story(topics=[topic])
    Site.objects.update(is_default_site=False, hostname="elsewhere.example")

    assert client.get(topic.path).status_code in (200, 404)
