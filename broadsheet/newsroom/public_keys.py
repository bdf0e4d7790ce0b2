"""OpenPGP public keys, as people paste them: looked through, and known by a fingerprint that is reckoned here.

Source: RFC 9580, sections 4.2 (packets), 5.5.4 (fingerprints) and 6.2 (armour).
"""

import base64
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

LONGEST: Final = 60_000
BEGIN: Final = "-----BEGIN PGP PUBLIC KEY BLOCK-----"
END: Final = "-----END PGP PUBLIC KEY BLOCK-----"
CHECKSUM: Final = re.compile("=[A-Za-z0-9+/]{4}")
PRIVATE_BLOCK: Final = "BEGIN PGP PRIVATE KEY BLOCK"
# Kinds of packets.
SECRET_KEY, PUBLIC_KEY, SECRET_SUBKEY = 5, 6, 7
NOT_OPENPGP: Final = "no packets of OpenPGP"


@dataclass(frozen=True)
class PublicKey:
    """A public key: in armour again, without what stood around it; and its fingerprint, in capital hexadecimal."""

    armoured: str
    fingerprint: str

    @property
    def groups(self) -> str:
        """The fingerprint as people compare it: in groups of four."""
        return " ".join(re.findall("....", self.fingerprint))


def read_key(pasted: str) -> PublicKey:
    """Return the one public key in what somebody pasted.

    Errors:
        ValidationError: it is a private key, or none that can be read; the sentence says what to do.
    """
    if PRIVATE_BLOCK in pasted:
        raise _is_private()
    try:
        raw = base64.b64decode(within_armour(pasted), validate=True)
        packets = list(packets_of(raw))
    except ValueError as error:
        raise _is_none() from error
    kinds = [kind for kind, _body in packets]
    if SECRET_KEY in kinds or SECRET_SUBKEY in kinds:
        raise _is_private()
    if kinds[:1] != [PUBLIC_KEY] or kinds.count(PUBLIC_KEY) != 1:
        raise _is_none()
    return PublicKey(armour(raw), fingerprint_of(packets[0][1]))


def within_armour(pasted: str) -> str:
    """Return what stands in the one block of armour, without its headers and its checksum, which says nothing any more.

    Errors:
        ValueError: there is none, or more than one.
    """
    lines = [line.strip() for line in pasted[: LONGEST + 1].splitlines()]
    if len(pasted) > LONGEST or lines.count(BEGIN) != 1 or lines.count(END) != 1:
        raise ValueError(NOT_OPENPGP)
    inside = lines[lines.index(BEGIN) + 1 : lines.index(END)]
    while inside and ": " in inside[0]:
        inside = inside[1:]
    return "".join(line for line in inside if not CHECKSUM.fullmatch(line))


def fingerprint_of(body: bytes) -> str:
    """Return the fingerprint of a key's packet.

    Errors:
        ValidationError: it is of a version that is not used any more, or of one to come.
    """
    if len(body) > 6 and body[0] == 4:
        # SHA-1 is what the fingerprint of such a key is, and secures nothing here.
        start = b"\x99" + len(body).to_bytes(2, "big")
        return hashlib.sha1(start + body, usedforsecurity=False).hexdigest().upper()
    if len(body) > 10 and body[0] == 6:
        return hashlib.sha256(b"\x9b" + len(body).to_bytes(4, "big") + body).hexdigest().upper()
    raise ValidationError(
        _(
            "This key is of a version that today's programs do not use. Make a new one, and paste that."
        )
    )


def packets_of(raw: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield kind and body of each packet.

    Errors:
        ValueError: they do not fill what was given.
    """
    at = 0
    while at < len(raw):
        first, at = raw[at], at + 1
        if not first & 0x80:
            raise ValueError(NOT_OPENPGP)
        if first & 0x40:
            kind = first & 0x3F
            length, at = _length(raw, at)
        else:
            # The older form: how many octets the length has stands in the last two bits.
            kind, octets = (first >> 2) & 0x0F, 1 << (first & 3)
            if octets > 4:
                raise ValueError(NOT_OPENPGP)
            length, at = int.from_bytes(raw[at : at + octets], "big"), at + octets
        if at + length > len(raw):
            raise ValueError(NOT_OPENPGP)
        yield kind, raw[at : at + length]
        at += length


def _length(raw: bytes, at: int) -> tuple[int, int]:
    """Return a length in the newer form, and where what it measures begins. Keys do not come in pieces."""
    sign = raw[at] if at < len(raw) else 224
    if sign < 192:
        return sign, at + 1
    if sign < 224 and at + 1 < len(raw):
        return ((sign - 192) << 8) + raw[at + 1] + 192, at + 2
    if sign == 255:
        return int.from_bytes(raw[at + 1 : at + 5], "big"), at + 5
    raise ValueError(NOT_OPENPGP)


def armour(raw: bytes) -> str:
    """Return a key as text: with its checksum, since GnuPG 2.2 reads none without."""
    lines = re.findall(".{1,64}", base64.b64encode(raw).decode())
    checksum = base64.b64encode(crc24(raw).to_bytes(3, "big")).decode()
    return "\n".join([BEGIN, "", *lines, f"={checksum}", END, ""])


def crc24(raw: bytes) -> int:
    """Return the checksum of armour (RFC 9580, section 6.1.1).

    >>> hex(crc24(b"123456789"))
    '0x21cf02'
    """
    crc = 0xB704CE
    for octet in raw:
        crc ^= octet << 16
        for _bit in range(8):
            crc <<= 1
            if crc & 0x1000000:
                crc ^= 0x1864CFB
    return crc


def _is_private() -> ValidationError:
    return ValidationError(
        _(
            "This is a private key, which nobody else may ever see. It was not kept: paste the public key, and make yourself a new pair if this one was sent to anybody."
        )
    )


def _is_none() -> ValidationError:
    return ValidationError(
        _(
            "This is not a public key. Paste the one whole block from BEGIN PGP PUBLIC KEY BLOCK to END PGP PUBLIC KEY BLOCK."
        )
    )
