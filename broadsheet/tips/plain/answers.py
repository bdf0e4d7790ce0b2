"""What sources without scripts ask: a form that is locked up while it comes, and answers that are opened for them here.

The server sees their words for the moment in which they come. Each page says so.
"""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, Final

from django.utils import translation
from django.utils.translation import gettext as _

from broadsheet.tips import threads
from broadsheet.tips.age import LockedError
from broadsheet.tips.codes import MOST_TYPED, CodeKeys, derive, holds_code, make_code
from broadsheet.tips.derivations import OneAtATime
from broadsheet.tips.errors import ContainerError, NotNowError, TipsError, UnknownThreadError
from broadsheet.tips.faults import note_fault
from broadsheet.tips.lists import OPEN, RARELY, Kept, Line
from broadsheet.tips.plain.forms import PlainForm
from broadsheet.tips.plain.pages import Shown, render, shown_answer
from broadsheet.tips.plain.reading_answers import neutral_name, open_answer
from broadsheet.tips.plain.shown_text import calmed
from broadsheet.tips.plain.way import MOST_BYTES, PlainTip, most_bytes
from broadsheet.tips.room import is_of_full_disk
from broadsheet.tips.sources.acts import SourceActs, answer_in, closed
from broadsheet.tips.sources.answers import NOTHING_POLICY, PLAIN_POLICY, Answer
from broadsheet.tips.sources.asked import Asked, GoneError, UnfitError
from broadsheet.tips.sources.under_way import lane_of

SEND: Final = "/tips/plain/"
REPLY: Final = "/tips/plain/reply/"
HTML: Final = "text/html; charset=utf-8"
Finish = Callable[[], Awaitable[None]]
InThread = Callable[..., Awaitable[Any]]
STATUSES = {"busy": 429, "full": 503, "closed": 503, "changed": 409}


class PlainWay:
    """Answers under /tips/plain/.

    Args:
        in_thread: does what waits for the disk.
    """

    addresses = frozenset([SEND, REPLY])

    def __init__(self, acts: SourceActs, in_thread: InThread) -> None:
        self.acts = acts
        self.in_thread = in_thread
        self.one = OneAtATime()
        self._acts_of_reply = {
            "open": self._open,
            "send": self._say_more,
            "delete": self._delete,
            "file": self._hand_out_file,
        }

    async def answer(self, asked: Asked, answer: Answer) -> None:
        """Answer a request; whatever goes wrong becomes a page."""
        line, kept = await self.in_thread(self.acts.the_line)
        page = Page(self.acts, answer, line, kept)
        with translation.override(self.acts.language):
            try:
                await self._answered(asked, page)
            except GoneError:
                raise
            except Exception as error:  # noqa: BLE001 (nothing of a request may reach what stands in front)
                await asked.drain()
                await page.refuse(error, asked.path)

    async def _answered(self, asked: Asked, page: "Page") -> None:
        if asked.method == "POST":
            act = self._send if asked.path == SEND else self._reply
            await act(asked, page)
        else:
            await page.show("plain_send.html" if asked.path == SEND else "plain_reply.html")

    async def _send(self, asked: Asked, page: "Page") -> None:
        listed = page.open_list()
        form = await self._form(asked, page)
        self.acts.plain_openings.take(asked.address)
        code = make_code()
        async with self.one.place():
            keys = await self.in_thread(derive, code, listed.newsroom)
        await self._keep("tip", form, keys, listed)
        await page.show("plain_sent.html", words=code.split("-"))

    async def _reply(self, asked: Asked, page: "Page") -> None:
        form = await self._form(asked, page)
        act = self._acts_of_reply.get(form.words.get("act", ""))
        if act is None or page.kept is None:
            raise UnfitError if act is None else closed(page.line.why)
        self.acts.plain_look_ups.take(asked.address)
        code = form.words.get("code", "")[:MOST_TYPED]
        async with self.one.place():
            keys = await self.in_thread(derive, code, page.kept.listed.newsroom)
            # Unknown words are refused before anything is read of what comes with them.
            await self.in_thread(threads.get, self.acts.box, keys.thread)
            finish = await act(form, page, keys)
        # A slow line keeps nobody else waiting.
        await finish()

    async def _form(self, asked: Asked, page: "Page") -> PlainForm:
        page.form = form = PlainForm(asked)
        await form.read_words()
        return form

    async def _keep(self, kind: str, form: PlainForm, keys: CodeKeys, listed: Any) -> None:
        most = await self.in_thread(most_bytes, self.acts.box)
        days, lane = self.acts.uploads.days, lane_of("plain", form.address)
        await self.in_thread(days.refuse_full, lane, 0)
        tip = PlainTip(self.acts.box, kind, keys, listed, most)
        try:
            await tip.take(form)
            await self.in_thread(tip.keep, days, lane)
        finally:
            await asyncio.shield(self.in_thread(tip.drop))

    async def _open(self, form: PlainForm, page: "Page", keys: CodeKeys) -> Finish:
        shown = await self.in_thread(self._opened, keys, page.kept)
        return partial(
            page.show, "plain_thread.html", code=form.words["code"], messages=shown, was_sent=False
        )

    async def _say_more(self, form: PlainForm, page: "Page", keys: CodeKeys) -> Finish:
        return partial(self._send_more, form, page, keys)

    async def _send_more(self, form: PlainForm, page: "Page", keys: CodeKeys) -> None:
        listed = page.open_list()
        if holds_code(form.text, form.words["code"]):
            raise TipsError(
                _(
                    "Your message holds your seven words. Whoever has them can read our answers, so take them out."
                )
            )
        await self._keep("more", form, keys, listed)
        async with self.one.place():
            shown = await self.in_thread(self._opened, keys, page.kept)
        code = form.words["code"]
        await page.show("plain_thread.html", code=code, messages=shown, was_sent=True)

    async def _delete(self, _form: PlainForm, page: "Page", keys: CodeKeys) -> Finish:
        if not await self.in_thread(threads.discard, self.acts.box, [keys.thread]):
            raise threads.unknown()
        return partial(page.show, "plain_deleted.html")

    async def _hand_out_file(self, form: PlainForm, page: "Page", keys: CodeKeys) -> Finish:
        assert page.kept is not None
        message, number = form.words.get("id", ""), form.words.get("number", "")
        found = await self.in_thread(answer_in, self.acts.box, keys.thread, message)
        given = (self.acts.box, found, keys.identity, page.kept.listed)
        packed = await self.in_thread(open_answer, *given)
        if number not in [str(one) for one in range(1, len(packed.files) + 1)]:
            raise UnfitError
        file = packed.files[int(number) - 1]
        name = neutral_name(file.name, int(number))
        place = (b"content-disposition", f'attachment; filename="{name}"'.encode())
        kind = "application/octet-stream"
        return partial(page.answer.whole, file.data, kind, place, policy=NOTHING_POLICY)

    def _opened(self, keys: CodeKeys, kept: Kept) -> list[Shown]:
        found = threads.messages(self.acts.box, keys.thread, notes=False)
        return [self._shown(one, keys, kept) for one in found]

    def _shown(self, one: threads.Message, keys: CodeKeys, kept: Kept) -> Shown:
        if one.sender == "source":
            return Shown(one.id, one.day, "yours")
        try:
            packed = open_answer(self.acts.box, one, keys.identity, kept.listed)
        except LockedError:
            return Shown(one.id, one.day, "scripts")
        except ContainerError:
            return Shown(one.id, one.day, "damaged")
        return shown_answer(one.id, one.day, packed)


class Page:
    """The page that is answered with, and what it tells of the line."""

    def __init__(self, acts: SourceActs, answer: Answer, line: Line, kept: Kept | None) -> None:
        self.acts, self.answer = acts, answer
        self.line, self.kept = line, kept
        self.form: PlainForm | None = None

    def open_list(self) -> Any:
        """Return the list that a tip is locked to now.

        Errors:
            NotNowError: the line is closed.
        """
        if self.kept is None or self.line.state not in (OPEN, RARELY):
            raise closed(self.line.why)
        return self.kept.listed

    async def show(self, template: str, *, status: int = 200, **known: Any) -> None:
        listed = self.kept.listed if self.kept else None
        megabytes = MOST_BYTES // 1024**2
        body = render(
            *(template, self.acts.language, listed),
            state=self.line.state,
            why=self.line.why,
            megabytes=megabytes,
            **known,
        )
        await self.answer.whole(body, HTML, status=status, policy=PLAIN_POLICY)

    async def refuse(self, error: Exception, path: str) -> None:
        """Say what went wrong, and what to do."""
        if self.answer.has_begun:
            note_fault(error)
            return
        status, says = refusal_of(error)
        text = calmed(self.form.words.get("text", "")) if self.form else ""
        await self.show("plain_refused.html", status=status, says=says, back=path, text=text)


def refusal_of(error: Exception) -> tuple[int, str]:
    """Return the status and the sentence for an error; what nobody foresaw is noted."""
    if isinstance(error, UnknownThreadError | FileNotFoundError):
        return 404, _("These words are not known. Look for a slip: seven words, in their order.")
    if isinstance(error, NotNowError):
        return STATUSES.get(error.code, 409), str(error)
    if isinstance(error, TipsError):
        return 400, str(error)
    if isinstance(error, UnfitError | LockedError):
        return 400, _("This did not come whole. Go back, and send it again.")
    note_fault(error)
    if is_of_full_disk(error):
        return 503, _("There is no room for tips just now. Try again later.")
    return 500, _("Something went wrong with us. Nothing was sent. Try again in a few minutes.")
