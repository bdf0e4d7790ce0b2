"""How sizes are made of a picture: the right way up, in its own colours, of the part that is asked for."""

from io import BytesIO
from random import Random

import pytest
from PIL import Image, ImageChops, ImageStat

from broadsheet.devtools.town import landscape
from broadsheet.incoming.tests.made import written
from broadsheet.photos.crops import Crop
from broadsheet.photos.scaling import drawn, make_all
from broadsheet.photos.scaling import written as written_by_us
from broadsheet.photos.size_specs import AVIF, JPEG, WEBP, wanted
from broadsheet.photos.tests.noted import turned
from tests.town import jpeg

pytestmark = pytest.mark.sqlite
RED, BLUE = (220, 20, 20), (30, 60, 200)


def drawn_once(raw: bytes, width: int, crop: Crop | None = None) -> Image.Image:
    return drawn(BytesIO(raw), [width], crop)[width]


# The right way up, and the right part --------------------------------------------------------------
@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_a_part_is_the_part_that_was_chosen_however_the_camera_was_held(
    kind: str, orientation: int
):
    raw = turned(kind, orientation)

    whole = drawn_once(raw, 64)
    corner = drawn_once(raw, 64, Crop(0, 0, 500, 500))
    beside = drawn_once(raw, 64, Crop(500, 0, 500, 1000))

    assert [whole.size, corner.size, beside.size] == [(64, 48), (32, 24), (32, 48)]
    assert near(whole, (8, 6), RED)
    assert all(near(corner, place, RED) for place in ((3, 3), (28, 3), (3, 20), (28, 20)))
    assert all(near(beside, place, BLUE) for place in ((3, 3), (28, 44)))


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_large_photo_that_is_decoded_small_is_turned_and_cut_as_well(orientation: int):
    raw = turned("JPEG", orientation, size=(1920, 1440))

    corner = drawn_once(raw, 100, Crop(0, 0, 500, 500))

    assert corner.size == (100, 75)
    assert all(near(corner, place, RED) for place in ((3, 3), (96, 3), (3, 71), (96, 71)))


def near(picture: Image.Image, place: tuple[int, int], colour: tuple[int, int, int]) -> bool:
    found = picture.getpixel(place)
    assert isinstance(found, tuple)
    return all(abs(one - other) < 30 for one, other in zip(found, colour, strict=True))


def test_no_photo_is_made_larger_and_no_width_comes_twice():
    for width, widths in ((1, [1]), (380, [380]), (400, [400]), (700, [400, 680, 700])):
        assert [one.width for one in wanted(WEBP, width)] == widths
    assert [one.width for one in wanted(WEBP, 9000)] == [400, 680, 800, 1280, 1600]
    assert [one.width for one in wanted(JPEG, 700)] == [400, 700]
    assert [one.width for one in wanted(AVIF, 3000, Crop(0, 0, 250, 1000))] == [400, 680, 750]

    made = make_all(BytesIO(jpeg(700, 20)), list(wanted(WEBP, 700)))

    assert sorted((one.width, one.height) for one in made) == [(400, 11), (680, 19), (700, 20)]


def test_a_strip_of_a_photo_keeps_a_height():
    assert drawn_once(jpeg(2000, 2), 400).size == (400, 1)


# Quality ------------------------------------------------------------------------------------------
def test_what_is_decoded_small_cannot_be_told_from_what_is_decoded_whole():
    raw = landscape(Random(5))
    with Image.open(BytesIO(raw)) as whole:
        best = whole.resize((200, 133), Image.Resampling.LANCZOS)

    made = drawn(BytesIO(raw), [400, 300, 200])[200]

    difference = ImageStat.Stat(ImageChops.difference(best, made)).rms
    # Of 255 levels: nobody sees one.
    assert max(difference) < 1


def test_writing_one_kind_leaves_nothing_on_a_picture_of_which_another_is_written_meanwhile():
    picture = Image.new("RGB", (64, 48))
    before = vars(picture).copy()

    for kind in (WEBP, AVIF, JPEG):
        written_by_us(picture, kind, b"")

    assert vars(picture) == before


# Colours ------------------------------------------------------------------------------------------
def cmyk(ink: tuple[int, int, int, int]) -> Image.Image:
    return Image.new("CMYK", (64, 48), ink)


def palette() -> Image.Image:
    made = Image.new("P", (64, 48), 1)
    made.putpalette([0, 0, 0, 200, 40, 90])
    return made


def see_through(colour: tuple[int, int, int, int]) -> Image.Image:
    return Image.new("RGBA", (64, 48), colour)


@pytest.mark.parametrize(
    ("picture", "kind", "colour"),
    [
        (cmyk((0, 0, 0, 128)), "JPEG", (127, 127, 127)),
        (cmyk((255, 0, 0, 0)), "JPEG", (0, 255, 255)),
        (Image.new("I;16", (64, 48), 128 * 256), "PNG", (128, 128, 128)),
        (Image.new("L", (64, 48), 128), "JPEG", (128, 128, 128)),
        (Image.new("1", (64, 48), 1), "PNG", (255, 255, 255)),
        (Image.new("LA", (64, 48), (128, 255)), "PNG", (128, 128, 128)),
        (palette(), "PNG", (200, 40, 90)),
        (palette(), "GIF", (200, 40, 90)),
        (see_through((0, 0, 0, 0)), "PNG", (255, 255, 255)),
        (see_through((200, 0, 0, 128)), "WEBP", (227, 127, 127)),
        (see_through((0, 0, 0, 0)), "AVIF", (255, 255, 255)),
    ],
)
def test_a_picture_of_any_kind_has_its_own_colours_and_white_behind_it(
    picture: Image.Image, kind: str, colour: tuple[int, int, int]
):
    made = drawn_once(written(picture, kind, quality=95), 30)

    assert made.mode == "RGB"
    assert made.getpixel((15, 10)) == pytest.approx(colour, abs=4)


def test_a_palette_with_a_hole_in_it_is_white_there():
    made = palette()
    raw = written(made, "PNG", transparency=1)

    assert drawn_once(raw, 30).getpixel((15, 10)) == (255, 255, 255)


def test_grey_for_the_press_is_as_bright_as_its_own_profile_says():
    # A picture that holds its levels as light itself, where screens hold their square root.
    profile = linear_grey()
    raw = written(Image.new("L", (64, 48), 55), "PNG", icc_profile=profile)

    assert drawn_once(raw, 30).getpixel((15, 10)) == pytest.approx((128, 128, 128), abs=4)


def linear_grey() -> bytes:
    """Return a profile of grey without a curve, as ICC.1:2010 has it: three tags, the curve of no entries."""
    white = b"XYZ \0\0\0\0" + bytes.fromhex("0000f6d6000100000000d32d")
    curve = b"curv\0\0\0\0" + (0).to_bytes(4, "big")
    text = b"desc\0\0\0\0" + (5).to_bytes(4, "big") + b"Grey\0" + bytes(78)
    place, tags, data = 128 + 4 + 3 * 12, b"", b""
    for name, content in ((b"wtpt", white), (b"kTRC", curve), (b"desc", text)):
        content += b"\0" * (-len(content) % 4)
        tags += name + (place + len(data)).to_bytes(4, "big") + len(content).to_bytes(4, "big")
        data += content
    head = bytearray(128)
    head[0:4] = (place + len(data)).to_bytes(4, "big")
    head[8:12] = bytes.fromhex("02100000")
    head[12:24] = b"mntrGRAYXYZ "
    head[36:40] = b"acsp"
    head[68:80] = bytes.fromhex("0000f6d6000100000000d32d")
    return bytes(head) + (3).to_bytes(4, "big") + tags + data


def test_a_profile_that_is_none_is_left_aside():
    raw = written(cmyk((0, 0, 0, 128)), "JPEG", icc_profile=b"no profile")

    assert drawn_once(raw, 30).getpixel((15, 10)) == pytest.approx((127, 127, 127), abs=4)


def test_a_moving_picture_is_shown_as_it_begins():
    first, second = Image.new("RGB", (64, 48), "red"), Image.new("RGB", (64, 48), "blue")
    raw = written(first, "GIF", save_all=True, append_images=[second])

    assert near(drawn_once(raw, 30), (15, 10), (255, 0, 0))
