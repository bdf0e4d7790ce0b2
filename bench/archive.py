"""The printed archive: some of it really printed, the rest copied, all of it handed to nginx as files."""

import re
import time
from collections.abc import Iterator
from dataclasses import replace
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from django.conf import settings
from wagtail.models import Site

from broadsheet.press.log import this_shelf
from broadsheet.press.printed import Batch, Printed
from broadsheet.press.printing import print_batch
from broadsheet.press.reading import Reader
from broadsheet.press.shelf import Shelf
from broadsheet.stories.models import Story

AT_A_TIME = 50
COPIES_AT_A_TIME = 2_000


class Place(NamedTuple):
    key: int
    address: str


def places() -> list[Place]:
    """Return every story that readers may see, by its key and address."""
    host = Site.objects.get(is_default_site=True).hostname
    rows = Story.objects.filter(shown_at__isnull=False).order_by("pk")
    return [Place(key, host + path) for key, path in rows.values_list("pk", "permalink")]


def print_archive(really: int) -> dict[str, Any]:
    """Put every story on the shelf: so many really printed, taken by chance, the others as copies of these.

    A copy stands under its own story's true address, with its own entries in the register, and has the bytes of
    another one.
    """
    shelf = this_shelf()
    everything = places()
    Random(1).shuffle(everything)
    began = time.perf_counter()
    originals = everything[:really]
    sheets: dict[str, Printed] = {}
    for start in range(0, len(originals), AT_A_TIME):
        some = [place.address for place in originals[start : start + AT_A_TIME]]
        batch = print_batch(some, shelf)
        shelf.put(batch, now=time.time())
        sheets |= {one.holder: one for one in batch.printed if one.holder in some}
    seconds = time.perf_counter() - began
    kept = [(place, sheets[place.address]) for place in originals if place.address in sheets]
    copies = copied(kept, everything[really:])
    while some_copies := list(islice(copies, COPIES_AT_A_TIME)):
        shelf.put(Batch(printed=some_copies), now=time.time())
    shelf.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return {"printed": len(originals), "seconds": seconds, "all": len(everything)}


def copied(originals: list[tuple[Place, Printed]], others: list[Place]) -> Iterator[Printed]:
    """Give a sheet for each of the others, with the bytes of one of the originals."""
    for number, other in enumerate(others):
        place, sheet = originals[number % len(originals)]
        own, mine = f"story:{other.key}", f"story:{place.key}"
        yield replace(
            sheet,
            holder=other.address,
            tag=blake2b(other.address.encode(), digest_size=9).hexdigest(),
            sources={own if one == mine else one for one in sheet.sources},
            # The rail without the original becomes the rail without the copy.
            recipe=[
                re.sub(rf"~{place.key}$", f"~{other.key}", one) if isinstance(one, str) else one
                for one in sheet.recipe
            ],
        )


def export(folder: str, paths: str, paths_of_files: str) -> dict[str, int]:
    """Write each printed story as a file for nginx, and the order in which readers ask for them, for both servers."""
    reader = Reader(settings.SHELF)
    reader.look_now()
    root = Path(folder)
    everything = places()
    for place in everything:
        page = reader.page(place.address)
        assert page is not None, place.address
        file = root / (_path(place).strip("/") + ".gz")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(page.gzipped)
    # What the worker has printed beside them stands on the shelf too.
    stories = {place.address for place in everything}
    others = root.with_name("other-files")
    others.mkdir()
    for number, address in enumerate(_all_on(this_shelf())):
        page = reader.page(address) if address not in stories else None
        if page is not None:
            (others / f"{number}.gz").write_bytes(page.gzipped)
    Random(2).shuffle(everything)
    Path(paths).write_text("".join(f"{_path(place)}\n" for place in everything))
    # A file for each page, not a folder with a file in it: kinder to nginx, in bytes and in looks.
    Path(paths_of_files).write_text("".join(f"{_path(place)[:-1]}\n" for place in everything))
    reader.close()
    return {"files": len(everything)}


def _all_on(shelf: Shelf) -> Iterator[str]:
    """Give every address that stands on a shelf."""
    last = ""
    while some := shelf.addresses(last):
        yield from some
        last = some[-1]


def _path(place: Place) -> str:
    return "/" + place.address.partition("/")[2]


def newest_story() -> str:
    """Return the path of the newest story that readers may see."""
    newest = Story.objects.filter(shown_at__isnull=False).order_by("-shown_at").first()
    assert newest is not None
    return str(newest.permalink)


ACTS = {"print_archive": print_archive, "export": export, "newest_story": newest_story}
