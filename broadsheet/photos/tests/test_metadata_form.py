"""What a photo's form is filled with: caption, credit and first run each in its own field."""

from datetime import UTC
from zoneinfo import ZoneInfo

import pytest

from broadsheet.photos.credits.names import own_names
from broadsheet.photos.metadata.reading import Desk
from broadsheet.photos.tests.blocks_made import exif, form, iim, in_jpeg, packet, read

CHICAGO = Desk(own_names("The Ledger"), ZoneInfo("America/Chicago"), "en-us")


def said(*, creators: tuple[str, ...] = (), caption: str = "", **attributes: str) -> bytes:
    names = "".join(f"<rdf:li>{name}</rdf:li>" for name in creators)
    inner = f"<dc:creator><rdf:Seq>{names}</rdf:Seq></dc:creator>" if creators else ""
    inner += f"<dc:description>{caption}</dc:description>" if caption else ""
    return in_jpeg(xmp=(packet(inner, **attributes),))


# Credit -------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("creators", "source", "credit"),
    [
        (("Nell Roe",), "AP", "Nell Roe / AP"),
        (("Nell Roe", "Jon Abbey"), "The Larkmere Ledger", "Nell Roe and Jon Abbey / The Larkmere Ledger"),
        (("Nell Roe; Jon Abbey",), "AP", "Nell Roe and Jon Abbey / AP"),
        (("Nell Roe",), "", "Nell Roe"),
        (("Nell Roe",), "Nell Roe", "Nell Roe"),
        (("Nell Roe",), "iPhone 15", "Nell Roe"),
        (("AP",), "The AP", "AP"),
        (("Nell Roe/The Ledger",), "The Ledger", "Nell Roe/The Ledger"),
    ],
)  # fmt: skip
def test_a_file_that_names_makers_and_no_credit_gets_the_credit_that_they_make(
    creators: tuple[str, ...], source: str, credit: str
):
    assert form(said(creators=creators, photoshop__Source=source))["credit"] == credit


def test_a_credit_that_was_made_of_others_says_of_which():
    found = read(said(creators=("Nell Roe",), photoshop__Source="AP")).form["credit"]

    assert found.origin == "XMP dc:creator, XMP photoshop:Source"


@pytest.mark.parametrize(
    ("line", "credit"),
    [
        ("AP", "Nell Roe / AP"),
        ("Getty Images", "Nell Roe / Getty Images"),
        ("Nell Roe/AP", "Nell Roe/AP"),
        ("Photo provided by Teal County", "Photo provided by Teal County"),
        ("Nell Roe", "Nell Roe"),
        ("Jon Abbey", "Jon Abbey"),
    ],
)
def test_an_agencys_credit_gets_its_photographer_and_every_other_stays_as_it_is(
    line: str, credit: str
):
    assert form(said(creators=("Nell Roe",), photoshop__Credit=line))["credit"] == credit


@pytest.mark.parametrize(
    ("caption", "text", "credit"),
    [
        ("The depot burns. (AP Photo/Nell Roe)", "The depot burns.", "AP Photo/Nell Roe"),
        ("The depot burns. (Nell Roe / The Ledger )", "The depot burns.", "Nell Roe / The Ledger"),
        ("The depot burns (Photo provided by Teal County Fire)", "The depot burns", "Photo provided by Teal County Fire"),
        ("FILE - The depot burns. (AP Photo/Nell Roe, File)", "FILE - The depot burns.", "AP Photo/Nell Roe, File"),
        ("The depot burns.\nIt was built in 1900. (Nell Roe/AP)", "The depot burns.\nIt was built in 1900.", "Nell Roe/AP"),
        ("The depot burns. " * 60 + "(AP Photo/Nell Roe)", ("The depot burns. " * 60).strip(), "AP Photo/Nell Roe"),
    ],
)  # fmt: skip
def test_a_caption_that_ends_in_a_credit_gives_both(caption: str, text: str, credit: str):
    filled = form(said(caption=caption))

    assert (filled["caption"], filled["credit"]) == (text, credit)
    assert read(said(caption=caption)).said["caption"].line == caption.strip()


@pytest.mark.parametrize(
    "caption",
    [
        "The depot burns (again).",
        "The depot, seen from Mill Street (North).",
        "Depot Street / Mill Street",
        "AP Photo/Nell Roe",
    ],
)
def test_a_caption_keeps_brackets_that_are_no_credit(caption: str):
    assert form(said(caption=caption)) == {"caption": caption}


@pytest.mark.parametrize(
    ("at_its_end", "line", "caption", "credit"),
    [
        ("AP Photo/Nell Roe, File", "AP", "The depot burns.", "AP Photo/Nell Roe, File"),
        ("Nell Roe / The Ledger", "Nell Roe / The Larkmere Ledger", "The depot burns.", "Nell Roe / The Larkmere Ledger"),
        ("Photo provided by Teal County", "Nell Roe / AP", "The depot burns. (Photo provided by Teal County)", "Nell Roe / AP"),
    ],
)  # fmt: skip
def test_of_two_credits_the_fuller_is_taken_and_none_is_lost(
    at_its_end: str, line: str, caption: str, credit: str
):
    raw = said(caption=f"The depot burns. ({at_its_end})", photoshop__Credit=line)

    assert form(raw) == {"caption": caption, "credit": credit}
    if at_its_end in caption:
        assert [one.why.value for one in read(raw).ignored] == ["credits-differ"]


# First run ----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("sentence", "where", "when"),
    [
        ("This photo originally appeared in The Larkmere Daily Ledger on Aug. 15, 2000.", "The Larkmere Daily Ledger", "Aug. 15, 2000"),
        ("This picture first ran in the St. Ives Bell in 2019.", "the St. Ives Bell", "2019"),
        ("This photo was first published in The Bell.", "The Bell", ""),
        ("This image originally appeared on May 10, 2024.", "", "May 10, 2024"),
        ("Esta foto apareció originalmente en El Heraldo el 15 de agosto de 2000.", "El Heraldo", "15 de agosto de 2000"),
        ("Dieses Foto erschien zuerst im Boten am 15. August 2000.", "Boten", "15. August 2000"),
    ],
)  # fmt: skip
def test_where_and_when_it_first_ran_is_taken_out_of_the_caption(
    sentence: str, where: str, when: str
):
    raw = said(caption=f"The depot burns. {sentence} It was rebuilt. (Jon Abbey / The Ledger file)")

    filled = form(raw)

    assert filled["caption"] == "The depot burns. It was rebuilt."
    assert filled["credit"] == "Jon Abbey / The Ledger file"
    assert (filled.get("first_ran_in", ""), filled.get("first_ran_on", "")) == (where, when)


def test_a_sentence_about_another_photo_stays_in_the_caption():
    caption = "She says this photo originally appeared in The Bell on May 10, 2024."

    assert form(said(caption=caption)) == {"caption": caption}


# When ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("written", "taken"),
    [
        ("2024-05-10T14:03:22-05:00", "2024-05-10T14:03:22-05:00"),
        ("2024-05-10T14:03:22.178Z", "2024-05-10T14:03:22+00:00"),
        ("2024-05-10T14:03", "2024-05-10T14:03:00-05:00"),
        ("2024-01-10T14:03:22", "2024-01-10T14:03:22-06:00"),
        ("2024-05-10", "2024-05-10T12:00:00-05:00"),
        ("2024-05-10T00:00:00+00:00", "2024-05-10T12:00:00-05:00"),
    ],
)
def test_a_time_without_a_zone_is_the_papers_and_a_day_alone_is_its_noon(written: str, taken: str):
    raw = said(photoshop__DateCreated=written)

    assert form(raw, desk=CHICAGO) == {"taken_at": taken}


def test_a_day_that_another_block_tells_to_the_minute_is_told_so():
    raw = in_jpeg(
        iim=(iim((55, b"20240510")),),
        exif=exif({0x9003: "2024:05:10 14:03:22", 0x9011: "-05:00"}),
    )

    assert form(raw)["taken_at"] == "2024-05-10T14:03:22-05:00"
    assert read(raw).ignored == ()


@pytest.mark.parametrize(
    "clock", ["0000:00:00 00:00:00", "    :  :     :  :  ", "1601:01:01 00:00:00"]
)
def test_a_camera_whose_clock_was_never_set_says_nothing(clock: str):
    assert form(in_jpeg(exif=exif({0x9003: clock})), desk=Desk(zone=UTC)) == {}


# The rest -----------------------------------------------------------------------------------------
def test_people_stand_on_lines_and_keywords_between_commas():
    raw = in_jpeg(
        xmp=(
            packet(
                "<Iptc4xmpExt:PersonInImage><rdf:Bag><rdf:li>Nell Roe</rdf:li><rdf:li>Jon Abbey</rdf:li></rdf:Bag></Iptc4xmpExt:PersonInImage>"
            ),
        ),
        iim=(iim((25, b"river"), (25, b"dawn, ferry"), (25, b"river")),),
    )

    assert form(raw) == {"people": "Nell Roe\nJon Abbey", "keywords": "river, dawn, ferry"}


@pytest.mark.parametrize(
    ("said_of", "name"),
    [
        ("http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia", "trainedAlgorithmicMedia"),
        ("https://cv.iptc.org/newscodes/digitalsourcetype/compositeSynthetic/", "compositeSynthetic"),
        ("digitalCapture", "digitalCapture"),
        ("http://cv.iptc.org/newscodes/digitalsourcetype/minorHumanEdits", "humanEdits"),
    ],
)  # fmt: skip
def test_how_it_was_made_is_kept_by_the_name_that_the_vocabulary_has(said_of: str, name: str):
    assert form(said(Iptc4xmpExt__DigitalSourceType=said_of)) == {"source_type": name}
