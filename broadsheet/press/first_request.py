"""Printing a page when a reader is the first to ask for it, and keeping the shelf's list of papers."""

import json
import logging
import time

from django.db import close_old_connections
from wagtail.models import Site

from broadsheet.press.asking import rank_of_path, split_address
from broadsheet.press.errors import ShelfFullError
from broadsheet.press.log import newest_line, this_shelf
from broadsheet.press.notices import EVERY_NOTICE
from broadsheet.press.printing import print_batch

logger = logging.getLogger(__name__)


def print_first(address: str) -> int:
    """Print the sheet at an address that is missing from the shelf.

    Returns 200 if the shelf has it now, 404 if nothing stands there, 0 if Django must answer: for what is never printed,
    a private page, a page that fails.

    Errors:
        DatabaseError: there is no database.
    """
    if not address:
        print_notices()
        return 0
    if rank_of_path(split_address(address)[1]) is None:
        return 0
    shelf = this_shelf()
    try:
        seen = newest_line()
        # A new shelf owes whatever changes from here on, also while its first page is being made.
        shelf.begin_at(seen)
        batch = print_batch([address], shelf)
        if not batch.printed:
            return batch.refused.get(address, 0)
        with shelf.lock("printing"):
            if int(shelf.state("cursor") or 0) > seen:
                # Something changed and was printed while this page was being made: make it again.
                batch = print_batch([address], shelf)
            batch.forgotten.clear()
            shelf.put(batch, now=time.time())
    except ShelfFullError:
        # The page is read all the same: Django makes it for this reader.
        logger.exception("A page could not be kept")
        return 0
    return 200


def print_late(address: str) -> int:
    """Print what was to be printed again by now on the page at an address: the page itself, or parts that it names.

    Returns how many were printed: none if the worker, or another reader's request, has done it meanwhile.

    Errors:
        DatabaseError: there is no database; the old copy stays on the shelf.
    """
    shelf = this_shelf()
    with shelf.lock("printing"):
        holders = shelf.due_on(address, time.time())
        if holders:
            shelf.put(print_batch(holders, shelf), now=time.time())
    return len(holders)


def print_late_in_thread(address: str) -> int:
    """The same for the server."""
    close_old_connections()
    try:
        return print_late(address)
    finally:
        close_old_connections()


def print_first_in_thread(address: str) -> int:
    """The same for the server, whose threads outlive a request and must let their connections go."""
    close_old_connections()
    try:
        return print_first(address)
    finally:
        close_old_connections()


def print_notices() -> None:
    """Write down which papers stand at which host, and print their notices, so that both outlast the database."""
    shelf = this_shelf()
    sites = write_hosts()
    addresses = [site.hostname + path for site in sites for path in EVERY_NOTICE]
    missing = [address for address in addresses if not shelf.has(address)]
    if missing:
        with shelf.lock("printing"):
            shelf.put(print_batch(missing, shelf), now=time.time())


def write_hosts() -> list[Site]:
    """Write down which papers stand at which host; return them."""
    shelf = this_shelf()
    sites = list(Site.objects.all())
    hosts = {site.hostname.lower(): site.hostname for site in sites}
    hosts[""] = next((site.hostname for site in sites if site.is_default_site), "")
    known = json.dumps({name: host for name, host in hosts.items() if host})
    if shelf.state("hosts") != known:
        shelf.set_state("hosts", known)
    return sites
