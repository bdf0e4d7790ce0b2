"""A photo in one use, as it is told to machines: with its words, whose it is, and on which terms."""

from typing import Any, NamedTuple
from urllib.parse import urljoin

from django.utils.encoding import iri_to_uri

from broadsheet.photos.crops import crop_of
from broadsheet.photos.models import Photo, Use
from broadsheet.photos.renditions import sizes_of
from broadsheet.photos.rights import allowed, is_shown, terms_of
from broadsheet.photos.source_types import made_label, schema_address, source_type_of
from broadsheet.stories.models import Story


class Picture(NamedTuple):
    """A photo in one use, at its largest size. Width and height in pixels; `url` is absolute."""

    url: str
    width: int
    height: int
    alt: str
    caption: str
    credit: str
    # Who made it; if nobody is named, whose it is.
    creators: tuple[str, ...] = ()
    organisation: str = ""
    copyright: str = ""
    licence_url: str = ""
    licence_page: str = ""
    # How it was made: what readers are told, if they must know, and the address of the word for machines.
    made: str = ""
    source_type: str = ""


def lead_picture_of(story: Story, root_url: str, use: str = Use.STORY) -> Picture | None:
    """Return a story's lead photo as the story shows it."""
    words = story.photo_caption, story.photo_alt
    return picture_of(story.lead_photo, *words, root_url, use, crop=story.lead_crop)


def picture_of(
    photo: Photo | None, caption: str, alt: str, root_url: str, use: str, *, crop: str
) -> Picture | None:
    """Return a photo with the words of this use; None if there is none, it may not be shown so, or its file is lost.

    Args:
        crop: the part of it that this use shows, as it is kept.
    """
    photo = allowed(photo, use)
    if photo is None or not is_shown(photo):
        return None
    try:
        sizes = sizes_of(photo, crop_of(photo, crop))
    except OSError:
        return None
    largest, credit, terms = sizes[-1], photo.credit_read, terms_of(photo)
    return Picture(
        url=absolute(root_url, largest.url),
        width=largest.width,
        height=largest.height,
        alt=alt,
        caption=" ".join(filter(None, (caption, photo.first_ran))),
        credit=photo.credit_line,
        creators=credit.creators,
        organisation=credit.organisation,
        copyright=photo.copyright_notice,
        licence_url=photo.web_statement or (terms.licence_url if terms else ""),
        licence_page=photo.licence_page,
        made=made_label(photo),
        source_type=schema_address(source_type_of(photo)),
    )


def image_object(picture: Picture | None) -> dict[str, Any]:
    """Return a picture in the words of schema.org's ImageObject, among them those that search engines show as its licence.

    Source: Google Search Central, Image metadata.
    """
    if picture is None:
        return {}
    people = [{"@type": "Person", "name": name} for name in picture.creators]
    organisation = {"@type": "Organization", "name": picture.organisation}
    return without_blanks(
        {
            "@type": "ImageObject",
            "url": picture.url,
            "width": picture.width,
            "height": picture.height,
            "caption": picture.caption,
            "creditText": picture.credit,
            "creator": people or ([organisation] if picture.organisation else []),
            "copyrightNotice": picture.copyright,
            "license": picture.licence_url,
            "acquireLicensePage": picture.licence_page,
            "digitalSourceType": picture.source_type,
        }
    )


def absolute(root_url: str, path: str | None) -> str:
    """Return the whole address of a path; empty if there is none yet.

    >>> absolute("https://ledger.example", "/caf\u00e9/")
    'https://ledger.example/caf%C3%A9/'
    """
    return iri_to_uri(urljoin(f"{root_url}/", path)) if path else ""


def without_blanks(thing: dict[str, Any]) -> dict[str, Any]:
    """Leave out what is not known: a blank says something that is not so."""
    return {name: value for name, value in thing.items() if value not in ("", None, [], {})}
