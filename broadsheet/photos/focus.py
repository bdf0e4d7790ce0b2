"""Where the subject of a photo is, for pages that cut a photo to a shape of theirs by style alone.

A style of its own for each photo would need an exception from what readers' pages allow, so there are classes of tenths
(`static/photos/picture.css`).
"""

from broadsheet.photos.crops import WHOLE, Crop
from broadsheet.photos.models import Photo

MIDDLE = 5


def focus_of(photo: Photo, crop: Crop | None = None) -> tuple[float, float] | None:
    """Return where the subject is within the photo or a part of it, each from 0.0 (left, top) to 1.0; None: nobody said."""
    point = photo.get_focal_point()
    if point is None or not photo.width or not photo.height:
        return None
    across, down = point.centroid.x / photo.width, point.centroid.y / photo.height
    if crop:
        across = (across * WHOLE - crop.left) / crop.width
        down = (down * WHOLE - crop.top) / crop.height
    return min(max(across, 0.0), 1.0), min(max(down, 0.0), 1.0)


def focus_class(photo: Photo, crop: Crop | None = None) -> str:
    """Return the classes that hold the subject in sight; empty where it is in the middle, or nobody said.

    Source: CSS Images Level 3, `object-position`: what is so far from the left in the picture comes so far from the left
    in the box.
    """
    focus = focus_of(photo, crop)
    if focus is None:
        return ""
    tenths = [round(place * 10) for place in focus]
    words = [
        f"at-{axis}{tenth}" for axis, tenth in zip("xy", tenths, strict=True) if tenth != MIDDLE
    ]
    return " ".join(words)
