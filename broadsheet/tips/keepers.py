"""The people who read tips: their public keys, their keyrings (locked up), what opens those, and what all of them should know.

Whatever takes something of that from someone keeps it for a while (`former_keys.py`).
"""

import re
import sqlite3
from collections.abc import Sequence
from typing import NamedTuple

from django.utils.translation import gettext as _

from broadsheet.tips import former_keys
from broadsheet.tips.box import Box
from broadsheet.tips.days import in_days, today
from broadsheet.tips.errors import TipsError
from broadsheet.tips.signed_lists import CLASSIC, POST_QUANTUM

KINDS = ("passphrase", "passkey", "sheet")
MOST_WRAPS = 12
# A passkey's name may be a thousand bytes long (Web Authentication Level 3, "Credential ID"); age writes it in bech32.
MOST_LABEL = 2_000
LARGEST_WRAP, LARGEST_KEYRING = 16 * 1024, 256 * 1024
AGE = b"age-encryption.org/v1\n"
EVENT = re.compile(r"[a-z_]{1,40}")
MOST_EVENTS = 200
# That a recovery sheet was used, hers or the newsroom's: all are told.
BY_SHEET = ("sheet_asked_for", "newsroom_sheet_used")


class Keeper(NamedTuple):
    """Someone who has keys. `has_left`: her name is in no list from now on, and nobody asks her for anything."""

    user_id: int
    name: str
    pq: str
    x25519: str
    lock: str
    keyring: bytes
    enrolled: str
    has_left: bool


class NewWrap(NamedTuple):
    """One more thing that opens a lock: `sealed` is an age file; `label` names the passkey that it takes, as age writes it."""

    kind: str
    label: str
    sealed: bytes


class Wrap(NamedTuple):
    id: int
    kind: str
    label: str
    sealed: bytes
    day: str


class Event(NamedTuple):
    """What everyone should know. `what` is a word that the screen puts into a sentence; `user_id` may be nobody's."""

    day: str
    user_id: int | None
    what: str


def enrol(box: Box, new: Keeper, wraps: Sequence[NewWrap]) -> None:
    """Give someone keys, or new ones in place of all that she had.

    Errors:
        TipsError: a key, the keyring or a wrap is not what it should be, no passphrase opens it, or this was done too often
            today.
    """
    _refuse_unfit_keys(new.pq, new.x25519, new.keyring)
    if not POST_QUANTUM.fullmatch(new.lock):
        raise _unfit()
    for wrap in wraps:
        _refuse_unfit_wrap(wrap)
    if not any(wrap.kind == "passphrase" for wrap in wraps) or len(wraps) > MOST_WRAPS:
        raise TipsError(_("A passphrase must open your keys. Begin again."))
    with box.writing() as rows:
        had = rows.execute("SELECT 1 FROM people WHERE user_id=?", (new.user_id,)).fetchone()
        former_keys.keep(rows, new.user_id)
        rows.execute("DELETE FROM people WHERE user_id=?", (new.user_id,))
        rows.execute(
            "INSERT INTO people VALUES (?, ?, ?, ?, ?, ?, ?, 0)",
            (
                *(new.user_id, new.name, new.pq, new.x25519, new.lock, new.keyring),
                today().isoformat(),
            ),
        )
        for wrap in wraps:
            _insert_wrap(rows, new.user_id, wrap)
        note(rows, "enrolled_again" if had else "enrolled", new.user_id)


def refuse_replacing(box: Box, user_id: int) -> None:
    """Refuse other keys in the place of those that tips are locked up for, unless a recovery sheet was used, which all see.

    A login alone, whose password somebody may have reset, is no proof.

    Errors:
        TipsError: she is in the list in force, and used no sheet today or yesterday.
    """
    with box.reading() as rows:
        is_listed = rows.execute(
            "SELECT 1 FROM people JOIN list_people USING (user_id)"
            " WHERE user_id=? AND epoch=(SELECT MAX(epoch) FROM lists)",
            (user_id,),
        ).fetchone()
        has_used = rows.execute(
            "SELECT 1 FROM events WHERE user_id=? AND what IN (?, ?) AND day>=?",
            (user_id, *BY_SHEET, in_days(-1).isoformat()),
        ).fetchone()
    if is_listed and not has_used:
        raise TipsError(
            _(
                "Tips are locked up for the keys you have. Open them with your recovery sheet first, then make new ones."
            )
        )


def renew(box: Box, user_id: int, *, keyring: bytes, pq: str, x25519: str) -> None:
    """Keep a keyring that its owner has changed, and the keys that are now the newest in it.

    Errors:
        TipsError: they are not what they should be, or nobody of that number has keys.
    """
    _refuse_unfit_keys(pq, x25519, keyring)
    with box.writing() as rows:
        before = _person(rows, user_id)
        former_keys.keep(rows, user_id)
        rows.execute(
            "UPDATE people SET keyring=?, pq=?, x25519=? WHERE user_id=?",
            (keyring, pq, x25519, user_id),
        )
        if before["pq"] != pq:
            note(rows, "keys_renewed", user_id)


def add_wrap(box: Box, user_id: int, wrap: NewWrap) -> int:
    """Add something that opens someone's lock, and return its number. A new passphrase or sheet takes the old one's place.

    Errors:
        TipsError: it is not what it should be, or there are too many.
    """
    _refuse_unfit_wrap(wrap)
    with box.writing() as rows:
        _person(rows, user_id)
        if wrap.kind != "passkey":
            former_keys.keep(rows, user_id)
            rows.execute("DELETE FROM wraps WHERE user_id=? AND kind=?", (user_id, wrap.kind))
        [count] = rows.execute("SELECT COUNT(*) FROM wraps WHERE user_id=?", (user_id,)).fetchone()
        if count >= MOST_WRAPS:
            raise TipsError(_("You have as many passkeys as can be kept. Remove one first."))
        note(rows, f"{wrap.kind}_added", user_id)
        return _insert_wrap(rows, user_id, wrap)


def remove_wrap(box: Box, user_id: int, wrap_id: int) -> None:
    """Take away something that opens someone's lock.

    Errors:
        TipsError: there is no such thing, or it is the last passphrase.
    """
    with box.writing() as rows:
        found = rows.execute(
            "SELECT kind FROM wraps WHERE id=? AND user_id=?", (wrap_id, user_id)
        ).fetchone()
        if found is None:
            raise TipsError(_("That is gone already. Load the page again."))
        if found["kind"] == "passphrase":
            raise TipsError(
                _("The passphrase stays: a passkey alone can be lost. Change it instead.")
            )
        former_keys.keep(rows, user_id)
        rows.execute("DELETE FROM wraps WHERE id=?", (wrap_id,))
        note(rows, f"{found['kind']}_removed", user_id)


def restore(box: Box, user_id: int, number: int) -> None:
    """Give someone back the keys that she had, and what opened them; all are told.

    Args:
        number: as `former_keys.former` says it.

    Errors:
        TipsError: nothing of that number is kept for her.
    """
    with box.writing() as rows:
        former_keys.bring_back(rows, user_id, number)
        note(rows, "keys_restored", user_id)


def wraps_of(box: Box, user_id: int) -> list[Wrap]:
    with box.reading() as rows:
        found = rows.execute(
            "SELECT id, kind, label, sealed, day FROM wraps WHERE user_id=? ORDER BY id", (user_id,)
        ).fetchall()
    return [Wrap(*row) for row in found]


def hand_out_sheet(box: Box, user_id: int) -> bytes:
    """Return what someone's own recovery sheet opens; that it was asked for is noted for all to see.

    Errors:
        TipsError: she has none.
    """
    with box.writing() as rows:
        found = rows.execute(
            "SELECT sealed FROM wraps WHERE user_id=? AND kind='sheet'", (user_id,)
        ).fetchone()
        if found is None:
            raise TipsError(
                _(
                    "No recovery sheet opens your keys. Ask a colleague to lock the tips up for new ones."
                )
            )
        note(rows, "sheet_asked_for", user_id)
    return bytes(found["sealed"])


def keeper(box: Box, user_id: int) -> Keeper | None:
    """Return someone who has keys, also if she has left."""
    with box.reading() as rows:
        found = rows.execute("SELECT * FROM people WHERE user_id=?", (user_id,)).fetchone()
    return _keeper(found) if found else None


def keepers(box: Box) -> list[Keeper]:
    """Return everyone who ever had keys, by name."""
    with box.reading() as rows:
        found = rows.execute("SELECT * FROM people ORDER BY name, user_id").fetchall()
    return [_keeper(row) for row in found]


def mark_left(box: Box, user_id: int, *, has_left: bool = True) -> None:
    """Say that someone has left, or is back. Her keyring stays locked up in the box: she may have to open old tips."""
    with box.writing() as rows:
        changed = rows.execute(
            "UPDATE people SET has_left=? WHERE user_id=? AND has_left!=?",
            (has_left, user_id, has_left),
        ).rowcount
        if changed:
            note(rows, "left" if has_left else "back", user_id)


def note(rows: sqlite3.Connection, what: str, user_id: int | None) -> None:
    """Write down, in a transaction that is under way, what everyone should know; the oldest is forgotten."""
    if not EVENT.fullmatch(what):
        raise ValueError("an event is one plain word")
    rows.execute(
        "INSERT INTO events (day, user_id, what) VALUES (?, ?, ?)",
        (today().isoformat(), user_id, what),
    )
    rows.execute("DELETE FROM events WHERE id <= (SELECT MAX(id) FROM events) - ?", (MOST_EVENTS,))


def note_event(box: Box, what: str, user_id: int | None = None) -> None:
    """Write down what everyone should know."""
    with box.writing() as rows:
        note(rows, what, user_id)


def events(box: Box) -> list[Event]:
    """Return what everyone should know, newest first."""
    with box.reading() as rows:
        found = rows.execute("SELECT day, user_id, what FROM events ORDER BY id DESC").fetchall()
    return [Event(*row) for row in found]


def _keeper(row: sqlite3.Row) -> Keeper:
    return Keeper(**{**dict(row), "has_left": bool(row["has_left"])})


def _person(rows: sqlite3.Connection, user_id: int) -> sqlite3.Row:
    found: sqlite3.Row | None = rows.execute(
        "SELECT * FROM people WHERE user_id=?", (user_id,)
    ).fetchone()
    if found is None:
        raise TipsError(_("You have no keys yet. Make them first."))
    return found


def _insert_wrap(rows: sqlite3.Connection, user_id: int, wrap: NewWrap) -> int:
    done = rows.execute(
        "INSERT INTO wraps (user_id, kind, label, sealed, day) VALUES (?, ?, ?, ?, ?)",
        (user_id, wrap.kind, wrap.label, wrap.sealed, today().isoformat()),
    )
    assert done.lastrowid is not None
    return done.lastrowid


def _refuse_unfit_keys(pq: str, x25519: str, keyring: bytes) -> None:
    is_fit = POST_QUANTUM.fullmatch(pq) and CLASSIC.fullmatch(x25519)
    if not is_fit or not keyring.startswith(AGE) or len(keyring) > LARGEST_KEYRING:
        raise _unfit()


def _refuse_unfit_wrap(wrap: NewWrap) -> None:
    is_fit = wrap.kind in KINDS and len(wrap.label) <= MOST_LABEL
    if not is_fit or not wrap.sealed.startswith(AGE) or len(wrap.sealed) > LARGEST_WRAP:
        raise _unfit()


def _unfit() -> TipsError:
    return TipsError(
        _("These are no keys as your browser makes them. Load the page again, then try once more.")
    )
