"""Asking the machine's own virus scanner, where the paper has one.

Source: clamd(8), INSTREAM: a file goes in pieces, each begun by its length in four bytes; a piece of no length ends it.
"""

import logging
import socket
import struct
from typing import Any

from django.conf import settings
from django.core.files.base import File
from django.utils.translation import gettext as _

from broadsheet.incoming.errors import IncomingError

logger = logging.getLogger(__name__)
A_PIECE = 64 * 1024
PATIENCE_SECONDS = 30
LONGEST_ANSWER = 4096


def scan(file: "File[Any]") -> None:
    """Have a file looked at by the scanner that the settings name; without one, nothing is done.

    Errors:
        IncomingError: the scanner knows the file as harmful, or could not look at it: then it may not come in either.
    """
    if not settings.VIRUS_SCANNER:
        return
    try:
        said = _ask(file)
    except OSError as error:
        said = str(error)
    if said == "stream: OK":
        return
    if said.endswith(" FOUND"):
        raise IncomingError(
            _(
                "The virus scanner knows this file as harmful (%(name)s). Open it nowhere, and tell whoever sent it."
            )
            % {"name": said.removeprefix("stream: ").removesuffix(" FOUND")}
        )
    logger.error("The virus scanner did not look at a file: %s", said)
    raise IncomingError(
        _(
            "The virus scanner could not look at this file. Try again later, and tell whoever runs the paper."
        )
    )


def _ask(file: "File[Any]") -> str:
    with _line() as line:
        line.settimeout(PATIENCE_SECONDS)
        line.sendall(b"zINSTREAM\0")
        file.seek(0)
        while piece := file.read(A_PIECE):
            line.sendall(struct.pack(">I", len(piece)) + piece)
        line.sendall(struct.pack(">I", 0))
        return _answer(line)


def _line() -> socket.socket:
    host, _colon, port = settings.VIRUS_SCANNER.rpartition(":")
    if port.isdecimal():
        return socket.create_connection((host, int(port)), timeout=PATIENCE_SECONDS)
    line = socket.socket(socket.AF_UNIX)
    line.settimeout(PATIENCE_SECONDS)
    try:
        line.connect(settings.VIRUS_SCANNER)
    except OSError:
        line.close()
        raise
    return line


def _answer(line: socket.socket) -> str:
    said = b""
    while b"\0" not in said and len(said) < LONGEST_ANSWER and (piece := line.recv(LONGEST_ANSWER)):
        said += piece
    return said.partition(b"\0")[0].decode(errors="replace").strip()
