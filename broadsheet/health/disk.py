"""The disks that hold the paper: how much of them is free."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from broadsheet.health.state import State, told

LEAST_SHARE = 0.10


class Disk(NamedTuple):
    """A disk: what it holds of the paper, in words, and its room in bytes."""

    holds: str
    total: int
    free: int

    @property
    def is_short(self) -> bool:
        return self.free < self.total * LEAST_SHARE


def disks() -> Iterator[Disk]:
    """Give each disk that holds something of the paper, once."""
    seen: set[int] = set()
    for holds, folder in (
        (_("the paper's folder"), settings.HOME),
        (_("printed pages"), settings.SHELF.parent),
        (_("photos and documents"), settings.MEDIA_ROOT),
    ):
        place = _there(Path(folder))
        device = place.stat().st_dev
        if device not in seen:
            seen.add(device)
            total, _used, free = shutil.disk_usage(place)
            yield Disk(holds, total, free)


def _there(folder: Path) -> Path:
    """Return the folder, or the nearest one above it that is there."""
    return next(one for one in (folder, *folder.parents) if one.exists())


def disk() -> State:
    """Say how much room is left."""
    says: list[str] = []
    troubles: list[str] = []
    for one in disks():
        words = {
            "holds": one.holds,
            "free": filesizeformat(one.free),
            "total": filesizeformat(one.total),
            "percent": int(one.free * 100 / one.total) if one.total else 0,
        }
        sentence = _(
            "Of the disk that holds %(holds)s, %(free)s of %(total)s are free (%(percent)d%%)."
        )
        (troubles if one.is_short else says).append(sentence % words)
    remedy = _("Make room, or give the paper a larger disk: when it is full, nothing can be saved.")
    return State(
        "disk",
        says,
        [f"{one} {remedy}" for one in troubles],
        alerts=told(" ".join(troubles)),
        is_of_machine=True,
    )
