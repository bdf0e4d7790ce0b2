"""Words that stand for secrets, and what is derived from them (`docs/developers/tips.md`, "Words" and "Keys")."""

import hashlib
import re
import secrets
import unicodedata
from functools import cache
from pathlib import Path
from typing import NamedTuple

from broadsheet.tips.age import recipient_of

WORDS_FILE = Path(__file__).parent / "built" / "words.txt"
REPLY_WORDS, FINGERPRINT_WORDS = 7, 8
# More letters than any code has are not even looked at.
MOST_TYPED = 400
N, R, P, DERIVED_BYTES = 2**17, 8, 1, 96
# scrypt's own need, and a little (RFC 7914, 2).
MEMORY_BYTES = 128 * R * N + 4 * 1024 * 1024
BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"


class CodeKeys(NamedTuple):
    """What a reply code gives, of the classic kind. `key` is the look-up secret, 32 bytes; `thread` its conversation's name."""

    identity: str
    recipient: str
    key: bytes
    thread: str


@cache
def words() -> tuple[str, ...]:
    """Return the 7,776 words, in alphabetical order."""
    return tuple(WORDS_FILE.read_text(encoding="ascii").split())


def make_code(count: int = REPLY_WORDS) -> str:
    """Return so many words drawn by chance, joined by “-”."""
    return "-".join(secrets.choice(words()) for _word in range(count))


def normalised(typed: str) -> str:
    """Return a code as it is used, however it was typed.

    >>> normalised("  Ferry, QUAY –– lamp7post\\n")
    'ferry-quay-lamp-post'
    """
    return re.sub(r"[^a-z]+", "-", unicodedata.normalize("NFKC", typed).lower()).strip("-")


def holds_code(text: str, code: str) -> bool:
    """Say whether a text holds a code, however it is spaced, numbered, joined or spelled.

    >>> holds_code("1. Ferry 2. quay-LAMP", "ferry-quay-lamp"), holds_code("ferryquaylamps", "ferry-quay-lamp")
    (True, True)
    """
    return _bare(code) in _bare(text)


def _bare(text: str) -> str:
    return normalised(text).replace("-", "")


def derive(code: str, newsroom: str) -> CodeKeys:
    """Return what a reply code gives at one newsroom. Takes about half a second, and 128 MiB.

    Args:
        code: as it was typed.
        newsroom: the newsroom id.
    """
    derived = hashlib.scrypt(
        normalised(code[:MOST_TYPED]).encode(),
        salt=f"broadsheet-tips-code-v1:{newsroom}".encode(),
        n=N,
        r=R,
        p=P,
        maxmem=MEMORY_BYTES,
        dklen=DERIVED_BYTES,
    )
    identity, key = bech32("age-secret-key-", derived[32:64]).upper(), derived[64:]
    return CodeKeys(identity, recipient_of(identity), key, thread_of(key))


def thread_of(key: bytes) -> str:
    """Return the name of the conversation that a look-up secret belongs to."""
    return hashlib.sha256(b"broadsheet-tips-thread-v1\n" + key).hexdigest()


def fingerprint(root: str) -> list[str]:
    """Return the eight words by which people know a root key (hex)."""
    signed = b"broadsheet-tips-root-v1\n" + bytes.fromhex(root)
    number = int.from_bytes(hashlib.sha256(signed).digest(), "big")
    found = []
    for _word in range(FINGERPRINT_WORDS):
        number, digit = divmod(number, len(words()))
        found.append(words()[digit])
    return found[::-1]


def bech32(prefix: str, data: bytes) -> str:
    """Return bytes in Bech32, as age writes keys (BIP 173, without its limit on length).

    >>> bech32("age", bytes(3))
    'age1qqqqqtl4es2'
    """
    bits = int.from_bytes(data, "big") << (-len(data) * 8 % 5)
    count = -(-len(data) * 8 // 5)
    digits = [bits >> 5 * place & 31 for place in range(count - 1, -1, -1)]
    above = [ord(letter) >> 5 for letter in prefix]
    below = [ord(letter) & 31 for letter in prefix]
    rest = _polymod([*above, 0, *below, *digits, 0, 0, 0, 0, 0, 0]) ^ 1
    digits += [rest >> 5 * place & 31 for place in range(5, -1, -1)]
    return f"{prefix}1{''.join(BECH32[digit] for digit in digits)}"


def _polymod(digits: list[int]) -> int:
    found = 1
    for digit in digits:
        top = found >> 25
        found = (found & 0x1FFFFFF) << 5 ^ digit
        for place, factor in enumerate(
            (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
        ):
            found ^= factor if top >> place & 1 else 0
    return found
