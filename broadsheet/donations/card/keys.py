"""With which key the paper speaks to the processor, and in which version of its language. Nothing here is ever shown or kept."""

from hashlib import sha256
from importlib.util import find_spec
from typing import Final

from django.conf import settings

from broadsheet.lib.card_settings import LIVE

PROVIDER: Final = "stripe"
# The shapes that this code reads; the library that we pin speaks the same (a test fails when it no longer does).
API_VERSION: Final = "2026-10-28.endive"


def key() -> str:
    return str(settings.STRIPE_KEY)


def secrets() -> list[str]:
    """Return the secrets of the webhook's deliveries: the present one, and the one before."""
    return list(settings.STRIPE_WEBHOOK_SECRETS)


def api_base() -> str:
    """Return where a demo's stand-in listens; empty for the processor itself."""
    return str(settings.STRIPE_API_BASE)


def is_live() -> bool:
    """Say whether money moves with this key."""
    return key().startswith(LIVE)


def is_installed() -> bool:
    """Say whether the processor's library is there, without loading it."""
    return find_spec("stripe") is not None


def print_of_key() -> str:
    """Return what tells this key from others and gives none of it away."""
    return sha256(key().encode()).hexdigest()[:32]
