"""What readers tell of themselves stands in the database locked up, by a key that is not in it."""

from base64 import urlsafe_b64decode
from pathlib import Path
from typing import Any

import pytest

from broadsheet.mailbag import sealing
from broadsheet.mailbag.people import mail_form, name_form, phone_form, town_form

DETAILS = {"street": "12 Alder Street", "phone": "715 555 0134", "email": "nell@example.org"}


@pytest.fixture(autouse=True)
def own_key(tmp_path: Path, settings: Any) -> Path:
    settings.HOME = tmp_path
    return tmp_path / "secrets" / sealing.KEY_FILE


def test_what_is_sealed_opens_again_and_says_nothing_meanwhile():
    sealed = sealing.seal(DETAILS)

    assert sealing.unseal(sealed) == DETAILS
    locked = urlsafe_b64decode(sealed)
    assert not [one for one in DETAILS.values() if one in sealed or one.encode() in locked]
    assert sealing.seal(DETAILS) != sealed


def test_the_key_lies_in_the_folder_of_secrets_and_is_the_papers_own_alone(own_key: Path):
    sealing.seal(DETAILS)

    assert own_key.stat().st_mode & 0o077 == 0


def test_with_another_key_nothing_opens_and_a_sentence_says_what_to_do(
    own_key: Path, tmp_path: Path, settings: Any
):
    sealed = sealing.seal(DETAILS)
    settings.HOME = tmp_path / "another"

    with pytest.raises(sealing.LockedError, match=r"readers_key is not the one"):
        sealing.unseal(sealed)


def test_marks_tell_same_from_same_and_nothing_else(tmp_path: Path, settings: Any):
    phone = sealing.mark("phone", phone_form("(715) 555-0134"))

    assert phone == sealing.mark("phone", phone_form("+1 715 555 0134"))
    assert phone != sealing.mark("name", phone_form("(715) 555-0134"))
    assert sealing.mark("phone", "") == ""
    settings.HOME = tmp_path / "another"
    assert phone != sealing.mark("phone", phone_form("(715) 555-0134"))


@pytest.mark.parametrize(
    ("one", "other", "form"),
    [
        ("Nell Roe", "ROE, Nell", name_form),
        ("Mr. José M. Núñez Jr.", "Jose Nunez", name_form),
        ("Nell.Roe+letters@gmail.com", "nellroe@googlemail.com".replace("google", "g"), mail_form),
        ("nell+x@example.org", "NELL@EXAMPLE.ORG", mail_form),
        ("St. Paul, Minn.", "st paul", town_form),
        ("٧١٥ ٥٥٥ ٠١٣٤", "715-555-0134", phone_form),
    ],
)
def test_l03_the_same_in_other_writing_is_the_same(one: str, other: str, form: Any):
    assert form(one) == form(other) != ""
