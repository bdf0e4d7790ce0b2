"""The work that a browser does before it may send: a little for one tip, much for ten thousand (`docs/developers/tips.md`, "Sending")."""

import base64
import binascii
import hashlib
import hmac
import math
import secrets
import sqlite3
import threading
import time
from collections import deque
from typing import Final

from django.utils.translation import gettext as _

from broadsheet.tips.box import Box
from broadsheet.tips.days import in_days, today
from broadsheet.tips.errors import NotNowError

LASTS_SECONDS: Final = 600
LEAST_BITS, MOST_BITS = 16, 22
# What is larger than this costs one bit more for each doubling; a telephone solves the most within a few minutes.
USUAL_BYTES: Final = 64 * 1024**2
MOST_BITS_OF_LARGE = 24
# While it is solved, the work that is asked may grow so much.
GROWN_BITS = 1
# With fewer openings within an hour, the work is the least.
CALM: Final = 60
HOUR: Final = 3600.0
MOST_NUMBER = 2**53


class Passes:
    """Puzzles, and what is known of those that were used.

    Args:
        secret: the paper's own; the key is made of it for this purpose alone.
    """

    def __init__(self, box: Box, secret: str) -> None:
        self.box = box
        self._key = hmac.digest(secret.encode(), b"broadsheet.tips.pass", "sha256")
        # When something was opened within the last hour. Forgotten with the process.
        self._opened: deque[float] = deque()
        self._lock = threading.Lock()

    def bits(self, size: int = 0, *, now: float | None = None) -> int:
        """Return how hard a puzzle is now: one bit more for each doubling above sixty openings within the hour, and of the
        size that is announced above 64 MiB."""
        now = time.monotonic() if now is None else now
        with self._lock:
            while self._opened and self._opened[0] <= now - HOUR:
                self._opened.popleft()
            count = len(self._opened)
        more = math.floor(math.log2(count / CALM)) if count >= CALM else 0
        bits = min(LEAST_BITS + more, MOST_BITS)
        of_size = math.ceil(math.log2(size / USUAL_BYTES)) if size > USUAL_BYTES else 0
        return max(bits, min(bits + of_size, MOST_BITS_OF_LARGE))

    def note_opening(self, *, now: float | None = None) -> None:
        with self._lock:
            self._opened.append(time.monotonic() if now is None else now)

    def puzzle(self, size: int = 0) -> tuple[str, int]:
        """Return a new puzzle for so many bytes, and how many bits it asks for."""
        bits = self.bits(size)
        ends = int(time.time()) + LASTS_SECONDS
        told = f"{_text(secrets.token_bytes(16))}.{ends}.{bits}"
        return f"{told}.{self._sum(told)}", bits

    def spend(self, puzzle: str, answer: int, size: int = 0) -> None:
        """Take a puzzle that was solved for so many bytes, and is then used.

        Errors:
            NotNowError: it is not of this paper, not solved, too old, used, or easier than what is asked for by now.
        """
        told, _dot, signed = puzzle.rpartition(".")
        if not hmac.compare_digest(signed.encode(), self._sum(told).encode()):
            raise _refused()
        # Signed here, so its shape is known.
        _chance, ends, bits = told.split(".")
        is_enough = int(bits) + GROWN_BITS >= self.bits(size)
        if int(ends) < time.time() or not is_enough or not is_solved(puzzle, answer, int(bits)):
            raise _refused()
        try:
            with self.box.writing() as rows:
                rows.execute("DELETE FROM spent WHERE day < ?", (in_days(-1).isoformat(),))
                rows.execute("INSERT INTO spent VALUES (?, ?)", (signed, today().isoformat()))
        except sqlite3.IntegrityError:
            raise _refused() from None

    def _sum(self, told: str) -> str:
        return _text(hmac.digest(self._key, told.encode(), "sha256"))


def is_solved(puzzle: str, answer: int, bits: int) -> bool:
    """Say whether the sum of puzzle and answer begins with so many zero bits."""
    if not 0 <= answer <= MOST_NUMBER:
        return False
    found = hashlib.sha256(f"{puzzle}:{answer}".encode()).digest()
    return int.from_bytes(found, "big") >> (256 - bits) == 0


def from_base64(text: str) -> bytes:
    """Return what base64 says.

    Errors:
        ValueError: it is none, or not in the one way.
    """
    try:
        data = base64.b64decode(text, validate=True)
    except binascii.Error:
        raise ValueError("not base64") from None
    if base64.b64encode(data).decode() != text:
        raise ValueError("not base64")
    return data


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _refused() -> NotNowError:
    return NotNowError(
        _("Your browser took too long, or this was sent before. Send it again."), code="puzzle"
    )
