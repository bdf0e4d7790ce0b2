"""The newsroom speaks of photos: Wagtail's English words for images are replaced by a catalogue of ours."""

import ast
import gettext
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from broadsheet.newsroom.models import User

pytestmark = pytest.mark.django_db
CATALOGUE = Path(__file__).parents[1] / "words" / "en" / "LC_MESSAGES"


class Words(HTMLParser):
    """What a person reads or hears on a screen."""

    SPOKEN = ("title", "aria-label", "placeholder", "alt")

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.silent += tag in ("script", "style", "template")
        self.words += [value for name, value in attrs if name in self.SPOKEN and value]

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in ("script", "style", "template")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.words.append(data)


@pytest.mark.parametrize(
    "screen",
    ["photo_list", "upload_photos", "my_photos", "assignments", "story", "photo"],
)
def test_a_journalist_reads_of_photos_and_never_of_images(
    client: Client, editor: User, published_story: Any, make_photo: Any, screen: str
) -> None:
    client.force_login(editor)
    photo = make_photo()
    if screen == "story":
        url = reverse("wagtailadmin_pages:edit", args=[published_story.pk])
    elif screen == "photo":
        url = reverse("photo_page", args=[photo.pk])
    else:
        url = reverse(screen)

    page = client.get(url)

    heard = Words()
    heard.feed(page.text)
    assert page.status_code == 200
    said = [word.strip() for word in heard.words if re.search(r"\bimages?\b", word, re.IGNORECASE)]
    assert said == []


def test_the_button_for_a_photo_says_photo(
    client: Client, editor: User, published_story: Any
) -> None:
    client.force_login(editor)

    page = client.get(reverse("wagtailadmin_pages:edit", args=[published_story.pk])).text

    assert "Choose a photo" in page
    assert "Choose an image" not in page


def written(catalogue: str) -> dict[str, str]:
    """Return what a catalogue says for each of Wagtail's sentences that has no plural."""
    found = {}
    for entry in catalogue.split("\n\n"):
        if pair := re.fullmatch(r'(?:#.*\n)*msgid (".+")\nmsgstr (".+")\n?', entry):
            found[ast.literal_eval(pair[1])] = ast.literal_eval(pair[2])
    return found


def test_what_is_written_in_the_catalogue_is_what_was_compiled() -> None:
    with (CATALOGUE / "django.mo").open("rb") as compiled:
        ours = gettext.GNUTranslations(compiled)
    pairs = written((CATALOGUE / "django.po").read_text())

    assert len(pairs) > 40
    assert {one: ours.gettext(one) for one in pairs} == pairs
