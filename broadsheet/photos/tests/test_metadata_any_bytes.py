"""No bytes whatever make the reading of a picture's notes fail: the photo would not come in."""

import io
from contextlib import suppress
from functools import cache
from xml.sax.saxutils import escape

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as some

from broadsheet.incoming.tests.made import picture
from broadsheet.photos.metadata.exif import read_exif
from broadsheet.photos.metadata.iim import read_iim
from broadsheet.photos.metadata.reading import read_file
from broadsheet.photos.metadata.reasons import NotesError
from broadsheet.photos.metadata.xmp import read_xmp
from broadsheet.photos.tests.blocks_made import exif, extended, iim, in_jpeg, packet
from broadsheet.photos.tests.noted import NOTED

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:PIL.TiffImagePlugin")
TRIES = settings(max_examples=150, deadline=None, derandomize=True)
FOR_EACH_KIND = settings(TRIES, max_examples=60)


@cache
def whole(kind: str) -> bytes:
    """Return a picture of a kind with every block that it can hold."""
    if kind != "jpg":
        return NOTED[kind]()
    said = packet("<dc:creator><rdf:Seq><rdf:li>Nell Roe</rdf:li></rdf:Seq></dc:creator>")
    return in_jpeg(
        xmp=(said, packet(photoshop__Credit="AP", xmpNote__HasExtendedXMP="A" * 32)),
        iim=(iim((80, b"Nell Roe"), (55, b"20240510"), (60, b"140322-0500")),),
        exif=exif({0x9003: "2024:05:10 14:03:22", 0x9286: b"ASCII\0\0\0Lund"}, Artist="Nell Roe"),
        more=b"".join(extended(said, number="A" * 32, piece=300)),
    )


@pytest.mark.parametrize("kind", NOTED)
@FOR_EACH_KIND
@given(data=some.data())
def test_a_picture_that_is_damaged_anywhere_is_read_as_far_as_it_goes(
    kind: str, data: some.DataObject
):
    raw = bytearray(whole(kind))
    for _time in range(data.draw(some.integers(1, 6))):
        place = data.draw(some.integers(0, len(raw) - 1))
        put = data.draw(some.binary(max_size=8))
        raw[place : place + data.draw(some.integers(0, 8))] = put
    ends = data.draw(some.integers(0, len(raw)))

    for file in (bytes(raw), bytes(raw[:ends])):
        reading = read_file(io.BytesIO(file))
        assert set(reading.as_json()) == {"form", "said", "ignored"}


@TRIES
@given(raw=some.binary(max_size=400))
@example(b"<a><a/></a>")
@example(b"<?xml ")
@example(b"\xff\xfe<")
def test_a_packet_of_whatever_bytes_is_read_or_refused(raw: bytes):
    for read in (read_xmp, read_exif):
        with suppress(NotesError):
            read(raw)
    assert isinstance(read_iim(raw), dict)


@TRIES
@given(words=some.text(max_size=80))
def test_whatever_is_written_in_each_block_is_read_without_failing(words: str):
    block = words.encode("utf-8", "ignore")
    plain = escape(block.decode(), {'"': "&quot;"})
    said = packet(f"<dc:description>{plain}</dc:description>", photoshop__DateCreated=plain)
    raw = in_jpeg(
        xmp=(said,),
        iim=(iim(*((number, block) for number in (5, 25, 55, 60, 80, 90, 110, 120))),),
        exif=exif({0x9003: block, 0x9286: b"UNICODE\0" + block}, ImageDescription=block),
    )

    assert read_file(io.BytesIO(raw)).ignored is not None


@TRIES
@given(nested=some.integers(1, 3000))
def test_a_packet_however_deep_is_read_or_refused(nested: int):
    inner = "<dc:creator>" * nested + "x" + "</dc:creator>" * nested

    assert read_file(io.BytesIO(in_jpeg(xmp=(packet(inner)[:60_000],)))).said is not None


def test_a_picture_without_notes_is_what_it_is_taken_for():
    for kind in ("JPEG", "PNG", "GIF", "WEBP", "AVIF"):
        assert read_file(io.BytesIO(picture(kind))).ignored == ()
