"""One form for what people write in many: phone numbers, names, towns, addresses of mail."""

import re
import unicodedata

_TITLES = {"mr", "mrs", "ms", "dr", "rev", "prof", "sr", "sra", "jr", "ii", "iii"}
# What a provider leaves out of account when it delivers.
_DOTLESS = {"gmail.com", "googlemail.com"}
# The last so many digits tell one phone from another; what stands before them is written or not.
_TELLING = 9


def phone_form(phone: str) -> str:
    """Return the digits that tell a phone from others; nothing if there are too few to be a phone.

    >>> phone_form("+1 (715) 555-0134"), phone_form("715.555.0134"), phone_form("12")
    ('155550134', '155550134', '')
    """
    digits = "".join(str(unicodedata.digit(sign)) for sign in phone if sign.isdigit())
    return digits[-_TELLING:] if len(digits) >= 7 else ""


def name_form(name: str) -> str:
    """Return a name without its titles, accents and signs, its parts in the order of the alphabet.

    >>> name_form("Dr. José  Roe, Jr."), name_form("Roe, Jose")
    ('jose roe', 'jose roe')
    """
    plain = unicodedata.normalize("NFKD", name).casefold()
    words = re.findall(r"[^\W\d_]+", "".join(s for s in plain if not unicodedata.combining(s)))
    # An initial in the middle is written by some and not by others.
    telling = [word for word in words if word not in _TITLES and len(word) > 1] or words
    return " ".join(sorted(telling))


def town_form(town: str) -> str:
    """Return a town as it is compared: "St. Paul, Minn." is "st paul".

    >>> town_form(" St. Paul, Minn. ")
    'st paul'
    """
    plain = unicodedata.normalize("NFKD", town.partition(",")[0]).casefold()
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return " ".join(re.findall(r"\w+", plain))


def mail_form(address: str) -> str:
    """Return an address of mail as one mailbox has it, however it is written.

    >>> mail_form("Nell.Roe+letters@GMail.com"), mail_form("nell@example.org")
    ('nellroe@gmail.com', 'nell@example.org')
    """
    name, _at, host = address.strip().casefold().rpartition("@")
    name = name.partition("+")[0]
    if host in _DOTLESS:
        name = name.replace(".", "")
    return f"{name}@{host}"
