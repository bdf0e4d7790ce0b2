"""Which pictures may come in: what each is, how large it says it is, and that nothing is decoded to learn it."""

import random
import struct
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from broadsheet.incoming.admitting import admit
from broadsheet.incoming.errors import IncomingError
from broadsheet.incoming.picture_headers import (
    MOST_GIF_PIECES,
    MOST_PIECES,
    Header,
    read_header,
)
from broadsheet.incoming.pictures import MOST_PIXELS, look_at_picture, measure, remade
from broadsheet.incoming.tests import made
from broadsheet.incoming.tests.made import picture, sent
from broadsheet.incoming.tests.measured import on_linux, refuse
from broadsheet.incoming.uses import PICTURE
from tests.town import jpeg

pytestmark = pytest.mark.sqlite

ENDINGS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "AVIF": "avif", "GIF": "gif"}
each_kind = pytest.mark.parametrize("kind", ENDINGS)


def let_in(raw: bytes, name: str) -> None:
    admit(sent(name, raw), PICTURE)


# What a picture is --------------------------------------------------------------------------------
@each_kind
def test_a_picture_is_what_its_bytes_say(kind: str):
    let_in(picture(kind), f"ferry.{ENDINGS[kind]}")

    assert read_header(BytesIO(picture(kind))) == Header(kind.lower(), 48, 32)


@pytest.mark.parametrize(
    "raw",
    [
        jpeg(),
        picture("JPEG", progressive=True),
        picture("WEBP", lossless=True),
        made.written(Image.new("RGBA", (48, 32), (9, 9, 9, 99)), "WEBP"),
        made.written(Image.new("RGBA", (48, 32), (9, 9, 9, 99)), "AVIF"),
        made.written(Image.new("P", (48, 32)), "PNG"),
        made.written(Image.new("I;16", (48, 32)), "PNG"),
        made.written(Image.new("CMYK", (48, 32)), "JPEG"),
        made.written(
            Image.new("RGB", (48, 32)),
            "MPO",
            save_all=True,
            append_images=[Image.new("RGB", (48, 32))],
        ),
        # A remark before the size, and more between pieces than the rules ask for.
        jpeg()[:2] + b"\xff\xfe\x00\x10nothing to see" + b"\xff\xff" + jpeg()[2:],
    ],
)
def test_every_way_of_writing_a_picture_is_known(raw: bytes):
    header = measure(BytesIO(raw))

    with Image.open(BytesIO(raw)) as known:
        assert (header.width, header.height) == known.size
    look_at_picture(sent("x", raw), "jpg" if header.kind == "jpeg" else header.kind)


@pytest.mark.parametrize("name", ["ferry.JPG", "ferry.jpeg", "ferry.2026.jpg", "IMG_1.heic.jpg"])
def test_names_of_good_pictures_may_be_as_telephones_and_people_write_them(name: str):
    let_in(jpeg(), name)


@pytest.mark.parametrize(
    ("name", "raw", "sentence"),
    [
        ("ferry.jpg", made.PAGE, "no picture that browsers show"),
        ("ferry.jpg", made.SVG, "no picture that browsers show"),
        ("ferry.png", b"MZ" + bytes(500), "no picture that browsers show"),
        ("ferry.gif", b"GIF89a", "no picture that browsers show"),
        ("ferry.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF", "no picture that browsers show"),
        (
            "ferry.jpg",
            picture("PNG"),
            r"ends in \.jpg, but the file is PNG. Rename it to end in \.png",
        ),
        ("ferry.webp", jpeg(), r"the file is JPEG"),
        ("ferry.html", jpeg(), r"\(\.html\) is not taken in. Save it as one of these: \.jpg"),
        ("ferry.jpg.php", jpeg(), r"\(\.php\) is not taken in"),
        ("ferry.php.jpg", jpeg(), r"two endings, \.php\.jpg"),
        ("ferry.HTML.jpg", jpeg(), r"two endings"),
        ("ferry", jpeg(), r"\(–\) is not taken in"),
        ("ferry.jpg.", jpeg(), r"is not taken in"),
        ("ferry.jpg ", jpeg(), r"is not taken in"),
    ],
)
def test_u03_a_file_that_is_not_what_its_name_says_is_refused_with_what_to_do(
    name: str, raw: bytes, sentence: str
):
    with pytest.raises(IncomingError, match=sentence):
        let_in(raw, name)


@pytest.mark.parametrize(
    ("name", "raw"), [("IMG_1.HEIC", made.heic()), ("IMG_1.jpg", made.heic()), ("a.heif", b"x")]
)
def test_who_sends_a_telephones_own_kind_is_told_how_to_save_it_as_jpeg(name: str, raw: bytes):
    with pytest.raises(IncomingError, match=r"HEIC.*Save it as JPEG.*Most Compatible"):
        let_in(raw, name)


def test_an_empty_file_and_one_that_is_too_large_are_refused():
    large = sent("ferry.jpg", jpeg())
    large.size = PICTURE.most_bytes + 1

    with pytest.raises(IncomingError, match="empty"):
        let_in(b"", "ferry.jpg")
    with pytest.raises(IncomingError, match="has 41 MB; at most 40 MB"):
        admit(large, PICTURE)


@each_kind
def test_a_picture_that_broke_off_is_refused(kind: str):
    raw = picture(kind, 640, 480)
    raw = made.written(Image.effect_noise((320, 240), 90).convert("RGB"), kind)

    with pytest.raises(IncomingError, match=r"damaged or cut short|broke off"):
        let_in(raw[: len(raw) // 2], f"ferry.{ENDINGS[kind]}")


@each_kind
def test_whatever_happened_to_a_file_on_its_way_is_told_in_a_sentence(kind: str):
    chance = random.Random(kind)
    raw = (
        picture(kind, exif=b"Exif\0\0MM\0*\0\0\0\x08" + bytes(40))
        if kind != "GIF"
        else picture(kind)
    )
    refused = 0

    for _number in range(60):
        broken = bytearray(raw)
        for _place in range(chance.randint(1, 6)):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        try:
            let_in(bytes(broken), f"ferry.{ENDINGS[kind]}")
        except IncomingError:
            refused += 1

    assert refused


# How large it says it is --------------------------------------------------------------------------
@cache
def too_much() -> dict[str, tuple[str, bytes]]:
    """Return small files that claim more than any machine should try to decode, by what they claim."""
    return {
        "74 bytes of 9,000 by 9,000": ("a.png", made.png_claiming(9_000, 9_000)),
        "PNG of 60,000 by 60,000": ("a.png", made.png_claiming(60_000, 60_000)),
        "PNG that is one line": ("a.png", made.png_claiming(1_000_000, 1)),
        "JPEG of 60,000 by 60,000": ("a.jpg", made.jpeg_claiming(60_000, 60_000)),
        "AVIF of 20,016 by 16 that says it is small": ("a.avif", made.avif_understating()),
        "AVIF of 60,000 by 60,000": ("a.avif", made.avif_claiming(60_000, 60_000)),
        "WebP of 16,000 by 16,000": ("a.webp", made.webp_of(1, 16_000, 16_000)),
        "GIF of 60,000 by 60,000": ("a.gif", made.gif_of(1, 60_000, 60_000)),
        "GIF of 10,000 frames": ("a.gif", made.gif_of(10_000)),
        "WebP of 10,000 frames": ("a.webp", made.webp_of(10_000)),
        "50 frames that are large together": ("a.gif", made.gif_of(50, 2_000, 2_000)),
    }


@pytest.mark.parametrize("claim", too_much())
def test_u04_a_small_file_of_huge_pixels_or_endless_frames_is_refused_from_its_header(
    claim: str, monkeypatch: pytest.MonkeyPatch
):
    def decode(*_args: object, **_more: object) -> None:
        raise AssertionError("it was handed to a decoder")

    name, raw = too_much()[claim]
    monkeypatch.setattr(Image, "open", decode)

    with pytest.raises(IncomingError, match=r"At most (50|25|16) million|at most 100 frames"):
        let_in(raw, name)


def test_the_smallest_of_them_has_74_bytes():
    assert len(made.png_claiming(9_000, 9_000)) == 74


@on_linux
def test_u04_refusing_pictures_of_huge_claims_takes_less_than_50_mb_of_memory(tmp_path: Path):
    for number, (name, raw) in enumerate(too_much().values()):
        (tmp_path / f"{number}{name}").write_bytes(raw)

    refused = refuse(tmp_path)

    assert refused.number == len(too_much())
    assert refused.rise_kb < 50 * 1024


@pytest.mark.parametrize(
    "raw",
    [
        made.png_claiming(7_071, 7_071),
        made.webp_of(100),
        made.gif_of(100),
        made.gif_of(1, 20_000, 2_000),
        made.avif_claiming(5_000, 5_000),
        made.webp_of(1, 4_000, 4_000),
    ],
)
def test_what_is_within_bounds_is_not_refused_for_its_size(raw: bytes):
    header = measure(BytesIO(raw))

    assert header.width * header.height <= MOST_PIXELS


def test_a_png_that_moves_is_refused_for_nothing_here_makes_sizes_of_it():
    first = Image.new("RGB", (8, 8))
    moving = made.written(
        first, "PNG", save_all=True, append_images=[Image.new("RGB", (8, 8), "red")]
    )

    with pytest.raises(IncomingError, match="PNG pictures that move"):
        let_in(moving, "a.png")


@pytest.mark.parametrize(
    "raw",
    [
        made.gif_of(0)[:-1] + b"!\xfe" + b"\x01x" * 2_000_000,
        jpeg()[:2] + b"\xff\xfe\x00\x02" * 1_000_000,
        made.png_claiming(8, 8)[:33] + made.chunk(b"tEXt", b"") * 500_000,
        made.riff() + b"JUNK\0\0\0\0" * 500_000,
        picture("AVIF")[:32] + (struct.pack(">I", 8) + b"free") * 500_000,
    ],
    ids=["gif", "jpeg", "png", "webp", "avif"],
)
def test_u04_a_file_of_endless_pieces_does_not_keep_the_machine_reading(raw: bytes):
    file = Counted(raw)

    read_header(file)

    assert file.reads <= MOST_GIF_PIECES + 10 if raw.startswith(b"GIF") else 3 * MOST_PIECES


class Counted(BytesIO):
    """A file that counts how often it is read."""

    reads = 0

    def read(self, *args: int) -> bytes:
        self.reads += 1
        return super().read(*args)


STILL = [(0, 3), (1, 1), (1, 1), (0, 5)]
# Not still: no times, no delay, one operating point of a low level, or two, the second of a high one.
FILM = [(0, 3), (0, 1), (0, 1), (0, 1), (0, 1), (0, 5), (0, 12), (5, 5)]
LONG_FILM = [(0, 3), (0, 1), (0, 1), (0, 1), (1, 1), (1, 5)]
LONG_FILM += [(0, 12), (5, 5), (0, 1), (0, 12), (9, 5), (0, 1), (1, 1), (3, 4)]
OF_20_000 = [(14, 4), (14, 4), (19_999, 15), (19_999, 15)]


@pytest.mark.parametrize(
    ("raw", "width"),
    [
        (made.avif_of(made.FILLING), 48),
        (made.avif_of(made.MARK_OF_TIME, made.sequence(*STILL, *OF_20_000)), 20_000),
        (made.avif_of(made.FILLING, made.sequence(*STILL, *OF_20_000)), 20_000),
        (made.avif_of(b"", made.sequence(*FILM, *OF_20_000)), 20_000),
        (made.avif_of(b"", made.sequence(*LONG_FILM, *OF_20_000)), 20_000),
        # It says 48 and leaves room for frames of 65,536.
        (made.avif_of(b"", made.sequence(*FILM, (15, 4), (15, 4), (47, 16), (31, 16))), 65_536),
        (made.avif_of(b"", made.sequence(*STILL, (15, 4), (15, 4), (47, 16), (31, 16))), 48),
        # With times, and behind more filling than anyone needs.
        (made.avif_of(b"", made.sequence((0, 3), (0, 1), (0, 1), (1, 1), (0, 40))), 65_536),
        (made.avif_of(made.MARK_OF_TIME * 40), 65_536),
        # The notes of a camera are no picture.
        (made.avif_of(b"", b"\0\0\0\0MM\0*" + bytes(90)), 48),
    ],
)
def test_u04_an_avif_is_as_large_as_the_picture_that_it_holds_whatever_it_says(
    raw: bytes, width: int
):
    header = read_header(BytesIO(raw))

    assert header
    assert header.width == width


def test_u04_an_avif_that_lies_farther_away_than_any_file_reaches_is_refused(tmp_path: Path):
    raw = bytearray(picture("AVIF"))
    list_of_places = raw.index(b"iloc")
    # A place has eight bytes now, and a length none.
    raw[list_of_places + 8] = 0x80
    raw[list_of_places + 18 : list_of_places + 26] = b"\xff" * 8
    kept = tmp_path / "a.avif"
    kept.write_bytes(raw)

    with pytest.raises(IncomingError, match="damaged"):
        let_in(bytes(raw), "a.avif")
    with kept.open("rb") as file:
        assert read_header(file)


def test_u04_a_jpeg_of_endless_scans_is_refused():
    whole = picture("JPEG", progressive=True)
    scan = whole.rindex(b"\xff\xda")

    with pytest.raises(IncomingError, match="damaged"):
        let_in(whole[:-2] + whole[scan:-2] * 60 + whole[-2:], "a.jpg")


# Made anew ----------------------------------------------------------------------------------------
@each_kind
def test_a_picture_that_is_made_anew_is_small_and_plain(kind: str):
    fresh = remade(BytesIO(picture(kind, 900, 600)), most_side=400)

    with Image.open(BytesIO(fresh)) as shown:
        assert (shown.format, shown.size) == ("JPEG", (400, 267))


def test_what_is_no_picture_cannot_be_made_anew():
    with pytest.raises(IncomingError, match="no picture"):
        remade(BytesIO(made.PAGE), most_side=400)
