"""How gifts by card are set up: the processor's key, the secrets of what it tells us, and where a demo finds a stand-in for it."""

from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from broadsheet.lib import env
from broadsheet.lib.demo_mark import is_demo, stand_in_of

# Keys with which money moves begin so.
LIVE = ("sk_live_", "rk_live_")
LOOPBACK = ("localhost", "127.0.0.1", "::1")


class CardSettings(NamedTuple):
    key: str
    secrets: list[str]
    api_base: str


def card_settings(home: Path) -> CardSettings:
    """Return what is set about gifts by card.

    Errors:
        ImproperlyConfigured: a stand-in is named where none may be.
    """
    key = env.text(
        "STRIPE_KEY",
        "The secret key of the paper's Stripe account, for gifts by card. Give it as STRIPE_KEY_FILE or in the environment. "
        "Empty: no gifts by card.",
        default="",
    )
    secrets = env.names(
        "STRIPE_WEBHOOK_SECRETS",
        "The signing secret of Stripe's webhook to /support/stripe/; while it is changed the new and the old one, parted by a "
        "comma.",
    )
    api_base = env.text(
        "STRIPE_API_BASE",
        "For the demo alone: where on this machine a stand-in for Stripe listens, such as http://127.0.0.1:12111. Empty: "
        "Stripe itself.",
        default="",
    )
    if not key and (beside := stand_in_of(home)) is not None:
        key, secrets, api_base = beside.key, [beside.secret], beside.address
    if api_base:
        refuse_stand_in(api_base, key, home)
    return CardSettings(key, secrets, api_base.rstrip("/"))


def refuse_stand_in(address: str, key: str, home: Path) -> None:
    """Refuse a stand-in elsewhere than on this machine, with a key that moves money, and in a paper that is no demo.

    Errors:
        ImproperlyConfigured: why, and what to do.
    """
    if urlsplit(address).hostname not in LOOPBACK:
        raise ImproperlyConfigured(
            "STRIPE_API_BASE names another machine. A stand-in listens on this one: http://127.0.0.1:12111."
        )
    if key.startswith(LIVE):
        raise ImproperlyConfigured(
            "STRIPE_KEY is a live key, which STRIPE_API_BASE would hand to a stand-in. Take one of them out."
        )
    if not is_demo(home):
        raise ImproperlyConfigured(
            "STRIPE_API_BASE is for the demo paper, and this is none. Take it out: gifts then go to Stripe itself."
        )
