"""What the doctor looks at with the paper's settings in hand: address, hosts, proxy, mail, styles, the shelf."""

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from ssl import SSLCertVerificationError
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.mail import get_connection
from django.utils.module_loading import import_string

from broadsheet.health.certificate import SHORT
from broadsheet.health.doctor import Check, Finding, fine, note, wrong
from broadsheet.health.mail import can_mail, explained, reason
from broadsheet.lib.fetching import certificate_end
from broadsheet.lib.outside import FetchError

LEAST_KEY = 32
SECONDS = 5.0
# One of each kind: ours, Wagtail's, a typeface's style.
STATIC = ["newsroom/newsroom.css", "wagtailadmin/css/core.css", "masthead/base.css"]
LOCAL = ("localhost", "127.0.0.1", "::1")


def secret_key() -> Iterator[Finding]:
    if len(settings.SECRET_KEY) < LEAST_KEY:
        yield wrong(
            "Secret key",
            f"SECRET_KEY has only {len(settings.SECRET_KEY)} signs. Take it out of the settings, and the paper makes one.",
        )
    else:
        yield fine("Secret key", "It is kept, and long enough.")


def address() -> Iterator[Finding]:
    parts = urlsplit(settings.ADDRESS)
    if not settings.ADDRESS:
        yield note(
            "Address",
            'None is set. For readers elsewhere: address = "https://www.example.org" in paper.toml.',
        )
    elif parts.scheme not in ("http", "https") or not parts.hostname:
        yield wrong(
            "Address", f"“{settings.ADDRESS}” is none. Write ADDRESS as in https://www.example.org"
        )
    elif parts.path.strip("/") or parts.query:
        yield wrong(
            "Address",
            f"ADDRESS is a host alone, without {parts.path}: a paper stands at the root of its own.",
        )
    elif parts.scheme == "http" and parts.hostname not in LOCAL:
        yield wrong(
            "Address",
            "It is not on HTTPS: passwords travel in the open. Let a web server take HTTPS, and set ADDRESS to https://…",
        )
    else:
        yield fine("Address", f"{settings.ADDRESS}")


def hosts() -> Iterator[Finding]:
    if "*" in settings.ALLOWED_HOSTS:
        yield wrong(
            "Hosts", "ALLOWED_HOSTS takes any name, and so a stranger's. Name those of the paper."
        )
    else:
        yield fine("Hosts", ", ".join(sorted({one for one in settings.ALLOWED_HOSTS if one})) + ".")


def proxy() -> Iterator[Finding]:
    """Look whether BEHIND_PROXY fits the address: the program itself speaks no HTTPS."""
    is_believed = getattr(settings, "SECURE_PROXY_SSL_HEADER", None) is not None
    if settings.HTTPS and not is_believed:
        yield wrong(
            "Proxy",
            "ADDRESS is on HTTPS, which a web server in front must take: let it pass X-Forwarded-Proto, and set "
            "behind_proxy = true.",
        )
    elif is_believed and not settings.HTTPS:
        yield wrong(
            "Proxy",
            "BEHIND_PROXY believes a header that anyone can send, and ADDRESS is not on HTTPS. Set ADDRESS to https://…, or "
            "behind_proxy = false.",
        )
    else:
        yield fine("Proxy", "One is expected in front." if is_believed else "None is expected.")


def certificate() -> Iterator[Finding]:
    if not settings.HTTPS:
        return
    try:
        ends_at = certificate_end(settings.ADDRESS, seconds=SECONDS)
    except SSLCertVerificationError as error:
        yield wrong(
            "Certificate",
            f"No browser takes it ({error.verify_message}). Renew it in the web server in front.",
        )
        return
    except FetchError as error:
        yield note("Certificate", f"{error} Look from another network.")
        return
    said = f"It holds until {ends_at:%Y-%m-%d}."
    if ends_at - datetime.now(UTC) < SHORT:
        yield wrong("Certificate", f"{said} See why the web server in front does not renew it.")
    else:
        yield fine("Certificate", said)


def mail() -> Iterator[Finding]:
    """Look whether the mail server lets us in. Nothing is sent."""
    if not can_mail():
        yield note("Mail", "No mail server is set, so nobody is told anything by mail. Set MAIL.")
        return
    line = get_connection()
    try:
        line.open()
    except OSError as error:
        yield wrong(
            "Mail",
            f"The server that MAIL names does not let the paper in ({explained(reason(error))}). Look at its name, port, user and password.",
        )
        return
    line.close()
    if settings.DEFAULT_FROM_EMAIL.endswith("@localhost"):
        yield wrong("Mail", "It comes from newsroom@localhost, which others refuse. Set MAIL_FROM.")
    else:
        yield fine("Mail", f"{settings.EMAIL_HOST} lets the paper in.")


def static_files() -> Iterator[Finding]:
    missing = [one for one in STATIC if not finders.find(one)]
    if missing:
        yield wrong(
            "Styles", f"{missing[0]} is missing. Install the program anew with all that it needs."
        )
    else:
        yield fine("Styles", "They are where the program was installed.")


def shelf() -> Iterator[Finding]:
    """Look whether the printed pages can be read, and whether some could not be printed."""
    file = Path(settings.SHELF)
    if not file.exists():
        yield note("Shelf", "Nothing is printed yet. Pages are printed when the paper runs.")
        return
    try:
        pages, failed = _counts(file)
    except sqlite3.Error as error:
        yield wrong(
            "Shelf",
            f"It cannot be read ({error}). Stop the paper, delete {file.parent}, and start it again: all is printed anew.",
        )
        return
    if failed:
        yield wrong(
            "Shelf", f"{failed} pages could not be printed. The newsroom's first screen says why."
        )
    else:
        yield fine("Shelf", f"{pages:,} pages are printed.")


def tip_line() -> Iterator[Finding]:
    """Look at the tip line, which stands alone and knows of itself what is wrong."""
    for one in import_string(settings.TIPS_DOCTOR)():
        yield Finding(*one)


def _counts(file: Path) -> tuple[int, int]:
    connection = sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=SECONDS)
    try:
        pages = connection.execute("SELECT COUNT(*) FROM sheet WHERE status != 0").fetchone()[0]
        return pages, connection.execute("SELECT COUNT(*) FROM failed").fetchone()[0]
    finally:
        connection.close()


CHECKS: list[Check] = [
    secret_key,
    address,
    hosts,
    proxy,
    certificate,
    mail,
    static_files,
    shelf,
    tip_line,
]
