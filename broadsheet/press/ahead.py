"""Printing ahead: what readers reach from every page stands on the shelf before anyone has asked for it.

A page is printed when it changes, or when a reader first asks. A paper that was just loaded, restored or moved to another
machine has printed little yet; if its newsroom then went down, its sections would be missing. So the worker prints the
fronts, the other pages of the menu, the feeds and the newest stories by itself.
"""

import time

from broadsheet.press.every import first_addresses
from broadsheet.press.log import this_shelf
from broadsheet.press.printed import Batch
from broadsheet.press.printing import rank_of_address

# Of each kind of page, in each paper: a front's reach, not the archive.
AHEAD = 100


def print_ahead() -> int:
    """Leave to the worker what readers reach first and what is not on the shelf; return how many pages that is."""
    shelf = this_shelf()
    missing = [address for address in first_addresses(AHEAD) if not shelf.has(address)]
    if missing:
        owed = {address: rank_of_address(address) for address in missing}
        shelf.put(Batch(owed=owed), now=time.time())
    return len(missing)
