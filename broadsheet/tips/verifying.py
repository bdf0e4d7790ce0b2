"""Looking from outside whether a paper hands out this very release's tip line, and a list signed by its root key.

Whoever controls a server can change what it hands out: the only help is that others look, from other places, again and again.
Each page is asked for as two different visitors, since a changed one might be meant for some only.
"""

import base64
import binascii
import hashlib
import json
from collections.abc import Iterator
from email.message import Message
from pathlib import Path
from typing import Any, Final, NamedTuple

from django.utils.translation import gettext as _

from broadsheet.tips.asking import Line, line_at
from broadsheet.tips.codes import fingerprint, normalised
from broadsheet.tips.days import today
from broadsheet.tips.errors import ListRefusedError, VerifyError
from broadsheet.tips.signed_lists import LANGUAGES, SignedList, read_list, refuse_old

BUILT: Final = Path(__file__).parent / "built"
PAGES: Final = {"/tips/": "tips", "/tips/reply/": "reply"}
FILES: Final = {f"/tips/{name}": name for name in ("tips.js", "worker.js", "tips.css")}
LIST: Final = "/tips/list.json"
# What two visitors' browsers say of themselves.
VISITORS: Final = (
    {"User-Agent": "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0"},
    {
        "User-Agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/142.0.0.0 Safari/537.36",
        "Accept-Language": "es",
        "Referer": "https://search.example/",
        "Cookie": "session=1",
    },
)
# What each answer says, word for word or among other words.
SAID: Final = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
}
SAID_OF_PAGES: Final = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Integrity-Policy": "blocked-destinations=(script",
}
POLICY: Final = {
    "default-src": "'none'",
    "script-src": "'self'",
    "connect-src": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    "require-trusted-types-for": "'script'",
}


class Looked(NamedTuple):
    """What was found: a sentence for each difference, and the list if there is a good one."""

    differences: list[str]
    listed: SignedList | None
    files: int


def verify(address: str, words: str = "") -> Looked:
    """Compare a paper's tip line with this release.

    Args:
        address: of the paper, such as https://www.example.org
        words: the fingerprint that the paper prints; empty if it is not at hand.

    Errors:
        VerifyError: nothing answers there, or this release is not whole.
    """
    line, sums = line_at(address), sums_of_release()
    found = (
        []
        if line.is_locked
        else [_("It was asked without TLS: whoever is on the way can change it.")]
    )
    listed, wrong = list_at(line, words)
    found += wrong
    for path, stem in PAGES.items():
        names = [f"{stem}.{one}.html" for one in ([listed.language] if listed else LANGUAGES)]
        found += differences_at(
            line, path, {sums[name] for name in names if name in sums}, is_page=True
        )
    for path, name in FILES.items():
        found += differences_at(line, path, {sums[name]}, is_page=False)
    return Looked(list(dict.fromkeys(found)), listed, len(PAGES) + len(FILES))


def sums_of_release() -> dict[str, str]:
    """Return SHA-384 of each built file of this release, as browsers write it, by the file's name.

    Errors:
        VerifyError: files are missing, or are not those of the release.
    """
    try:
        sums: dict[str, str] = json.loads((BUILT / "release.json").read_text("utf-8"))["files"]
        changed = [name for name, one in sums.items() if sum_of((BUILT / name).read_bytes()) != one]
    except (OSError, ValueError, KeyError) as error:
        raise VerifyError(
            _("This copy of the program is not whole. Install it anew, then look again.")
        ) from error
    missing = [name for name in FILES.values() if name not in sums]
    if changed or missing:
        raise VerifyError(
            _(
                "%(name)s of this copy of the program is not the release's. Install it anew, then look again."
            )
            % {"name": [*changed, *missing][0]}
        )
    return sums


def sum_of(body: bytes) -> str:
    return f"sha384-{base64.b64encode(hashlib.sha384(body).digest()).decode()}"


def differences_at(line: Line, path: str, fit: set[str], *, is_page: bool) -> Iterator[str]:
    """Give a sentence for each thing that is otherwise at a path than in the release."""
    for visitor in VISITORS:
        answer = line.get(path, visitor)
        if answer.status != 200:
            yield _("%(path)s answers %(status)s instead of a page.") % {
                "path": path,
                "status": answer.status,
            }
            continue
        if sum_of(answer.body) not in fit:
            yield _("%(path)s is not what this release holds.") % {"path": path}
        yield from wrong_headers(path, answer.headers, is_page=is_page)


def wrong_headers(path: str, headers: Message, *, is_page: bool) -> Iterator[str]:
    """Give a sentence for each header that does not say what keeps readers safe."""
    for name, words in (SAID | (SAID_OF_PAGES if is_page else {})).items():
        if words not in headers.get(name, ""):
            yield _("%(path)s does not say “%(name)s: %(words)s”.") % {
                "path": path,
                "name": name,
                "words": words,
            }
    for name in ("Set-Cookie", "Refresh", "Link", "Report-To", "NEL", "Reporting-Endpoints"):
        if name in headers:
            yield _("%(path)s sets “%(name)s”, which the tip line never does.") % {
                "path": path,
                "name": name,
            }
    if is_page:
        yield from wrong_policy(path, headers.get_all("Content-Security-Policy") or [])


def wrong_policy(path: str, policies: list[str]) -> Iterator[str]:
    """Give a sentence for each rule of the page's policy that is missing or laxer than it should be."""
    rules: dict[str, str] = {}
    for rule in policies[0].split(";") if policies else []:
        name, _blank, words = rule.strip().partition(" ")
        # Of rules of one name, browsers follow the first.
        rules.setdefault(name, words.strip())
    for name, words in POLICY.items():
        if rules.get(name) != words:
            yield _("%(path)s has no rule “%(name)s %(words)s” in its policy.") % {
                "path": path,
                "name": name,
                "words": words,
            }
    lax = [
        name for name, words in rules.items() if "unsafe" in words or "//" in words or "*" in words
    ]
    for name in lax:
        yield _("%(path)s allows too much by “%(name)s” in its policy.") % {
            "path": path,
            "name": name,
        }


def list_at(line: Line, words: str) -> tuple[SignedList | None, list[str]]:
    """Return the list that is handed out, if it is good, and a sentence for each thing that is wrong with it."""
    answers = [line.get(LIST, visitor) for visitor in VISITORS]
    told = answers[0]
    found = list(wrong_headers(LIST, told.headers, is_page=False))
    if any(one.status != 200 for one in answers):
        return None, [*found, _("%(path)s does not hand out a list.") % {"path": LIST}]
    try:
        listed = listed_in([json.loads(one.body) for one in answers])
        refuse_old(listed)
    except ListRefusedError as error:
        return None, [*found, str(error)]
    except (ValueError, KeyError, TypeError, binascii.Error):
        return None, [*found, _("%(path)s does not hand out a list.") % {"path": LIST}]
    if words and normalised(words) != "-".join(fingerprint(listed.root)):
        found.append(
            _(
                "The list is signed by another root key than the fingerprint names: it says %(words)s."
            )
            % {"words": "-".join(fingerprint(listed.root))}
        )
    return listed, found


def listed_in(told: list[dict[str, Any]]) -> SignedList:
    """Return the list in what both visitors were handed.

    Errors:
        ListRefusedError: it is not good, or each was handed another.
        ValueError, KeyError, TypeError: it is none.
    """
    one, other = (two["list"] for two in told)
    if one != other:
        raise ListRefusedError(_("Two visitors are handed two different lists."))
    payload = base64.b64decode(one["payload"], validate=True)
    return read_list(payload, one["signature"], one["root"])


def days_left(listed: SignedList) -> int:
    return (listed.expires - today()).days
