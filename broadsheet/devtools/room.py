"""Whether the disk has room for an archive."""

import shutil
from pathlib import Path

from django.db import connection

# Measured: rows with their indexes, and a printed page with its entries in the register.
DATABASE_BYTES = 5_500
SHELF_BYTES = 4_500
MARGIN = 1.3


def bytes_needed(stories: int) -> int:
    """Return how much room so many stories take in the paper's folder, once all of them are printed."""
    here = SHELF_BYTES + (DATABASE_BYTES if connection.vendor == "sqlite" else 0)
    return round(stories * here * MARGIN)


def bytes_missing(stories: int, folder: Path) -> int:
    """Return how much room is wanting in a folder; 0 if there is enough."""
    return max(0, bytes_needed(stories) - shutil.disk_usage(folder).free)
