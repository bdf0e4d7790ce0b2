"""Where someone signs in from, no closer than is needed to slow down whoever tries many names."""

import ipaddress

from allauth.account.adapter import get_adapter
from django.http import HttpRequest


def block_of(address: str) -> str:
    """Return the block of addresses that an address stands in: one household or office, as a rule.

    >>> block_of("198.51.100.77"), block_of("2001:db8:1:2:3:4:5:6"), block_of("?")
    ('198.51.100.0', '2001:db8:1:2::', '?')
    """
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    size = 64 if found.version == 6 else 24
    return str(ipaddress.ip_network(f"{found}/{size}", strict=False).network_address)


def block_asked_from(request: HttpRequest) -> str:
    """Return the block that a request comes from; what a header says is believed only from a web server of ours."""
    return str(get_adapter(request).get_client_ip(request))
