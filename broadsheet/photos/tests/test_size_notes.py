"""What each size of a photo says of itself, read by a program that is not ours; and that it says nothing else."""

from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from broadsheet.incoming.tests.made import sent, written
from broadsheet.photos.models import Photo, Terms
from broadsheet.photos.renditions import Sizes, all_sizes_of, make_sizes
from broadsheet.photos.size_notes import LONGEST_CAPTION, notes_of
from broadsheet.photos.tests.noted import NOTE, NOTED
from tests.tools import MissingToolError, exiftool

pytestmark = pytest.mark.django_db
# What a program tells of any file, without a note in it: name, kind, width and height, how its points are coded.
OF_ANY_FILE = {"ExifTool", "System", "File", "JFIF", "RIFF", "QuickTime", "Meta", "Composite"}
RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
SERIAL_NUMBER = b"C02XK0AAJGH5"


@pytest.fixture(autouse=True)
def program() -> None:
    try:
        exiftool.find()
    except MissingToolError as error:
        pytest.skip(f"NOT TESTED: {error}")


def every_file(photo: Photo, home: Path) -> list[Path]:
    """Make every size of a photo in every kind, and return the files that readers get."""
    all_sizes_of(photo)
    make_sizes.call(photo.pk)
    photo.known_sizes = None
    sizes: Sizes = all_sizes_of(photo)
    assert all(sizes)
    return [home / size.url.removeprefix("/") for kind in sizes for size in kind]


def said(files: list[Path]) -> Iterator[dict[str, Any]]:
    """Go through what each file says of itself, without what any file of its kind says."""
    for found in exiftool.read(*files):
        yield {
            name: value
            for name, value in found.items()
            if name != "SourceFile" and name.partition(":")[0] not in OF_ANY_FILE
        }


def test_each_size_says_whose_it_is_and_on_which_terms(make_photo: Any, home: Path):
    terms = Terms.objects.create(
        name="Zoo",
        licence="CC BY-SA 3.0",
        licence_url="https://creativecommons.org/licenses/by-sa/3.0/",
    )
    photo: Photo = make_photo(
        "Ruth Osei’s “Ferry” leaves <at> dusk & rain.",
        "Ilse Markham and Jon Abbey / Union Wire",
        copyright_notice="© 2026 Union Wire",
        web_statement="https://wire.example/rights?a=1&b=2",
        licence_page="https://wire.example/licence",
        source_type="compositeSynthetic",
        terms=terms,
    )

    everything = list(said(every_file(photo, home)))

    assert len(everything) == 6
    assert [one for one in everything if one != everything[0]] == []
    assert everything[0] == {
        "XMP-photoshop:Credit": "Ilse Markham and Jon Abbey / Union Wire",
        "XMP-dc:Creator": ["Ilse Markham", "Jon Abbey"],
        "XMP-dc:Rights": "© 2026 Union Wire",
        "XMP-dc:Description": "Ruth Osei’s “Ferry” leaves <at> dusk & rain.",
        "XMP-xmpRights:WebStatement": "https://wire.example/rights?a=1&b=2",
        "XMP-xmpRights:UsageTerms": "CC BY-SA 3.0",
        "XMP-cc:License": "https://creativecommons.org/licenses/by-sa/3.0/",
        "XMP-plus:Licensor": [{"LicensorURL": "https://wire.example/licence"}],
        "XMP-iptcExt:DigitalSourceType": "http://cv.iptc.org/newscodes/digitalsourcetype/compositeSynthetic",
    }


def test_a_licence_that_only_the_credit_names_is_linked_all_the_same(make_photo: Any, home: Path):
    photo = make_photo("", "Nell Roe, CC BY 4.0", terms=None)

    [found, *_others] = said(every_file(photo, home))

    assert found["XMP-cc:License"] == "https://creativecommons.org/licenses/by/4.0/"


@pytest.mark.parametrize("kind", NOTED)
def test_no_size_holds_a_note_of_the_camera_whatever_kind_of_file_it_came_in(
    home: Path, client: Client, kind: str
):
    photo = Photo.objects.create(title="Ferry", file=sent(f"ferry.{kind}", NOTED[kind]()))

    files = every_file(photo, home)

    assert list(said(files)) == [{}] * len(files)
    assert [file.name for file in files if NOTE in file.read_bytes()] == []


def test_no_size_holds_the_profile_of_a_screen_with_its_number(home: Path):
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes() + SERIAL_NUMBER
    raw = written(Image.new("RGB", (480, 320), "teal"), "JPEG", icc_profile=profile)
    assert SERIAL_NUMBER in raw
    photo = Photo.objects.create(title="Ferry", file=sent("ferry.jpg", raw))

    files = every_file(photo, home)

    assert [file.name for file in files if SERIAL_NUMBER in file.read_bytes()] == []
    assert list(said(files)) == [{}] * len(files)


def test_what_the_newsroom_sees_of_a_photo_holds_no_note_either(home: Path):
    photo = Photo.objects.create(title="Ferry", file=sent("ferry.jpg", NOTED["jpg"]()))
    thumbnail = photo.get_rendition("max-165x165")

    assert list(said([home / thumbnail.url.removeprefix("/")])) == [{}]


def test_a_photo_of_which_nothing_is_known_says_nothing(make_photo: Any):
    assert notes_of(make_photo("", "")) == b""


def test_a_long_caption_is_cut_between_two_words_and_fits_every_kind_of_file(
    make_photo: Any, home: Path
):
    words = "ferry " * 20_000

    [found, *_others] = said(every_file(make_photo(words), home))

    caption = found["XMP-dc:Description"]
    assert caption.endswith("ferry …")
    assert len(caption) <= LONGEST_CAPTION + 2


@settings(max_examples=150, deadline=None)
@given(words=st.text(alphabet=st.characters(codec=None), max_size=60))
def test_whatever_the_words_are_the_packet_can_be_read_and_says_them(words: str):
    packet = notes_of(Photo(caption=words, copyright_notice=f"© {words}"))

    root = ElementTree.fromstring(packet.decode().partition("?>")[2].rpartition("<?")[0])
    lines = [visible(line.text or "") for line in root.iter(f"{RDF}li")]
    assert list(filter(None, lines)) == list(filter(None, ["©" + visible(words), visible(words)]))


def visible(words: str) -> str:
    return "".join(sign for sign in words if sign.isprintable() and not sign.isspace())


def test_a_size_says_what_was_right_when_it_was_made_and_is_made_anew_when_that_changes(
    make_photo: Any, home: Path, django_capture_on_commit_callbacks: Any
):
    photo: Photo = make_photo(credit="Nell Roe")
    before = {file.name for file in every_file(photo, home)}

    with django_capture_on_commit_callbacks(execute=True):
        photo.credit = "Jon Abbey"
        photo.save()

    files = every_file(Photo.objects.get(), home)
    assert before.isdisjoint(file.name for file in files)
    assert {one["XMP-photoshop:Credit"] for one in said(files)} == {"Jon Abbey"}


def test_the_end_of_a_photo_stands_in_the_name_of_each_size(make_photo: Any, home: Path):
    until = datetime(2026, 12, 24, 18, 30, 15, tzinfo=UTC)

    files = every_file(make_photo(until=until), home)

    stem = Path(Photo.objects.get().file.name).stem
    assert all(file.name.startswith(f"{stem}.u{int(until.timestamp())}.") for file in files)


def test_a_picture_in_colours_of_its_own_comes_out_in_those_of_screens(home: Path):
    green = Image.new("RGB", (480, 320), (60, 200, 90))
    # Red and blue exchanged: whoever leaves the profile out without heeding it shows a wrong colour.
    swapped = ImageCms.ImageCmsProfile(BytesIO(swapped_profile()))
    raw = written(green, "PNG", icc_profile=swapped.tobytes())
    photo = Photo.objects.create(title="Ferry", file=sent("ferry.png", raw))

    for file in every_file(photo, home):
        with Image.open(file) as seen:
            assert "icc_profile" not in seen.info
            red, _green, blue = seen.convert("RGB").getpixel((20, 20))
            assert (red, blue) == pytest.approx((90, 60), abs=6)


def swapped_profile() -> bytes:
    """Return sRGB with the names of red and blue exchanged."""
    raw = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    for one, other in ((b"rXYZ", b"bXYZ"), (b"rTRC", b"bTRC")):
        first, second = raw.index(one), raw.index(other)
        raw[first : first + 4], raw[second : second + 4] = other, one
    return bytes(raw)
