"""Keyrings, and the words by which people know each other's keys: what a server cannot make up."""

import base64
import hashlib
import hmac
import json
import re
from pathlib import Path
from typing import Any

import pytest

from broadsheet.tips.canonical import canonical
from broadsheet.tips.codes import words
from broadsheet.tips.tests.asked_of_scripts import RefusedError, Scripts

BROADSHEET = Path(__file__).parents[2]
NEWSROOM, ROOT = "0" * 32, "1" * 64


@pytest.fixture(scope="module")
def ring(scripts: Scripts) -> dict[str, Any]:
    pair = scripts.ask("makePair")
    own = {"pq": pair["pq"], "x25519": pair["x25519"]}
    told: dict[str, Any] = scripts.ask(
        "newRing",
        {"newsroom": NEWSROOM, "root": ROOT, "user": 1, "pair": own, "since": "2026-11-26"},
    )
    return told


def test_a_keyring_opens_as_it_was_locked_up_and_is_sealed_as_the_format_says(
    scripts: Scripts, ring: dict[str, Any]
):
    lock = scripts.ask("makePair")
    locked = scripts.ask("lockRing", ring, lock["pq"])

    assert scripts.ask("openRing", locked, lock["pq"]) == ring
    inside = json.loads(base64.b64decode(scripts.ask("open", locked, [lock["pq"]])))
    key = hashlib.sha256(b"broadsheet-tips-ring-v1\n" + lock["pq"].encode()).digest()
    assert inside.pop("mac") == hmac.new(key, canonical(ring), hashlib.sha256).hexdigest()
    assert inside == ring


def test_a_keyring_that_the_server_made_or_changed_is_refused(
    scripts: Scripts, ring: dict[str, Any]
):
    lock, other = scripts.ask("makePair"), scripts.ask("makePair")
    locked = scripts.ask("lockRing", ring, lock["pq"])
    sealed = json.loads(base64.b64decode(scripts.ask("open", locked, [lock["pq"]])))
    of_other = scripts.ask("lockRing", ring, other["pq"])
    elsewhere = json.loads(base64.b64decode(scripts.ask("open", of_other, [other["pq"]])))
    unbound = {**sealed, "newsroom": "", "root": "", "epoch": 0}
    for wrong in (ring, {**ring, "mac": ""}, unbound, {**sealed, "user": 2}, elsewhere):
        # Whoever knows the lock's recipient can lock anything up for it.
        made = scripts.ask("lock", canonical(wrong), [lock["ofPq"]])
        with pytest.raises(RefusedError) as refused:
            scripts.ask("openRing", made, lock["pq"])
        assert (refused.value.kind, refused.value.why) == ("RingError", "ring")


def test_the_demo_s_keyring_is_sealed_and_its_words_open_it(scripts: Scripts):
    kept = json.loads((BROADSHEET.parent / "demo" / "tips.json").read_text())
    own, said = kept["person"], kept["words"]
    for kind, code in (("passphrase", said["passphrase"]), ("sheet", said["own_sheet"])):
        lock = base64.b64decode(scripts.ask("openWithWords", own[kind], code)).decode()
        found = scripts.ask("openRing", own["keyring"], lock)
        assert found["user"] == kept["owner"]
    assert said["passphrase"] in (BROADSHEET.parent / "demo" / "README.md").read_text()


def test_four_words_stand_for_both_keys_of_a_person_and_are_dear_to_forge(scripts: Scripts):
    one, other = scripts.ask("makePair"), scripts.ask("makePair")
    pq, x25519 = one["ofPq"], one["ofX25519"]
    told = scripts.ask("wordsOfKeys", {"pq": pq, "x25519": x25519})
    cost = {"n": 2**17, "r": 8, "p": 1, "maxmem": 2**28, "dklen": 32}
    salt = b"broadsheet-tips-keys-v1"
    number = int.from_bytes(hashlib.scrypt(f"{pq}\n{x25519}".encode(), salt=salt, **cost))
    known = list(words())

    assert told == [known[number // 7776**place % 7776] for place in (3, 2, 1, 0)]
    assert told != scripts.ask("wordsOfKeys", {"pq": pq, "x25519": other["ofX25519"]})
    assert told != scripts.ask("wordsOfKeys", {"pq": other["ofPq"], "x25519": x25519})


@pytest.mark.parametrize("half", ["\ud800", "a\udfff", "\udc00\ud800"])
def test_half_a_letter_is_never_signed_here_or_there(scripts: Scripts, half: str):
    for value in (half, [half], {half: 1}, {"a": {"b": half}}):
        with pytest.raises(UnicodeEncodeError):
            canonical(value)
        with pytest.raises(RefusedError, match="half a letter"):
            scripts.ask("canonical", value)
    assert scripts.ask("canonical", "\U0001f4f0") == '"\U0001f4f0"'


def test_no_script_of_ours_stands_between_readers_and_the_server():
    registering = re.compile(r"serviceWorker\s*\.\s*register|\.register\(\s*[\"'`]")
    served = [
        path
        for folder in BROADSHEET.rglob("*")
        if folder.name in ("static", "built") and folder.is_dir()
        for path in folder.rglob("*")
        if path.suffix in (".js", ".mjs", ".html")
    ]

    assert len(served) > 10
    assert [path.name for path in served if registering.search(path.read_text())] == []
    assert registering.search('navigator.serviceWorker.register("/sw.js")')
