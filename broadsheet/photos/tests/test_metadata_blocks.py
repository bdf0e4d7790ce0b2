"""The blocks of notes in pictures' files, in whatever number, encoding and size: damaged ones are told, and harm nobody."""

import io
import struct
import tracemalloc
import zlib
from typing import Any

import pytest

from broadsheet.incoming.tests.made import chunk, picture, riff
from broadsheet.photos.metadata.reading import read_file
from broadsheet.photos.tests.blocks_made import (
    caption_in_xmp,
    exif,
    extended,
    form,
    ignored,
    iim,
    in_jpeg,
    packet,
    rdf,
    read,
    resource,
)
from broadsheet.photos.tests.noted import segment
from tests.town import jpeg

CAPTION, CREATOR, CREDIT = 120, 80, 110
MEGABYTE = 1024 * 1024
MARKS = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff", "utf-8": b"\xef\xbb\xbf"}
MARKS |= {"utf-32-le": b"\xff\xfe\0\0", "utf-32-be": b"\0\0\xfe\xff"}


# Blocks -------------------------------------------------------------------------------------------
def test_a_blank_block_of_iim_does_not_win_whichever_comes_first():
    blank = iim((CREATOR, b" " * 32), (CAPTION, b" " * 80), (CREDIT, b"\0" * 8))
    full = iim((CREATOR, b"Nell Roe"), (CAPTION, b"Lund rows."), (CREDIT, b"The Bell"))

    for blocks in ((blank, full), (full, blank)):
        assert form(in_jpeg(iim=blocks)) == {
            "caption": "Lund rows.",
            "credit": "Nell Roe / The Bell",
        }
    assert ("caption", "IIM 2:120", "blank") in ignored(in_jpeg(iim=(blank, full)))


def test_two_blocks_of_iim_in_one_segment_are_both_read():
    both = resource(iim((CREATOR, b" "))) + resource(iim((CREATOR, b"Nell Roe")))
    raw = in_jpeg(more=segment(0xED, b"Photoshop 3.0\0" + both))

    assert form(raw) == {"credit": "Nell Roe"}


def test_a_block_of_iim_that_two_segments_share_is_read():
    whole = resource(iim((CREATOR, b"Nell Roe"), (CAPTION, b"Lund rows.")))
    parts = (whole[:30], whole[30:])
    raw = in_jpeg(more=b"".join(segment(0xED, b"Photoshop 3.0\0" + part) for part in parts))

    assert form(raw) == {"caption": "Lund rows.", "credit": "Nell Roe"}


def test_of_two_packets_of_xmp_the_first_goes_before_and_the_second_adds():
    raw = in_jpeg(
        xmp=(
            packet(photoshop__Credit="Nell Roe", photoshop__Headline=" "),
            packet(photoshop__Credit="Jon Abbey", photoshop__Headline="First boat"),
        )
    )

    assert form(raw) == {"credit": "Nell Roe", "headline": "First boat"}
    assert ("credit", "XMP (2) photoshop:Credit", "otherwise") in ignored(raw)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("with_mark", [True, False])
def test_a_packet_is_read_in_each_encoding_with_and_without_a_mark(encoding: str, with_mark: bool):
    words = caption_in_xmp("Käthe fährt über den Fluß, 川.").decode().replace("\ufeff", "")
    raw = in_jpeg(xmp=((MARKS[encoding] if with_mark else b"") + words.encode(encoding),))

    assert form(raw)["caption"] == "Käthe fährt über den Fluß, 川."


def test_a_packet_that_names_an_encoding_is_read_in_the_one_that_it_has():
    words = '<?xml version="1.0" encoding="UTF-16"?>' + rdf("<dc:rights>© Käthe Lund</dc:rights>")

    assert form(in_jpeg(xmp=(words.encode(),)))["copyright_notice"] == "© Käthe Lund"
    assert form(in_jpeg(xmp=(words.encode("latin-1"),)))["copyright_notice"] == "© Käthe Lund"


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1", "cp1252"])
@pytest.mark.parametrize("says_utf_8", [True, False])
def test_iim_and_exif_are_read_in_utf_8_and_in_latin_1(encoding: str, says_utf_8: bool):
    words = "Zoë Grüber in der Straße".encode(encoding)
    block = iim((CAPTION, words), utf_8=says_utf_8)

    assert form(in_jpeg(iim=(block,)))["caption"] == "Zoë Grüber in der Straße"
    assert form(in_jpeg(exif=exif(ImageDescription=words)))["caption"] == "Zoë Grüber in der Straße"


@pytest.mark.parametrize(
    "remark",
    [
        b"ASCII\0\0\0Lund rows.",
        b"\0" * 8 + b"Lund rows.",
        b"UNICODE\0" + "Lund rows.".encode("utf-16-le"),
        b"UNICODE\0" + "Lund rows.".encode("utf-16-be"),
        b"UNICODE\0" + "Lund rows.".encode("utf-16"),
        b"JIS\0\0\0\0\0Lund rows.",
    ],
)
def test_a_remark_of_a_camera_is_read_in_whatever_letters_it_has(remark: bytes):
    assert form(in_jpeg(exif=exif({0x9286: remark}))) == {"caption": "Lund rows."}


def test_the_photographers_and_the_editors_copyright_are_both_read():
    raw = in_jpeg(exif=exif(Copyright=b"Nell Roe\0The Bell"))

    assert form(raw)["copyright_notice"] == "Nell Roe; The Bell"


# Extended XMP -------------------------------------------------------------------------------------
def long_packet(kilobytes: int = 130) -> bytes:
    filling = f"<dc:format>{'x' * 1024 * kilobytes}</dc:format>"
    return rdf(f"<photoshop:Headline>First boat</photoshop:Headline>{filling}").encode()


def in_pieces(pieces: list[bytes], named: str) -> bytes:
    main = packet(photoshop__Credit="Nell Roe", xmpNote__HasExtendedXMP=named)
    return in_jpeg(xmp=(main,), more=b"".join(pieces))


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1)])
def test_a_packet_over_64_kb_is_joined_from_its_pieces_in_whatever_order(order: tuple[int, ...]):
    whole = long_packet()
    pieces = extended(whole, number="A" * 32)
    assert len(pieces) == 3

    raw = in_pieces([pieces[place] for place in order], "A" * 32)

    assert form(raw) == {"credit": "Nell Roe", "headline": "First boat"}


def test_a_packet_of_which_a_piece_is_missing_or_that_is_anothers_is_ignored_with_the_reason():
    whole = long_packet()
    pieces = extended(whole, number="A" * 32)

    missing = in_pieces(pieces[:1] + pieces[2:], "A" * 32)
    anothers = in_pieces(pieces, "B" * 32)

    assert form(missing) == form(anothers) == {"credit": "Nell Roe"}
    assert ignored(missing) == [("", "XMP", "incomplete")]
    assert ignored(anothers) == [("", "XMP", "not-named")]


# Too much -----------------------------------------------------------------------------------------
HUGE = rdf("<dc:format>" + "x" * 5 * MEGABYTE + "</dc:format>").encode()


def huge_avif() -> bytes:
    return picture("AVIF", xmp=HUGE)


def huge_png() -> bytes:
    raw = picture("PNG")
    return raw[:33] + chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + HUGE) + raw[33:]


def packed_png() -> bytes:
    raw = picture("PNG")
    bomb = zlib.compress(bytes(200 * MEGABYTE), 9)
    return raw[:33] + chunk(b"iTXt", b"XML:com.adobe.xmp\0\1\0\0\0" + bomb) + raw[33:]


def huge_webp() -> bytes:
    point = picture("WEBP")[12:]
    size = int.from_bytes(point[4:8], "little")
    return riff((point[:4], point[8 : 8 + size]), (b"XMP ", HUGE))


def huge_gif() -> bytes:
    raw = picture("GIF")
    place = raw.index(b"\x2c")
    lead_out = b"\x01" + bytes(range(255, -1, -1)) + b"\0"
    return raw[:place] + b"\x21\xff\x0bXMP DataXMP" + HUGE + lead_out + raw[place:]


def huge_jpeg() -> bytes:
    return in_pieces(extended(HUGE, number="A" * 32), "A" * 32)


@pytest.mark.parametrize(
    "make",
    [huge_png, packed_png, huge_webp, huge_gif, huge_avif, huge_jpeg],
    ids=lambda one: one.__name__,
)
def test_five_megabytes_of_xmp_are_ignored_with_the_reason_and_take_no_memory(make: Any):
    file = io.BytesIO(make())
    tracemalloc.start()

    reading = read_file(file)
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert [(one.origin, one.why.value) for one in reading.ignored] == [("XMP", "too-large")]
    assert most < 12 * MEGABYTE


LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]>"
)


@pytest.mark.parametrize(
    "definition",
    [
        LAUGHS,
        '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">',
        '<!DOCTYPE x [<!ENTITY i SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE x [<!ENTITY % i SYSTEM "http://127.0.0.1:9/x.dtd"> %i;]>',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_packet_that_defines_entities_is_not_read_and_asks_nobody(definition: str, encoding: str):
    words = definition + rdf("<photoshop:Credit>&i;</photoshop:Credit>")
    raw = in_jpeg(xmp=(words.encode(encoding),), exif=exif(Artist="Nell Roe"))

    assert form(raw) == {"credit": "Nell Roe"}
    assert ignored(raw) == [("", "XMP", "entities")]


def test_of_a_packet_that_breaks_off_what_stands_before_is_read():
    broken = packet("<dc:rights>© Käthe Lund</dc:rights>", photoshop__Credit="Nell Roe")

    assert form(in_jpeg(xmp=(broken[: broken.index(b"</dc:rights>") + 15],))) == {
        "credit": "Nell Roe",
        "copyright_notice": "© Käthe Lund",
    }


def test_a_damaged_block_is_told_and_the_others_are_read():
    raw = in_jpeg(
        xmp=(b"no XML at all",),
        iim=(iim((CREATOR, b"Nell Roe")) + b"\x1c\x02\x78\xff\xff\xff",),
        exif=b"Exif\0\0nonsense",
    )

    assert form(raw) == {"credit": "Nell Roe"}
    assert ignored(raw) == [("", "XMP", "damaged"), ("", "EXIF", "damaged")]


def test_signs_that_no_database_keeps_are_left_out():
    raw = in_jpeg(
        xmp=(packet("<dc:rights>Nell\u202e\u0007 Roe\ufeff</dc:rights>"),),
        iim=(iim((CAPTION, b"Lund\0 rows\r\rhome.")),),
    )

    assert form(raw) == {"copyright_notice": "Nell Roe", "caption": "Lund rows\n\nhome."}


def test_a_field_of_iim_that_says_it_is_four_gigabytes_long_ends_with_its_block():
    raw = in_jpeg(iim=(b"\x1c\x02\x78\x80\x04" + struct.pack(">I", 2**32 - 1) + b"Lund rows.",))

    assert form(raw) == {"caption": "Lund rows."}


def test_a_file_without_notes_says_nothing():
    reading = read(jpeg())

    assert reading.as_json() == {"form": {}, "said": {}, "ignored": []}
