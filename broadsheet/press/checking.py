"""Comparing the shelf with what the site would print now: finds what changed behind the press's back.

Parts are few and stand on every page, so all of them are looked at; of the sheets perhaps a sample.
"""

import random
import time
from collections.abc import Iterator

from django.core.exceptions import ObjectDoesNotExist

from broadsheet.press.errors import NotPrintableError, PressError
from broadsheet.press.log import note_change, this_shelf
from broadsheet.press.printed import is_part
from broadsheet.press.printing import print_part, print_sheet
from broadsheet.press.shelf import Batch, Shelf

ADDRESSES_A_TIME = 500


def differing(sample: int | None = None) -> Iterator[tuple[str, str]]:
    """Give each printed part and address that the site would print otherwise, with what is wrong.

    Args:
        sample: look at this many addresses, by chance; all of them if None.
    """
    shelf = this_shelf()
    yield from _differing_parts(shelf)
    for address in _addresses(shelf, sample):
        try:
            fresh = print_sheet(address)
        except NotPrintableError:
            yield address, "should not be on the shelf"
        except PressError as error:
            yield address, str(error)
        else:
            if fresh.tag != shelf.sheet_tag(address):
                yield address, "differs from what the site shows"


def _differing_parts(shelf: Shelf) -> Iterator[tuple[str, str]]:
    rows = shelf.connection.execute("SELECT name, tag FROM part WHERE deflated IS NOT NULL")
    tags = {name: tag for name, tag in rows if is_part(name)}
    for key in sorted(name for name in tags if "~" not in name):
        try:
            fresh = {printed.holder: printed.tag for printed in print_part(key, shelf)}
        except NotPrintableError:
            yield key, "should not be on the shelf"
        except (PressError, ObjectDoesNotExist) as error:
            yield key, str(error)
        else:
            if any(tags[name] != tag for name, tag in fresh.items() if name in tags):
                yield key, "differs from what the site shows"


def _addresses(shelf: Shelf, sample: int | None) -> Iterator[str]:
    after = ""
    kept: list[str] = []
    seen = 0
    while page := shelf.addresses(after, ADDRESSES_A_TIME):
        after = page[-1]
        if sample is None:
            yield from page
            continue
        for address in page:
            seen += 1
            # Each address has the same chance, however many there are (reservoir sampling).
            if len(kept) < sample:
                kept.append(address)
            elif (place := random.randrange(seen)) < sample:  # nosec B311 # a sample is no secret
                kept[place] = address
    yield from kept


def put_right(holders: list[str]) -> None:
    """Take addresses and parts off the shelf, and tell every process that what they show has changed.

    They are printed again at once or when they are asked for, from the database and not from what a process has kept.
    """
    shelf = this_shelf()
    shelf.put(Batch(forgotten=set(holders)), now=time.time())
    touched = {source for holder in holders for source in shelf.sources_of(holder)}
    note_change("shelf:repair", touches=touched, addresses=holders, why="repaired")
