"""Asking a paper's tip line from outside, as a browser would, for whoever checks it: at the address on her own command line.

`lib/fetching.py` is for addresses that strangers name: it asks no machine of the house and tells nothing of headers.
"""

import ssl
from email.message import Message
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from broadsheet.tips.errors import VerifyError

SECONDS: Final = 20.0
MOST_BYTES: Final = 8 * 1024 * 1024
PORTS: Final = {"https": 443, "http": 80}


class Answer(NamedTuple):
    """What came."""

    status: int
    headers: Message
    body: bytes


class Line(NamedTuple):
    """Where a paper's tip line stands: its scheme, host and port."""

    scheme: str
    host: str
    port: int

    @property
    def is_locked(self) -> bool:
        """Whether nobody on the way reads or changes what comes: by TLS, or by an onion address itself."""
        return self.scheme == "https" or self.host.endswith(".onion")

    def get(self, path: str, headers: dict[str, str]) -> Answer:
        """Ask for one path; where it leads elsewhere is not followed.

        Errors:
            VerifyError: nothing answers, or too much comes.
        """
        kind = HTTPSConnection if self.scheme == "https" else HTTPConnection
        connection = kind(self.host, self.port, timeout=SECONDS)
        try:
            connection.request("GET", path, headers=headers)
            answer = connection.getresponse()
            body = answer.read(MOST_BYTES + 1)
        except ssl.SSLCertVerificationError as error:
            raise VerifyError(
                _("The certificate of %(host)s is not good: %(why)s.")
                % {"host": self.host, "why": error.verify_message}
            ) from error
        except (OSError, HTTPException) as error:
            raise VerifyError(
                _("%(host)s does not answer for %(path)s. See whether the address is right.")
                % {"host": self.host, "path": path}
            ) from error
        finally:
            connection.close()
        if len(body) > MOST_BYTES:
            raise VerifyError(
                _("%(path)s is larger than anything of the tip line.") % {"path": path}
            )
        return Answer(answer.status, answer.headers, body)


def line_at(address: str) -> Line:
    """Take a paper's address apart; a path behind it is left out.

    Errors:
        VerifyError: it is no address of a paper.
    """
    try:
        parts = urlsplit(address if "://" in address else f"https://{address}")
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    if parts.scheme not in PORTS or not parts.hostname or "@" in parts.netloc:
        raise VerifyError(
            _("“%(address)s” is no address of a paper. Write it as in https://www.example.org")
            % {"address": address}
        )
    return Line(parts.scheme, parts.hostname, port or PORTS[parts.scheme])
