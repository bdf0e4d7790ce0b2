"""A mail server on loopback: it takes mail, or refuses it, over a real socket."""

import email
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.message import Message


class MailServer:
    """What it was handed, and the codes with which it answers some commands in place of its own: {"RCPT": 550}."""

    def __init__(self) -> None:
        self.door = socket.create_server(("127.0.0.1", 0))
        self.port: int = self.door.getsockname()[1]
        self.answers: dict[str, int] = {}
        self.taken: list[tuple[list[str], Message]] = []
        self.commands: list[str] = []

    def serve(self) -> None:
        while True:
            try:
                line, _from = self.door.accept()
            except OSError:
                return
            threading.Thread(target=self._talk, args=(line,), daemon=True).start()

    def _talk(self, line: socket.socket) -> None:
        # Whoever has said QUIT need not wait for an answer.
        with suppress(ConnectionError), line, line.makefile("rwb") as talk:

            def say(code: int, words: str = "-") -> None:
                talk.write(f"{code} {words}\r\n".encode())
                talk.flush()

            say(220)
            to: list[str] = []
            for heard in talk:
                command = heard.decode().strip()
                word = command.partition(" ")[0].upper()
                self.commands.append(word)
                if word in self.answers:
                    say(self.answers[word], f"refused for {command}")
                elif word == "DATA":
                    say(354)
                    self.taken.append((to, self._message(talk)))
                    to = []
                    say(250)
                else:
                    to += [command.partition(":")[2].strip(" <>")] if word == "RCPT" else []
                    say(221 if word == "QUIT" else 250)

    @staticmethod
    def _message(talk: object) -> Message:
        lines: list[bytes] = []
        for line in talk:  # type: ignore[attr-defined]
            if line == b".\r\n":
                break
            lines.append(line)
        return email.message_from_bytes(b"".join(lines))


@contextmanager
def a_mail_server() -> Iterator[MailServer]:
    server = MailServer()
    serving = threading.Thread(target=server.serve, daemon=True)
    serving.start()
    try:
        yield server
    finally:
        server.door.shutdown(socket.SHUT_RDWR)
        server.door.close()
        serving.join(5)


def text_of(message: Message) -> str:
    """Return the words of a mail."""
    body = message.get_payload(decode=True)
    assert isinstance(body, bytes)
    return body.decode()
