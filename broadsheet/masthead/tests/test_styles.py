"""One style file, small, whole and named by its content; typefaces named by theirs."""

import gzip
import hashlib
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from broadsheet.masthead.styles import joined_styles, style_files, style_path

FONTS = Path(__file__).parent.parent / "static" / "masthead" / "fonts"


def test_readers_get_all_styles_in_one_small_file():
    styles = joined_styles()

    assert len(gzip.compress(styles.encode())) <= 12 * 1024
    assert ".plate" in styles
    assert ".rail" in styles
    assert ".month" in styles


def test_the_newsrooms_own_styles_are_not_for_readers():
    assert [name for name in style_files() if "/newsroom" in name] == []


def test_every_style_stands_in_a_layer_in_a_fixed_order():
    styles = joined_styles()

    named = set(re.findall(r"@layer (\w+) \{", styles))

    assert styles.startswith("@layer reset, base, rooms, theme, display, print;")
    assert named == {"reset", "base", "rooms", "print"}


@pytest.mark.django_db
def test_the_style_file_may_be_kept_for_a_year_and_another_one_has_another_name(client):
    answer = client.get(style_path(None))
    stale = client.get("/style-0123456789ab.css")

    assert answer.status_code == 200
    assert "immutable" in answer["Cache-Control"]
    assert stale.status_code == 404


def test_every_file_that_the_styles_name_is_there():
    named = re.findall(r'url\("/static/([^"]+)"\)', joined_styles())

    missing = [name for name in named if finders.find(name) is None]

    assert len(named) == 5
    assert missing == []


def test_no_style_asks_another_host():
    assert re.findall(r"url\([\"']?(?:https?:)?//", joined_styles()) == []


@pytest.mark.parametrize("font", sorted(FONTS.glob("*.woff2")), ids=lambda font: font.name)
def test_a_typeface_that_changes_gets_another_name(font):
    name_hash = font.name.split(".")[-2]

    assert hashlib.sha256(font.read_bytes()).hexdigest()[:8] == name_hash


def test_the_typefaces_stay_within_their_budget_and_bring_their_licences():
    fonts = list(FONTS.glob("*.woff2"))

    assert len(fonts) == 5
    assert sum(font.stat().st_size for font in fonts) <= 140 * 1024
    assert sorted(file.name for file in FONTS.glob("OFL-*.txt")) == [
        "OFL-LibreFranklin.txt",
        "OFL-Newsreader.txt",
    ]


@pytest.mark.django_db
def test_a_page_asks_ahead_for_the_three_typefaces_that_begin_it(client, paper):
    page = client.get("/contact/").text

    asked = re.findall(r'<link rel="preload" href="/static/([^"]+)" as="font"', page)

    assert len(asked) == 3
    assert [name for name in asked if finders.find(name) is None] == []


@pytest.mark.parametrize("file", style_files())
def test_every_style_holds_in_both_directions_of_writing(file: str):
    """Left and right are the reader's, who may read from right to left; start and end are the page's."""
    css = re.sub(r"/\*.*?\*/", "", Path(str(finders.find(file))).read_text(), flags=re.DOTALL)

    # What stands in brackets counts as one value.
    css = re.sub(r"\([^()]*\)", "", re.sub(r"\([^()]*\)", "", css))
    sides = re.findall(
        r"[\w-]*\b(?:left|right)\b[\w-]*\s*:|:\s*(?:left|right)\b|(?:margin|padding|inset)\s*:(?:\s+[^\s;]+){4}\s*;",
        css,
    )

    assert sides == []
