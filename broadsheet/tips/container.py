"""What is locked up: a head, files, the end, and zeros up to a size that many share (`docs/developers/tips.md`, "The container").

`Packer` writes a container as its bytes come; `unpack` reads one strictly. The scripts' own is `web/locks/container.js`.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from broadsheet.tips.canonical import canonical, parsed
from broadsheet.tips.errors import ContainerError
from broadsheet.tips.padding import STEP_BYTES, padded

MAGIC = b"BSTIPS1\n"
MOST_FILES, MOST_LETTERS = 20, 100_000
MOST_NAME, MOST_TYPE = 255, 100
RECORD_BYTES, PIECE_BYTES = 5, 1024 * 1024
# By kind of record.
MOST_BYTES = {b"H": 512 * 1024, b"F": 2048, b"P": PIECE_BYTES, b"E": 2048, b"Z": 2048}
OF_ALL = ("v", "kind", "newsroom", "thread", "epoch", "text")
OF_SOURCE = (*OF_ALL, "reply", "way", "proof")
OF_NOTE = (*OF_ALL, "what", "by", "on", "files", "signature")
OF_KIND = {
    "tip": OF_SOURCE,
    "more": OF_SOURCE,
    "answer": (*OF_ALL, "name", "files", "proof", "signature"),
    "note": OF_NOTE,
}
OF_ASSIGNMENT = (*OF_NOTE, "who", "due", "story", "headline")
ONE_OF = {"way": ("script", "plain"), "what": ("note", "assignment", "kept")}


@dataclass(frozen=True)
class File:
    """A file of a container. Name and type are what its sender says: text to be shown, never a path."""

    name: str
    type: str
    data: bytes


@dataclass(frozen=True)
class Packed:
    """What a container held."""

    head: dict[str, Any]
    files: tuple[File, ...]


class Packer:
    """Writes a container, piece by piece: each method returns the bytes that come next.

    Errors:
        ContainerError: the head, a file's name or the number of files is not as the format asks.
    """

    def __init__(self) -> None:
        self.size = 0
        self.files = 0
        self._file_size = 0

    def head(self, head: dict[str, Any]) -> bytes:
        check_head(head)
        return self._counted(MAGIC + _record(b"H", canonical(head)))

    def begin_file(self, name: str, kind: str) -> bytes:
        """Begin a file; what is too long of its name or type is cut."""
        self.files += 1
        if self.files > MOST_FILES:
            raise _refused()
        self._file_size = 0
        name = name[:MOST_NAME] or "file"
        line = canonical({"name": name, "type": kind[:MOST_TYPE]})
        if len(line) > MOST_BYTES[b"F"]:
            # Control characters take six bytes each: such a name says nothing to anyone.
            line = canonical({"name": "file", "type": ""})
        return self._counted(_record(b"F", line))

    def piece(self, data: bytes) -> bytes:
        """Add a piece of the file that was begun: 1 to 1,048,576 bytes."""
        self._file_size += len(data)
        return self._counted(_record(b"P", data))

    def end_file(self) -> bytes:
        return self._counted(_record(b"E", canonical({"size": self._file_size})))

    def end(self) -> Iterator[bytes]:
        """Give the end, and zeros up to the padded size."""
        yield self._counted(_record(b"Z", canonical({"files": self.files})))
        left = padded(self.size) - self.size
        while left:
            zeros = min(left, STEP_BYTES)
            left -= zeros
            yield bytes(zeros)

    def _counted(self, data: bytes) -> bytes:
        self.size += len(data)
        return data


def _record(kind: bytes, data: bytes) -> bytes:
    if len(data) > MOST_BYTES[kind]:
        raise _refused()
    return kind + len(data).to_bytes(4, "big") + data


def pack(head: dict[str, Any], files: tuple[File, ...] = ()) -> bytes:
    """Return a whole container, for what is small enough to be held in memory."""
    packer = Packer()
    pieces = [packer.head(head)]
    for file in files:
        pieces.append(packer.begin_file(file.name, file.type))
        starts = range(0, len(file.data), PIECE_BYTES)
        pieces.extend(packer.piece(file.data[at : at + PIECE_BYTES]) for at in starts)
        pieces.append(packer.end_file())
    return b"".join([*pieces, *packer.end()])


def unpack(data: bytes) -> Packed:
    """Return what a whole container holds.

    Errors:
        ContainerError: something is not as the format asks; nothing of it is handed out.
    """
    try:
        return _unpack(io.BytesIO(data), len(data))
    except (ValueError, KeyError, TypeError):
        raise _refused() from None


def _unpack(source: BinaryIO, size: int) -> Packed:
    _must(source.read(len(MAGIC)) == MAGIC)
    kind, line = _next(source)
    _must(kind == b"H")
    head = parsed(line)
    check_head(head)
    files: list[File] = []
    while True:
        kind, line = _next(source)
        if kind == b"Z":
            break
        _must(kind == b"F" and len(files) < MOST_FILES)
        files.append(_read_file(parsed(line), source))
    end = parsed(line)
    _must(_has_just(end, "files") and type(end["files"]) is int and end["files"] == len(files))
    used = source.tell()
    _must(not any(source.read()) and size == padded(used))
    return Packed(head, tuple(files))


def _read_file(told: Any, source: BinaryIO) -> File:
    _must(_has_just(told, "name", "type"))
    _must(_is_text(told["name"], MOST_NAME) and told["name"] != "")
    _must(_is_text(told["type"], MOST_TYPE))
    data = bytearray()
    while True:
        kind, line = _next(source)
        if kind == b"E":
            break
        _must(kind == b"P" and line != b"")
        data += line
    end = parsed(line)
    _must(_has_just(end, "size") and type(end["size"]) is int and end["size"] == len(data))
    return File(told["name"], told["type"], bytes(data))


def _next(source: BinaryIO) -> tuple[bytes, bytes]:
    start = source.read(RECORD_BYTES)
    _must(len(start) == RECORD_BYTES)
    kind, size = start[:1], int.from_bytes(start[1:], "big")
    _must(size <= MOST_BYTES[kind])
    data = source.read(size)
    _must(len(data) == size)
    return kind, data


def check_head(head: Any) -> None:
    """Refuse a head that is not as the format asks.

    Errors:
        ContainerError: that.
    """
    try:
        names = OF_KIND[head["kind"]]
        if head["kind"] == "note" and head["what"] == "assignment":
            names = OF_ASSIGNMENT
        _must(_has_just(head, *names))
        _must(type(head["v"]) is int and head["v"] == 1 and type(head["epoch"]) is int)
        for name in names:
            _must(name in ("v", "epoch", "files") or type(head[name]) is str)
        for name, words in ONE_OF.items():
            _must(name not in head or head[name] in words)
        _must(len(head["text"]) <= MOST_LETTERS)
        sums = head.get("files", [])
        _must(type(sums) is list and all(type(one) is str for one in sums))
    except (KeyError, TypeError, ValueError):
        raise _refused() from None


def _has_just(told: Any, *names: str) -> bool:
    return type(told) is dict and told.keys() == set(names)


def _is_text(told: Any, most: int) -> bool:
    return type(told) is str and len(told) <= most


def _must(holds: bool) -> None:
    if not holds:
        raise ValueError


def _refused() -> ContainerError:
    # Nothing of what is packed stands in an error's words.
    return ContainerError("This is not packed as the format asks (docs/developers/tips.md).")
