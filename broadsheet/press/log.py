"""The log of changes, and each node's reading of it.

A change is one line, written in the change's own transaction. After the commit, this node reads the lines it has not
done and prints what they touch: what readers see first at once, the rest in the worker's turn.
"""

import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import connection, transaction

from broadsheet.press.models import Change
from broadsheet.press.parts import waits_for_worker
from broadsheet.press.printed import is_part
from broadsheet.press.shelf import Shelf
from broadsheet.press.twins import twin_of

if TYPE_CHECKING:
    from broadsheet.press.keeping import Stretch

# Sheets of this rank and beyond wait for the worker, however few they are.
LATER = 5
LINES_AT_A_TIME = 500
# Touched by a change of what no page notes, because every page shows it: language, time zone, home state.
EVERYTHING = "everything"


def note_change(
    source: str,
    *,
    touches: Iterable[str],
    addresses: Iterable[str] = (),
    why: str,
    kind: Change.Kind = Change.Kind.CHANGED,
    by: int | None = None,
) -> None:
    """Write one line of the log in the transaction that is under way, and print after its commit.

    Args:
        source: what was changed, for example "story:812".
        touches: all sources that are touched by it, lists too.
        addresses: host and path of sheets to print even if they never showed the source.
        kind: HIDDEN if readers may not see it any more; what showed it then leaves the shelf at once.
    """
    hold_log()
    Change.objects.create(
        source=source,
        touches=sorted({source, *touches}),
        addresses=sorted(addresses),
        why=why,
        kind=kind,
        by_id=by,
    )
    if not any(waiting[1] is catch_up_after_commit for waiting in connection.run_on_commit):
        transaction.on_commit(catch_up_after_commit, robust=True)


def hold_log() -> None:
    """Let no other transaction write to the log until this one has ended."""
    if connection.vendor == "postgresql":
        # Numbers are handed out before commits: without this lock a node could read line 6, then miss line 5.
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [0x70726573])


def catch_up_after_commit() -> None:
    """Print what the transaction that has just ended changed."""
    catch_up()


@dataclass
class Plan:
    """What a stretch of the log asks of this node."""

    now: list[str] = field(default_factory=list)
    later: dict[str, int] = field(default_factory=dict)
    forget: set[str] = field(default_factory=set)


def this_shelf() -> Shelf:
    """Return this node's shelf."""
    global _shelf
    if _shelf is None or _shelf.path != settings.SHELF:
        _shelf = Shelf(settings.SHELF)
    return _shelf


_shelf: Shelf | None = None


def catch_up(*, everything: bool = False) -> int:
    """Print what has changed since this node last read the log; return how many parts and sheets were printed.

    With `everything`, nothing is left for the worker. One printer works at a time; a second one waits, and usually
    finds its own lines done.
    """
    from broadsheet.press.printing import print_batch

    shelf = this_shelf()
    printed = 0
    with shelf.lock("printing"):
        while True:
            before, lines = _unread(shelf)
            if not lines:
                break
            plan = make_plan(lines, shelf, everything=everything)
            batch = print_batch(plan.now, shelf, stretch=_stretch(before, lines))
            # What failed keeps its old copy, unless that shows what readers may not see any more.
            batch.owed.update(plan.later)
            batch.forgotten |= plan.forget - {sheet.holder for sheet in batch.printed}
            batch.everything = any(EVERYTHING in line.touches for line in lines)
            batch.cursor = lines[-1].pk
            shelf.put(batch, now=time.time())
            printed += len(batch.printed)
            if len(lines) < LINES_AT_A_TIME:
                # Whoever writes another line from now on prints it.
                break
    return printed


def _unread(shelf: Shelf) -> tuple[int | None, list[Change]]:
    """Return the number of the line that this node read last, if it still stands, and the lines since."""
    cursor = shelf.state("cursor")
    if not cursor:
        # A new shelf shows nothing yet, so nothing that changed before it matters.
        cursor = str(shelf.begin_at(newest_line()))
    last = int(cursor)
    lines = list(Change.objects.filter(pk__gte=last).order_by("pk")[: LINES_AT_A_TIME + 1])
    stands = bool(lines) and lines[0].pk == last
    return (last, lines[1:]) if stands else (None, lines[:LINES_AT_A_TIME])


def _stretch(before: int | None, lines: list[Change]) -> "Stretch | None":
    from broadsheet.press.keeping import Stretch

    if before is None:
        return None
    return Stretch(before, [(line.pk, line.touches) for line in lines])


def newest_line() -> int:
    """Return the number of the log's newest line; 0 if nothing ever changed."""
    return Change.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def make_plan(lines: list[Change], shelf: Shelf, *, everything: bool = False) -> Plan:
    """Decide what is printed at once, what waits for the worker, and what must leave the shelf now."""
    touched = {source for line in lines for source in line.touches}
    asked_for = {address for line in lines for address in line.addresses}
    # A twin is printed after its page, if a reader ever asked for it.
    asked_for |= {twin for twin in map(twin_of, asked_for) if shelf.has(twin)}
    shown = shelf.ranked_holders(touched)
    ranked = {
        holder: rank_of(holder, shown.get(holder), is_asked_for=holder in asked_for)
        for holder in shown.keys() | asked_for
    }
    plan = Plan()
    for holder in sorted(ranked, key=lambda holder: (ranked[holder], holder)):
        is_now = ranked[holder] < LATER and len(plan.now) < settings.PRESS_AT_ONCE
        if is_now or everything:
            plan.now.append(holder)
        else:
            plan.later[holder] = ranked[holder]
    hidden = {
        source for line in lines if line.kind == Change.Kind.HIDDEN for source in line.touches
    }
    withdrawn = {a for line in lines if line.kind == Change.Kind.HIDDEN for a in line.addresses}
    withdrawn |= {twin_of(address) for address in withdrawn}
    if hidden:
        plan.forget = shelf.holders(_itself(hidden)) | withdrawn
    return plan


def _itself(sources: set[str]) -> set[str]:
    # A list that lost a member may wait; what shows the withdrawn thing itself may not.
    return {source for source in sources if not source.startswith("list:")}


def rank_of(holder: str, rank: int | None, *, is_asked_for: bool) -> int:
    """Return in what order holders are printed: 0 parts that need not wait, 1 the changed page itself, then what views say.

    Args:
        rank: what its view said when it was last printed; None if it never was.
    """
    if is_part(holder):
        return LATER if waits_for_worker(holder.partition("|")[2]) else 0
    if rank is None:
        from broadsheet.press.printing import rank_of_address

        rank = rank_of_address(holder)
    return 1 if is_asked_for and rank < LATER else rank


def print_owed(limit: int = 10) -> int:
    """Print some of what waits for the worker; return how many holders were dealt with.

    Few at a time, so that an editor who publishes in between never waits long for the press.
    """
    from broadsheet.press.printing import print_batch

    shelf = this_shelf()
    with shelf.lock("printing"):
        holders = list(dict.fromkeys(shelf.due(time.time(), limit) + shelf.owed(limit)))[:limit]
        if holders:
            shelf.put(print_batch(holders, shelf), now=time.time())
    return len(holders)
