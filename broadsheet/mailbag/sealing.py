"""What readers tell the paper about themselves, as it stands in the database: locked up, or a mark that only tells same from same.

The key is in the paper's folder of secrets, apart from the database and its backups. It is not the program's own key: that
one may be changed on any day, and this one never.
"""

import base64
import hmac
import json
import secrets
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.translation import gettext as _

from broadsheet.mailbag.errors import MailbagError

KEY_FILE = "readers_key"
KEY_BYTES = 32


class LockedError(MailbagError):
    """What was locked up cannot be opened: the key in the folder of secrets is another one."""


def _key_path() -> Path:
    return Path(settings.HOME) / "secrets" / KEY_FILE


@cache
def _key(path: Path) -> bytes:
    """Return the paper's key; the first time it is needed, it is made."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_name(f".{KEY_FILE}.{secrets.token_hex(4)}")
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_hex(KEY_BYTES), encoding="ascii")
        try:
            # Of two processes that begin at once, one makes it.
            path.hardlink_to(fresh)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return bytes.fromhex(path.read_text(encoding="ascii").strip())


@cache
def _derived(path: Path, purpose: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose.encode()).derive(_key(path))


def _box() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(_derived(_key_path(), "broadsheet readers' details")))


def seal(details: dict[str, Any]) -> str:
    """Return details as they may stand in the database."""
    return _box().encrypt(json.dumps(details).encode()).decode()


def unseal(sealed: str) -> dict[str, Any]:
    """Return the details again.

    Errors:
        LockedError: they were sealed with another key.
    """
    try:
        opened: dict[str, Any] = json.loads(_box().decrypt(sealed.encode()))
    except InvalidToken as error:
        raise LockedError(
            _(
                "The key secrets/%(file)s is not the one with which this was locked up. Bring that file back from its backup."
            )
            % {"file": KEY_FILE}
        ) from error
    return opened


def mark(kind: str, words: str) -> str:
    """Return a mark of something: the same for the same, and nobody without the key can tell of what.

    Args:
        kind: what it is, so that marks of two kinds are never the same: "phone", "name".
        words: put into one form beforehand (`people.py`). Nothing has no mark.
    """
    if not words:
        return ""
    key = _derived(_key_path(), f"broadsheet mark of {kind}")
    return hmac.new(key, words.encode(), sha256).hexdigest()[:40]
