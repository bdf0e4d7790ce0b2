"""The pictures with which links are shared: what stands on them, and that they come and go with their story."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image, ImageChops

from broadsheet.masthead.share_card import HEIGHT, MOST_BYTES, WIDTH, Card, draw_card
from broadsheet.masthead.type_setting import DISPLAY, balanced, can_set, width_of
from broadsheet.photos.models import Photo
from broadsheet.press.log import print_owed
from broadsheet.stories.models import Story
from broadsheet.stories.share_images import path_of_card
from tests.town import jpeg

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
# Where things stand on a card with a photo, in pixels: left, top, right, bottom.
WORDS = (56, 108, 616, 590)
PHOTO = (664, 0, 1200, 560)
CREDIT = (664, 580, 1190, 614)
FOOT = (0, 620, 1200, 630)


def picture_at(read: Callable[..., Any], path: str) -> Image.Image:
    answer = read(path_of_card(path))
    assert answer.status == 200
    assert answer.headers["content-type"] == "image/jpeg"
    assert len(answer.body) <= MOST_BYTES
    return Image.open(BytesIO(answer.body)).convert("RGB")


def drawn(card: Card) -> Image.Image:
    return Image.open(BytesIO(draw_card(card))).convert("RGB")


def ink(picture: Image.Image, box: tuple[int, int, int, int]) -> float:
    """Return which part of a box is dark, from 0 to 1."""
    grey = picture.crop(box).convert("L")
    return sum(grey.histogram()[:110]) / (grey.width * grey.height)


def difference(one: Image.Image, other: Image.Image, box: tuple[int, int, int, int]) -> int:
    """Return the greatest difference of any point in a box, in steps of grey."""
    apart = ImageChops.difference(one.crop(box), other.crop(box)).convert("L")
    return int(apart.getextrema()[1])  # type: ignore[arg-type]


def shared(page: Any) -> str | None:
    found = BeautifulSoup(page.text, "html.parser").find("meta", property="og:image")
    return str(found["content"]) if found else None


def test_a_shared_story_shows_headline_photo_and_credit(read, make_story, make_photo):
    story = make_story("Council votes 4–3 to close the bridge", photo=make_photo())

    picture = picture_at(read, story.permalink)

    assert picture.size == (WIDTH, HEIGHT)
    assert 0.02 < ink(picture, WORDS) < 0.5
    assert picture.getpixel((900, 100)) == pytest.approx((176, 202, 214), abs=6)
    uncredited = drawn(Card("The Larkmere Ledger", story.title, "Local News"))
    assert difference(picture, uncredited, CREDIT) > 100


def test_the_credit_is_written_beneath_the_photo():
    photo = Image.new("RGB", (1280, 853), "#b0cad6")
    with_credit = drawn(Card("L", "Ferry runs", photo=photo, credit="Ilse Markham / The Ledger"))
    long = (
        "Photo provided by the Teal County Historical Society and the family of Anton Brill, " * 2
    )

    assert ink(with_credit, CREDIT) > 0.005
    assert ink(drawn(Card("L", "Ferry runs", photo=photo)), CREDIT) == 0
    # A long one stands whole, in more lines, under a lower photo.
    higher = (664, 505, 1190, 614)
    assert ink(drawn(Card("L", "Ferry runs", photo=photo, credit=long)), higher) > 0.01


def test_a_photo_whose_credit_cannot_be_written_is_not_shown():
    photo = Image.new("RGB", (1280, 853), "#b0cad6")

    picture = drawn(Card("L", "Ferry runs", photo=photo, credit="تصوير"))

    assert picture.getpixel((900, 100)) == pytest.approx((253, 253, 251), abs=3)


def test_opinion_is_shared_in_italics_on_its_own_ground(read, make_story, sections):
    news = make_story("We knew about the bridge", kicker="Opinion")
    opinion = make_story("We knew about the bridge", section=sections["opinion"])

    pictures = [picture_at(read, one.permalink) for one in (news, opinion)]

    grounds = [picture.getpixel((600, 600)) for picture in pictures]
    assert grounds[0] == pytest.approx((253, 253, 251), abs=3)
    assert grounds[1] == pytest.approx((240, 243, 239), abs=3)
    assert difference(*pictures, WORDS) > 100


def test_an_old_story_says_in_its_picture_when_it_is_from(make_story, paper):
    from broadsheet.stories.share_images import card_of_story

    old = make_story(published=datetime(2016, 5, 12, 23, 40, tzinfo=UTC))
    new = make_story()

    assert card_of_story(old, paper).age == "From May 2016"
    assert card_of_story(new, paper).age == ""
    with_age, without = [drawn(card_of_story(old, paper)._replace(age=age)) for age in ("x", "")]
    assert difference(with_age, without, (56, 108, 1144, 590)) > 100


def test_a_picture_is_drawn_again_at_the_moment_its_story_becomes_old(make_story, paper):
    from broadsheet.press.printing import print_sheet
    from broadsheet.stories.age import months

    published = timezone.now().replace(microsecond=0)
    story = make_story(published=published)

    sheet = print_sheet(f"localhost{path_of_card(story.permalink)}")

    assert sheet.print_again_at == published + months(paper.says_age_after_months)


def test_the_picture_follows_its_story(read, press, make_story):
    story = make_story("Ferry runs again")
    before = read(path_of_card(story.permalink))
    story.title = "Ferry stops again in the fog"
    story.save_revision().publish()
    press.print_all()

    after = read(path_of_card(story.permalink))

    assert before.is_printed
    assert after.is_printed
    assert before.body != after.body


def test_the_same_words_make_the_same_picture_byte_for_byte(make_story, make_photo, paper):
    from broadsheet.stories.share_images import card_of_story

    story = make_story(photo=make_photo())

    assert draw_card(card_of_story(story, paper)) == draw_card(card_of_story(story, paper))


def test_publishing_does_not_wait_for_the_picture(read, press, make_story):
    story = make_story("Ferry runs again")
    address = f"localhost{path_of_card(story.permalink)}"
    press.log.catch_up()
    assert not press.has(address)
    read(path_of_card(story.permalink))
    story.title = "Ferry stops"
    story.save_revision().publish()

    press.log.catch_up()

    assert address in press.shelf.owed(100)
    while print_owed():
        pass
    assert address not in press.shelf.owed(100)


def test_the_picture_of_a_withdrawn_story_is_withdrawn_with_it(read, press, make_story):
    story = make_story("Ferry runs again")
    read(path_of_card(story.permalink))
    story.unpublish()

    press.log.catch_up()

    assert not press.has(f"localhost{path_of_card(story.permalink)}")
    assert read(path_of_card(story.permalink)).status == 404


@pytest.mark.parametrize("hidden", ["draft", "private", "nowhere"])
def test_what_a_reader_may_not_see_has_no_picture(read, make_story, hidden):
    from wagtail.models import PageViewRestriction

    story = make_story("Ferry runs again")
    path = story.permalink
    if hidden == "draft":
        story.unpublish()
    elif hidden == "private":
        PageViewRestriction.objects.create(page=story, restriction_type="login")
    else:
        path = "/2026/11/nowhere/"

    assert read(path_of_card(path)).status == 404


def test_a_headline_in_other_letters_is_not_set_in_wrong_ones(read, make_story, make_photo):
    arabic = make_story("الجسر مغلق", photo=make_photo())

    assert not can_set(arabic.title)
    assert "/media/images/" in shared(read(arabic.permalink))
    assert read(path_of_card(arabic.permalink)).status == 404


def test_a_machine_that_cannot_open_the_typefaces_still_prints_stories(
    read, make_story, make_photo, monkeypatch
):
    from broadsheet.masthead import type_setting

    def no_type(*_args):
        raise OSError("unknown file format")

    story = make_story(photo=make_photo())
    type_setting._has.cache_clear()
    monkeypatch.setattr(type_setting, "type_at", no_type)

    page = read(story.permalink)

    assert page.status == 200
    assert "/media/images/" in shared(page)
    assert shared(read("/")) is None
    assert read("/share/card.jpg").status == 200


def test_a_story_that_kept_its_old_address_is_shared_too(read, make_story):
    story = make_story("Ferry runs again")
    story.permalink = "/news/article_1234.html"
    Story.objects.bulk_update([story], ["permalink"])

    address = shared(read(story.permalink))

    assert address == "http://localhost/share/news/article_1234.html/card.jpg"
    assert read(address.removeprefix("http://localhost")).status == 200


def test_the_front_and_a_section_are_shared_with_a_picture_of_their_own(read, sections):
    pictures = []
    for path in ("/", "/sports/"):
        address = shared(read(path))
        assert address == f"http://localhost{path_of_card(path)}"
        pictures.append(picture_at(read, path))

    assert all(ink(picture, (56, 100, 1144, 590)) > 0.005 for picture in pictures)
    assert difference(*pictures, (56, 100, 1144, 590)) > 100
    assert shared(read("/contact/")) == "http://localhost/share/card.jpg"


def test_the_papers_colour_stands_at_the_foot(read, make_story, paper):
    paper.spot = "#8a1c1c"
    paper.save()

    picture = picture_at(read, make_story().permalink)

    assert picture.crop(FOOT).getpixel((600, 5)) == pytest.approx((138, 28, 28), abs=8)


def test_a_picture_is_drawn_from_a_photos_small_size_and_never_its_original(paper, make_story):
    large = jpeg(3000, 2000)
    photo = Photo.objects.create(
        title="ferry.jpg",
        file=SimpleUploadedFile("ferry.jpg", large, content_type="image/jpeg"),
        credit="Ilse Markham",
    )
    story = make_story(photo=photo)
    from broadsheet.stories.share_images import card_of_story

    card = card_of_story(story, paper)

    assert card.photo is not None
    assert card.photo.size == (1600, 1067)


def test_a_picture_is_drawn_in_a_blink(paper, make_story, make_photo):
    from broadsheet.stories.share_images import card_of_story

    story = make_story("Council votes 4–3 to close the bridge", photo=make_photo())
    draw_card(card_of_story(story, paper))

    times = []
    for _ in range(5):
        start = time.thread_time()
        draw_card(card_of_story(story, paper))
        times.append(time.thread_time() - start)

    assert min(times) < 0.15


def test_the_subject_of_a_photo_stays_in_the_picture():
    photo = Image.new("RGB", (1280, 400), "#b0cad6")
    photo.paste("#9e231b", (0, 0, 100, 400))

    at_left, at_middle = [
        drawn(Card("L", "Ferry", photo=photo, focus=focus)).getpixel((680, 200))
        for focus in ((0.0, 0.5), (0.5, 0.5))
    ]

    assert at_left == pytest.approx((158, 35, 27), abs=12)
    assert at_middle == pytest.approx((176, 202, 214), abs=12)


def test_lines_of_a_headline_are_about_as_long_as_each_other():
    lines = balanced("Council votes to close Mill Street Bridge at once", DISPLAY, 60, 700)
    widths = [width_of(line, DISPLAY, 60) for line in lines]

    assert len(lines) == 2
    assert min(widths) > 0.7 * max(widths)


@pytest.mark.parametrize("headline", ["W" * 255, "a very long headline " * 12, "x", "É" * 20])
def test_no_headline_runs_out_of_its_picture(headline):
    picture = drawn(Card("The Larkmere Ledger", headline, "Sports"))
    blank = drawn(Card("The Larkmere Ledger", "x", "Sports"))

    assert ink(picture, (56, 108, 1144, 600)) > 0.0005
    assert ink(picture, (1160, 100, 1200, 610)) == 0
    assert difference(picture, blank, (0, 604, 1200, 630)) < 12
