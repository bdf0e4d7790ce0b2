"""Drills: a tip that was sent on purpose, opened by two, answered, and whose answer was read. Before one was done, nothing is taken in."""

import hashlib
import hmac
import secrets
import sqlite3
from typing import NamedTuple

from django.utils.translation import gettext as _

from broadsheet.tips.box import Box
from broadsheet.tips.days import in_days, today
from broadsheet.tips.errors import NotNowError, TipsError
from broadsheet.tips.keepers import note

READERS = 2


class Drill(NamedTuple):
    """How far the newest drill is. `opened` holds user ids; `ends` is the last day on which its token is good."""

    thread: str
    opened: tuple[int, ...]
    is_answered: bool
    is_read: bool
    is_done: bool
    ends: str

    @property
    def is_sent(self) -> bool:
        return bool(self.thread)


def begin(box: Box, user_id: int) -> str:
    """Begin a drill, and return the token that its tip is sent with: good until tomorrow ends."""
    token = secrets.token_urlsafe(32)
    with box.writing() as rows:
        rows.execute("DELETE FROM drills WHERE thread='' AND NOT is_done")
        rows.execute(
            "INSERT INTO drills (token, day, ends) VALUES (?, ?, ?)",
            (hashed(token), today().isoformat(), in_days(1).isoformat()),
        )
        note(rows, "drill_begun", user_id)
    return token


def newest(box: Box) -> Drill | None:
    with box.reading() as rows:
        row = rows.execute("SELECT * FROM drills ORDER BY id DESC LIMIT 1").fetchone()
        if row is None:
            return None
        people = rows.execute(
            "SELECT user_id FROM drill_opened WHERE drill=? ORDER BY user_id", (row["id"],)
        ).fetchall()
    opened = tuple(person["user_id"] for person in people)
    return Drill(
        row["thread"],
        opened,
        is_answered=bool(row["answer"]),
        is_read=bool(row["is_read"]),
        is_done=bool(row["is_done"]),
        ends=row["ends"],
    )


def may_send(box: Box, token: str) -> bool:
    """Say whether a token is of a drill whose tip has not come yet."""
    with box.reading() as rows:
        return (
            rows.execute(
                "SELECT 1 FROM drills WHERE token=? AND ends>=? AND thread=''",
                (hashed(token), today().isoformat()),
            ).fetchone()
            is not None
        )


def note_sent(rows: sqlite3.Connection, token: str, thread: str, proof: str) -> None:
    """Note which conversation a drill is, within the transaction that keeps its tip.

    Args:
        token: its SHA-256.
        proof: SHA-256 of the proof inside the tip, in hex.

    Errors:
        NotNowError: its token is old or used.
    """
    done = rows.execute(
        "UPDATE drills SET thread=?, proof=? WHERE token=? AND thread=''", (thread, proof, token)
    )
    if not done.rowcount:
        raise NotNowError(_("This drill is over. Begin another one in the newsroom."))


def note_opened(box: Box, message: str, user_id: int, proof: str) -> None:
    """Note that someone opened a drill's tip: she knows the proof inside.

    Errors:
        TipsError: it is no drill's tip, or another proof.
    """
    with box.writing() as rows:
        row = rows.execute(
            "SELECT drills.* FROM drills JOIN messages USING (thread)"
            " WHERE messages.id=? AND sender='source'",
            (message,),
        ).fetchone()
        if row is None or not _fits(proof, row["proof"]):
            raise _unfit()
        rows.execute("INSERT OR IGNORE INTO drill_opened VALUES (?, ?)", (row["id"], user_id))
        _finish(rows, row["id"])


def note_answer(box: Box, thread: str, message: str, proof: str) -> None:
    """Note that a drill was answered; `proof` is SHA-256 of the proof inside the answer, in hex. Other threads are let be."""
    with box.writing() as rows:
        rows.execute(
            "UPDATE drills SET answer=?, answer_proof=? WHERE thread=? AND NOT is_read",
            (message, proof, thread),
        )


def note_read(box: Box, thread: str, message: str, proof: str) -> None:
    """Note that the source of a drill read its answer: she knows the proof inside.

    Errors:
        TipsError: it is no drill's answer, or another proof.
    """
    with box.writing() as rows:
        row = rows.execute(
            "SELECT * FROM drills WHERE thread=? AND answer=?", (thread, message)
        ).fetchone()
        if row is None or not _fits(proof, row["answer_proof"]):
            raise _unfit()
        rows.execute("UPDATE drills SET is_read=1 WHERE id=?", (row["id"],))
        _finish(rows, row["id"])


def _finish(rows: sqlite3.Connection, drill: int) -> None:
    [opened] = rows.execute("SELECT COUNT(*) FROM drill_opened WHERE drill=?", (drill,)).fetchone()
    [readers] = rows.execute(
        "SELECT COUNT(*) FROM list_people WHERE epoch=(SELECT MAX(epoch) FROM lists)"
    ).fetchone()
    done = rows.execute(
        "UPDATE drills SET is_done=1 WHERE id=? AND is_read AND NOT is_done AND ?",
        (drill, opened >= min(READERS, readers)),
    )
    if done.rowcount:
        note(rows, "drill_done", None)


def hashed(token: str) -> str:
    """Return what is kept of a token: its SHA-256, in hex.

    Errors:
        TipsError: it is no text at all, as JSON can say it (half of a letter).
    """
    try:
        return hashlib.sha256(token.encode()).hexdigest()
    except UnicodeEncodeError:
        raise TipsError(
            _("This is not what the page sends. Load the page again, then try once more.")
        ) from None


def _fits(proof: str, known: str) -> bool:
    try:
        return hmac.compare_digest(hashlib.sha256(bytes.fromhex(proof)).hexdigest(), known)
    except ValueError:
        return False


def _unfit() -> TipsError:
    return TipsError(_("This proves nothing of a drill. Open its newest message again."))
