"""Keys of authenticator apps and of recovery codes, as they stand in the database: never in clear.

Who reads a copy of the database alone has no second proof in hand: what it takes to open them is in the paper's folder of
secrets, which is backed up apart from the rest.
"""

import base64
from functools import cache

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

PURPOSE = b"broadsheet second proofs"


@cache
def _box(secret: str) -> Fernet:
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE).derive(secret.encode())
    return Fernet(base64.urlsafe_b64encode(key))


def lock_up(text: str) -> str:
    """Return a text as it may stand in the database."""
    return _box(settings.SECRET_KEY).encrypt(text.encode()).decode()


def take_out(locked: str) -> str:
    """Return the text again.

    Errors:
        cryptography.fernet.InvalidToken: it was locked up with another SECRET_KEY.
    """
    return _box(settings.SECRET_KEY).decrypt(locked.encode()).decode()
