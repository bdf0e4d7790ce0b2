"""What a picture's file says, written by an independent program and read by ours."""

from pathlib import Path
from typing import Any

import pytest

from broadsheet.photos.metadata.fields import BY_NAME, FIELDS
from broadsheet.photos.metadata.reading import Reading, read_file
from broadsheet.photos.models import Photo
from broadsheet.photos.tests.blocks_made import form, in_jpeg, packet, read
from broadsheet.photos.tests.every_field import (
    EXIF,
    IIM,
    KINDS,
    WITH_EXIF,
    WITH_IIM,
    XMP,
    told,
    write_every_field,
)

OF_XMP = {
    "caption": "Käthe Lund rows to Larkmere, at dawn.",
    "credit": "Nell Roe and Jon Abbey / The Larkmere Ledger",
    "copyright_notice": "© 2024 The Larkmere Ledger, all rights reserved",
    "taken_at": "2024-05-10T14:03:22-05:00",
    "place": "Depot Street, Larkmere, Wisconsin",
    "headline": "First boat of the year",
    "title": "First boat",
    "instructions": "Not before Friday.",
    "usage_terms": "Once, with its story.",
    "web_statement": "https://larkmereledger.example/rights/",
    "licence_page": "https://larkmereledger.example/licences/",
    "alt_text": "A woman in a rowing boat, the river pink behind her",
    "source_type": "digitalCapture",
    "data_mining": "DMI-PROHIBITED-AIMLTRAINING",
    "keywords": "river, dawn",
    "people": "Käthe Lund",
}
OF_IIM = {
    "caption": "Zoë Grüber steps ashore.",
    "credit": "Osei and Markham / The Bell",
    "copyright_notice": "© 2023 The Dunmore Bell",
    "taken_at": "2023-06-01T07:30:00-05:00",
    "place": "Mill Street, Dunmore, Wisconsin",
    "headline": "Last boat of the year",
    "title": "Last boat",
    "instructions": "Ask first.",
    "keywords": "lake, dusk",
}
OF_EXIF = {
    "caption": "Änne at the mill.",
    "credit": "Ilse Markham",
    "copyright_notice": "© 2022 Ilse Markham",
    "taken_at": "2022-07-01T18:20:05+02:00",
}
NOT_IN_THE_FORM = {
    "creators": ("Nell Roe", "Jon Abbey"),
    "organisation": ("The Larkmere Ledger",),
    "ai_system": ("Northlight",),
    "ai_system_version": ("2.1",),
    "ai_prompt": ("a pink river",),
    "ai_prompt_writer": ("Ruth Osei",),
}
# Of a device, none of which may be kept: its place, its number, whose it is.
OF_DEVICE = ("44.51", "89.57", "SN40113", "OwnerName")


@pytest.fixture(scope="module")
def files(tmp_path_factory: Any) -> dict[str, dict[str, Path]]:
    """Pictures by kind: with every block that the kind can hold, without XMP, with EXIF alone."""
    every = {
        kind: [*XMP, *(IIM if kind in WITH_IIM else []), *(EXIF if kind in WITH_EXIF else [])]
        for kind in KINDS
    }
    without_xmp = {kind: [*IIM, *EXIF] for kind in WITH_IIM}
    with_exif = dict.fromkeys(WITH_EXIF, EXIF)
    return {
        name: write_every_field(tmp_path_factory.mktemp(name.replace(" ", "-")), blocks)
        for name, blocks in (
            ("every block", every),
            ("without XMP", without_xmp),
            ("EXIF alone", with_exif),
        )
    }


def read_path(path: Path) -> Reading:
    with path.open("rb") as file:
        return read_file(file, name=path.name)


def lines(reading: Reading) -> dict[str, str]:
    return {name: found.line for name, found in reading.form.items()}


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_is_read_from_every_kind_of_file(files: Any, kind: str):
    reading = read_path(files["every block"][kind])

    assert lines(reading) == OF_XMP
    assert {name: reading.said[name].words for name in NOT_IN_THE_FORM} == NOT_IN_THE_FORM
    assert {one.name for one in FIELDS} == set(reading.said)


@pytest.mark.parametrize("kind", WITH_IIM)
def test_where_there_is_no_xmp_iim_is_read(files: Any, kind: str):
    reading = read_path(files["without XMP"][kind])

    assert lines(reading) == OF_IIM
    assert reading.said["creators"].words == ("Ruth Osei", "Ilse Markham")
    assert {found.origin[:6] for found in reading.form.values()} == {"IIM 2:"}


@pytest.mark.parametrize("kind", WITH_EXIF)
def test_where_there_is_only_exif_it_is_read(files: Any, kind: str):
    assert lines(read_path(files["EXIF alone"][kind])) == OF_EXIF


def test_where_blocks_differ_xmp_goes_first_and_what_the_others_say_is_told(files: Any):
    reading = read_path(files["every block"]["jpg"])

    said = {(one.field, one.value, one.origin, one.why.value) for one in reading.ignored}
    assert ("caption", OF_IIM["caption"], "IIM 2:120", "otherwise") in said
    assert ("caption", OF_EXIF["caption"], "EXIF ImageDescription", "otherwise") in said
    assert ("creators", "Ruth Osei, Ilse Markham", "IIM 2:80", "otherwise") in said
    assert reading.form["caption"].origin == "XMP dc:description"


@pytest.mark.parametrize("kind", KINDS)
def test_another_program_reads_the_same(files: Any, kind: str):
    """Field by field what ExifTool says of the file that was read: it shares no code with ours."""
    path = files["every block"][kind]
    ours, theirs = read_path(path), told(path)

    assert ours.form["caption"].line == theirs["XMP-dc:Description"]
    assert list(ours.said["creators"].words) == theirs["XMP-dc:Creator"]
    assert ours.said["credit"].line == theirs["XMP-photoshop:Credit"]
    assert ours.said["organisation"].line == theirs["XMP-photoshop:Source"]
    assert ours.form["copyright_notice"].line == theirs["XMP-dc:Rights"]
    assert ours.form["headline"].line == theirs["XMP-photoshop:Headline"]
    assert ours.form["instructions"].line == theirs["XMP-photoshop:Instructions"]
    assert ours.form["usage_terms"].line == theirs["XMP-xmpRights:UsageTerms"]
    assert ours.form["web_statement"].line == theirs["XMP-xmpRights:WebStatement"]
    assert ours.form["licence_page"].line == theirs["XMP-plus:Licensor"][0]["LicensorURL"]
    assert ours.form["alt_text"].line == theirs["XMP-iptcCore:AltTextAccessibility"]
    assert list(ours.said["keywords"].words) == theirs["XMP-dc:Subject"]
    assert theirs["XMP-iptcExt:DigitalSourceType"].endswith(f"/{ours.form['source_type'].line}")
    assert theirs["XMP-plus:DataMining"].endswith(f"/{ours.form['data_mining'].line}")
    assert ours.said["ai_prompt"].line == theirs["XMP-iptcExt:AIPromptInformation"]


@pytest.mark.parametrize("kind", KINDS)
def test_neither_place_nor_number_of_a_device_is_read(files: Any, kind: str):
    path = files["every block"][kind]
    assert "SN40113" in str(told(path))
    assert "44.51" in str(told(path))

    kept = str(read_path(path).as_json())

    assert [words for words in OF_DEVICE if words in kept] == []


# Forms of XMP -------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "said",
    [
        "<photoshop:Credit>Nell Roe / The Bell</photoshop:Credit>",
        "<photoshop:Credit><rdf:Alt><rdf:li>Nell Roe / The Bell</rdf:li></rdf:Alt></photoshop:Credit>",
        '<photoshop:Credit rdf:parseType="Resource"><rdf:value>Nell Roe / The Bell</rdf:value></photoshop:Credit>',
        "<photoshop:Credit><rdf:Description><rdf:value>Nell Roe / The Bell</rdf:value></rdf:Description></photoshop:Credit>",
        "<photoshop:Credit><!-- who --><![CDATA[Nell Roe / The Bell]]></photoshop:Credit>",
        "<photoshop:Credit>Nell Roe &#47; The <?x y?>Bell</photoshop:Credit>",
    ],
)
def test_a_credit_is_read_in_each_form_that_xmp_has_for_it(said: str):
    assert form(in_jpeg(xmp=(packet(said),)))["credit"] == "Nell Roe / The Bell"
    assert form(in_jpeg(xmp=(packet(photoshop__Credit="Nell Roe / The Bell"),))) == {
        "credit": "Nell Roe / The Bell"
    }


@pytest.mark.parametrize(
    ("language", "caption"),
    [("", "The ferry."), ("es-mx", "El ferri."), ("es", "El ferri."), ("de", "The ferry.")],
)
def test_of_several_languages_the_papers_own_is_read(language: str, caption: str):
    said = (
        '<dc:description><rdf:Alt><rdf:li xml:lang="fr-FR">Le bac.</rdf:li><rdf:li xml:lang="x-default">The ferry.</rdf:li>'
        '<rdf:li xml:lang="es-ES">El ferri.</rdf:li></rdf:Alt></dc:description>'
    )

    blocks = read(in_jpeg(xmp=(packet(said),)), desk=in_language(language))

    assert blocks.form["caption"].line == caption


def in_language(language: str) -> Any:
    from broadsheet.photos.metadata.reading import Desk

    return Desk(language=language)


@pytest.mark.parametrize(
    "said",
    [
        '<plus:Licensor><rdf:Seq><rdf:li plus:LicensorName="Bell" plus:LicensorURL="https://bell.example/"/></rdf:Seq></plus:Licensor>',
        '<plus:Licensor><rdf:Bag><rdf:li rdf:parseType="Resource"><plus:LicensorURL rdf:resource="https://bell.example/"/></rdf:li>'
        "</rdf:Bag></plus:Licensor>",
        "<plus:Licensor><rdf:Seq><rdf:li><rdf:Description><plus:LicensorURL>https://bell.example/</plus:LicensorURL>"
        "</rdf:Description></rdf:li></rdf:Seq></plus:Licensor>",
        '<plus:Licensor plus:LicensorURL="https://bell.example/"/>',
    ],
)
def test_where_a_licence_is_sold_is_read_in_each_form_that_xmp_has_for_it(said: str):
    assert form(in_jpeg(xmp=(packet(said),))) == {"licence_page": "https://bell.example/"}


def test_several_places_are_all_read_and_none_says_where_in_degrees():
    said = (
        "<Iptc4xmpExt:LocationShown><rdf:Bag>"
        '<rdf:li Iptc4xmpExt:City="Larkmere" Iptc4xmpExt:ProvinceState="Wisconsin" exif:GPSLatitude="44,30.8N"/>'
        '<rdf:li Iptc4xmpExt:City="Lyon" Iptc4xmpExt:CountryName="France"/></rdf:Bag></Iptc4xmpExt:LocationShown>'
    ).replace("exif:", "dc:")

    assert form(in_jpeg(xmp=(packet(said),))) == {"place": "Larkmere, Wisconsin; Lyon, France"}


# The form -----------------------------------------------------------------------------------------
def test_a_field_is_filled_with_no_more_than_it_has_room_for():
    rooms = {
        name: getattr(Photo._meta.get_field(name), "max_length", None) or 0
        for name, field in BY_NAME.items()
        if field.fills
    }

    assert rooms == {name: field.longest for name, field in BY_NAME.items() if field.fills}


def test_what_is_longer_than_its_field_is_shortened_between_words_and_said_to_be():
    words = "The ferry comes in " * 20
    reading = read(in_jpeg(xmp=(packet(photoshop__Headline=words),)))

    assert len(reading.form["headline"].line) <= 255
    assert reading.form["headline"].line.endswith(" ferry comes in The…")
    assert reading.form["headline"].doubt == "shortened"
    assert reading.said["headline"].line == words.strip()
