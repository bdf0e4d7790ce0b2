"""Which addresses outside the program may be asked: public hosts of the web, and nothing of the machine's own network."""

import threading
import time
from collections.abc import Collection, Iterator
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from socket import IPPROTO_TCP, SOCK_STREAM, getaddrinfo
from typing import Any, NamedTuple
from urllib.parse import SplitResult, urlsplit

from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext as _

from broadsheet.lib.errors import BroadsheetError

LONGEST_ADDRESS = 2000
PORTS = {"http": 80, "https": 443}
# Source: RFC 6052. Through it, networks without IPv4 reach it: the last four bytes are the address meant.
NAT64 = ip_network("64:ff9b::/96")
# No host of the web has such an address, though older Pythons take some of them for public.
NEVER = tuple(
    ip_network(one)
    for one in (
        # IPv4 in other clothes: compatible, mapped, 6to4, Teredo, and NAT64 within a house.
        *("::/96", "::ffff:0:0/96", "2002::/16", "2001::/32", "64:ff9b:1::/48"),
        # Given up long ago, or there for examples and protocols alone.
        *("fec0::/10", "3fff::/20", "192.88.99.0/24", "192.0.0.0/24"),
        # By which Azure's machines are told about themselves: public by its number, and never outside.
        "168.63.129.16/32",
    )
)


class FetchError(BroadsheetError):
    """Something outside could not be fetched."""


class ForbiddenAddressError(FetchError):
    """An address that the program never asks, wherever it comes from."""


class NoAnswerError(FetchError):
    """A host that is not there, does not answer, or takes too long."""


class Deadline:
    """The moment at which all of one fetch must be over.

    Args:
        seconds: from now.
    """

    def __init__(self, seconds: float) -> None:
        self.end = time.monotonic() + seconds

    def left(self) -> float:
        """Return the seconds that are left.

        Errors:
            TimeoutError: none are.
        """
        seconds = self.end - time.monotonic()
        if seconds <= 0:
            raise TimeoutError
        return seconds


class Outside(NamedTuple):
    """An address that may be asked, taken apart. `host` is in lower case and in ASCII."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def named(self) -> str:
        """The host as a Host header names it, with a port that is not the usual one."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def key(self) -> str:
        """The host with its port, as `FETCH_ALLOWED_PRIVATE` names it."""
        return f"{self.host}:{self.port}"

    @property
    def address(self) -> str:
        return f"{self.scheme}://{self.named}{self.target}"


def outside(address: str, allowed: Collection[str] = ()) -> Outside:
    """Take an address apart.

    Args:
        allowed: hosts with their ports, as "host:port", that may have any port.

    Errors:
        ForbiddenAddressError: no web address, or one with a name and password, or with an unusual port.
    """
    parts, port = _parts(address)
    hostname = parts.hostname or ""
    if parts.scheme not in PORTS or not hostname.strip("."):
        raise ForbiddenAddressError(
            _("Give the whole address of a page, beginning with https:// or http://.")
        )
    if "@" in parts.netloc:
        raise ForbiddenAddressError(
            _("The address holds a name or password. Take it out, up to and with the @.")
        )
    usual = PORTS[parts.scheme]
    port = usual if port is None else port
    host = _ascii(hostname)
    if port != usual and f"{host}:{port}" not in allowed:
        raise ForbiddenAddressError(
            _("Port %(port)d of %(host)s is not asked, only the usual ones of web pages.")
            % {"port": port, "host": host}
        )
    query = f"?{parts.query}" if parts.query else ""
    return Outside(parts.scheme, host, port, iri_to_uri(f"{parts.path or '/'}{query}"))


def _parts(address: str) -> tuple[SplitResult, int | None]:
    # Before urlsplit, which quietly drops line breaks and tabs.
    is_odd = any(ord(sign) <= 32 or ord(sign) == 127 or sign == "\\" for sign in address)
    try:
        if is_odd or len(address) > LONGEST_ADDRESS:
            raise ValueError
        parts = urlsplit(address)
        return parts, parts.port
    except ValueError as error:
        raise ForbiddenAddressError(
            _("This is no address of a page. Copy it from the browser again.")
        ) from error


def _ascii(host: str) -> str:
    try:
        name = host.lower().encode("ascii" if host.isascii() else "idna").decode()
        # The root of all names, which some write at their end; certificates do not know it.
        return name.removesuffix(".")
    except UnicodeError as error:
        raise ForbiddenAddressError(
            _("%(host)s is no name that a host can have.") % {"host": host}
        ) from error


def resolve(place: Outside, deadline: Deadline, allowed: Collection[str] = ()) -> list[str]:
    """Return the IP addresses of a host, each of which may be asked.

    Errors:
        ForbiddenAddressError: one of them belongs to this machine, its network, or nobody.
        NoAnswerError: there is no such host.
        TimeoutError: nobody said in time.
    """
    found = _look_up(place.host, place.port, deadline)
    if place.key in allowed:
        return found
    # All of them: which one would be asked must not depend on luck.
    if not all(is_public(one) for one in found):
        raise ForbiddenAddressError(
            _("%(host)s is part of a private network, which is never asked. Give a public address.")
            % {"host": place.host}
        )
    return found


def is_public(address: str) -> bool:
    """Say whether an IP address is one of the public internet.

    >>> [is_public(one) for one in ("93.184.215.14", "10.0.0.1", "::ffff:93.184.215.14", "100.64.0.1")]
    [True, False, False, False]
    """
    try:
        ip = ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, IPv6Address):
        if ip.scope_id:
            return False
        if ip in NAT64:
            return _is_public(IPv4Address(int(ip) & 0xFFFFFFFF))
    return _is_public(ip)


def _is_public(ip: IPv4Address | IPv6Address) -> bool:
    # `is_global` alone lets multicast through.
    never = ip.is_multicast or ip.is_reserved or ip.is_loopback or ip.is_link_local or ip.is_private
    never = never or any(ip in network for network in NEVER)
    return ip.is_global and not (never or ip.is_unspecified)


def _look_up(host: str, port: int, deadline: Deadline) -> list[str]:
    """Ask the system for a host's addresses, which it may take its time over, in a thread that nobody waits for."""
    answers: list[Any] = []

    def ask() -> None:
        try:
            answers.append(getaddrinfo(host, port, type=SOCK_STREAM, proto=IPPROTO_TCP))
        except (OSError, UnicodeError) as error:
            answers.append(error)

    asking = threading.Thread(target=ask, daemon=True, name="looks up a host")
    asking.start()
    asking.join(deadline.left())
    if not answers:
        raise TimeoutError
    found = list(dict.fromkeys(_addresses(answers[0])))
    if not found:
        raise NoAnswerError(
            _("There is no host named %(host)s, or this machine is not connected.") % {"host": host}
        )
    return found


def _addresses(answer: Any) -> Iterator[str]:
    if not isinstance(answer, Exception):
        # IPv4 first: where IPv6 is broken, it is broken silently.
        for line in sorted(answer, key=lambda line: ":" in line[4][0]):
            yield line[4][0]
