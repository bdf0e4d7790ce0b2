"""Learning what stands at a pasted address: once, in a few seconds, and never in a reader's time."""

import json
import time
from datetime import timedelta
from typing import Any, NamedTuple
from urllib.parse import urljoin, urlsplit

from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.blocks import StreamValue

from broadsheet.lib.errors import BroadsheetError
from broadsheet.lib.fetching import fetch
from broadsheet.lib.rows import one_of
from broadsheet.photos.models import Photo
from broadsheet.stories import embed_posters
from broadsheet.stories.embed_pages import facts_of_page
from broadsheet.stories.embed_posters import keep_poster
from broadsheet.stories.embeds import embed_of
from broadsheet.stories.errors import LookUpError
from broadsheet.stories.models import LookedUp

# How long the saving of a story waits for all hosts together.
SECONDS = 4.0
# Less is not worth beginning.
LEAST_SECONDS = 0.5
# A host that failed is asked again by itself after this; by an editor's own press of the button at once.
AGAIN_AFTER = timedelta(minutes=10)
LONGEST_ANSWER = 256 * 1024
# Of a page, only its head is read.
BEGINNING = 512 * 1024
FIELDS = ("title", "author", "provider", "poster")


class Facts(NamedTuple):
    """What an address holds, and where its picture is."""

    title: str
    author: str
    provider: str
    picture: str


def look_up(address: str, *, seconds: float = SECONDS, anew: bool = False) -> LookedUp:
    """Return what stands at an address: from memory, else by asking its host. Never raises: `trouble` says what failed.

    Args:
        anew: ask even if it was asked before.
    """
    before = one_of(LookedUp.objects.select_related("poster").filter(address=address))
    if before is not None and not anew and not _is_due(before):
        return before
    end = time.monotonic() + seconds
    learnt: dict[str, Any] = {"trouble": ""}
    try:
        facts = _asked(address, seconds)
        learnt |= {name: getattr(facts, name) for name in ("title", "author", "provider")}
        learnt["poster"] = _poster(facts, end - time.monotonic()) if facts.picture else None
    except BroadsheetError as trouble:
        # What is known from before, or from the half that went well, is kept.
        learnt["trouble"] = str(trouble)[:400]
    kept, _made = LookedUp.objects.update_or_create(
        address=address, defaults={**learnt, "looked_up_at": timezone.now()}
    )
    return kept


def _is_due(before: LookedUp) -> bool:
    return bool(before.trouble) and timezone.now() - before.looked_up_at > AGAIN_AFTER


def fill_embeds(body: StreamValue) -> StreamValue:
    """Fill what an editor left empty in each embed with what stands at its address; return the same body.

    All hosts together get four seconds: the rest is asked when the story is saved again.
    """
    end = time.monotonic() + SECONDS
    for block in body:
        if block.block_type == "embed" and block.value["url"] and _lacks(block.value):
            left = end - time.monotonic()
            known = (
                look_up(block.value["url"], seconds=left)
                if left > LEAST_SECONDS
                else one_of(LookedUp.objects.filter(address=block.value["url"]))
            )
            for name in FIELDS if known else ():
                block.value[name] = block.value[name] or getattr(known, name)
    return body


def _lacks(value: Any) -> bool:
    return not all(value[name] for name in FIELDS)


def trouble_with(address: str) -> str:
    """Return in a sentence what could not be learnt of an address; empty if all could, or nobody asked."""
    known = one_of(LookedUp.objects.filter(address=address))
    return known.trouble if known else ""


# Asking -------------------------------------------------------------------------------------------
def _asked(address: str, seconds: float) -> Facts:
    embed = embed_of(address)
    if embed is None:
        return _of_page(address, seconds)
    answer = fetch(
        embed.asked,
        kinds={"application/json", "text/json", "text/javascript"},
        most_bytes=LONGEST_ANSWER,
        seconds=seconds,
    )
    try:
        said = json.loads(answer.body)
    except (ValueError, RecursionError) as error:
        raise _says_nothing(embed.provider.name) from error
    if not isinstance(said, dict) or not _words(said.get("title"), 200):
        raise _says_nothing(embed.provider.name)
    return Facts(
        _words(said["title"], 200),
        _words(said.get("author_name"), 120),
        embed.provider.name,
        _words(said.get("thumbnail_url"), 2000),
    )


def _of_page(address: str, seconds: float) -> Facts:
    page = fetch(
        address,
        kinds={"text/html", "application/xhtml+xml"},
        most_bytes=BEGINNING,
        seconds=seconds,
        beginning_only=True,
    )
    said = facts_of_page(page)
    host = (urlsplit(page.address).hostname or "").removeprefix("www.")
    if "title" not in said:
        raise _says_nothing(host)
    picture = said.get("picture", "")
    return Facts(
        _words(said["title"], 200),
        _words(said.get("author"), 120),
        _words(said.get("site"), 80) or host[:80],
        urljoin(page.address, picture) if picture else "",
    )


def _poster(facts: Facts, seconds: float) -> Photo:
    if seconds < LEAST_SECONDS:
        raise LookUpError(_("Its picture did not come in time. Look it up again."))
    picture = fetch(
        facts.picture,
        kinds=embed_posters.KINDS,
        most_bytes=embed_posters.MOST_BYTES,
        seconds=seconds,
    )
    credit = " / ".join(name for name in (facts.author, facts.provider) if name)
    return keep_poster(picture.body, title=facts.title, credit=credit)


def _words(said: Any, most: int) -> str:
    return " ".join(said.split())[:most] if isinstance(said, str) else ""


def _says_nothing(host: str) -> LookUpError:
    return LookUpError(_("%(host)s does not say what stands there.") % {"host": host})
