"""That one place alone opens connections to the outside."""

import re
from pathlib import Path

import pytest

import broadsheet

PACKAGE = Path(broadsheet.__file__).parent
OPENERS = re.compile(
    r"urllib\.request|urlopen|http\.client|HTTPS?Connection|\bimport requests|\bfrom requests|httpx|aiohttp|urllib3"
    r"|create_connection|open_connection|getaddrinfo|ftplib|smtplib|poplib|imaplib|telnetlib|xmlrpc|pycurl"
    r"|\.connect\(\(|^(?:import|from) socket\b",
    re.MULTILINE,
)
# It tries whether a port is free, by listening there.
LISTENERS = {"lib/folder.py"}


def test_nothing_but_fetching_opens_a_connection():
    found = {
        str(module.relative_to(PACKAGE)): OPENERS.findall(module.read_text())
        for module in PACKAGE.rglob("*.py")
        if "tests" not in module.parts
    }

    openers = {name: words for name, words in found.items() if words}
    assert openers.pop("lib/fetching.py")
    assert openers.pop("lib/outside.py")
    assert {name: words for name, words in openers.items() if name not in LISTENERS} == {}
    assert all(openers[name] == ["import socket"] for name in LISTENERS)


@pytest.mark.django_db
def test_wagtail_does_not_fetch_by_a_way_of_its_own():
    from wagtail.embeds.embeds import get_embed
    from wagtail.embeds.exceptions import EmbedUnsupportedProviderException

    with pytest.raises(EmbedUnsupportedProviderException):
        get_embed("https://www.youtube.com/watch?v=dQw4w9WgXcQ")
