"""What a picture's file holds besides the picture reaches nothing that is made of it.

Readers' sizes are made by `scaling.py`. Those of the newsroom's own screens are Wagtail's, which would decode a camera's file
whole for each of them, hand on place, device and remarks in some kinds of file, and take width for height where the camera was
turned. It is lent a small copy instead, and told the size by what the file's beginning says.
"""

from io import BytesIO
from typing import Any, BinaryIO

from wagtail.images.models import SourceImageIOError
from willow import Image as Sized
from willow.image import AvifImageFile, GIFImageFile, JPEGImageFile, PNGImageFile, WebPImageFile
from willow.plugins.pillow import PillowImage
from willow.registry import registry

from broadsheet.incoming.picture_headers import read_header
from broadsheet.incoming.pictures import CANNOT_BE_READ
from broadsheet.photos.scaling import drawn, lies_on_its_side
from broadsheet.photos.size_specs import WIDTHS

FILES = (AvifImageFile, GIFImageFile, JPEGImageFile, PNGImageFile, WebPImageFile)


def lent(file: BinaryIO) -> Any:
    """Return a picture as Willow takes it: upright, in the colours of screens, no larger than readers get it.

    Errors:
        SourceImageIOError: the file is no picture, or damaged.
    """
    copy = BytesIO()
    try:
        drawn(file, [WIDTHS[-1]])[WIDTHS[-1]].save(copy, "JPEG", quality=95, subsampling=0)
    except CANNOT_BE_READ as error:
        raise SourceImageIOError("The picture cannot be read.") from error
    return Sized.open(copy)


def size_of_file(file: Any) -> tuple[int, int]:
    """Return width and height of a picture's file, upright, without decoding it where its header says them."""
    header = read_header(file.f)
    if header is None:
        decoded: tuple[int, int] = PillowImage.open(file).get_size()
        return decoded
    size = header.width, header.height
    return size[::-1] if lies_on_its_side(file.f) else size


def frames_of_file(file: Any) -> int:
    header = read_header(file.f)
    return header.frames if header else 1


def strip_what_is_made() -> None:
    """Have Willow ask here for what it would decode a file to learn."""
    for kind in FILES:
        registry.register_operation(kind, "get_size", size_of_file)
        registry.register_operation(kind, "get_frame_count", frames_of_file)
