"""Lists of recipients, read and checked exactly as a source's browser does (`docs/developers/tips.md`, "The signed list")."""

import base64
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.utils.translation import gettext as _

from broadsheet.tips.age import is_recipient
from broadsheet.tips.canonical import parsed
from broadsheet.tips.days import in_days, monday_of, today, week_of
from broadsheet.tips.errors import ListRefusedError

LONGEST_DAYS = 180
MOST_RECIPIENTS = 20
MOST_BYTES = 256 * 1024
# What a signature is over begins with one of these.
LIST_LINE, SEEN_LINE = b"broadsheet-tips-list-v1\n", b"broadsheet-tips-seen-v1\n"
WAYS = ("onion", "phone", "post", "signal")
LANGUAGES = ("en", "es", "ar")
KEY = re.compile(r"[0-9a-f]{64}")
SIGNATURE = re.compile(r"[0-9a-f]{128}")
# Bech32 leaves out 1, b, i and o (BIP 173).
POST_QUANTUM = re.compile(r"age1pq1[02-9ac-hj-np-z]{1952}")
CLASSIC = re.compile(r"age1[02-9ac-hj-np-z]{58}")
FIELDS = frozenset(
    (
        *("kind", "version", "newsroom", "name", "language", "epoch", "issued", "expires", "alone"),
        *("recipients", "recovery", "voice", "voices", "ways"),
    )
)


class Keys(NamedTuple):
    """Public keys of one person, or of the newsroom's recovery sheet. The recovery has no name."""

    name: str
    pq: str
    x25519: str


@dataclass(frozen=True)
class SignedList:
    """A list whose signature fits and whose words are in order."""

    payload: bytes
    signature: str
    root: str
    newsroom: str
    name: str
    language: str
    epoch: int
    issued: date
    expires: date
    alone: bool
    recipients: tuple[Keys, ...]
    recovery: Keys
    voice: str
    # The voices of two years, this one among them, by epoch.
    voices: dict[int, str]
    ways: dict[str, str]

    def envelope(self) -> dict[str, str]:
        payload = base64.b64encode(self.payload).decode()
        return {"payload": payload, "signature": self.signature, "root": self.root}

    def all_keys(self) -> list[Keys]:
        """Return whom tips are locked up for: the recipients, then the recovery."""
        return [*self.recipients, self.recovery]


def newsroom_of(root: str) -> str:
    """Return the newsroom id that belongs to a root key (hex)."""
    return (
        hashlib.sha256(b"broadsheet-tips-newsroom-v1\n" + bytes.fromhex(root)).digest()[:16].hex()
    )


def is_signed(key: str, signature: str, signed: bytes) -> bool:
    """Say whether an Ed25519 signature (hex) fits what it stands under."""
    if not KEY.fullmatch(key) or not SIGNATURE.fullmatch(signature):
        return False
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(
            bytes.fromhex(signature), signed
        )
    except InvalidSignature:
        return False
    return True


def read_list(payload: bytes, signature: str, root: str) -> SignedList:
    """Return a list that was signed by this root, whatever the day.

    Errors:
        ListRefusedError: it is not as the format asks, or not signed.
    """
    if not is_signed(root, signature, LIST_LINE + payload):
        raise ListRefusedError(
            _("The list is not signed by the newsroom's root key. Sign it again.")
        )
    try:
        return _read(payload, signature, root)
    except (ValueError, KeyError, TypeError) as error:
        # The error names a field of the program's, nothing that anyone wrote.
        raise ListRefusedError(
            _("The list is not as it should be (%(what)s). Make it again in the newsroom.")
            % {"what": error}
        ) from None


def refuse_old(listed: SignedList, *, day: date | None = None) -> None:
    """Refuse a list that is not good today.

    Errors:
        ListRefusedError: it is from the future, expired, or good for too long.
    """
    day = day or today()
    if listed.issued > in_days(1, after=day):
        raise ListRefusedError(
            _("The list is from the future. Set the clock of your computer, then sign again.")
        )
    if listed.expires < day:
        raise ListRefusedError(_("The list has expired. Sign a new one."))
    if (listed.expires - listed.issued).days > LONGEST_DAYS:
        raise ListRefusedError(
            _("A list may be good for 180 days at most. Sign one that ends sooner.")
        )


def _read(payload: bytes, signature: str, root: str) -> SignedList:
    _must(len(payload) <= MOST_BYTES, "size")
    told = parsed(payload)
    _must(type(told) is dict and told.keys() == FIELDS, "fields")
    _must(told["kind"] == "broadsheet-tips-list" and _is_number(told["version"], 1, 1), "kind")
    _must(told["newsroom"] == newsroom_of(root), "newsroom")
    _must(type(told["language"]) is str and told["language"] in LANGUAGES, "language")
    _must(type(told["alone"]) is bool, "alone")
    _must(_is_number(told["epoch"], 1, 2**31), "epoch")
    issued, expires = _day(told["issued"]), _day(told["expires"])
    _must(issued <= expires, "expires")
    recipients = _recipients(told)
    recovery = _keys({"name": "-", **_fields(told["recovery"], "pq", "x25519")})
    _refuse_twice([*recipients, recovery])
    return SignedList(
        payload=payload,
        signature=signature,
        root=root,
        newsroom=told["newsroom"],
        name=_text(told["name"], 100, least=1),
        language=told["language"],
        epoch=told["epoch"],
        issued=issued,
        expires=expires,
        alone=told["alone"],
        recipients=recipients,
        recovery=recovery._replace(name=""),
        voice=_key(told["voice"]),
        voices={**_voices(told["voices"], told["epoch"]), told["epoch"]: told["voice"]},
        ways={way: _text(text, 300) for way, text in _fields(told["ways"], *WAYS).items()},
    )


def _recipients(told: dict[str, Any]) -> tuple[Keys, ...]:
    people = told["recipients"]
    _must(type(people) is list and 1 <= len(people) <= MOST_RECIPIENTS, "recipients")
    _must(len(people) > 1 or told["alone"], "recipients")
    return tuple(_keys(person) for person in people)


def _keys(told: Any) -> Keys:
    told = _fields(told, "name", "pq", "x25519")
    pq, classic = _text(told["pq"], 1959), _text(told["x25519"], 62)
    _must(bool(POST_QUANTUM.fullmatch(pq)), "pq")
    _must(bool(CLASSIC.fullmatch(classic)), "x25519")
    _must(is_recipient(classic), "x25519")
    return Keys(_text(told["name"], 100, least=1), pq, classic)


def _refuse_twice(people: Iterable[Keys]) -> None:
    keys = [key for person in people for key in (person.pq, person.x25519)]
    _must(len(set(keys)) == len(keys), "keys")


def _voices(told: Any, epoch: int) -> dict[int, str]:
    _must(type(told) is list and len(told) <= 1000, "voices")
    found = {}
    for one in told:
        one = _fields(one, "epoch", "key")
        _must(_is_number(one["epoch"], 1, epoch - 1), "voices")
        found[one["epoch"]] = _key(one["key"])
    _must(len(found) == len(told), "voices")
    return found


def _fields(told: Any, *names: str) -> dict[str, Any]:
    _must(type(told) is dict and told.keys() == set(names), "fields")
    return told


def _text(told: Any, most: int, *, least: int = 0) -> str:
    _must(type(told) is str and least <= len(told) <= most, "text")
    return told


def _key(told: Any) -> str:
    _must(type(told) is str and bool(KEY.fullmatch(told)), "key")
    return told


def _is_number(told: Any, least: int, most: int) -> bool:
    return type(told) is int and least <= told <= most


def _day(told: Any) -> date:
    _must(type(told) is str and bool(re.fullmatch(r"\d{4}-\d\d-\d\d", told, re.ASCII)), "day")
    return date.fromisoformat(told)


def _must(holds: bool, what: str) -> None:
    if not holds:
        raise ValueError(what)


def read_seen(payload: bytes, signature: str, listed: SignedList) -> tuple[int, str]:
    """Return the epoch and the week of a signed word that the box was opened.

    Errors:
        ListRefusedError: it is not signed by a voice of this list, or names a week that has not begun, or in which that
            voice had been followed by this list's.
    """
    try:
        told = _fields(parsed(payload), "epoch", "kind", "newsroom", "version", "week")
        _must(told["kind"] == "broadsheet-tips-seen" and _is_number(told["version"], 1, 1), "kind")
        _must(told["newsroom"] == listed.newsroom, "newsroom")
        _must(_is_number(told["epoch"], 1, listed.epoch), "epoch")
        monday = monday_of(_text(told["week"], 8))
        # Some day of the browser's is tomorrow here.
        _must(monday <= in_days(1), "week")
        # Whoever kept a former voice could say for ever that the box is read.
        is_former = told["epoch"] < listed.epoch
        _must(not is_former or monday <= listed.issued, "voice")
        voice = listed.voices[told["epoch"]]
    except (ValueError, KeyError, TypeError):
        raise _unfit() from None
    if not is_signed(voice, signature, SEEN_LINE + payload):
        raise _unfit()
    return told["epoch"], week_of(monday)


def _unfit() -> ListRefusedError:
    return ListRefusedError(
        _("That the box was opened is not signed by this newsroom. Unlock your keys again.")
    )
