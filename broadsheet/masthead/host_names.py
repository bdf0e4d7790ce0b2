"""The name under which a paper is published: one that browsers can ask for, or no page of it can be made."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.models import Site

# As RFC 1123 has it, with the underscore that houses' own networks use; or an address of IPv6, without its brackets.
NAME = re.compile(
    r"(?!-)[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*|[0-9a-f:.]*:[0-9a-f:.]+", re.IGNORECASE
)


def check_host_name(name: str) -> None:
    """Refuse what is no host name.

    Errors:
        ValidationError: it is none; other alphabets are written as browsers send them, xn--….

    >>> check_host_name("www.larkmereledger.example")
    """
    if not NAME.fullmatch(name):
        raise ValidationError(
            _("“%(name)s” is no host name. Write it as in www.larkmereledger.example.")
            % {"name": name}
        )


def check_host_names() -> None:
    """Have each form for a site check the name that it is given."""
    # Wagtail takes any words, and has no setting for this.
    Site._meta.get_field("hostname").validators.append(check_host_name)
