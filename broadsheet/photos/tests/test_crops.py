"""How the part of a photo that a use shows is kept, and for which picture it holds."""

import pytest
from django.core.exceptions import ValidationError

from broadsheet.photos.crop_field import in_words
from broadsheet.photos.crops import Crop, check_crop, crop_of, marked, read_crop
from broadsheet.photos.models import Photo

pytestmark = pytest.mark.django_db


@pytest.fixture
def photo(db: None) -> Photo:
    return Photo(file_hash="3f9c2a77aa")


@pytest.fixture
def other(db: None) -> Photo:
    return Photo(file_hash="00112233aa")


@pytest.mark.parametrize(
    ("kept", "crop"),
    [
        ("120,0,760,1000", Crop(120, 0, 760, 1000)),
        ("120,0,760,1000@3f9c2a", Crop(120, 0, 760, 1000)),
        ("", None),
        ("0,0,1000,1000", None),
        ("0,0,1000,1000@3f9c2a", None),
    ],
)
def test_a_crop_is_read_as_it_is_kept(kept: str, crop: Crop | None):
    check_crop(kept)

    assert read_crop(kept) == crop


@pytest.mark.parametrize(
    "words",
    [
        *("1,2,3", "0,0,49,1000", "0,0,1000,49", "300,0,701,1000", "0,1,1000,1000", "-1,0,500,500"),
        *("0,0,500,500@", "0,0,500,500@3F9C2A", "0,0,500,500@3f9c2a7", "0,0,５00,500", "<b>", "0"),
    ],
)
def test_what_is_no_crop_is_refused_and_shows_the_whole_photo(photo: Photo, words: str):
    with pytest.raises(ValidationError, match="Choose it anew"):
        check_crop(words)

    assert read_crop(words) is None
    assert crop_of(photo, words) is None


def test_a_crop_holds_for_the_picture_that_it_was_made_for(photo: Photo, other: Photo):
    kept = marked("0,0,500,1000", photo)

    assert kept == "0,0,500,1000@3f9c2a"
    assert crop_of(photo, kept) == Crop(0, 0, 500, 1000)
    assert crop_of(other, kept) is None
    assert crop_of(None, kept) is None


def test_a_crop_without_a_mark_holds_for_whatever_picture_there_is(photo: Photo, other: Photo):
    assert crop_of(photo, "0,0,500,1000") == crop_of(other, "0,0,500,1000") == (0, 0, 500, 1000)


def test_a_crop_is_marked_once_and_the_whole_photo_never(photo: Photo, other: Photo):
    assert marked(marked("0,0,500,1000", photo), other) == "0,0,500,1000@3f9c2a"
    assert marked("", photo) == ""
    assert marked("0,0,500,1000", Photo()) == "0,0,500,1000"


def test_people_are_told_of_a_crop_in_percent():
    assert in_words("") == "the whole photo"
    assert in_words("125,0,750,1000@3f9c2a") == (
        "75 percent wide, 100 percent high; 12.5 percent from the left, 0 percent from the top"
    )
