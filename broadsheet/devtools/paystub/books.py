"""All that the stand-in knows: what it made, who is to hear of it, and what is still to come. In memory alone."""

import random
import secrets
import string
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import RLock
from typing import Any

from broadsheet.devtools.paystub.clock import Agenda, Clock
from broadsheet.devtools.paystub.errors import CallRefusedError, missing
from broadsheet.devtools.paystub.hearing import Endpoint, Event

# The version of the processor's interface that is spoken here: that of the library which we pin.
API_VERSION = "2026-10-28.endive"
# What the processor calls an object, as it writes it. Names that begin with `_` are ours, and never shown.
Thing = dict[str, Any]
# A call: its method, its path, the parameters that it heeds, and what answers it.
CallRow = tuple[str, str, str, Callable[..., Thing]]
LETTERS = string.ascii_letters + string.digits


@dataclass
class Rules:
    """How the processor's account is set up, where accounts differ."""

    # Days from one try to take a renewal to the next; after the last one the plan ends.
    retry_days: tuple[int, ...] = (3, 5, 7)
    # Whether a second card in one session makes a second intent; the processor mostly keeps the first.
    new_intent_each_try: bool = False
    # Whether refunds to cards wait until somebody says how they ended.
    refunds_wait: bool = False
    # Whether what is available is paid out each midnight (UTC).
    daily_payouts: bool = True


@dataclass
class Books:
    """The state of one account; whoever reads or writes it holds `lock`."""

    clock: Clock
    address: str = ""
    seed: int | None = None
    rules: Rules = field(default_factory=Rules)
    agenda: Agenda = field(default_factory=Agenda)
    things: dict[str, Thing] = field(default_factory=dict)
    kinds: dict[str, list[str]] = field(default_factory=dict)
    endpoints: list[Endpoint] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    # Told of each new event, with the endpoints that should hear of it.
    tell: Callable[[Event, list[Endpoint]], None] = lambda _event, _endpoints: None
    # Who made the call that is being answered; none while only time passes.
    request: dict[str, str | None] = field(
        default_factory=lambda: {"id": None, "idempotency_key": None}
    )
    lock: RLock = field(default_factory=RLock)
    invoices_made: int = 0

    def __post_init__(self) -> None:
        # For names that nobody guesses no chance is needed here, but that two runs never share one.
        self.chance: random.Random = (
            secrets.SystemRandom() if self.seed is None else random.Random(self.seed)
        )
        self.account = self.key_of("acct_", 16)

    def now(self) -> int:
        return self.clock.now()

    def good_expiry(self) -> str:
        """Return when a card that is new now runs out, as it is typed."""
        return f"12/{(datetime.fromtimestamp(self.now(), UTC).year + 5) % 100:02}"

    def key_of(self, prefix: str, length: int = 24) -> str:
        return prefix + "".join(self.chance.choices(LETTERS, k=length))

    def add(self, kind: str, prefix: str, *, length: int = 24, **fields: Any) -> Thing:
        """Make an object of a kind, and keep it."""
        key = self.key_of(prefix, length)
        thing = {"id": key, "object": kind, "created": self.now(), **fields}
        self.things[key] = thing
        self.kinds.setdefault(kind, []).append(key)
        return thing

    def get(self, kind: str, key: str | None, param: str = "id") -> Thing:
        """Return the object of this kind with this key.

        Errors:
            CallRefusedError: there is none.
        """
        thing = self.things.get(key or "")
        if thing is None or thing["object"] != kind:
            raise missing(kind, key or "", param)
        return thing

    def all(self, kind: str, **same: Any) -> list[Thing]:
        """Return the objects of a kind, newest first, whose fields are the same as those given."""
        found = (self.things[key] for key in reversed(self.kinds.get(kind, [])))
        return [one for one in found if all(one.get(name) == value for name, value in same.items())]

    def after(self, seconds: int, act: Callable[[], None]) -> None:
        """Note what is to be done later; what the processor refuses then is simply not done."""

        def attempt() -> None:
            try:
                act()
            except CallRefusedError:
                return

        self.agenda.note(self.now() + seconds, attempt)
