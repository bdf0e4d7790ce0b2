"""What a source's browser asks to be done, apart from how it is asked: each is done in a thread of the tip line's own."""

from typing import Any, Final

from django.utils.translation import gettext as _

from broadsheet.tips import drills, lists, threads
from broadsheet.tips.box import Box
from broadsheet.tips.codes import thread_of
from broadsheet.tips.errors import ListRefusedError, NotNowError
from broadsheet.tips.faults import note_fault
from broadsheet.tips.lists import CLOSED, DRILL, Kept, Line
from broadsheet.tips.room import largest_tip
from broadsheet.tips.signed_lists import LANGUAGES, POST_QUANTUM
from broadsheet.tips.sources.arriving import Announced
from broadsheet.tips.sources.asked import Fields, UnfitError
from broadsheet.tips.sources.limits import Limit
from broadsheet.tips.sources.passes import Passes, from_base64
from broadsheet.tips.uploads import Uploads

MOST_LETTERS, MOST_FILES = 100_000, 20
KEY_BYTES: Final = 32


class SourceActs:
    """What can be done at one paper's tip line, with scripts.

    Args:
        secret: the paper's own.
        language: in which everything is said before there is a list; from then on it is the list's.
    """

    def __init__(self, box: Box, secret: str, language: str = "en") -> None:
        self.box = box
        self.language = language if language in LANGUAGES else LANGUAGES[0]
        self.uploads = Uploads(box)
        self.passes = Passes(box, secret)
        self.openings = Limit(of_block=60, of_site=2000, of_onion=1000)
        # Each look at a conversation is one, and each answer that is fetched. Who would guess a secret of 256 bits needs no
        # bound for the site, and a bound would let a flood shut out whoever waits for an answer.
        self.look_ups = Limit(of_block=300, of_site=None, of_onion=None)
        # Without scripts nobody has worked before, and words that are typed are tried out here.
        self.plain_openings = Limit(of_block=20, of_site=500, of_onion=250)
        self.plain_look_ups = Limit(of_block=60, of_site=2000, of_onion=1000)

    def the_line(self) -> tuple[Line, Kept | None]:
        """Return whether the line is open, and the list in force; a damaged list closes it."""
        try:
            line, kept = lists.line(self.box), lists.in_force(self.box)
        except ListRefusedError as error:
            note_fault(error)
            return Line(CLOSED, "not_set_up"), None
        if kept:
            self.language = kept.listed.language
        return line, kept

    def list_told(self) -> dict[str, Any]:
        line, kept = self.the_line()
        seen = lists.last_seen(self.box)
        most = {"text": MOST_LETTERS, "files": MOST_FILES, "bytes": largest_tip(self.box)}
        return {
            "state": line.state,
            "why": line.why,
            "list": kept.listed.envelope() if kept else None,
            "seen": seen[1] if seen else None,
            "limits": most,
        }

    def pass_told(self, size: int) -> dict[str, Any]:
        """Return a puzzle for an upload of so many bytes."""
        puzzle, bits = self.passes.puzzle(size)
        return {"puzzle": puzzle, "bits": bits}

    def open(self, fields: Fields, address: str) -> dict[str, Any]:
        """Open an upload.

        Errors:
            UnfitError: a field is missing or of another kind.
            NotNowError: the line is closed, the list has changed, the work was not done, or too much comes.
            UploadError: it is too large.
            UnknownThreadError: there is no such conversation to go on with.
        """
        announced, token = self._announced(fields)
        puzzle, answer = fields.text("puzzle", 200), fields.number("answer")
        # First: else whoever does no work could use up what all may open.
        self.passes.spend(puzzle, answer, announced.bytes)
        self.openings.take(address)
        self._refuse_closed(announced, token)
        opened = self.uploads.open(announced, address)
        self.passes.note_opening()
        return {"token": opened}

    def _announced(self, fields: Fields) -> tuple[Announced, str]:
        kind, reply, key = fields.text("kind"), fields.text("reply"), fields.text("key")
        drill = fields.text("drill", 100)
        thread = fields.hexed("thread", 32)
        if kind not in ("tip", "more") or not POST_QUANTUM.fullmatch(reply):
            raise UnfitError
        # Also of a tip: whoever knows a conversation's name alone cannot write into it.
        if thread_of(key_of(key)) != thread:
            raise UnfitError
        announced = Announced(
            kind=kind,
            way="script",
            thread=thread,
            reply=reply,
            epoch=fields.number("epoch"),
            bytes=fields.number("bytes"),
            drill=drills.hashed(drill) if drill else "",
            proof=fields.hexed("proof", 32, or_empty=not drill),
        )
        return announced, drill

    def _refuse_closed(self, announced: Announced, token: str) -> None:
        line, kept = self.the_line()
        is_drill = bool(token) and drills.may_send(self.box, token)
        if announced.kind == "more":
            is_drill = threads.get(self.box, announced.thread).is_drill
        if kept is None or line.state == CLOSED or (line.state == DRILL and not is_drill):
            raise closed(line.why)
        if token and not is_drill:
            raise NotNowError(_("This drill is over. Begin another one in the newsroom."))
        if announced.epoch != kept.listed.epoch:
            raise NotNowError(
                _("The people who read tips have changed meanwhile. Load the page again."),
                code="changed",
            )

    def finish(self, token: str, fields: Fields) -> dict[str, Any]:
        """Finish an upload; see `Uploads.finish` for what is refused."""
        self.uploads.finish(
            token,
            parts=fields.number("parts"),
            size=fields.number("bytes"),
            wanted=fields.hexed("sum", 32),
        )
        return {"received": True}

    def thread_told(self, fields: Fields, address: str) -> dict[str, Any]:
        """Return a conversation as its source may see it.

        Errors:
            UnknownThreadError: there is none; whether there ever was is not told.
            NotNowError: too much was asked from there, or of the paper.
        """
        thread = self._looked_up(fields, address)
        found = threads.messages(self.box, thread, notes=False)
        return {
            "thread": thread,
            "messages": [
                {
                    "id": one.id,
                    "from": one.sender,
                    "day": one.day,
                    "bytes": one.bytes,
                    "epoch": one.epoch,
                }
                for one in found
            ],
        }

    def answer_to(self, fields: Fields, address: str) -> threads.Message:
        """Return an answer in a source's own conversation.

        Errors: as `thread_told`.
        """
        return answer_in(self.box, self._looked_up(fields, address), fields.hexed("id", 16))

    def delete(self, fields: Fields, address: str) -> dict[str, Any]:
        """Delete a conversation; errors as `thread_told`."""
        if not threads.discard(self.box, [self._looked_up(fields, address)]):
            raise threads.unknown()
        return {"deleted": True}

    def note_read(self, fields: Fields, address: str) -> dict[str, Any]:
        """Note that a drill's answer was read.

        Errors: as `thread_told`, and
            TipsError: it proves nothing.
        """
        thread = self._looked_up(fields, address)
        proof = fields.hexed("proof", 32)
        drills.note_read(self.box, thread, fields.hexed("id", 16), proof)
        return {"noted": True}

    def _looked_up(self, fields: Fields, address: str) -> str:
        thread = thread_of(key_of(fields.text("key")))
        self.look_ups.take(address)
        return thread


def answer_in(box: Box, thread: str, message_id: str) -> threads.Message:
    """Return an answer of the newsroom's in a conversation.

    Errors:
        UnknownThreadError: it has no such answer.
    """
    found = threads.message(box, message_id)
    if found.thread != thread or found.sender != "newsroom":
        raise threads.unknown()
    return found


def key_of(text: str) -> bytes:
    """Return a look-up secret that came as base64.

    Errors:
        UnfitError: it is none.
    """
    try:
        key = from_base64(text)
    except ValueError:
        raise UnfitError from None
    if len(key) != KEY_BYTES:
        raise UnfitError
    return key


def closed(why: str) -> NotNowError:
    """Return the refusal of a line that is closed."""
    if why == "full":
        return NotNowError(_("There is no room for tips just now. Try again later."), code="full")
    return NotNowError(_("Nothing is taken here now. See the other ways to reach us."))
