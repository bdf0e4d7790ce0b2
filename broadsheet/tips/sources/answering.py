"""The tip line's own answers to sources, given before Django hears of a request: no session, no cookie, no log, no template of
the paper's.

Whatever goes wrong here ends here: a failure is a sentence for whoever asked, and its place in the log (`faults.py`).
"""

import asyncio
import contextlib
import re
import sqlite3
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final, TypeVar

from django.utils import translation
from django.utils.translation import gettext as _

from broadsheet.tips import blobs
from broadsheet.tips.box import Box
from broadsheet.tips.built_files import BUILT, PAGES, BuiltFiles
from broadsheet.tips.errors import NotNowError, TipsError, UnknownThreadError, UploadError
from broadsheet.tips.faults import note_fault
from broadsheet.tips.plain.answers import PlainWay
from broadsheet.tips.room import is_of_full_disk
from broadsheet.tips.sources.acts import SourceActs
from broadsheet.tips.sources.answers import NOTHING_POLICY, SCRIPTED_POLICY, Answer, Header
from broadsheet.tips.sources.asked import (
    App,
    Asked,
    Fields,
    GoneError,
    Receive,
    Scope,
    Send,
    UnfitError,
)
from broadsheet.tips.sources.part_writing import PartWriter
from broadsheet.tips.uploads import Uploads

ROOT: Final = "/tips/"
PLAIN: Final = "/tips/plain/"
PART = re.compile(r"/tips/parts/(\d{1,4})")
# Whatever waits for the disk waits in one of these, not in a reader's.
THREADS = 8
SWEEP_SECONDS: Final = 3600
STATUSES = {
    "busy": 429,
    "full": 503,
    "closed": 503,
    "changed": 409,
    "puzzle": 400,
    "offset": 409,
    "sum": 409,
    "parts": 409,
    "large": 413,
}
Done = TypeVar("Done")
Act = Callable[[Fields, str], dict[str, Any]]


class TipLine:
    """An ASGI application: everything under /tips/ is answered here; everything else is another's.

    Args:
        django: that other.
        secret: the paper's own.
        language: of pages, while there is no list that says one.
        built: the folder of what is handed out.
        is_https: whether the paper's address is one.
        trusts_proxy: whether a web server in front says whom it asks for.
    """

    def __init__(
        self,
        django: App,
        box: Box,
        secret: str,
        *,
        language: str = "en",
        built: Path = BUILT,
        is_https: bool = False,
        trusts_proxy: bool = False,
    ) -> None:
        self.django = django
        self.acts = SourceActs(box, secret, language)
        self.files = BuiltFiles(built)
        self.is_https, self.trusts_proxy = is_https, trusts_proxy
        self.threads = ThreadPoolExecutor(THREADS, thread_name_prefix="tips")
        self.plain = PlainWay(self.acts, self.in_thread)
        self._sweeps = False
        self._got: dict[str, Callable[[], dict[str, Any]]] = {
            "/tips/list.json": self.acts.list_told,
        }
        self._posted: dict[str, Act] = {
            "/tips/open": self.acts.open,
            "/tips/thread": self.acts.thread_told,
            "/tips/delete": self.acts.delete,
            "/tips/read": self.acts.note_read,
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path"] if scope["type"] == "http" else ""
        if path != ROOT.rstrip("/") and not path.startswith(ROOT):
            await self.django(scope, receive, send)
            return
        self._sweep_each_hour()
        asked = Asked(scope, receive, trusts_proxy=self.trusts_proxy)
        answer = Answer(asked, send, is_https=self.is_https)
        with translation.override(self.acts.language):
            try:
                await self._answered(asked, answer)
            except GoneError:
                # Nobody is there to be told; whoever was only slow is told so by the doors.
                return
            except Exception as error:  # noqa: BLE001 (nothing of a request may reach what stands in front)
                await self._refused(error, asked, answer)

    async def in_thread(self, act: Callable[..., Done], *given: Any) -> Done:
        """Do what waits for the disk, in a thread of the tip line's own."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self.threads, self._in_words, act, *given)

    def _in_words(self, act: Callable[..., Done], *given: Any) -> Done:
        """Do something in the language of the list."""
        with translation.override(self.acts.language):
            return act(*given)

    async def _answered(self, asked: Asked, answer: Answer) -> None:
        methods, act = self._act_at(asked.path)
        if f"{asked.path}/" in (*PAGES, *self.plain.addresses):
            # Addresses are typed from paper.
            place = (b"location", f"{asked.path}/".encode())
            await answer.whole(b"", "text/plain", place, status=308, policy=NOTHING_POLICY)
        elif act is None:
            raise RefusedError(404, "nothing", _("There is nothing at this address."))
        elif asked.method not in methods:
            allow = (b"allow", ", ".join(methods).encode())
            raise RefusedError(405, "method", _("This cannot be done at this address."), allow)
        elif asked.is_foreign and not self.is_page(asked):
            says = _("This was asked from another site. Begin at /tips/ instead.")
            raise RefusedError(403, "foreign", says)
        else:
            await act(asked, answer)

    def is_page(self, asked: Asked) -> bool:
        """Say whether a page is asked for, to which any other site may link."""
        return asked.method in ("GET", "HEAD") and (
            asked.path in PAGES or asked.path.startswith(PLAIN)
        )

    def _act_at(
        self, path: str
    ) -> tuple[tuple[str, ...], Callable[[Asked, Answer], Awaitable[None]] | None]:
        """Return what answers at an address, and by which methods."""
        reading = ("GET", "HEAD")
        if self.files.at(path, self.acts.language) is not None:
            return reading, self._hand_out
        if path in self._got:
            return reading, self._tell
        if path in self._posted:
            return ("POST",), self._do
        if path in self.plain.addresses:
            return (*reading, "POST"), self.plain.answer
        if PART.fullmatch(path):
            return ("PUT",), self._take_part
        found = {
            "/tips/pass": (reading, self._tell_pass),
            "/tips/parts": (reading, self._tell_parts),
            "/tips/finish": (("POST",), self._finish),
            "/tips/message": (("POST",), self._hand_out_answer),
        }
        return found.get(path, ((), None))

    async def _hand_out(self, asked: Asked, answer: Answer) -> None:
        if asked.path in PAGES:
            # Which names the language of the list that is in force.
            await self.in_thread(self.acts.the_line)
        file = self.files.at(asked.path, self.acts.language)
        assert file is not None
        copy = await self.in_thread(file.copy_for, asked.header(b"accept-encoding"))
        headers = [(b"vary", b"Accept-Encoding")]
        if copy.encoding:
            headers.append((b"content-encoding", copy.encoding.encode()))
        await answer.whole(copy.body, file.kind, *headers, policy=SCRIPTED_POLICY)

    async def _tell(self, asked: Asked, answer: Answer) -> None:
        await answer.json(await self.in_thread(self._got[asked.path]))

    async def _tell_pass(self, asked: Asked, answer: Answer) -> None:
        told = asked.header(b"tips-bytes") or "0"
        if not re.fullmatch(r"\d{1,12}", told, re.ASCII):
            raise UnfitError
        await answer.json(await self.in_thread(self.acts.pass_told, int(told)))

    async def _do(self, asked: Asked, answer: Answer) -> None:
        fields = Fields(await asked.told())
        await answer.json(await self.in_thread(self._posted[asked.path], fields, asked.address))

    async def _finish(self, asked: Asked, answer: Answer) -> None:
        fields = Fields(await asked.told())
        await answer.json(await self.in_thread(self.acts.finish, token_of(asked), fields))

    async def _hand_out_answer(self, asked: Asked, answer: Answer) -> None:
        fields = Fields(await asked.told())
        found = await self.in_thread(self.acts.answer_to, fields, asked.address)
        pieces = blobs.read(self.acts.box, found.id)
        # What was deleted meanwhile is not begun.
        piece = await self.in_thread(next, pieces, b"")
        kind = (b"content-type", b"application/octet-stream")
        await answer.begin(200, NOTHING_POLICY, kind, (b"content-length", b"%d" % found.bytes))
        while piece:
            await answer.piece(piece)
            piece = await self.in_thread(next, pieces, b"")
        await answer.end()

    async def _tell_parts(self, asked: Asked, answer: Answer) -> None:
        await answer.json({"parts": await self.in_thread(self.acts.uploads.have, token_of(asked))})

    async def _take_part(self, asked: Asked, answer: Answer) -> None:
        """Take a part, or a piece of it; what came before a line broke or was cut is kept, and told."""
        uploads, number = self.acts.uploads, int(asked.path.rpartition("/")[2])
        offset, wanted = asked.header(b"tips-offset"), asked.header(b"tips-sha256")
        if not re.fullmatch(r"\d{1,8}", offset) or not re.fullmatch(r"[0-9a-f]{64}", wanted):
            raise UnfitError
        given = (token_of(asked), number, int(offset), wanted)
        writer = await self.in_thread(uploads.part, *given)
        # Cut off by the doors, perhaps, and still there to hear how far it came.
        with contextlib.suppress(GoneError):
            await self._write(asked, writer, uploads)
        told = {"have": writer.have, "done": writer.is_done}
        await answer.json(told)

    async def _write(self, asked: Asked, writer: PartWriter, uploads: Uploads) -> None:
        try:
            async for piece in asked.pieces():
                await self.in_thread(writer.write, piece)
        finally:
            # Also when this task is ended: what came is not asked for again.
            await asyncio.shield(self.in_thread(uploads.end_part, writer))

    async def _refused(self, error: Exception, asked: Asked, answer: Answer) -> None:
        if answer.has_begun:
            note_fault(error)
            return
        await asked.drain()
        status, told, headers = refusal_of(error)
        await answer.json(told, *headers, status=status)

    def _sweep_each_hour(self) -> None:
        if not self._sweeps:
            self._sweeps = True
            self._sweep()

    def _sweep(self) -> None:
        asyncio.get_running_loop().call_later(SWEEP_SECONDS, self._sweep)
        self.threads.submit(self._swept)

    def _swept(self) -> None:
        try:
            self.acts.uploads.sweep()
        except (OSError, sqlite3.Error) as error:
            note_fault(error)


def token_of(asked: Asked) -> str:
    """Return the token of an upload.

    Errors:
        UnfitError: none came along.
    """
    token = asked.header(b"tips-token")
    if not re.fullmatch(r"[\w-]{43}", token, re.ASCII):
        raise UnfitError
    return token


class RefusedError(Exception):
    """A request that is refused by its head alone."""

    def __init__(self, status: int, code: str, says: str, *headers: Header) -> None:
        super().__init__(code)
        self.status, self.code, self.says, self.headers = status, code, says, headers


def refusal_of(error: Exception) -> tuple[int, dict[str, Any], tuple[Header, ...]]:
    """Return the status, the words and further headers for an error; what nobody foresaw is noted."""
    if isinstance(error, RefusedError):
        return error.status, {"error": error.code, "says": error.says}, error.headers
    if isinstance(error, UploadError):
        told = {"error": error.code, "says": str(error), "have": error.have}
        return STATUSES[error.code], told, ()
    status, code, says = _refused_as(error)
    return status, {"error": code, "says": says}, ()


def _refused_as(error: Exception) -> tuple[int, str, str]:
    if isinstance(error, NotNowError):
        return STATUSES[error.code], error.code, str(error)
    if isinstance(error, UnknownThreadError | FileNotFoundError):
        return 404, "unknown", _("This is not known. Look for typing errors.")
    if isinstance(error, TipsError):
        return 400, "unfit", str(error)
    if isinstance(error, UnfitError):
        return 400, "unfit", _("This cannot be read. Load the page again.")
    note_fault(error)
    if is_of_full_disk(error):
        return 503, "full", _("There is no room for tips just now. Try again later.")
    return 500, "server", _("Something went wrong with us. Try again in a few minutes.")
