"""Answers, opened for a source whose browser runs no scripts: in memory, for as long as she is answered."""

import hashlib
import re

from broadsheet.tips import blobs
from broadsheet.tips.age import unlock
from broadsheet.tips.box import Box
from broadsheet.tips.canonical import canonical
from broadsheet.tips.container import Packed, unpack
from broadsheet.tips.errors import ContainerError
from broadsheet.tips.signed_lists import SignedList, is_signed
from broadsheet.tips.threads import Message

# Kinds that a download may be named after; of any other it is told in the text alone.
ENDINGS = frozenset(
    ["csv", "docx", "gif", "jpeg", "jpg", "mp3", "mp4", "odt", "pdf", "png", "txt", "webp", "xlsx"]
)


def open_answer(box: Box, answer: Message, identity: str, listed: SignedList) -> Packed:
    """Return what an answer holds.

    Errors:
        LockedError: it is not for this key, or is damaged.
        ContainerError: it is not of this conversation, or the newsroom did not sign it.
        OSError: it is gone.
    """
    packed = unpack(unlock(b"".join(blobs.read(box, answer.id)), identity))
    if not is_of_newsroom(packed, answer.thread, listed):
        raise ContainerError("This is not signed by the newsroom for this conversation.")
    return packed


def is_of_newsroom(packed: Packed, thread: str, listed: SignedList) -> bool:
    """Say whether an answer is the newsroom's, for this conversation, with these very files."""
    head = packed.head
    signed = {name: value for name, value in head.items() if name != "signature"}
    sums = [hashlib.sha256(file.data).hexdigest() for file in packed.files]
    return (
        head["kind"] == "answer"
        and head["newsroom"] == listed.newsroom
        and head["thread"] == thread
        and head["files"] == sums
        and is_signed(
            listed.voices.get(head["epoch"], ""),
            head["signature"],
            b"broadsheet-tips-head-v1\n" + canonical(signed),
        )
    )


def neutral_name(name: str, number: int) -> str:
    """Return the name under which a file is saved: nothing of its own name but a well-known ending.

    >>> neutral_name("../../x.PDF", 1), neutral_name("invoice.pdf.exe", 2), neutral_name("CON", 3)
    ('file-1.pdf', 'file-2', 'file-3')
    """
    found = re.search(r"\.([A-Za-z0-9]{1,5})$", name)
    ending = found[1].lower() if found else ""
    return f"file-{number}.{ending}" if ending in ENDINGS else f"file-{number}"
