"""What a picture's file holds besides the picture reaches no size that readers get.

Willow makes the sizes. It would hand on place, device and remarks in some kinds of file, and decode a picture whole to learn
how large it is. Both are done here instead, in the way in which it lets itself be extended.
"""

from io import BytesIO
from typing import Any

from PIL import Image, ImageCms, ImageOps
from willow.image import AvifImageFile, GIFImageFile, JPEGImageFile, PNGImageFile, WebPImageFile
from willow.plugins.pillow import PillowImage
from willow.registry import registry

from broadsheet.incoming.picture_headers import read_header
from broadsheet.incoming.pictures import CANNOT_BE_READ

FILES = (AvifImageFile, GIFImageFile, JPEGImageFile, PNGImageFile, WebPImageFile)
# What of a file's notes is needed to show the picture right.
KEPT = frozenset({"icc_profile", "transparency"})


def upright_and_bare(picture: PillowImage) -> PillowImage:
    """Return a picture the right way up, in colours that screens have, and with nothing but itself.

    It is the first thing that is done to a picture for each size of it.
    """
    try:
        upright = ImageOps.exif_transpose(picture.image)
    except CANNOT_BE_READ:
        # Its notes are damaged; the picture need not be.
        upright = picture.image.copy()
    kept: dict[Any, Any] = {name: value for name, value in upright.info.items() if name in KEPT}
    made = _for_screens(upright)
    if made.mode != upright.mode:
        kept.pop("icc_profile", None)
    made.info = kept
    return PillowImage(made)


def _for_screens(picture: Image.Image) -> Image.Image:
    if picture.mode.startswith("I"):
        # Sixteen bits of grey; Pillow would take all above eight for white.
        return picture.convert("I").point(lambda level: level / 256).convert("L")
    if picture.mode != "CMYK":
        return picture
    profile = BytesIO(picture.info.get("icc_profile") or b"")
    try:
        made = ImageCms.profileToProfile(
            picture,
            ImageCms.ImageCmsProfile(profile),
            ImageCms.createProfile("sRGB"),
            outputMode="RGB",
        )
    except (ImageCms.PyCMSError, *CANNOT_BE_READ):
        made = None
    return made or picture.convert("RGB")


def size_of_file(file: Any) -> tuple[int, int]:
    """Return width and height of a picture's file, without decoding it where its header says them."""
    header = read_header(file.f)
    return (header.width, header.height) if header else PillowImage.open(file).get_size()


def frames_of_file(file: Any) -> int:
    header = read_header(file.f)
    return header.frames if header else 1


def strip_what_is_made() -> None:
    registry.register_operation(PillowImage, "auto_orient", upright_and_bare)
    for kind in FILES:
        registry.register_operation(kind, "get_size", size_of_file)
        registry.register_operation(kind, "get_frame_count", frames_of_file)
