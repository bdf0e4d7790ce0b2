"""A real mail server on this machine, which keeps what it is handed."""

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from email.policy import default
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from tests.running import free_port


class Mailboxes:
    """What a mail server was handed, the newest last."""

    def __init__(self) -> None:
        self.mails: list[Message] = []
        self.port = 0

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        self.mails.append(message_from_bytes(envelope.content, policy=default))
        return "250 taken"

    def to(self, address: str) -> list[Message]:
        return [mail for mail in self.mails if address in str(mail["To"])]

    def link_to(self, address: str) -> str:
        """Return the path of the link in the newest mail to an address."""
        body = self.to(address)[-1].get_payload(decode=True)
        found = re.search(rb"https?://[^/\s]+(/\S+)", body)  # type: ignore[arg-type]
        assert found, body
        return found[1].decode()


@pytest.fixture(scope="module")
def mailboxes() -> Iterator[Mailboxes]:
    """A mail server on loopback; `mailboxes.address` is what a paper's MAIL is set to."""
    boxes = Mailboxes()
    port = free_port()
    controller = Controller(boxes, hostname="127.0.0.1", port=port)
    controller.start()
    boxes.port = port
    boxes.address = f"smtp://127.0.0.1:{port}"  # type: ignore[attr-defined]
    try:
        yield boxes
    finally:
        controller.stop()
