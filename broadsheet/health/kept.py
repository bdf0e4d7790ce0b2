"""Small facts that each machine keeps for itself, in files of the paper's folder: they are needed when there is no database."""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import get_ident
from typing import Any

from django.conf import settings


def _file(name: str) -> Path:
    return Path(settings.HOME) / "watch" / f"{name}.json"


def keep(name: str, facts: dict[str, Any]) -> None:
    """Keep facts under a name, in the place of those before, whole or not at all. Only the paper's own user may read them.

    Errors:
        OSError: the folder cannot be written, or the disk is full.
    """
    file = _file(name)
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # Another thread may keep the same facts at this moment.
    unfinished = file.with_suffix(f".{os.getpid()}-{get_ident()}")
    with open(unfinished, "w", encoding="utf-8", opener=_for_us_alone) as written:
        json.dump(facts, written)
    unfinished.replace(file)


def _for_us_alone(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def kept(name: str) -> dict[str, Any]:
    """Return what is kept under a name; nothing if there is nothing, or it cannot be read."""
    try:
        found = json.loads(_file(name).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


@contextmanager
def changing(name: str) -> Iterator[dict[str, Any]]:
    """Hold the facts under a name, alone of all programs of this machine, and keep them as they are left.

    Errors:
        OSError: they cannot be kept.
    """
    lock = _file(name).with_suffix(".lock")
    lock.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(lock, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        facts = kept(name)
        before = dict(facts)
        yield facts
        if facts != before:
            keep(name, facts)
    finally:
        os.close(handle)
