"""Real mail servers on this machine that do not do as they are asked."""

from collections.abc import Iterator
from typing import Any

from aiosmtpd.controller import Controller

from tests.mail import Mailboxes
from tests.running import free_port


class Unwilling(Mailboxes):
    """A mail server that answers so to every mail it is handed; to "", by hanging up when it has all of it."""

    answers = ""

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        taken = await super().handle_DATA(server, session, envelope)
        if not self.answers:
            server.transport.close()
        return self.answers or taken


class Choosy(Mailboxes):
    """A mail server that knows no mailbox."""

    async def handle_RCPT(self, *_of: Any) -> str:  # noqa: N802
        return "550 no such mailbox"


def served(boxes: Mailboxes) -> Iterator[Any]:
    port = free_port()
    controller = Controller(boxes, hostname="127.0.0.1", port=port)
    controller.start()
    boxes.port = port
    try:
        yield boxes
    finally:
        controller.stop()
