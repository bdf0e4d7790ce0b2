"""Public keys: what is none is refused in a sentence, and a fingerprint is reckoned here, from the key itself."""

import base64
import time
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from broadsheet.newsroom.models import Journalist
from broadsheet.newsroom.public_keys import LONGEST, armour, packets_of, read_key, within_armour
from broadsheet.newsroom.tests.keys import (
    FINGERPRINT_4,
    FINGERPRINT_6,
    OF_VERSION_4,
    OF_VERSION_6,
)

RAW = base64.b64decode(within_armour(OF_VERSION_4))
FIRST = next(packets_of(RAW))[1]


def packet(kind: int, body: bytes) -> bytes:
    """Return a packet in the newer form, its length in five octets."""
    return bytes([0xC0 | kind, 255]) + len(body).to_bytes(4, "big") + body


@pytest.mark.parametrize(
    ("key", "fingerprint"), [(OF_VERSION_4, FINGERPRINT_4), (OF_VERSION_6, FINGERPRINT_6)]
)
def test_a_fingerprint_is_the_one_that_other_programs_print(key: str, fingerprint: str):
    assert read_key(key).groups == fingerprint


def test_a_key_is_kept_as_gnupg_wrote_it_without_what_stood_around_it():
    pasted = "My key:\r\n" + OF_VERSION_4.replace("\n\n", "\nComment: mine\n\n") + "\nRegards"

    assert read_key(pasted).armoured.strip() == OF_VERSION_4.strip()


@pytest.mark.parametrize(
    "pasted",
    [
        OF_VERSION_4.replace("PUBLIC", "PRIVATE"),
        "-----BEGIN PGP PRIVATE KEY BLOCK-----",
        armour(packet(5, FIRST + b"secret")),
        armour(RAW + packet(7, FIRST + b"secret")),
    ],
)
def test_a_private_key_pasted_by_mistake_is_named_as_one(pasted: str):
    with pytest.raises(ValidationError, match="This is a private key"):
        read_key(pasted)


@pytest.mark.parametrize(
    "pasted",
    [
        "",
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ ilse@ledger",
        FINGERPRINT_4,
        OF_VERSION_4 + OF_VERSION_6,
        OF_VERSION_4.replace("PUBLIC KEY BLOCK", "MESSAGE"),
        OF_VERSION_4.replace("-----END", "----END"),
        OF_VERSION_4.replace("mDME", "mD€E"),
        armour(b""),
        armour(RAW[:40]),
        armour(b"\x00" + RAW),
        armour(packet(13, b"Ilse Markham")),
        armour(RAW + RAW),
        armour(b"\xc6\xe1" + FIRST),
        armour(b"\x9b" + FIRST),
        OF_VERSION_4 + " " * LONGEST,
    ],
)
def test_what_is_no_public_key_is_refused_in_one_sentence(pasted: str):
    with pytest.raises(ValidationError, match="This is not a public key") as refusal:
        read_key(pasted)
    assert len(refusal.value.messages) == 1


@pytest.mark.parametrize("version", [2, 3, 5, 7])
def test_a_key_of_another_version_is_refused_in_one_sentence(version: int):
    with pytest.raises(ValidationError, match="of a version"):
        read_key(armour(packet(6, bytes([version]) + FIRST[1:])))


@pytest.mark.parametrize("filling", ["\n", " \n", "=aaaa\n", "a: b\n", "A\n"])
def test_a_text_as_long_as_may_be_is_looked_through_at_once(filling: str):
    begin, end = "-----BEGIN PGP PUBLIC KEY BLOCK-----\n", "-----END PGP PUBLIC KEY BLOCK-----"
    pasted = begin + filling * ((LONGEST - 80) // len(filling)) + end
    start = time.process_time()

    with pytest.raises(ValidationError):
        read_key(pasted)

    assert time.process_time() - start < 0.5


@pytest.fixture
def with_key(journalist: Journalist) -> Journalist:
    journalist.public_key = OF_VERSION_4
    journalist.full_clean()
    journalist.save()
    return journalist


@pytest.mark.django_db
def test_readers_fetch_a_key_and_see_its_fingerprint(with_key: Journalist, read: Any):
    file = read("/people/odalys-brandt/key.asc")

    assert file.headers["content-type"] == "application/pgp-keys"
    assert file.text.strip() == OF_VERSION_4.strip()
    for path in (with_key.path, "/contact/", "/text/contact/"):
        page = read(path).text
        assert FINGERPRINT_4 in page
        assert 'href="/people/odalys-brandt/key.asc"' in page


@pytest.mark.django_db
def test_the_key_of_someone_who_has_left_is_gone(with_key: Journalist, read: Any, press: Any):
    assert read(with_key.key_path).status == 200
    with_key.is_current = False
    with_key.save()
    press.print_all()

    assert read(with_key.key_path).status == 404
    assert FINGERPRINT_4 not in read(with_key.path).text


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/people/odalys-brandt/key.asc", "/people/nobody/key.asc"])
def test_whoever_has_no_key_has_no_file_of_one(journalist: Journalist, read: Any, path: str):
    assert read(path).status == 404


@pytest.mark.django_db
def test_a_private_key_is_not_kept(journalist: Journalist):
    journalist.public_key = OF_VERSION_4.replace("PUBLIC", "PRIVATE")

    with pytest.raises(ValidationError) as refusal:
        journalist.full_clean()

    assert "This is a private key" in refusal.value.message_dict["public_key"][0]
