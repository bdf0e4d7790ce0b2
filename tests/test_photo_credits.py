"""No picture without its credit: on every page of the demo paper, in its feeds, and in what machines read."""

import json
import re
from collections.abc import Iterator
from tempfile import TemporaryDirectory

from bs4 import BeautifulSoup, Tag
from django.test import TestCase, override_settings
from wagtail.models import Site

from broadsheet.demo.loading import load_demo
from broadsheet.demo.tests.test_demo import PRESENT
from broadsheet.photos.models import Photo
from broadsheet.press.every import every_address

# A photo's sizes are named after its own file.
OF_A_PHOTO = re.compile(r"/media/images/([0-9a-f]{32})\.")


def pictures_in(page: BeautifulSoup) -> Iterator[tuple[str, Tag]]:
    """Yield each picture of a photo in a page, with the name of the photo's file."""
    for image in page.select("img[src]"):
        found = OF_A_PHOTO.search(str(image["src"]))
        if found:
            yield found[1], image


class EveryPage(TestCase):
    """The demo paper, page by page."""

    @classmethod
    def setUpTestData(cls) -> None:
        media = cls.enterClassContext(TemporaryDirectory())
        cls.enterClassContext(override_settings(MEDIA_ROOT=media))
        load_demo(PRESENT)
        host = Site.objects.get().hostname
        cls.paths = sorted(address.removeprefix(host) for address in every_address())
        answers = {path: cls.client_class().get(path) for path in cls.paths}
        cls.pages = {
            path: BeautifulSoup(answer.content, "lxml")
            for path, answer in answers.items()
            if answer["Content-Type"].startswith("text/html")
        }
        cls.photos = {
            OF_A_PHOTO.search(f"/media/images/{photo.file.name.split('/')[-1]}")[1]: photo
            for photo in Photo.objects.all()
        }

    def test_no_picture_stands_without_its_credit_or_the_word_that_it_needs_none(self) -> None:
        seen: dict[int, int] = {}
        for path, page in self.pages.items():
            for name, image in pictures_in(page):
                photo = self.photos[name]
                seen[photo.pk] = seen.get(photo.pk, 0) + 1
                if photo.no_credit_needed:
                    continue
                figure = image.find_parent("figure")
                assert figure is not None, (path, photo.title)
                # An embedded film names its maker, and beside it whose its picture is.
                told = [one.get_text() for one in figure.select("figcaption .credit")]
                assert photo.credit_line
                assert any(photo.credit_line in one for one in told), (path, photo.title)
        # Every photo of the demo paper shows somewhere, most of them many times.
        assert len(seen) >= 15
        assert sum(seen.values()) > 200

    def test_search_engines_are_told_whose_each_lead_photo_is(self) -> None:
        told = 0
        for page in self.pages.values():
            for script in page.select('script[type="application/ld+json"]'):
                image = json.loads(script.text).get("image")
                if not isinstance(image, dict):
                    continue
                photo = self.photos[OF_A_PHOTO.search(image["url"])[1]]
                if not photo.no_credit_needed:
                    assert image["creditText"] == photo.credit_line
                    names = [one["name"] for one in image.get("creator", [])]
                    credit = photo.credit_read
                    assert names == list(
                        credit.creators or ((credit.organisation,) if credit.organisation else ())
                    )
                    told += 1
        assert told > 30

    def test_feeds_carry_the_credit_with_the_picture(self) -> None:
        feed = BeautifulSoup(self.client.get("/feed/").content, "xml")
        pictures = feed.find_all("media:content")
        assert len(pictures) > 5
        for picture in pictures:
            photo = self.photos[OF_A_PHOTO.search(picture["url"])[1]]
            credit = picture.find("media:credit")
            assert photo.no_credit_needed or credit.text == photo.credit_line
