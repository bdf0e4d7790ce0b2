"""Answering a call of the library: who calls, whether it called before, what it asks, what goes wrong on demand."""

import json
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import parse_qsl

from broadsheet.devtools.paystub import asked, routes
from broadsheet.devtools.paystub.books import API_VERSION, Books, Thing
from broadsheet.devtools.paystub.clock import DAY
from broadsheet.devtools.paystub.errors import CallRefusedError
from broadsheet.devtools.paystub.faults import WORDS, Fault, Faults, Silence
from broadsheet.devtools.paystub.showing import shown

LIVE = ("sk_live_", "rk_live_", "pk_live_")
LONGEST_KEY = 255
KEYS_KEPT = DAY
# Answers that a key brings back: of calls that were begun. One that was refused as it stood may be mended.
SAVED = (200, 402, 500)


@dataclass(frozen=True)
class Answer:
    """What goes back over the line.

    Args:
        silence: nothing does: none until the caller gives up, or the line is closed at once.
    """

    status: int
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)
    silence: Silence | None = None


@dataclass(frozen=True)
class Call:
    """A call as it came."""

    method: str
    path: str
    pairs: tuple[tuple[str, str], ...]
    key: str = ""
    idempotency_key: str = ""
    version: str = API_VERSION
    account: str = ""

    @classmethod
    def read(cls, method: str, target: str, headers: Any, body: bytes) -> "Call":
        path, _, query = target.partition("?")
        written = f"{query}&{body.decode('utf-8', 'replace')}".strip("&")
        return cls(
            method,
            path,
            tuple(parse_qsl(written, keep_blank_values=True)),
            headers.get("Authorization", "").removeprefix("Bearer ").strip(),
            headers.get("Idempotency-Key", ""),
            headers.get("Stripe-Version") or API_VERSION,
            headers.get("Stripe-Account", ""),
        )


@dataclass(frozen=True)
class Kept:
    """What was answered to a key."""

    at: int
    asked: tuple[object, ...]
    answer: Answer


def written(status: int, thing: Thing, **headers: str) -> Answer:
    body = json.dumps(thing).encode()
    return Answer(status, body, {"Content-Type": "application/json", **headers})


def refusal(error: CallRefusedError, request: str) -> Answer:
    fields = {**error.fields, "request_log_url": None}
    return written(error.status, {"error": fields}, **{"Request-Id": request})


class Api:
    """The processor's interface, for one account and one key."""

    def __init__(self, books: Books, key: str) -> None:
        self.books = books
        self.key = key
        self.faults = Faults()
        self.kept: dict[str, Kept] = {}

    def answer(self, call: Call) -> Answer:
        """Answer a call; whoever calls this holds the books' lock."""
        request = self.books.key_of("req_", 14)
        try:
            self.admit(call)
        except CallRefusedError as error:
            return refusal(error, request)
        fault = self.faults.take(call.method, call.path)
        if fault and not fault.done:
            return self.save(call, failure(fault, request))
        try:
            answer = self.repeated(call) or self.save(call, self.run(call, request, fault))
        except CallRefusedError as error:
            return refusal(error, request)
        return failure(fault, request) if fault else answer

    def admit(self, call: Call) -> None:
        """Let a caller in who has this account's own key.

        Errors:
            CallRefusedError: a live key, another, or none.
        """
        if call.key.startswith(LIVE):
            raise CallRefusedError(
                "This is a stand-in: no money moves here. Never give it a live key, and put a test key into the settings.",
                code="testmode_charges_only",
                status=401,
            )
        if call.key != self.key:
            raise CallRefusedError(
                "Invalid API Key provided." if call.key else "You did not provide an API key.",
                status=401,
            )
        if call.account not in ("", self.books.account):
            raise CallRefusedError(
                "The stand-in has one account.", code="account_invalid", status=403
            )
        if len(call.idempotency_key) > LONGEST_KEY:
            raise CallRefusedError("An Idempotency-Key has at most 255 characters.")

    def repeated(self, call: Call) -> Answer | None:
        """Return what was answered to this call before.

        Errors:
            CallRefusedError: its key was used for another.
        """
        self.forget_old_keys()
        before = self.kept.get(call.idempotency_key) if call.method == "POST" else None
        if before is None:
            return None
        if before.asked != self.content(call):
            raise CallRefusedError(
                "Keys for idempotent requests can only be used with the same parameters they were first used with. Try "
                f"using a key other than '{call.idempotency_key}' if you meant to execute a different request.",
                kind="idempotency_error",
            )
        again = {
            "Idempotent-Replayed": "true",
            "Original-Request": before.answer.headers["Request-Id"],
        }
        return replace(before.answer, headers={**before.answer.headers, **again})

    def forget_old_keys(self) -> None:
        over = self.books.now() - KEYS_KEPT
        # The first that was kept is the oldest.
        while self.kept and next(iter(self.kept.values())).at <= over:
            del self.kept[next(iter(self.kept))]

    def content(self, call: Call) -> tuple[object, ...]:
        return call.method, call.path, tuple(sorted(call.pairs))

    def save(self, call: Call, answer: Answer) -> Answer:
        """Keep an answer for the key that the call has, and return it."""
        saved = answer.status in SAVED and answer.silence is None
        if saved and call.method == "POST" and call.idempotency_key:
            headers = {**answer.headers, "Idempotency-Key": call.idempotency_key}
            answer = replace(answer, headers=headers)
            self.kept[call.idempotency_key] = Kept(self.books.now(), self.content(call), answer)
        return answer

    def run(self, call: Call, request: str, fault: Fault | None) -> Answer:
        """Do what a call asks.

        Errors:
            CallRefusedError: it is refused as it stands; one that was begun and failed is an answer.
        """
        self.books.request = {"id": request, "idempotency_key": call.idempotency_key or None}
        try:
            answer = self.done(call, request)
        finally:
            self.books.request = {"id": None, "idempotency_key": None}
        # The processor failed after the work: that is what its key brings back.
        if fault and fault.status == 500:
            return failure(fault, request)
        return answer

    def done(self, call: Call, request: str) -> Answer:
        route, keys = routes.find(call.method, call.path)
        params = asked.nested(call.pairs)
        asked.refuse_unheeded(params, route.heeded)
        expand = [str(one) for one in asked.entries(params, "expand")]
        headers = {"Request-Id": request, "Stripe-Version": call.version}
        try:
            thing = routes.run(self.books, route, params, keys)
        except CallRefusedError as error:
            if error.status not in SAVED:
                raise
            return refusal(error, request)
        return written(200, shown(self.books, thing, expand, call.version), **headers)


def failure(fault: Fault, request: str) -> Answer:
    if isinstance(fault.status, str):
        return Answer(0, b"", {"Request-Id": request}, silence=fault.status)
    code, message, kind = WORDS[fault.status]
    answer = refusal(CallRefusedError(message, code=code, status=fault.status, kind=kind), request)
    # The library would try again at once, and be told the same.
    headers = {"Stripe-Should-Retry": "false"} if fault.status == 500 else {}
    return replace(answer, headers={**answer.headers, **headers})
