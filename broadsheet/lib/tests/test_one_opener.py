"""That one place alone opens connections to the outside: read in the code, and tried in a day of the newsroom.

The reading follows names through imports and attributes, and takes any way to load what is not named for a way out. What
no reading finds, the day finds: while it lasts, no line can be opened at all.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

import broadsheet

PACKAGE = Path(broadsheet.__file__).parent
# Modules that speak to other machines, or start programs that could.
OPENERS = frozenset(
    {
        *("socket", "_socket", "ssl", "_ssl", "socketserver"),
        *("http.client", "http.server", "urllib.request", "urllib.robotparser", "xmlrpc"),
        *("ftplib", "smtplib", "poplib", "imaplib", "nntplib", "telnetlib", "webbrowser"),
        *(
            "requests",
            "httpx",
            "httpcore",
            "aiohttp",
            "urllib3",
            "pycurl",
            "websocket",
            "websockets",
        ),
        *("boto3", "botocore", "redis", "paramiko", "ldap", "dns", "feedparser", "sentry_sdk"),
        # It fetches what a picture names, unless told not to.
        "c2pa",
        *("subprocess", "multiprocessing", "ctypes", "cffi", "pty", "runpy"),
        *("os.system", "os.popen", "os.startfile", "sys.modules"),
        *("django.core.mail", "django.contrib.gis.geoip2", "wagtail.contrib.frontend_cache"),
        "wagtail.embeds.finders",
    }
)
OPENING_FAMILIES = ("os.exec", "os.spawn", "os.posix_spawn", "asyncio.create_subprocess")
# On whatever object they are called.
OPENING = frozenset(
    {
        *("create_connection", "open_connection", "create_unix_connection", "sock_connect"),
        *("open_unix_connection", "create_datagram_endpoint", "connect_ex", "urlopen"),
        *("urlretrieve", "getaddrinfo", "gethostbyname", "HTTPConnection", "HTTPSConnection"),
        *("subprocess_exec", "subprocess_shell", "socket", "ssl"),
    }
)
# By which a module can be had that is named nowhere.
LOADING = frozenset(
    {"__import__", "import_module", "import_string", "eval", "exec", "resolve_name"}
)
KNOWN = {
    # The one place.
    "lib/fetching.py": {"socket", "ssl", "http.client", "HTTPConnection", "create_connection"},
    "lib/outside.py": {"socket", "getaddrinfo"},
    # It asks the C library how it keeps memory.
    "lib/memory.py": {"ctypes"},
    # They listen: whether a port is free, and to readers.
    "lib/folder.py": {"socket"},
    "doors/listening.py": {"socket"},
    # It answers that sockets are not spoken here.
    "doors/doors.py": {"websocket"},
    # To those at the desk, by the paper's own mail.
    "photos/ending.py": {"django.core.mail"},
    "letters/telling.py": {"django.core.mail"},
    # To readers, and to those at the desks whom they write to, by the paper's own mail.
    "mailbag/mailing.py": {"django.core.mail"},
    "contact/passing_on.py": {"django.core.mail", "smtplib"},
    # To donors.
    "donations/telling.py": {"django.core.mail"},
    "donations/posting/writing.py": {"django.core.mail"},
    "donations/posting/sending.py": {"django.core.mail", "smtplib"},
    # Rooms of gifts that know each other by name alone.
    "donations/posting/receipt_words.py": {"import_module"},
    "donations/posting/kinds.py": {"import_module"},
    "donations/own/handling.py": {"import_module"},
    "donations/own/showing.py": {"import_module"},
    "donations/desk/gift_acts.py": {"import_string"},
    # It waits for the paper beside which it stands, and asks the stand-in on this machine.
    "devtools/beside_demo.py": {"socket", "create_connection", "urllib.request", "urlopen"},
    # The sessions, by the name in Django's settings.
    "doors/people.py": {"import_module"},
    # It hands a file to the machine's own virus scanner, at the one address that the settings name.
    "incoming/scanning.py": {"socket", "create_connection"},
    # It starts a program of ours that reads what a picture's file holds, and can open nothing: that reader is the other.
    "photos/provenance.py": {"subprocess", "c2pa"},
    "photos/manifests.py": {"c2pa"},
    # Migrations and packages, by the names in the program's own lists.
    "health/readiness.py": {"import_module"},
    "health/doctor_machine.py": {"import_module"},
    # Whether the certificate at the paper's own address will do, from what the one place was told.
    "health/certificate.py": {"ssl"},
    # They hand mail to the paper's own mail server, or look whether it is there.
    "health/alerts.py": {"django.core.mail"},
    "health/mail.py": {"django.core.mail"},
    "health/doctor_paper.py": {"ssl", "django.core.mail", "import_string"},
    "health/doctor_records.py": {"import_string"},
    "staff/links.py": {"django.core.mail"},
    "staff/tasks.py": {"django.core.mail"},
    # The name of a function of ours, from the settings; the rooms' own registries.
    "press/asking.py": {"import_string"},
    "press/turns.py": {"import_string"},
    "masthead/tip_line.py": {"import_string"},
    "tips/offering.py": {"import_string"},
    "demo/tips.py": {"import_string"},
    "tips/desk/gate.py": {"import_string"},
    # To those who read tips, by the paper's own mail.
    "tips/notices.py": {"django.core.mail"},
    # From outside, at the address on one's own command line: it asks a paper's tip line what anyone may.
    "tips/asking.py": {"ssl", "http.client", "HTTPConnection", "HTTPSConnection"},
    "press/apps.py": {"import_module"},
    # The stand-in processor of tests and the demo listens on this machine, and tells addresses of this machine alone.
    "devtools/paystub/serving.py": {"socket", "http.server"},
    "devtools/paystub/delivering.py": {"http.client", "HTTPConnection"},
    # It starts this very program again, as server and worker.
    "running.py": {"subprocess", "os.execve"},
}


def openers_in(code: str) -> set[str]:
    """Return every way to open a line that a module's code names, or by which it could get at one."""
    tree = ast.parse(code)
    called: dict[str, str] = {}
    found: set[str] = set()
    for node in ast.walk(tree):
        for name, full in imported(node):
            called[name] = full
            found |= set(openers_of(full))
    for node in ast.walk(tree):
        found |= set(openers_used(node, called))
    return found


def imported(node: ast.AST) -> Iterator[tuple[str, str]]:
    """Yield each name that an import binds, with what it stands for."""
    if isinstance(node, ast.Import):
        for one in node.names:
            # `import urllib.parse` binds `urllib`.
            yield (one.asname, one.name) if one.asname else (one.name.partition(".")[0],) * 2
            yield "", one.name
    elif isinstance(node, ast.ImportFrom):
        for one in node.names:
            yield one.asname or one.name, f"{node.module}.{one.name}"


def openers_of(full: str) -> Iterator[str]:
    """Yield what of a dotted name opens lines."""
    yield from (one for one in OPENERS if full == one or full.startswith(f"{one}."))
    yield from (full for family in OPENING_FAMILIES if full.startswith(family))
    last = full.rpartition(".")[2]
    # Of our own modules, nobody takes what they themselves import.
    yield from ({last} & (LOADING | OPENING)) if "." in full else ()


def openers_used(node: ast.AST, called: dict[str, str]) -> Iterator[str]:
    if isinstance(node, ast.Attribute):
        yield from {node.attr} & OPENING
        if chain := dotted(node):
            first, _dot, rest = chain.partition(".")
            yield from openers_of(f"{called.get(first, first)}.{rest}")
    elif isinstance(node, ast.Name):
        yield from {node.id} & LOADING
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield from {node.value} & (OPENERS | OPENING)
    elif is_connecting(node):
        yield "connect"


def is_connecting(node: ast.AST) -> bool:
    """Say whether a line's own `connect` is called: to a place, which is a pair."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return False
    return node.func.attr == "connect" and bool(node.args) and isinstance(node.args[0], ast.Tuple)


def dotted(node: ast.expr) -> str:
    """Return a chain of attributes as it is written; empty where it begins with something else than a name."""
    names: list[str] = []
    while isinstance(node, ast.Attribute):
        names.append(node.attr)
        node = node.value
    return ".".join([node.id, *reversed(names)]) if isinstance(node, ast.Name) else ""


def test_nothing_but_the_one_function_can_open_a_connection():
    found = {
        str(module.relative_to(PACKAGE)): openers_in(module.read_text())
        for module in PACKAGE.rglob("*.py")
        if "tests" not in module.parts
    }

    assert len(found) > 200
    assert {name: words for name, words in found.items() if words} == KNOWN


@pytest.mark.parametrize(
    "code",
    [
        "import socket as s",
        "from socket import socket as s",
        "import _socket",
        "import urllib.request as r",
        "from urllib import request as r",
        "import urllib\nurllib.request.urlopen(address)",
        "import urllib as u\nu.request.Request(address)",
        "from http import client",
        "import requests",
        "from httpx import get",
        "import smtplib",
        "from django.core import mail",
        "from django.core.mail import send_mail",
        "import asyncio\nasyncio.open_connection(host, 80)",
        "from asyncio import open_connection as o",
        "loop.create_connection(protocol, host, 80)",
        "loop.sock_connect(line, place)",
        "line.connect((host, 80))",
        "line.connect_ex(place)",
        "__import__('soc' + 'ket')",
        "import importlib\nimportlib.import_module(name)",
        "from importlib import import_module as load",
        "import importlib as i\ni.import_module(name)",
        "from django.utils.module_loading import import_string",
        "exec(code)",
        "import sys\nsys.modules[name]",
        "from sys import modules as m",
        "from broadsheet.lib.fetching import socket",
        "from broadsheet.lib import fetching\nfetching.socket.create_connection(place)",
        "from broadsheet.lib.outside import getaddrinfo as look_up",
        "getattr(fetching, 'socket')",
        "import subprocess",
        "import os\nos.system(words)",
        "from os import execvp as go",
        "import asyncio\nasyncio.create_subprocess_exec('curl')",
        "from wagtail.embeds.finders.oembed import OEmbedFinder",
        "from wagtail.contrib.frontend_cache.utils import purge_url_from_cache",
    ],
)
def test_a_way_out_is_found_under_any_name(code: str):
    assert openers_in(code)


@pytest.mark.parametrize(
    "code",
    [
        "from urllib.parse import urljoin, urlsplit",
        "import urllib.parse\nurllib.parse.quote(words)",
        "import os\nos.environ['HOME']",
        "import re\nre.compile('sockets')",
        "page_published.connect(print_it, sender=Story)",
        "import asyncio\nasyncio.run(serve())",
        "'a socket in a sentence'",
    ],
)
def test_what_opens_nothing_is_left_in_peace(code: str):
    assert openers_in(code) == set()


# What others bring --------------------------------------------------------------------------------
@pytest.mark.django_db
def test_wagtail_does_not_fetch_by_a_way_of_its_own():
    from wagtail.embeds.embeds import get_embed
    from wagtail.embeds.exceptions import EmbedUnsupportedProviderException

    with pytest.raises(EmbedUnsupportedProviderException):
        get_embed("https://www.youtube.com/watch?v=dQw4w9WgXcQ")
    assert settings.WAGTAILEMBEDS_FINDERS == []
    assert not settings.WAGTAIL_ENABLE_UPDATE_CHECK
    assert not settings.WAGTAIL_ENABLE_WHATS_NEW_BANNER
    assert settings.WAGTAIL_GRAVATAR_PROVIDER_URL is None
    # Each of these asks other hosts: to empty their caches, to list what is in one's own, to post what was filled in.
    brought = {config.name for config in apps.get_app_configs()}
    assert brought.isdisjoint(
        {"wagtail.contrib.frontend_cache", "wagtail.api.v2", "django.contrib.gis"}
    )
