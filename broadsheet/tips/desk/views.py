"""What the desk asks of conversations. All of it is for recipients of the list in force; to others there is nothing here."""

import re
from collections.abc import AsyncIterator, Iterator
from typing import Any, Final, Literal

from asgiref.sync import sync_to_async
from django.http import HttpRequest, StreamingHttpResponse
from django.utils.translation import gettext as _

from broadsheet.tips import blobs, drills, lists, threads
from broadsheet.tips.box import Box
from broadsheet.tips.desk.bodies import pieces_of, told, unfit
from broadsheet.tips.desk.gate import asked, person_of
from broadsheet.tips.errors import TipsError
from broadsheet.tips.threads import Message, Thread

SUM: Final = re.compile(r"[0-9a-f]{64}")
MOST_DISCARDED: Final = 1000
NOBODY: Final = "nobody"


@asked("GET", reads=True)
def thread_list(request: HttpRequest, box: Box) -> dict[str, Any]:
    said = request.GET
    found = threads.find(
        box,
        page=number_in(said.get("page", "1")),
        state=said.get("state", ""),
        who=whose(said.get("who", "")),
        sort=said.get("sort", "last"),
    )
    return {
        "threads": [thread_shown(one) for one in found.threads],
        "pages": found.pages,
        "count": found.total,
    }


def number_in(text: str) -> int:
    """Return a number of at most seven digits.

    Errors:
        TipsError: it is none.
    """
    if not re.fullmatch(r"[0-9]{1,7}", text):
        raise TipsError(_("There is no such list. Load the page again."))
    return int(text)


def whose(text: str) -> int | Literal["nobody"] | None:
    if text == NOBODY:
        return NOBODY
    return number_in(text) if text else None


def thread_shown(one: Thread) -> dict[str, Any]:
    told = {name: value for name, value in one._asdict().items() if name != "warned"}
    return {**told, "warns": one.warns}


def message_shown(one: Message) -> dict[str, Any]:
    return {
        "id": one.id,
        "from": one.sender,
        "day": one.day,
        "bytes": one.bytes,
        "epoch": one.epoch,
    }


@asked("GET", "POST", reads=True)
def thread(request: HttpRequest, box: Box, name: str) -> dict[str, Any]:
    if request.method == "POST":
        return change_thread(request, box, name)
    return {
        "thread": thread_shown(threads.get(box, name)),
        "messages": [message_shown(one) for one in threads.messages(box, name)],
    }


def change_thread(request: HttpRequest, box: Box, name: str) -> dict[str, Any]:
    """Change whatever is sent of a conversation's state, whose it is, how long it is kept, or that its key differs."""
    body = told(request, {}, state=str, assigned=(int, type(None)), keep_days=int, key_changed=bool)
    changed: dict[str, Any] = dict(body)
    if "assigned" in body:
        kept = lists.in_force(box)
        if body["assigned"] is not None and (not kept or body["assigned"] not in kept.people):
            raise TipsError(_("Only someone in the list can take a tip. Load the page again."))
        changed["assigned"] = NOBODY if body["assigned"] is None else body["assigned"]
    threads.change(box, name, by=person_of(request).pk, **changed)
    return {}


@asked("POST", reads=True)
def add_message(request: HttpRequest, box: Box) -> dict[str, Any]:
    """Keep an answer or a note, which the browser has locked up."""
    name, kind = request.GET.get("thread", ""), request.GET.get("kind", "")
    proof, kept = request.GET.get("proof", ""), lists.in_force(box)
    if kind not in ("answer", "note") or kept is None or (proof and not SUM.fullmatch(proof)):
        raise unfit()
    new = threads.add(
        box,
        name,
        sender="newsroom" if kind == "answer" else "note",
        epoch=kept.listed.epoch,
        pieces=pieces_of(request),
    )
    if kind == "answer" and proof:
        drills.note_answer(box, name, new.id, proof)
    return {"id": new.id}


@asked("POST", reads=True)
def discard(request: HttpRequest, box: Box) -> dict[str, Any]:
    names = told(request, {"threads": list})["threads"]
    if len(names) > MOST_DISCARDED or any(type(one) is not str for one in names):
        raise unfit()
    return {"discarded": threads.discard(box, names)}


class Locked(StreamingHttpResponse):
    """A message as it is kept, read as fast as the browser takes it."""

    def __init__(self, box: Box, one: Message) -> None:
        self.pieces: Iterator[bytes] = blobs.read(box, one.id)
        super().__init__(self.pieces, content_type="application/octet-stream")
        self["Content-Length"] = str(one.bytes)
        self["Cache-Control"] = "no-store"
        self["Content-Disposition"] = "attachment"

    # Django would read all of it before it sent the first byte.
    async def __aiter__(self) -> AsyncIterator[bytes]:
        take = sync_to_async(lambda: next(self.pieces, None), thread_sensitive=False)
        while (piece := await take()) is not None:
            yield piece


@asked("GET", reads=True)
def message(request: HttpRequest, box: Box, name: str) -> StreamingHttpResponse:
    return Locked(box, threads.message(box, name))
