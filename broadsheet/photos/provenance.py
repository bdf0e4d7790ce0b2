"""Where photos come from, by their Content Credentials (C2PA): read from the original when it comes in, checked, and kept.

They are read by a program of their own (`manifests`), with the package that `broadsheet[c2pa]` installs. Without it nothing is
read, and nothing is said (`content_credentials`).
"""

import json
import logging
import os
import subprocess  # nosec B404 # it starts a program of ours
import sys
from importlib.util import find_spec
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone

from broadsheet.photos.manifests import ALTERED, MADE
from broadsheet.photos.models import Photo
from broadsheet.photos.source_types import ALTERED_WITH_AI, MADE_WITH_AI

logger = logging.getLogger(__name__)
TYPES = {
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "avif": "image/avif",
    "gif": "image/gif",
}
# One of these stands in every file that holds such a record, or the address of one.
MARKS = (b"c2pa", b"provenance")
A_PIECE = 1024 * 1024
PATIENCE_SECONDS = 20
# Certificates of signers whom the paper trusts, in the paper's folder.
SIGNERS = "signers.pem"
SOURCE_TYPES = {MADE: MADE_WITH_AI, ALTERED: ALTERED_WITH_AI}


def note_credentials(photo: Photo) -> None:
    """Read a photo's Content Credentials from its original, and keep what they say.

    If they say that AI made or altered it, and the desk has not said how it was made, that is kept too: broken ones are believed in
    this, since whoever saves a picture anew breaks them, and makes it no photograph.
    """
    found = _read(photo)
    with transaction.atomic():
        now = Photo.objects.select_for_update().get(pk=photo.pk)
        changed = set()
        if found or now.credentials:
            now.credentials = found
            changed.add("credentials")
        way = _way_made(now, found)
        if way != now.source_type:
            now.source_type = way
            # As of what else its file said: another file's word takes its place.
            now.noted = {**now.noted, "filled": {**_filled(now), "source_type": way}}
            changed |= {"source_type", "noted"}
        if changed:
            now.save(update_fields=changed)
    photo.credentials, photo.source_type = now.credentials, now.source_type


def _way_made(photo: Photo, found: dict[str, Any]) -> str:
    """Return how a photo was made; its credentials go before its file's notes, which nobody signed."""
    is_the_desks = photo.source_type and photo.source_type != _filled(photo).get("source_type")
    if is_the_desks:
        return photo.source_type
    said: dict[str, str] = photo.noted.get("form", {}).get("source_type", {})
    # What neither says was said by an older file.
    return SOURCE_TYPES[found["ai"]] if found.get("ai") else said.get("value", "")


def _filled(photo: Photo) -> dict[str, str]:
    """Return what a photo took over from its file (`metadata`)."""
    filled: dict[str, str] = photo.noted.get("filled", {})
    return filled


def _read(photo: Photo) -> dict[str, Any]:
    """Return what is kept as `Photo.credentials`; nothing if there are none, or nothing is installed that reads them."""
    kind = TYPES.get(PurePath(photo.file.name or "").suffix[1:].lower())
    if kind is None or find_spec("c2pa") is None:
        return {}
    try:
        with photo.file.storage.open(photo.file.name, "rb") as file:
            found = _ask(file, kind) if _may_hold(file) else {}
    except OSError:
        logger.exception(
            "The file of photo:%s could not be read for its Content Credentials", photo.pk
        )
        return {}
    if found.pop("bad_signers", False):
        logger.error("%s holds no certificates in PEM, so no signer is trusted.", SIGNERS)
    if found.get("state", "none") == "none":
        return {}
    return {**found, "checked_at": timezone.now().isoformat(timespec="seconds")}


def _may_hold(file: "File[Any]") -> bool:
    before = b""
    while piece := file.read(A_PIECE):
        there = (before + piece).lower()
        if any(mark in there for mark in MARKS):
            return True
        before = piece[-16:]
    return False


def _ask(file: "File[Any]", kind: str) -> dict[str, Any]:
    signers = settings.HOME / SIGNERS
    words = ["-m", "broadsheet.photos.manifests", kind, str(signers) if signers.exists() else ""]
    try:
        done = subprocess.run(
            [sys.executable, *words],
            stdin=file.fileno(),
            capture_output=True,
            timeout=PATIENCE_SECONDS,
            check=True,
            # What is no business of a program that reads what anyone may have made stays here.
            env={name: os.environ[name] for name in ("PATH", "PYTHONPATH") if name in os.environ},
        )
        found: dict[str, Any] = json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError) as error:
        logger.warning("Content Credentials could not be read: %s", type(error).__name__)
        return {"state": "unreadable"}
    return found
