"""Whom a request comes from, as far as it matters for counting: blocks of addresses, as networks hand them out."""

import ipaddress
from collections.abc import Mapping
from typing import Any, Final

# What one customer has, the narrowest first: whoever has a /48 has 65,536 of the others.
BLOCKS: Final = {4: (24,), 6: (64, 48)}
# Where a web server in front is: this machine, or a network that reaches nobody else (RFC 1918, RFC 4193).
NEAR: Final = [
    ipaddress.ip_network(one)
    for one in ("127.0.0.0/8", "::1", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7")
]


def address_of(scope: Mapping[str, Any], *, trusts_proxy: bool) -> str:
    """Return the address that an ASGI request comes from; empty if the server does not know.

    Args:
        trusts_proxy: whether a web server in front says, in X-Forwarded-For, whom it asks for. It is believed from this
            machine and its private network alone; the last word of it is the one that this very server wrote.
    """
    client = scope.get("client")
    peer: str = client[0] if client else ""
    told = b",".join(value for name, value in scope["headers"] if name == b"x-forwarded-for")
    if trusts_proxy and told and _is_near(peer):
        return told.decode("latin-1").rpartition(",")[2].strip()
    return peer


def blocks_of(address: str) -> tuple[str, ...]:
    """Return the blocks that an address is in, the narrowest first; none for this machine itself, where an onion service ends.

    >>> blocks_of("203.0.113.77"), blocks_of("::ffff:203.0.113.9")
    (('203.0.113.0/24',), ('203.0.113.0/24',))
    >>> blocks_of("2001:db8:1:2:3::4")
    ('2001:db8:1:2::/64', '2001:db8:1::/48')
    >>> blocks_of("127.0.0.1"), blocks_of("::1"), blocks_of("no address")
    ((), (), ())
    """
    found = _read(address)
    if found is None or found.is_loopback:
        return ()
    sizes = BLOCKS[found.version]
    return tuple(str(ipaddress.ip_network((found, size), strict=False)) for size in sizes)


def _is_near(address: str) -> bool:
    found = _read(address)
    return found is not None and any(found in one for one in NEAR)


def _read(address: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found
