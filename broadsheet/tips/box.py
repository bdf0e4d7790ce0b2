"""The box: one SQLite file and a folder of what is locked up in it, neither of which is the paper's.

What it keeps, and what not, stands in `docs/developers/tips.md`. Files, folders and the database show midnight of the day
on which they were last written or read; that the system keeps times of its own for each (`ctime`, `crtime`), no program
can change.
"""

import os
import sqlite3
import threading
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from broadsheet.tips.box_rows import VERSIONS
from broadsheet.tips.days import midnight, today
from broadsheet.tips.errors import TipsError
from broadsheet.tips.faults import note_fault

# Another process may be writing: the nightly clearing, a backup.
WAIT_SECONDS = 20
PRAGMAS = (
    "PRAGMA foreign_keys=ON",
    "PRAGMA secure_delete=ON",
    "PRAGMA journal_mode=TRUNCATE",
    "PRAGMA synchronous=FULL",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA trusted_schema=OFF",
)


class Box:
    """What one paper's tip line keeps.

    Args:
        home: the paper's folder. The box is `tips/` in it; the root key that it believes lies beside the paper's secrets.

    Errors (of `reading` and `writing`):
        TipsError: the box was written by a newer program.
        sqlite3.Error, OSError: the disk.
    """

    def __init__(self, home: Path) -> None:
        self.folder = home / "tips"
        self.database = self.folder / "tips.sqlite3"
        self.journal = self.folder / "tips.sqlite3-journal"
        # Of each message a folder of parts; of each upload that is under way, too.
        self.messages = self.folder / "messages"
        self.unfinished = self.folder / "unfinished"
        self.root_file = home / "secrets" / "tips-root"
        self._lock = threading.Lock()
        self._is_ready = False

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Give a connection for questions."""
        try:
            with closing(self._connect()) as rows:
                yield rows
        finally:
            # Whoever looks for conversations would leave the second in which she did.
            self.show_day([self.database, self.journal, self.folder])

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Give a connection in a transaction: it is kept whole at the end, or not at all."""
        try:
            with closing(self._connect()) as rows, self._lock:
                rows.execute("BEGIN IMMEDIATE")
                try:
                    yield rows
                    rows.execute("COMMIT")
                except BaseException:
                    # A full disk ends the transaction by itself.
                    if rows.in_transaction:
                        rows.execute("ROLLBACK")
                    raise
        finally:
            self.show_day([self.database, self.journal, self.folder])

    def show_day(self, paths: Iterable[Path]) -> None:
        """Have files and folders that were just written or read show the day alone.

        A disk that does not let itself be told so is noted as a fault: what was kept before stays kept.
        """
        moment = midnight(today())
        for path in paths:
            try:
                os.utime(path, (moment, moment))
            except FileNotFoundError:
                # Another writer may have taken it away.
                continue
            except OSError as error:
                note_fault(error)

    def _connect(self) -> sqlite3.Connection:
        if not self._is_ready:
            with self._lock:
                self._prepare()
        rows = sqlite3.connect(self.database, timeout=WAIT_SECONDS, isolation_level=None)
        rows.row_factory = sqlite3.Row
        for pragma in PRAGMAS:
            rows.execute(pragma)
        return rows

    def _prepare(self) -> None:
        for folder in (self.folder, self.messages, self.unfinished):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            folder.chmod(0o700)
        # SQLite gives its journal the rights of the database.
        os.close(os.open(self.database, os.O_CREAT | os.O_RDWR, 0o600))
        self.database.chmod(0o600)
        with closing(sqlite3.connect(self.database, timeout=WAIT_SECONDS)) as rows:
            rows.isolation_level = None
            for pragma in PRAGMAS:
                rows.execute(pragma)
            bring_up(rows)
        self.show_day([self.messages, self.unfinished, self.database, self.journal, self.folder])
        self._is_ready = True


def bring_up(rows: sqlite3.Connection) -> None:
    """Bring a box to this program's version.

    Errors:
        TipsError: a newer program wrote it.
    """
    rows.execute("BEGIN IMMEDIATE")
    try:
        [version] = rows.execute("PRAGMA user_version").fetchone()
        if version > len(VERSIONS):
            raise TipsError(
                _("A newer Broadsheet wrote the box of tips. Install that version or a newer one.")
            )
        for number, script in enumerate(VERSIONS[version:], version + 1):
            for statement in script.split(";\n"):
                rows.execute(statement)
            rows.execute(f"PRAGMA user_version={number}")
        rows.execute("COMMIT")
    except BaseException:
        rows.execute("ROLLBACK")
        raise


@lru_cache
def box_of(home: Path) -> Box:
    return Box(home)


def this_box() -> Box:
    """Return this paper's box."""
    return box_of(Path(settings.HOME))
