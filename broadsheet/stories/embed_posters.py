"""The picture that stands for a film or page elsewhere: looked at, made anew, and kept as a photo of ours."""

import hashlib
from io import BytesIO

from django.core.files.images import ImageFile
from django.utils.translation import gettext as _
from wagtail.models import Collection

from broadsheet.incoming.errors import IncomingError
from broadsheet.incoming.picture_headers import read_header
from broadsheet.incoming.pictures import remade
from broadsheet.lib.rows import one_of
from broadsheet.photos.models import Photo
from broadsheet.stories.errors import LookUpError

# Data, like the name of any collection: the same for all who work here, whatever their language.
COLLECTION = "Posters"
KINDS = frozenset({"image/jpeg", "image/png", "image/webp"})
MOST_BYTES = 5 * 1024 * 1024
LEAST_WIDTH, MOST_WIDTH = 200, 1280
MOST_PIXELS = 25_000_000


def keep_poster(body: bytes, *, title: str, credit: str) -> Photo:
    """Keep a fetched picture as a photo; one that was kept before is used again.

    Made anew, at most 1,280 pixels wide: nothing of what a stranger's file held besides the picture stays.

    Errors:
        LookUpError: it is no picture, or too small or too large for one.
    """
    made = _made_anew(body)
    collection = _collection()
    # As Wagtail knows a file again.
    mark = hashlib.sha1(made, usedforsecurity=False).hexdigest()
    # With its credit: a site may show one picture for the work of many.
    known = {"collection": collection, "file_hash": mark, "credit": credit[:255]}
    before = one_of(Photo.objects.filter(**known))
    if before is not None:
        return before
    return Photo.objects.create(
        title=title[:255],
        file=ImageFile(BytesIO(made), name="poster.jpg"),
        file_size=len(made),
        **known,
    )


def _made_anew(body: bytes) -> bytes:
    said = read_header(BytesIO(body))
    if said and (said.width < LEAST_WIDTH or said.width * said.height > MOST_PIXELS):
        raise LookUpError(_("Its picture is too small or too large to show."))
    try:
        return remade(BytesIO(body), most_side=MOST_WIDTH)
    except IncomingError as error:
        raise LookUpError(_("Its picture cannot be read.")) from error


def _collection() -> Collection:
    root = Collection.get_first_root_node()
    found = one_of(root.get_children().filter(name=COLLECTION))
    return found or root.add_child(name=COLLECTION)
