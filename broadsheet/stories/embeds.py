"""Films and sound that other hosts keep, and those of the hosts whose players may stand in a story, after a click.

A host is listed here only if two things are known for sure from its own manual: where it says what an address holds
(oEmbed, https://oembed.com), and the address of its player. Every other address becomes a link.
"""

import re
from typing import NamedTuple
from urllib.parse import quote, urlencode

from broadsheet.press.headers import FRAME_HOSTS

YOUTUBE, VIMEO, SOUNDCLOUD = FRAME_HOSTS


class Provider(NamedTuple):
    """A host whose player readers may open.

    Args:
        oembed: the address that says what one of its addresses holds.
        kept: the address of what it keeps, with the named groups of `pasted` in braces.
        frame: the same of its player.
        pasted: what its addresses look like, as browsers and apps give them.
    """

    name: str
    oembed: str
    kept: str
    frame: str
    pasted: tuple[re.Pattern[str], ...]
    is_sound: bool = False


class Embed(NamedTuple):
    """What an address leads to at a listed host: where to ask about it, and the player's address."""

    provider: Provider
    asked: str
    frame: str


# The rest of an address, which says where a reader came from or at which second to begin.
REST = r"(?:[/?&#].*)?$"
PROVIDERS: tuple[Provider, ...] = (
    # Sources: developers.google.com/youtube/player_parameters; support.google.com/youtube/answer/171780 (the host
    # "youtube-nocookie.com": privacy-enhanced mode).
    Provider(
        "YouTube",
        "https://www.youtube.com/oembed",
        "https://www.youtube.com/watch?v={id}",
        YOUTUBE + "/embed/{id}?autoplay=1&rel=0",
        (
            re.compile(
                r"https?://(?:www\.|m\.|music\.)?youtube(?:-nocookie)?\.com/"
                r"(?:watch\?(?:[^#]*&)?v=|shorts/|live/|embed/)(?P<id>[\w-]{11})" + REST
            ),
            re.compile(r"https?://youtu\.be/(?P<id>[\w-]{11})" + REST),
        ),
    ),
    # Sources: developer.vimeo.com/api/oembed/videos; "dnt=1": the player keeps no track of who watches.
    Provider(
        "Vimeo",
        "https://vimeo.com/api/oembed.json",
        "https://vimeo.com/{id}",
        VIMEO + "/video/{id}?autoplay=1&dnt=1",
        (
            re.compile(r"https?://(?:www\.)?vimeo\.com/(?P<id>\d{5,12})(?:[?#].*)?$"),
            re.compile(r"https?://player\.vimeo\.com/video/(?P<id>\d{5,12})(?:[?#](?!h=).*)?$"),
        ),
    ),
    # A film that only those find who have its whole address.
    Provider(
        "Vimeo",
        "https://vimeo.com/api/oembed.json",
        "https://vimeo.com/{id}/{key}",
        VIMEO + "/video/{id}?h={key}&autoplay=1&dnt=1",
        (
            re.compile(
                r"https?://(?:www\.)?vimeo\.com/(?P<id>\d{5,12})/(?P<key>[0-9a-f]{8,12})" + REST
            ),
            re.compile(
                r"https?://player\.vimeo\.com/video/(?P<id>\d{5,12})\?h=(?P<key>[0-9a-f]{8,12})"
                + REST
            ),
        ),
    ),
    # Source: developers.soundcloud.com/docs/oembed and /docs/api/html5-widget.
    Provider(
        "SoundCloud",
        "https://soundcloud.com/oembed",
        "https://soundcloud.com/{path}",
        SOUNDCLOUD + "/player/?url=https%3A%2F%2Fsoundcloud.com%2F{path}&auto_play=true",
        (
            re.compile(
                r"https?://(?:www\.|m\.)?soundcloud\.com/"
                r"(?P<path>[\w-]+/(?:sets/)?[\w-]+(?:/s-\w+)?)/?(?:[?#].*)?$"
            ),
        ),
        is_sound=True,
    ),
)


def embed_of(address: str) -> Embed | None:
    """Return what an address leads to at a listed host; None if its host is not listed.

    >>> embed_of("https://youtu.be/dQw4w9WgXcQ?si=abc").frame
    'https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?autoplay=1&rel=0'
    >>> embed_of("https://town.example/films/3") is None
    True
    """
    for provider in PROVIDERS:
        for pattern in provider.pasted:
            if found := pattern.match(address):
                words = found.groupdict()
                in_query = {name: quote(value, safe="") for name, value in words.items()}
                asked = urlencode({"url": provider.kept.format(**words), "format": "json"})
                return Embed(
                    provider, f"{provider.oembed}?{asked}", provider.frame.format(**in_query)
                )
    return None
