"""What `broadsheet doctor` says of the tip line: what it sees, and what nobody can see from here."""

import sqlite3
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from django.conf import settings

from broadsheet.tips.backup import mirrored_on
from broadsheet.tips.box import Box, this_box
from broadsheet.tips.days import today
from broadsheet.tips.errors import TipsError
from broadsheet.tips.lists import CLOSED, DRILL, OPEN, RARELY, in_force, line

ABOUT: Final = "Tips"
FINE, NOTE, WRONG = "fine", "note", "wrong"
SOON_DAYS: Final = 14
LATE_DAYS: Final = 2
FILES_LOOKED_AT: Final = 2000
# What carries folders off to other machines, by names that it gives them.
CARRIED_OFF: Final = ("dropbox", "onedrive", "google drive", "icloud", "nextcloud", "syncthing")
SNAPSHOTS: Final = (".snapshots", ".zfs")
WHY_CLOSED: Final = {
    "no_drill": "No drill was done yet: hold one in the newsroom, under Tips.",
    "expired": "The list of recipients has expired: sign a new one in the newsroom, under Tips.",
    "unread": "Nobody has opened the box for 60 days: unlock it in the newsroom, under Tips.",
    "full": "The disk has no room for tips: make some.",
}
NOT_YET: Final = "There is no tip line yet. Set it up in the newsroom, under Tips."
Said = tuple[str, str, str]


def findings() -> Iterator[Said]:
    """Give what is found: what it is about, FINE, NOTE or WRONG, and a sentence."""
    box = this_box()
    if not box.database.exists():
        yield ABOUT, NOTE, NOT_YET
        return
    of_database = [*database(box)]
    if is_unused(box):
        yield ABOUT, NOTE, NOT_YET
        return
    can_be_read = all(how != WRONG for how, _says in of_database)
    yield from ((ABOUT, how, says) for how, says in of_database)
    for check in (*((listed, state) if can_be_read else ()), modes, mirror, other_copies, proxy):
        yield from ((ABOUT, how, says) for how, says in check(box))


def is_unused(box: Box) -> bool:
    """Say whether no list was ever put in force."""
    try:
        return in_force(box) is None
    except (TipsError, sqlite3.Error):
        return False


def modes(box: Box) -> Iterator[tuple[str, str]]:
    """Look whether anyone else on this machine can read the box."""
    open_to_others = [one for one in looked_at(box) if stat.S_IMODE(one.stat().st_mode) & 0o077]
    strange = [
        one for one in looked_at(box) if one.stat().st_uid != box.folder.parent.stat().st_uid
    ]
    if open_to_others:
        yield (
            WRONG,
            f"Others on this machine can read {open_to_others[0]}: chmod -R go= {box.folder}",
        )
    elif strange:
        yield WRONG, f"{strange[0]} belongs to another user than the paper's: give it back (chown)."
    else:
        yield FINE, "Only the paper's own user can read the box."


def looked_at(box: Box) -> Iterator[Path]:
    """Give the box's folders and files, up to a number, and the file of the root key."""
    yield box.folder
    if box.root_file.exists():
        yield box.root_file
    for number, one in enumerate(box.folder.rglob("*")):
        if number >= FILES_LOOKED_AT:
            return
        if one.exists():
            yield one


def database(box: Box) -> Iterator[tuple[str, str]]:
    """Look whether the box's file is whole, and overwrites what it deletes."""
    try:
        with box.reading() as rows:
            [overwrites] = rows.execute("PRAGMA secure_delete").fetchone()
            [said] = rows.execute("PRAGMA quick_check(1)").fetchone()
    except (sqlite3.Error, TipsError) as error:
        yield (
            WRONG,
            f"The box cannot be read ({type(error).__name__}). Put it back from its mirror.",
        )
        return
    if said != "ok":
        yield WRONG, "The box is damaged. Stop the paper, and put it back from its mirror."
    elif overwrites != 1:
        yield (
            WRONG,
            "This SQLite does not overwrite what it deletes. Install Python with a newer one.",
        )
    else:
        yield FINE, "The box is whole, and overwrites what it deletes."


def listed(box: Box) -> Iterator[tuple[str, str]]:
    """Look whether the list is signed by the root that this paper believes, and how long it is good."""
    try:
        kept = in_force(box)
    except TipsError as error:
        yield WRONG, str(error)
        return
    if kept is None:
        # Said already.
        return
    left = (kept.listed.expires - today()).days
    said = f"The list of recipients is signed, and good until {kept.listed.expires}."
    if left < SOON_DAYS:
        yield WRONG, f"{said} Sign a new one in the newsroom, under Tips."
    else:
        yield FINE, said


def state(box: Box) -> Iterator[tuple[str, str]]:
    """Look whether tips are taken in, and read."""
    try:
        now = line(box)
    except TipsError:
        # Said above.
        return
    if now.state == RARELY:
        yield (
            WRONG,
            "The box was not opened for 30 days, and sources are told so. Unlock it, under Tips.",
        )
    elif now.state == CLOSED and now.why in WHY_CLOSED:
        yield WRONG, f"No tips are taken. {WHY_CLOSED[now.why]}"
    elif now.state == DRILL:
        yield NOTE, "A drill is under way: until it is done, no tips are taken."
    elif now.state == OPEN:
        yield FINE, "Tips are taken, and the box was opened lately."


def mirror(_box: Box) -> Iterator[tuple[str, str]]:
    """Look when the box's own mirror was last made."""
    if not settings.TIPS_BACKUP:
        yield NOTE, "The box has no mirror: a dead disk takes all tips with it. Set TIPS_BACKUP."
        return
    made = mirrored_on(Path(settings.TIPS_BACKUP))
    if made is None or (today() - made).days > LATE_DAYS:
        when = f"was last made on {made}" if made else "was never made"
        yield WRONG, f"The mirror {when}. See why the worker cannot write {settings.TIPS_BACKUP}."
    else:
        yield FINE, f"The mirror was made on {made}."


def other_copies(box: Box) -> Iterator[tuple[str, str]]:
    """Look for what copies the box and keeps it past its days, as far as that shows."""
    places = [box.folder, *box.folder.resolve().parents]
    carried = [one for one in places if any(name in one.name.lower() for name in CARRIED_OFF)]
    kept = [one / name for one in places for name in SNAPSHOTS if (one / name).exists()]
    if carried:
        yield (
            WRONG,
            f"{carried[0]} is carried off to other machines, with the box in it. Move the paper.",
        )
    elif kept:
        yield (
            NOTE,
            f"{kept[0]} may keep what was deleted from the box. Leave {box.folder} out of it.",
        )
    yield (
        NOTE,
        f"What cannot be seen from here: whether your backups leave {box.folder} out. Let them.",
    )


def proxy(_box: Box) -> Iterator[tuple[str, str]]:
    """Say what a web server in front may write down; nobody can look into it from here."""
    if getattr(settings, "SECURE_PROXY_SSL_HEADER", None) is not None:
        yield (
            NOTE,
            (
                "What cannot be seen from here: whether the web server in front, or the host, writes down who asks for /tips/. "
                "Switch that off there, as the publishers' manual says."
            ),
        )
