"""Words in pictures' files that are no answer, or not the whole one: seen in real files, made here by hand."""

import pytest

from broadsheet.photos.tests.blocks_made import (
    caption_in_xmp,
    exif,
    form,
    ignored,
    iim,
    in_jpeg,
    packet,
    read,
)

CAPTION, CREATOR, CREDIT = 120, 80, 110


# Words that are no answer -------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("OLYMPUS DIGITAL CAMERA         ", "camera"),
        ("SONY DSC", "camera"),
        ("KONICA MINOLTA DIGITAL CAMERA", "camera"),
        ("SAMSUNG CAMERA PICTURES", "camera"),
        ("Exif_JPEG_PICTURE", "camera"),
        ("cof_vivid", "camera"),
        ("Created with GIMP", "camera"),
        ("Processed with VSCO with c1 preset", "camera"),
        ("Screenshot", "camera"),
        ("null", "nothing"),
        ("(null)", "nothing"),
        ("undefined", "nothing"),
        ("...", "nothing"),
        ("caption", "placeholder"),
        ("Enter caption here", "placeholder"),
        ("Untitled-1", "placeholder"),
        ("Dateiname : DSCN1767.JPG", "file-name"),
        ("DSC_0042", "file-name"),
        ("IMG_20240510_140322", "file-name"),
        ("DCIM\\100MEDIA\\DJI_0001.JPG", "file-name"),
        ("ferry-at-dusk", "file-name"),
        ("   \0\0  ", "blank"),
        ("Solocator 44.513312, -89.574563", "device"),
        ("Taken at 44°30'48\" N", "device"),
        ("Serial number: SN40113", "device"),
    ],
)
def test_a_caption_that_nobody_wrote_is_ignored_and_the_reason_is_told(words: str, why: str):
    raw = in_jpeg(exif=exif(ImageDescription=words.encode()), iim=(iim((CAPTION, b"Lund rows.")),))

    assert form(raw)["caption"] == "Lund rows."
    alone = in_jpeg(exif=exif(ImageDescription=words.encode()))
    assert "caption" not in form(alone, name="ferry-at-dusk.jpg")
    assert ignored(alone, name="ferry-at-dusk.jpg") == [("caption", "EXIF ImageDescription", why)]


@pytest.mark.parametrize(
    "words",
    [
        "Camera operators wait outside the Olympus theater.",
        "Captions are read aloud in Larkmere.",
        "More than 1,000 E. coli cases, at 72.5° in the shade.",
        "Null Island, as children draw it.",
        "Created by children of the Mill Street school, the mural shows the ferry.",
        "The Nikon of Ilse Markham, serial thief of prizes.",
        "IMG_0042 is what the sign says, and nobody knows why.",
    ],
)
def test_a_caption_that_only_sounds_like_one_of_these_is_taken(words: str):
    assert form(in_jpeg(xmp=(caption_in_xmp(words),)))["caption"] == words


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"xmpRights__WebStatement": "javascript:alert(1)"}, "web_statement"),
        ({"xmpRights__WebStatement": "see the back"}, "web_statement"),
        ({"Iptc4xmpExt__DigitalSourceType": "https://elsewhere.example/x"}, "source_type"),
        ({"plus__DataMining": "no, please"}, "data_mining"),
        ({"photoshop__DateCreated": "2024-05"}, "taken_at"),
        ({"photoshop__DateCreated": "2024-13-41"}, "taken_at"),
        ({"photoshop__DateCreated": "2999-01-01"}, "taken_at"),
    ],
)
def test_an_answer_of_another_kind_is_ignored_and_the_reason_is_told(
    said: dict[str, str], field: str
):
    raw = in_jpeg(xmp=(packet(**said),))

    assert form(raw) == {}
    [(of, _origin, why)] = ignored(raw)
    assert (of, why[:3]) == (field, "no-")


def test_alt_text_is_never_a_caption():
    raw = in_jpeg(
        xmp=(caption_in_xmp("Lund rows."),), exif=exif(ImageDescription="Lund rows to Larkmere.")
    )
    again = in_jpeg(
        xmp=(
            packet(
                "<Iptc4xmpCore:AltTextAccessibility>Lund rows.</Iptc4xmpCore:AltTextAccessibility>"
                "<dc:description>Lund rows.</dc:description>"
            ),
        )
    )

    assert "alt_text" not in form(raw)
    assert "alt_text" not in form(again)
    assert ("alt_text", "XMP Iptc4xmpCore:AltTextAccessibility", "caption-again") in ignored(again)


# Cut off ------------------------------------------------------------------------------------------
WHOLE = "NASA, ESA, Michael Wong (Space Telescope Science Institute)"


def test_a_credit_cut_at_32_bytes_loses_against_the_whole_one():
    cut = iim((CREDIT, WHOLE.encode()[:32]))
    raw = in_jpeg(iim=(cut,), xmp=(packet(photoshop__Credit=WHOLE),))

    assert form(raw)["credit"] == WHOLE
    assert ignored(raw) == [("credit", "IIM 2:110", "cut")]


def test_a_maker_cut_at_32_bytes_loses_against_the_whole_one_in_exif():
    raw = in_jpeg(iim=(iim((CREATOR, WHOLE.encode()[:32])),), exif=exif(Artist=WHOLE))

    assert read(raw).said["creators"].words == (WHOLE,)
    assert ignored(raw) == [("creators", "IIM 2:80", "cut")]


def test_a_credit_cut_at_32_bytes_loses_against_another_field_that_has_all_of_it():
    raw = in_jpeg(iim=(iim((CREDIT, WHOLE.encode()[:32])),), exif=exif(Artist=WHOLE))

    assert form(raw)["credit"] == WHOLE


def test_a_credit_that_may_be_cut_is_taken_with_a_doubt_where_nothing_else_is_said():
    found = read(in_jpeg(iim=(iim((CREDIT, WHOLE.encode()[:32])),))).form["credit"]

    assert (found.line, found.doubt) == ("NASA, ESA, Michael Wong (Space T", "may-be-cut")


def test_a_letter_that_was_cut_in_two_is_left_out():
    raw = in_jpeg(iim=(iim((CREDIT, ("x" * 31 + "é").encode()[:32])),))

    assert form(raw)["credit"] == "x" * 31
