"""Printing: the site's answer is cut where the template says `{% part %}`, and each run is deflated once.

Here, and only here, templates run for readers.
"""

import json
import logging
import time
from collections.abc import Iterable
from contextlib import ExitStack
from functools import lru_cache
from itertools import groupby

from django.core.exceptions import PermissionDenied
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpResponseBase

from broadsheet.press.asking import (
    FRONT,
    PAGE,
    ask,
    locale_of,
    rank_of_path,
    site_at,
    split_address,
)
from broadsheet.press.entries import Entries, entries_of
from broadsheet.press.errors import NotPrintableError, PageRefusedError, PressError
from broadsheet.press.keeping import Stretch, printing
from broadsheet.press.notices import EVERY_NOTICE
from broadsheet.press.parts import split_name
from broadsheet.press.printed import Batch, OwnRun, Printed, is_part
from broadsheet.press.recorder import recording
from broadsheet.press.runs import Run, cut, deflate, squeezed, tag
from broadsheet.press.shelf import Shelf

logger = logging.getLogger(__name__)
# What stands between two parts, in so few bytes, is the same on many pages: it is kept once.
FRAME_BYTES = 300
# What a sheet may say beside its bytes. Anything else in an answer is for one reader, or set when serving.
KEPT_HEADERS = (
    "Content-Type",
    "Location",
    "Cache-Control",
    "Link",
    "Content-Language",
    "X-Robots-Tag",
)


def rank_of_address(address: str) -> int:
    """Return in what order the sheet at an address is printed."""
    return rank_of_path(split_address(address)[1]) or PAGE


def print_batch(holders: Iterable[str], shelf: Shelf, *, stretch: Stretch | None = None) -> Batch:
    """Print parts and sheets; what fails is written down and stops nothing else.

    Args:
        stretch: what was just read of the log.
    """
    batch = Batch()
    with printing(stretch):
        # Those of one paper together: its language and zone are taken up once.
        for host, together in groupby(holders, _host_of):
            with ExitStack() as stack:
                _take_up_locale(stack, host)
                for holder in together:
                    print_holder(holder, shelf, batch)
    return batch


def _host_of(holder: str) -> str:
    return holder.partition("|" if is_part(holder) else "/")[0]


def _take_up_locale(stack: ExitStack, host: str) -> None:
    """Take up the locale of the paper at a host; what stands in the way, each holder says for itself."""
    try:
        stack.enter_context(locale_of(site_at(host)))
    except (InterfaceError, OperationalError):
        # The database is down, not this paper.
        raise
    except Exception:
        logger.debug("No locale for %s yet", host, exc_info=True)


def print_holder(holder: str, shelf: Shelf, batch: Batch) -> None:
    """Print one part or sheet, with the parts it names that are not on the shelf, into a batch."""
    try:
        if is_part(holder):
            batch.printed += print_part(holder, shelf)
        else:
            sheet = print_sheet(holder)
            batch.printed.append(sheet)
            _print_missing_parts(sheet, shelf, batch)
    except NotPrintableError as error:
        batch.forgotten.add(holder)
        batch.refused[holder] = error.status
    except (InterfaceError, OperationalError):
        # The database is down, not this page.
        raise
    except PressError as error:
        _write_down(batch, holder, str(error))
    except Exception as error:
        logger.exception("%s was not printed", holder)
        _write_down(batch, holder, f"{type(error).__name__} while printing {holder}")


def _write_down(batch: Batch, holder: str, message: str) -> None:
    batch.failed[holder] = message
    batch.owed[holder] = PAGE


def print_sheet(address: str) -> Printed:
    """Ask the site for an address and make a sheet of its answer: a page, a move (301) or an end (404, 410).

    Errors:
        NotPrintableError: this address is never printed, or is for some readers only.
        PageRefusedError: the site failed; whoever catches it keeps the old copy.
    """
    host, path = split_address(address)
    rank = rank_of_path(path)
    if rank is None:
        raise NotPrintableError(f"{address} is never printed.")
    site = site_at(host)
    with locale_of(site), recording() as recorder:
        try:
            response, mark = ask(site, path)
        except Http404 as error:
            raise NotPrintableError(f"{address} shows nothing.", 404) from error
        except PermissionDenied as error:
            raise NotPrintableError(f"{address} is for some readers only.") from error
    # A front or a feed is printed anew with each story.
    sheet = _cut(address, response, mark, for_long=rank > FRONT)
    sheet.rank = rank
    sheet.sources = recorder.sources
    sheet.not_after = recorder.not_after
    sheet.gone_after = recorder.gone_after
    sheet.print_again_at = recorder.print_again_at
    sheet.remarks = recorder.remarks
    return sheet


def _cut(address: str, response: HttpResponseBase, mark: str, *, for_long: bool) -> Printed:
    _refuse(address, response)
    runs: list[bytes] = []
    recipe: list[str | OwnRun] = []
    frames: dict[str, Run] = {}
    content: bytes = getattr(response, "content", b"")
    if response.get("Content-Type", "").startswith("text/html"):
        content = squeezed(content)
    pieces = cut(content, b"\x02" + mark.encode() + b":", b"\x03")
    for index, piece in enumerate(pieces):
        if index % 2:
            recipe.append(piece.decode())
        elif 0 < len(piece) <= FRAME_BYTES and len(pieces) > 1:
            name, frame = _frame_of(piece)
            frames[name] = frame
            recipe.append(name)
        elif piece:
            run = deflate(piece, for_long=for_long)
            recipe.append((run.size, run.crc, len(run.deflated)))
            runs.append(run.deflated)
    headers = {name: response[name] for name in KEPT_HEADERS if response.has_header(name)}
    own = json.dumps([response.status_code, headers, [p for p in recipe if isinstance(p, str)]])
    return Printed(
        holder=address,
        tag=tag(own.encode(), *pieces[::2]),
        sources=set(),
        runs=b"".join(runs),
        status=response.status_code,
        headers=headers,
        recipe=recipe,
        frames=frames,
    )


@lru_cache(512)
def _frame_of(piece: bytes) -> tuple[str, Run]:
    """Return name and run of a frame; page after page has the same ones."""
    return f"={tag(piece)[:12]}", deflate(piece)


def _refuse(address: str, response: HttpResponseBase) -> None:
    """Raise if this answer may not stand on the shelf."""
    path = split_address(address)[1]
    caching = response.get("Cache-Control", "")
    is_personal = (
        bool(response.cookies)
        or "private" in caching
        or "no-store" in caching
        or "cookie" in response.get("Vary", "").lower()
    )
    if getattr(response, "streaming", False) or is_personal:
        raise NotPrintableError(f"{address} is for one reader only.")
    status = response.status_code
    if status >= 500 and path not in EVERY_NOTICE:
        raise PageRefusedError(address, status)
    if status not in (200, 301, 410) and path not in EVERY_NOTICE:
        raise NotPrintableError(f"{address} answered {status}.")


def print_part(key: str, shelf: Shelf) -> list[Printed]:
    """Print a part with the variants that are made beforehand, and those that sheets asked for before."""
    host, _, name = key.partition("|")
    kind, _, without = split_name(name)
    base = name.partition("~")[0]
    site = site_at(host)
    with locale_of(site), recording() as recorder:
        shape = entries_of(site, base)
    wanted = {variant.partition("|")[2] for variant in shelf.variants(f"{host}|{base}")}
    if without:
        wanted.add(name)
    if kind.each:
        # Those of stories that have left the rail are not renewed: the plain rail serves them.
        wanted = {f"{base}~{entry}" for entry, _ in shape.entries[: kind.shows]}
    printed = [_part(f"{host}|{base}", shape.without([], kind.shows))]
    printed[0].entries = shape.packed() if shape.entries else None
    printed += [
        _part(f"{host}|{variant}", shape.without(split_name(variant)[2], kind.shows))
        for variant in sorted(wanted)
    ]
    for one in printed:
        one.not_after, one.print_again_at = recorder.not_after, recorder.print_again_at
    printed[0].sources = recorder.sources
    return printed


def _part(key: str, html: str) -> Printed:
    content = html.encode()
    run = deflate(content, for_long=False)
    return Printed(
        holder=key, tag=tag(content), sources=set(), runs=run.deflated, size=run.size, crc=run.crc
    )


def _print_missing_parts(sheet: Printed, shelf: Shelf, batch: Batch) -> None:
    host = split_address(sheet.holder)[0]
    now = time.time()

    names = {*sheet.parts, *(name.partition("~")[0] for name in sheet.parts)}
    batch.ready |= shelf.parts_here({f"{host}|{name}" for name in names} - batch.ready, now=now)

    def is_ready(key: str) -> bool:
        return key in batch.ready or any(one.holder == key for one in batch.printed)

    for name in sheet.parts:
        key, base = f"{host}|{name}", f"{host}|{name.partition('~')[0]}"
        if is_ready(key):
            continue
        if not is_ready(base):
            print_holder(base, shelf, batch)
        kind, _, without = split_name(name)
        if without and not kind.each and is_ready(base) and not is_ready(key):
            batch.printed.append(_make_variant(key, base, without, batch, shelf))


def _make_variant(key: str, base: str, without: list[str], batch: Batch, shelf: Shelf) -> Printed:
    """Cut a variant from the entries of its part, which was just printed or is on the shelf."""
    fresh = next((one for one in batch.printed if one.holder == base), None)
    packed = fresh.entries if fresh else shelf.entries(base)
    kind = split_name(base.partition("|")[2])[0]
    shape = Entries.unpacked(packed) if packed else Entries("", [], "")
    return _part(key, shape.without(without, kind.shows))
