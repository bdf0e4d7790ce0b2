"""How the paper's records are kept: one SQLite file in its folder, or PostgreSQL."""

from pathlib import Path
from typing import Any

import dj_database_url


def main_database(url: str, folder: Path) -> dict[str, Any]:
    """Return Django's description of the main database.

    Args:
        url: of a server, as in postgres://user:password@host/name; empty for SQLite.
        folder: the paper's own.
    """
    if not url:
        return _sqlite(folder)
    described: dict[str, Any] = dict(dj_database_url.parse(url))
    if described["ENGINE"] == "django.db.backends.postgresql":
        # A request has its own thread; without a pool, each would open a connection of its own.
        pool = {"min_size": 1, "max_size": 12, "timeout": 5}
        described.setdefault("OPTIONS", {})["pool"] = pool
        described["CONN_MAX_AGE"] = 0
    return described


def _sqlite(folder: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": folder / "paper.sqlite3",
        "OPTIONS": {
            # IMMEDIATE: with deferred transactions, writers that read first fail when another wrote in between.
            "transaction_mode": "IMMEDIATE",
            "timeout": 10,
            # The file is mapped: what is read of it is the system's file cache, not memory of each connection.
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-8192; "
                "PRAGMA mmap_size=68719476736;"
            ),
        },
        # A file, so that `pytest --reuse-db` can keep it.
        "TEST": {"NAME": folder / "test.sqlite3"},
    }
