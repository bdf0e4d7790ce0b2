"""What a reader who cannot see a photo is told of it: asked for at each use, and written by nobody but people."""

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.db import models
from django.test import Client
from django.urls import reverse
from wagtail import blocks
from wagtail.fields import RichTextField, StreamField
from wagtail.images.blocks import ImageBlock, ImageChooserBlock

from broadsheet.demo.files import demo_folder
from broadsheet.demo.kept_files import KeptFiles
from broadsheet.demo.markdown import blocks_of
from broadsheet.newsroom.models import User
from broadsheet.photos.crop_field import CropBlock, CropField
from broadsheet.photos.models import Photo
from broadsheet.photos.use_words import AltBlock
from broadsheet.stories.embed_posters import keep_poster
from tests.town import jpeg

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
CAPTION, TITLE = "The ferry leaves the landing at dusk.", "DSC_0042.JPG"
# Each field that holds a photo, and the fields with the alt text and the crop of this use.
USES = {
    "stories.Story.lead_photo": ("lead_alt", "lead_crop"),
    "stories.LiveEntry.photo": ("alt_text", "crop"),
    "newsroom.Journalist.portrait": ("portrait_alt", "portrait_crop"),
}
# A film's picture until it plays, beside the film's own title: no picture of the story's.
POSTERS = {"photos.Recording.poster", "stories.LookedUp.poster"}
# What the photo desk itself keeps about a photo: nothing of it is shown to readers.
ABOUT = {"photos.Rendition.image"}


def ours() -> Iterator[models.Field[Any, Any]]:
    for model in apps.get_models():
        if model.__module__.startswith("broadsheet."):
            yield from model._meta.local_fields


def fields_with_photos() -> set[str]:
    return {str(field) for field in ours() if field.related_model is Photo}


def test_no_use_of_a_photo_is_forgotten():
    about = ABOUT | {name for name in fields_with_photos() if name.endswith(".photo")} - USES.keys()

    assert fields_with_photos() - about - POSTERS == USES.keys(), "give it an alt text and a crop"
    for name, (alt, crop) in USES.items():
        kind = apps.get_model(name.rpartition(".")[0])
        assert kind._meta.get_field(alt).blank
        assert isinstance(kind._meta.get_field(crop), CropField)


def every_block() -> Iterator[blocks.Block]:
    def below(block: Any) -> Iterator[blocks.Block]:
        yield block
        children = [*getattr(block, "child_blocks", {}).values()]
        for child in [*children, *filter(None, [getattr(block, "child_block", None)])]:
            yield from below(child)

    for field in ours():
        if isinstance(field, StreamField):
            yield from below(field.stream_block)


def test_each_block_with_a_photo_asks_for_its_alt_text_and_crop():
    asking = [
        block
        for block in every_block()
        if isinstance(block, blocks.StructBlock)
        and isinstance(block.child_blocks.get("photo"), ImageChooserBlock)
    ]

    assert len(asking) == 2
    for block in asking:
        assert isinstance(block.child_blocks["alt_text"], AltBlock)
        assert isinstance(block.child_blocks["crop"], CropBlock)
    holding = {block.name for block in every_block() if isinstance(block, ImageChooserBlock)}
    assert holding == {"photo", "poster"}


def test_no_text_holds_pictures_whose_alt_text_wagtail_would_fill():
    fields = [field for field in ours() if isinstance(field, RichTextField)]
    texts = [block for block in every_block() if isinstance(block, blocks.RichTextBlock)]

    assert fields
    assert texts
    for one in [*fields, *texts]:
        assert one.features is not None
        assert "image" not in one.features
    assert not [block for block in every_block() if isinstance(block, ImageBlock)]


@pytest.mark.parametrize("name", ["chosen", "select_format"])
def test_a_window_that_chooses_a_photo_makes_no_alt_text_of_caption_or_title(
    client: Client, editor: User, make_photo: Any, home: Path, name: str
):
    photo = make_photo(CAPTION, alt="", title=TITLE)
    client.force_login(editor)

    answer = client.get(reverse(f"wagtailimages_chooser:{name}", args=[photo.pk])).json()

    if name == "chosen":
        assert answer["result"]["default_alt_text"] == ""
    else:
        assert CAPTION not in json.dumps(answer)
        window = BeautifulSoup(answer["html"], "html.parser")
        assert window.select_one("[name$=-alt_text]").get("value", "") == ""


def test_a_photo_without_alt_text_tells_readers_nothing_rather_than_its_caption(
    client: Client, make_story: Any, make_photo: Any
):
    photo = make_photo(CAPTION, alt="", title=TITLE)
    use = {"photo": photo, "crop": "", "caption": CAPTION, "alt_text": ""}
    story = make_story(photo=photo, body=["Text.", ("photo", use)])

    pages = [client.get(path).text for path in (story.permalink, "/", f"/text{story.permalink}")]

    for page in pages:
        assert TITLE not in page
        assert f'alt="{CAPTION}"' not in page
    assert pages[0].count('alt=""') == 2


def test_a_poster_that_was_fetched_has_no_words_that_nobody_wrote(home: Path):
    poster = keep_poster(jpeg(), title="The ferry, in 90 seconds", credit="Nell Roe")

    assert poster.alt_text == ""


def test_the_demo_fills_in_no_alt_text_of_a_use():
    [(_kind, in_text)] = blocks_of('![](ferry "The ferry leaves.")')
    photos: Any = {"ferry": None}
    in_gallery = KeptFiles(demo_folder(), photos)._use({"photo": "ferry", "caption": CAPTION})

    assert (in_text.alt, in_text.caption) == ("", "The ferry leaves.")
    assert in_gallery["alt_text"] == ""


def test_each_photo_of_the_demo_says_what_is_to_be_seen():
    written = (demo_folder() / "photos" / "photos.toml").read_text("utf-8")

    for photo in tomllib.loads(written)["photos"]:
        assert photo["alt"] not in ("", photo["caption"], photo["title"])
