"""The pass that a form comes with: that it was asked for here, for this form, not a moment ago and not yesterday, and once.

With scripts, the browser asks for a puzzle and solves it: work that a reader does not notice and that whoever sends ten
thousand forms does. Without, the reader is shown what she is about to send, and that page holds the pass. Both are signed;
neither is kept here until it is used. The printed form itself holds none: every reader gets the same copy.
"""

import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import altcha
from django.core import signing
from django.db import IntegrityError, transaction
from django.http import QueryDict
from django.utils.crypto import get_random_string, salted_hmac
from django.utils.translation import gettext as _

from broadsheet.mailbag.errors import PassError
from broadsheet.mailbag.models import SpentPass

# Fields of the form: of the puzzle's solution, of the page that is read over, and the one that people do not see.
SOLVED, READ_OVER, TRAP = "solved", "read-over", "website"
LEAST: Final = timedelta(seconds=4)
PUZZLE_LASTS: Final = timedelta(minutes=10)
PAGE_LASTS: Final = timedelta(hours=24)
# 256 tries on average, each so many rounds: about a fifth of a second on a desk, a second on an old phone.
ROUNDS: Final = 2_000
SALT = "broadsheet.mailbag.pass"


@dataclass(frozen=True)
class Pass:
    """A pass that is in order: its name among those that were used, and until when it would have been good.

    `rounds`: what each try at its puzzle cost; 0 if it came with a page that was read over.
    """

    key: str
    until: datetime
    rounds: int = 0


def puzzle(form: str, rounds: int = ROUNDS) -> dict[str, Any]:
    """Return a puzzle for a form, as the browser takes it (`mailbag_pass.js`)."""
    challenge = altcha.create_challenge(
        algorithm="PBKDF2/SHA-256",
        cost=rounds,
        expires_at=datetime.now(UTC) + PUZZLE_LASTS,
        data={"form": form, "since": _now()},
        hmac_secret=_secret(),
    )
    made: dict[str, Any] = challenge.to_dict()
    return made


def page_pass(form: str) -> str:
    """Return the pass of a page on which a reader reads over what she is about to send."""
    return signing.dumps({"form": form, "once": get_random_string(22), "since": _now()}, salt=SALT)


def has_pass(post: QueryDict) -> bool:
    return bool(post.get(SOLVED) or post.get(READ_OVER))


def check(form: str, post: QueryDict, *, now: datetime | None = None) -> Pass:
    """Return the pass that a form came with, which may still be used.

    Errors:
        PassError: it has none that is in order.
    """
    now = now or datetime.now(UTC)
    if post.get(TRAP):
        # No person sees that field. Whoever fills it in is told what any other would be told.
        raise PassError(_("This could not be sent. Read it over, and send it again."))
    if solved := post.get(SOLVED):
        found, since = _of_puzzle(form, solved)
    else:
        found, since = _of_page(form, post.get(READ_OVER, ""))
    if now - since < LEAST:
        raise PassError(_("That was quick. Read it over, and send it again."))
    if now > found.until or SpentPass.objects.filter(key=found.key).exists():
        raise _old()
    return found


def spend(found: Pass) -> None:
    """Use a pass: within the transaction that keeps what was sent with it.

    Errors:
        PassError: it was used meanwhile.
    """
    try:
        with transaction.atomic():
            SpentPass.objects.create(key=found.key, until=found.until)
    except IntegrityError as error:
        raise _old() from error


def _old() -> PassError:
    return PassError(
        _("This was sent already, or too long ago. If you sent it twice, it has arrived once.")
    )


def _of_puzzle(form: str, solved: str) -> tuple[Pass, datetime]:
    if len(solved) > 4_000:
        raise _wrong()
    result = altcha.verify_solution(solved, _secret())
    if result.expired:
        raise _old()
    if not result.verified:
        raise _wrong()
    parameters = altcha.Payload.from_base64(solved).challenge.parameters
    data = parameters.data or {}
    if data.get("form") != form or not parameters.expires_at:
        raise _wrong()
    since = datetime.fromtimestamp(data["since"] / 1000, UTC)
    until = datetime.fromtimestamp(parameters.expires_at, UTC)
    return Pass(f"puzzle {parameters.nonce}", until, parameters.cost), since


def _of_page(form: str, given: str) -> tuple[Pass, datetime]:
    try:
        value = signing.loads(given, salt=SALT)
    except signing.BadSignature as error:
        raise _wrong() from error
    if not isinstance(value, dict) or value.get("form") != form:
        raise _wrong()
    since = datetime.fromtimestamp(value["since"] / 1000, UTC)
    return Pass(f"page {value['once']}", since + PAGE_LASTS), since


def _wrong() -> PassError:
    return PassError(_("This could not be sent as it came. Read it over, and send it again."))


def _now() -> int:
    """Return the moment in milliseconds: whole seconds would let through what came too soon."""
    return int(time.time() * 1000)


def _secret() -> bytes:
    return salted_hmac(SALT, "puzzle", algorithm="sha256").digest()
