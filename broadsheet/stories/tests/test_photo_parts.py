"""What readers see of a photo: at each use the part that this use shows, in every copy; no other use is touched."""

import re
from collections.abc import Callable
from html import unescape
from io import BytesIO
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image

from broadsheet.feeds.rss import item_of
from broadsheet.masthead.models import Paper
from broadsheet.photos.crops import crop_of, marked
from broadsheet.photos.models import Photo
from broadsheet.photos.renditions import remake_sizes, sizes_of
from broadsheet.press.keeping import forget_pieces
from broadsheet.press.printing import print_sheet
from broadsheet.stories import live
from broadsheet.stories.lists import with_cards
from broadsheet.stories.live import Told
from broadsheet.stories.metadata import facts_of
from broadsheet.stories.models import Story
from broadsheet.stories.share_images import card_of_story
from tests.town import jpeg

pytestmark = pytest.mark.django_db
# Of the test town's picture, two thirds sky above a river.
SKY, RIVER = (176, 202, 214), (62, 92, 84)
ALL_SKY, ALL_RIVER, TALL = "0,0,1000,600", "0,700,1000,300", "0,0,500,1000"


@pytest.fixture
def photo(make_photo: Any, home: Any) -> Photo:
    return make_photo()


@pytest.fixture
def seen(client: Client) -> Callable[..., list[Image.Image]]:
    """Return a function that looks at the pictures of a page as a reader's browser does: `seen("/", "main")`."""

    def look(path: str, within: str = "main") -> list[Image.Image]:
        found = BeautifulSoup(client.get(path).text, "html.parser").select(f"{within} img")
        pictures = [Image.open(BytesIO(client.get(one["src"]).content)) for one in found]
        for one, picture in zip(found, pictures, strict=True):
            # What the page holds open for it has its shape.
            shape = int(one["width"]) / int(one["height"])
            assert shape == pytest.approx(picture.width / picture.height, rel=0.02)
        return pictures

    return look


def colours(picture: Image.Image) -> tuple[Any, Any]:
    """Return the colour at the top and at the bottom."""
    whole = picture.convert("RGB")
    return whole.getpixel((whole.width // 2, 2)), whole.getpixel(
        (whole.width // 2, whole.height - 3)
    )


def is_all(picture: Image.Image, colour: tuple[int, int, int]) -> bool:
    return all(one == pytest.approx(colour, abs=12) for one in colours(picture))


def use(photo: Photo, crop: str, caption: str = "", alt: str = "") -> dict[str, Any]:
    return {"photo": photo, "crop": crop, "caption": caption, "alt_text": alt}


def test_two_stories_show_two_parts_of_one_photo(make_story, photo, seen):
    sky = make_story("The sky", photo=photo, lead_crop=ALL_SKY)
    river = make_story("The river", photo=photo, lead_crop=ALL_RIVER)
    whole = make_story("Both", photo=photo)

    pictures = [seen(one.permalink, ".story-body .wide")[0] for one in (sky, river, whole)]

    assert is_all(pictures[0], SKY)
    assert is_all(pictures[1], RIVER)
    assert colours(pictures[2]) == (pytest.approx(SKY, abs=12), pytest.approx(RIVER, abs=12))


def test_fronts_and_rails_show_the_part_that_the_story_shows(make_story, photo, seen):
    story = make_story("The river", photo=photo, lead_crop=ALL_RIVER)
    make_story("Another", photo=photo, lead_crop=ALL_RIVER)

    pictures = [*seen("/"), *seen("/local-news/"), *seen(story.permalink, ".side")]

    assert len(pictures) > 4
    assert all(is_all(picture, RIVER) for picture in pictures)


def test_photos_in_the_text_and_in_galleries_show_their_own_parts(make_story, photo, seen):
    gallery = {"title": "", "photos": [use(photo, ALL_RIVER), use(photo, TALL), use(photo, "")]}
    body = ["Text.", ("photo", use(photo, ALL_SKY)), ("gallery", gallery)]
    story = make_story(body=body)

    in_text, first, second, third = seen(story.permalink, ".prose")

    assert is_all(in_text, SKY)
    assert is_all(first, RIVER)
    assert second.width / second.height == pytest.approx(0.75, rel=0.02)
    assert third.width / third.height == pytest.approx(1.5, rel=0.02)


def test_an_entry_of_live_coverage_shows_its_part(covered, editor, photo, seen):
    live.post(covered, Told("<p>The river.</p>", photo=photo, crop=ALL_RIVER), by=editor)

    assert is_all(seen(covered.permalink, ".entry")[0], RIVER)


def test_a_portrait_shows_its_part(journalist, photo, seen):
    journalist.portrait, journalist.portrait_crop = photo, ALL_SKY
    journalist.save()

    assert is_all(seen(journalist.path)[0], SKY)


def test_the_picture_of_a_shared_link_holds_the_part(make_story, photo, paper: Paper):
    story = make_story("The river", photo=photo, lead_crop=ALL_RIVER)

    card = card_of_story(story, paper)

    assert is_all(card.photo, RIVER)
    assert card.photo.width / card.photo.height == pytest.approx(5, rel=0.02)


def test_the_picture_of_a_shared_link_keeps_the_subject_within_the_part(
    make_story, make_photo, home, paper: Paper
):
    # A quarter from the left of the whole; half way across its left half.
    at = {"focal_point_x": 120, "focal_point_y": 160}
    size = {"focal_point_width": 10, "focal_point_height": 10}
    story = make_story(photo=make_photo(**at, **size), lead_crop=TALL)

    assert card_of_story(story, paper).focus == (0.5, 0.5)


def test_machines_are_told_of_the_part_with_its_own_size(make_story, photo, client):
    story = make_story(photo=photo, lead_crop=TALL, body=[("photo", use(photo, ALL_SKY))])

    picture = facts_of(story, "http://localhost").picture
    item = str(item_of(story, "http://localhost"))

    assert (picture.width, picture.height) == (240, 320)
    assert 'width="240" height="320"' in item
    [lead, in_text] = re.findall(r'src="http://localhost(/media/[^"]+)"', unescape(item))
    assert Image.open(BytesIO(client.get(lead).content)).size == (240, 320)
    assert is_all(Image.open(BytesIO(client.get(in_text).content)), SKY)


def test_a_story_in_letters_that_no_card_has_is_shared_with_the_part(make_story, photo):
    story = make_story("العبّارة تعود", photo=photo, lead_crop=TALL)

    share = facts_of(story, "http://localhost").share

    assert (share.width, share.height) == (240, 320)


def test_the_text_only_edition_says_the_same_of_every_part(make_story, photo, client):
    words = {
        crop: client.get(f"/text{make_story(photo=photo, lead_crop=crop).permalink}").text
        for crop in ("", TALL)
    }

    for text in words.values():
        assert "A small ferry on a wide brown river." in text
        assert "<img" not in text


def test_a_photo_whose_picture_was_replaced_is_shown_whole(make_story, photo, seen):
    photo._set_image_file_metadata()
    photo.save()
    story = make_story(photo=photo, lead_crop=marked(ALL_RIVER, photo))
    assert is_all(seen(story.permalink, ".wide")[0], RIVER)
    raw = jpeg(600, 300, sky=(250, 120, 30))

    photo.file = SimpleUploadedFile("b.jpg", raw, content_type="image/jpeg")
    photo._set_image_file_metadata()
    photo.save()
    remake_sizes(photo)

    [shown] = seen(story.permalink, ".wide")
    assert shown.width / shown.height == pytest.approx(2, rel=0.02)
    assert colours(shown)[0] == pytest.approx((250, 120, 30), abs=12)


def test_a_part_that_makes_no_sense_shows_the_whole_photo(make_story, photo, client):
    story = make_story(photo=photo)
    Story.objects.filter(pk=story.pk).update(lead_crop="9,9,9,9")

    assert client.get(story.permalink).status_code == 200


def queries_to_print(path: str) -> int:
    """Return how many queries a page's printing costs, when all its sizes are there."""
    print_sheet(f"localhost{path}")
    forget_pieces()
    with CaptureQueriesContext(connection) as counted:
        print_sheet(f"localhost{path}")
    return len(counted)


def test_a_front_of_parts_costs_no_more_queries_than_one_of_whole_photos(
    make_story, make_photo, sections, home, shelf
):
    for section, crop in [("local-news", ""), ("sports", TALL)]:
        for number in range(6):
            where = {"section": sections[section], "photo": make_photo()}
            make_story(f"{section} {number}", lead_crop=crop, **where)

    assert queries_to_print("/sports/") == queries_to_print("/local-news/")


def test_a_list_of_stories_comes_with_the_sizes_of_their_parts(make_story, photo, home):
    stories = [make_story(f"{part}", photo=photo, lead_crop=part) for part in (TALL, ALL_SKY)]
    for story in stories:
        sizes_of(photo, crop_of(photo, story.lead_crop))

    with CaptureQueriesContext(connection) as counted:
        found = list(with_cards(Story.objects.all()))
        along = len(counted)
        shapes = {
            sizes_of(one.lead_photo, crop_of(one.lead_photo, one.lead_crop))[-1].height
            for one in found
        }

    assert len(counted) == along
    assert shapes == {320, 192}


def test_a_gallery_of_parts_costs_no_more_queries_than_one_of_whole_photos(
    make_story, make_photo, home, shelf
):
    def gallery(crop: str, count: int) -> Any:
        photos = [use(make_photo(), crop) for _ in range(count)]
        return make_story(f"{count}", body=[("gallery", {"title": "", "photos": photos})])

    costs = {queries_to_print(gallery(*one).permalink) for one in [("", 3), (TALL, 3), (TALL, 9)]}

    assert len(costs) == 1
