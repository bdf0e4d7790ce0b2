"""Faults on demand: what tests want to go wrong next."""

from dataclasses import dataclass, field
from typing import Literal

from broadsheet.devtools.paystub.errors import PaystubError

Silence = Literal["timeout", "drop"]
STATUSES = (429, 500, 502, 503)
WORDS = {
    429: (
        "rate_limit",
        "Request rate limit exceeded. Learn more about rate limits. (TEST, on demand)",
        "invalid_request_error",
    ),
    500: ("", "An unknown error occurred. (TEST, on demand)", "api_error"),
    502: ("", "The server could not be reached. (TEST, on demand)", "api_error"),
    503: ("", "The service is not available. (TEST, on demand)", "api_error"),
}


@dataclass
class Fault:
    """What goes wrong, how often yet, with which calls.

    Args:
        status: of HTTP; or `timeout`: no answer comes; or `drop`: the line is closed.
        path: part of `POST /v1/refunds`; empty: every call.
        done: the call does what it asks before it goes wrong.
    """

    left: int
    status: int | Silence
    path: str = ""
    done: bool = False


@dataclass
class Faults:
    """All faults that are still to come; the first that fits a call is taken."""

    waiting: list[Fault] = field(default_factory=list)

    def add(self, fault: Fault) -> None:
        if fault.status not in (*STATUSES, "timeout", "drop"):
            raise PaystubError(
                f"The stand-in cannot fail with {fault.status}. Choose 429, 500, 502, 503, timeout or drop."
            )
        self.waiting.append(fault)

    def take(self, method: str, path: str) -> Fault | None:
        for fault in self.waiting:
            if fault.path in f"{method} {path}":
                fault.left -= 1
                if fault.left < 1:
                    self.waiting.remove(fault)
                return fault
        return None
