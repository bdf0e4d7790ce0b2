"""`broadsheet photo read FILE…`: what the newsroom would take over, said on the command line."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from broadsheet.incoming.tests.made import SVG, heic, png_claiming, sent
from broadsheet.photos.models import Photo
from broadsheet.photos.tests.blocks_made import exif, in_jpeg, packet
from tests.town import jpeg

pytestmark = pytest.mark.django_db
SAID = "<dc:creator>Nell Roe</dc:creator><dc:description>The depot burns.</dc:description>"


def read(*files: Path, **options: Any) -> str:
    out = StringIO()
    call_command("photo", "read", *map(str, files), stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def depot(tmp_path: Path) -> Path:
    file = tmp_path / "depot.jpg"
    said = packet(SAID, photoshop__Source="AP", photoshop__DateCreated="2024-05-10T14:03:22")
    file.write_bytes(in_jpeg(xmp=(said,), exif=exif(ImageDescription="OLYMPUS DIGITAL CAMERA")))
    return file


def test_each_field_is_told_with_its_origin_and_what_was_ignored_with_its_reason(
    depot: Path, paper: Any
):
    [told] = json.loads(read(depot, json=True))

    assert told["file"] == str(depot)
    assert told["form"] == {
        "caption": {"value": "The depot burns.", "origin": "XMP dc:description"},
        "credit": {"value": "Nell Roe / AP", "origin": "XMP dc:creator, XMP photoshop:Source"},
        "taken_at": {
            "value": "2024-05-10T14:03:22-05:00",
            "origin": "XMP photoshop:DateCreated",
        },
    }
    assert told["said"]["creators"] == {"value": ["Nell Roe"], "origin": "XMP dc:creator"}
    assert told["ignored"] == [
        {
            "field": "caption",
            "value": "OLYMPUS DIGITAL CAMERA",
            "origin": "EXIF ImageDescription",
            "why": "camera",
            "reason": "A camera or program wrote it, not a person.",
        }
    ]


def test_the_newsroom_fills_the_form_with_the_same(depot: Path, paper: Any, home: Path):
    [told] = json.loads(read(depot, json=True))

    photo = Photo.objects.create(title="Depot", file=sent("depot.jpg", depot.read_bytes()))

    assert photo.noted["form"] == told["form"]
    assert photo.taken_at is not None
    assert photo.taken_at.isoformat() == told["form"]["taken_at"]["value"]


def test_people_read_it_in_lines(depot: Path, tmp_path: Path, paper: Any):
    plain = tmp_path / "plain.jpg"
    plain.write_bytes(jpeg())

    told = read(depot, plain)

    assert "Credit            Nell Roe / AP  [XMP dc:creator, XMP photoshop:Source]" in told
    assert "ignored in EXIF ImageDescription: “OLYMPUS DIGITAL CAMERA” A camera" in told
    assert f"{plain}\n                    The file says nothing of the picture." in told


@pytest.mark.parametrize(
    ("name", "raw", "sentence"),
    [
        ("a.heic", heic(), "Save it as JPEG"),
        ("a.svg", SVG, "Save it as PNG"),
        ("a.jpg", b"", "The file is empty"),
        ("a.jpg", jpeg()[:400], "damaged or cut short"),
        ("a.png", jpeg(), "Rename it to end in .jpg"),
        ("a.png", png_claiming(9_000, 9_000), "Save it smaller"),
        ("a.tif", b"II*\0" + bytes(99), "not taken in"),
    ],
)
def test_a_file_that_the_newsroom_would_refuse_is_refused_in_the_same_sentence(
    tmp_path: Path, name: str, raw: bytes, sentence: str
):
    file = tmp_path / name
    file.write_bytes(raw)

    with pytest.raises(CommandError, match=sentence) as refused:
        read(file)

    assert str(refused.value).startswith(f"{file}: ")
    assert "\n" not in str(refused.value)


def test_of_several_files_the_good_ones_are_told_and_the_others_named(
    depot: Path, tmp_path: Path, paper: Any
):
    out = StringIO()

    with pytest.raises(CommandError) as refused:
        call_command(
            "photo", "read", str(tmp_path / "none.jpg"), str(depot), str(tmp_path), stdout=out
        )

    assert "The depot burns." in out.getvalue()
    assert str(refused.value).splitlines() == [
        f"{tmp_path / 'none.jpg'}: It cannot be opened. Name the file of a picture.",
        f"{tmp_path}: It cannot be opened. Name the file of a picture.",
    ]
