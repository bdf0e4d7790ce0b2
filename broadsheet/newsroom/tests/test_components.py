"""Every component on made-up content, for whoever writes a theme."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from broadsheet.masthead.styles import style_files
from broadsheet.newsroom.components import samples
from broadsheet.stories.models import Story

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
# What has no component of its own, or stands where only a paper being set up or printed shows it.
NO_COMPONENT = {"tokens", "base", "layout", "print", "picture"}


def page(client, name: str) -> str:
    return client.get(reverse("component_page", args=[name])).text


@pytest.mark.parametrize("name", [one.name for one in samples()])
def test_whoever_may_publish_sees_each_kind_of_page(client, paper, editor, name: str):
    client.force_login(editor)

    frames = client.get(reverse("components", args=[name]))
    answer = client.get(reverse("component_page", args=[name]))

    assert frames.text.count("<iframe") == 4
    assert answer.status_code == 200
    assert "</html>" in answer.text


def test_looking_at_the_components_writes_nothing(client, paper, editor):
    client.force_login(editor)
    # Wagtail makes everyone a profile at the first look at anything.
    page(client, "front")

    with CaptureQueriesContext(
        connection,
    ) as heard:
        for one in samples():
            page(client, one.name)

    written = [one["sql"] for one in heard if re.match("INSERT|UPDATE|DELETE", one["sql"])]
    assert written == []
    assert not Story.objects.exists()


def test_every_style_file_has_its_component(client, paper, editor, journalist):
    client.force_login(editor)
    shown = set()
    for one in samples():
        for names in re.findall(r'class="([^"]*)"', page(client, one.name)):
            shown |= set(names.split())

    unseen = []
    for name in style_files():
        css = Path(str(finders.find(name))).read_text()
        css = re.sub(r"/\*.*?\*/|@media print.*", "", css, flags=re.DOTALL)
        # The first class of a file names its component.
        first = re.findall(r"\.([a-z][\w-]+)", css)[:1]
        if Path(name).stem not in NO_COMPONENT and not shown.issuperset(first):
            unseen.append(name)

    assert unseen == [], "show it in a sample: samples.py of its room"


def test_the_components_are_the_papers_own(client, paper, editor):
    paper.spot = "#b3001b"
    paper.save()
    client.force_login(editor)

    light, dark = (
        client.get(reverse("component_page", args=["front"]), {"colours": colours}).text
        for colours in ("", "dark")
    )

    assert "The Larkmere Ledger" in light
    assert '<meta name="theme-color" content="#b3001b"' in light
    assert "newsroom_dark.css" in dark
    assert "newsroom_dark.css" not in light


def test_a_reporter_may_not_see_the_components(client, paper, reporter):
    client.force_login(reporter)

    refused = [
        client.get(reverse("components")),
        client.get(reverse("component_page", args=["front"])),
    ]

    assert [one.status_code for one in refused] == [403, 403]


def test_a_reader_may_not_see_the_components(client, paper):
    assert client.get(reverse("component_page", args=["front"])).status_code == 302


def test_an_unknown_page_is_not_found(client, paper, editor):
    client.force_login(editor)

    assert client.get(reverse("components", args=["nothing"])).status_code == 404
    assert client.get(reverse("component_page", args=["nothing"])).status_code == 404
