"""The page that says that something broke, for when nothing else works."""

from django.conf import settings

from broadsheet.press.notices import NUMBER_HERE
from broadsheet.press.out_of_order import with_number
from broadsheet.press.reading import Reader, body_of
from broadsheet.press.serving import host_name

BARE = (
    "<!DOCTYPE html><html lang='en'><head><meta charset='utf-8'><title>Out of order</title></head><body>"
    "<h1>This page cannot be shown just now.</h1><p>It is our fault, and we have been told. Please try again in a "
    f"few minutes. If you tell us about it, give us this number: {NUMBER_HERE}</p></body></html>"
)


def printed_notice(host: str, path: str, status: int, number: str = "") -> bytes:
    """Return the printed page for a status, with the number of the error; a bare one if the shelf has none."""
    reader = Reader(settings.SHELF)
    try:
        reader.look_now()
        name = host_name(host.encode("latin-1", "replace"))
        home = reader.hosts.get(name) or reader.hosts.get("")
        page = reader.notice(home + path, status) if home else None
        found = body_of(page, gzip=False) if page else BARE.encode()
    except Exception:  # noqa: BLE001 (this is the last word: it may not fail)
        found = BARE.encode()
    finally:
        reader.close()
    return with_number(found, number) if number else found
