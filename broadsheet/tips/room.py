"""How much room the disk has for tips: what is printed beside the form is what holds."""

import shutil

from broadsheet.tips.box import Box

LARGEST_BYTES = 2 * 1024**3
# Of the free disk, what one tip may take, and all that are under way together.
OF_FREE, ALL_OF_FREE = 0.05, 0.25
# So much stays for the paper itself.
KEPT_FREE_BYTES = 256 * 1024**2
# Below this no tip is worth beginning: a few documents would not fit.
LEAST_BYTES = 1024**2


def free_bytes(box: Box) -> int:
    """Return what tips may take of the disk at most."""
    folder = box.folder if box.folder.exists() else box.folder.parent
    usage = shutil.disk_usage(folder)
    return max(0, usage.free - max(KEPT_FREE_BYTES, usage.total // 20))


def largest_tip(box: Box) -> int:
    """Return how many bytes, locked up, one tip may have now."""
    return min(LARGEST_BYTES, int(free_bytes(box) * OF_FREE))


def has_room(box: Box) -> bool:
    return largest_tip(box) >= LEAST_BYTES
