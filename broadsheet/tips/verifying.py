"""Looking from outside whether a paper hands out this very release's tip line, and a list signed by its root key.

Whoever controls a server can change what it hands out: the only help is that others look, from other places, again and again.
Each address is asked as several visitors' browsers would, since a changed page might be meant for some only.
"""

import base64
import binascii
import hashlib
import json
import zlib
from collections.abc import Iterator, Mapping
from email.message import Message
from typing import Any, Final, NamedTuple

from django.utils.translation import gettext as _

from broadsheet.tips.asking import MOST_BYTES, Answer, Line, line_at
from broadsheet.tips.built_files import BUILT, FILES, PAGES
from broadsheet.tips.codes import fingerprint, normalised
from broadsheet.tips.errors import ListRefusedError, VerifyError
from broadsheet.tips.signed_lists import LANGUAGES, SignedList, read_list, refuse_old
from broadsheet.tips.sources.answers import NOTHING_POLICY, PLAIN_POLICY, SCRIPTED_POLICY, STEADY

LIST: Final = "/tips/list.json"
# Written anew for each: what can be looked at is that no script may run there.
WRITTEN: Final = ("/tips/plain/", "/tips/plain/reply/")
# What visitors' browsers say of themselves, one for each way in which a file may come.
VISITORS: Final = (
    {
        "User-Agent": "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0",
        "Accept-Encoding": "identity",
    },
    {
        "User-Agent": "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0",
        "Accept-Encoding": "gzip",
        "Accept-Language": "es",
        "Cookie": "session=1",
    },
    {
        "User-Agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/142.0.0.0 Safari/537.36",
        "Accept-Encoding": "br",
        "Referer": "https://search.example/",
        "Sec-Fetch-Mode": "navigate",
    },
)
NEVER_SAID: Final = ("Set-Cookie", "Refresh", "Link", "Report-To", "NEL", "Reporting-Endpoints")
BROTLI: Final = ".br"


class Looked(NamedTuple):
    """What was found: a sentence for each difference, the list if there is a good one, and how many files were compared."""

    differences: list[str]
    listed: SignedList | None
    files: int


def verify(address: str, words: str = "", *, epoch: int = 0) -> Looked:
    """Compare a paper's tip line with this release.

    Args:
        address: of the paper, such as https://www.example.org
        words: the fingerprint that the paper prints; empty if it is not at hand.
        epoch: the number of the newest list that is known; one that is handed out must not be older.

    Errors:
        VerifyError: nothing answers there, or this copy of the program is not whole.
    """
    line, sums = line_at(address), sums_of_release()
    listed, found = list_at(line, words)
    if listed and listed.epoch < epoch:
        found.append(
            _(
                "The list is number %(told)s, which number %(known)s has replaced: an old one is handed out."
            )
            % {"told": listed.epoch, "known": epoch}
        )
    if not line.is_locked:
        found.insert(0, _("It was asked without TLS: whoever is on the way can change it."))
    languages = [listed.language] if listed else LANGUAGES
    for path, stem in PAGES.items():
        found += differences_at(line, path, [f"{stem}.{one}.html" for one in languages], sums)
    for path, name in FILES.items():
        found += differences_at(line, path, [name], sums)
    for path in WRITTEN:
        for visitor in VISITORS:
            found += wrong_head(path, line.get(path, visitor), PLAIN_POLICY)
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
    pages = [f"{stem}.{one}.html" for stem in PAGES.values() for one in LANGUAGES]
    unfit = [*changed, *(name for name in (*pages, *FILES.values()) if name not in sums)]
    if unfit:
        raise VerifyError(
            _(
                "%(name)s of this copy of the program is not the release's. Install it anew, then look again."
            )
            % {"name": unfit[0]}
        )
    return sums


def sum_of(body: bytes) -> str:
    return f"sha384-{base64.b64encode(hashlib.sha384(body).digest()).decode()}"


def differences_at(
    line: Line, path: str, names: list[str], sums: Mapping[str, str]
) -> Iterator[str]:
    """Give a sentence for each thing at a path that is otherwise than in the release.

    Args:
        names: of the release's files, each of which may stand there.
    """
    for visitor in VISITORS:
        answer = line.get(path, visitor)
        yield from wrong_head(path, answer, SCRIPTED_POLICY)
        if answer.status == 200 and not is_one_of(answer, names, sums):
            yield _("%(path)s is not what this release holds.") % {"path": path}


def is_one_of(answer: Answer, names: list[str], sums: Mapping[str, str]) -> bool:
    """Say whether what came is one of the release's files, however it was packed for the way."""
    packing = answer.headers.get("Content-Encoding", "")
    if packing == "br":
        # Nothing here unpacks it: the release holds the packed file, too.
        return sum_of(answer.body) in {sums.get(f"{name}{BROTLI}") for name in names}
    body = unpacked(answer.body) if packing == "gzip" else answer.body if not packing else None
    return body is not None and sum_of(body) in {sums[name] for name in names}


def unpacked(body: bytes) -> bytes | None:
    """Return what gzip holds; None if it is none, or holds more than anything of the tip line."""
    unpack = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    try:
        plain = unpack.decompress(body, MOST_BYTES)
    except zlib.error:
        return None
    return plain if unpack.eof and not unpack.unused_data else None


def wrong_head(path: str, answer: Answer, policy: str) -> Iterator[str]:
    """Give a sentence for a status, and for each header, that is otherwise than the release's."""
    if answer.status != 200:
        yield _("%(path)s answers %(status)s instead of a page.") % {
            "path": path,
            "status": answer.status,
        }
        return
    wanted = {name.decode(): words.decode() for name, words in STEADY}
    for name, words in {**wanted, "content-security-policy": policy}.items():
        if all_of(answer.headers, name) != [words]:
            yield _("%(path)s does not say “%(name)s” as this release does.") % {
                "path": path,
                "name": name,
            }
    for name in NEVER_SAID:
        if name in answer.headers:
            yield _("%(path)s says “%(name)s”, which the tip line never does.") % {
                "path": path,
                "name": name,
            }


def all_of(headers: Message, name: str) -> list[str]:
    return headers.get_all(name) or []


def list_at(line: Line, words: str) -> tuple[SignedList | None, list[str]]:
    """Return the list that is handed out, if it is good, and a sentence for each thing that is wrong with it."""
    answers = [line.get(LIST, {**one, "Accept-Encoding": "identity"}) for one in VISITORS]
    found = [said for one in answers for said in wrong_head(LIST, one, NOTHING_POLICY)]
    try:
        listed = listed_in([json.loads(one.body) for one in answers])
        refuse_old(listed)
    except ListRefusedError as error:
        return None, [*found, str(error)]
    except (ValueError, KeyError, TypeError, binascii.Error):
        return None, [*found, _("%(path)s does not hand out a list.") % {"path": LIST}]
    told = "-".join(fingerprint(listed.root))
    if words and normalised(words) != told:
        found.append(
            _(
                "The list is signed by another root key than the one you named. Its words are: %(words)s."
            )
            % {"words": told.replace("-", " ")}
        )
    return listed, found


def listed_in(told: list[dict[str, Any]]) -> SignedList:
    """Return the list in what all visitors were handed.

    Errors:
        ListRefusedError: it is not good, or one was handed another.
        ValueError, KeyError, TypeError: it is none.
    """
    first, *others = (one["list"] for one in told)
    if any(one != first for one in others):
        raise ListRefusedError(_("Different visitors are handed different lists."))
    payload = base64.b64decode(first["payload"], validate=True)
    return read_list(payload, first["signature"], first["root"])
