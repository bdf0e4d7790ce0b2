"""The newsroom without a browser: one person who has signed in and sends forms and files over HTTP, as they are."""

import http.client
import json
import secrets
from collections.abc import Mapping
from http.cookiejar import CookieJar
from typing import Any, NamedTuple
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

from bs4 import BeautifulSoup

from tests.running import RunningPaper

PATIENCE_SECONDS = 60


class Answer(NamedTuple):
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    def json(self) -> Any:
        return json.loads(self.body)


class Part(NamedTuple):
    """A file as it stands in a request: its name, in bytes that may be any, and its content."""

    name: bytes
    raw: bytes


class Colleague:
    """Signs in by the newsroom's own form, whatever its fields are called."""

    def __init__(self, paper: RunningPaper, name: str, password: str) -> None:
        self.address = paper.address
        self.opener = build_opener(HTTPCookieProcessor(CookieJar()))
        page = BeautifulSoup(self.get("/newsroom/login/").text, "html.parser")
        form = next(one for one in page.find_all("form") if one.find(type="password"))
        fields = {
            one["name"]: one.get("value", "")
            for one in form.find_all("input", attrs={"name": True})
        }
        fields[form.find(type="password")["name"]] = password
        fields[form.find("input", type=["text", "email"])["name"]] = name
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        self._ask("/newsroom/login/", urlencode(fields).encode(), kind)
        page = BeautifulSoup(self.get("/newsroom/photos/add/").text, "html.parser")
        self.token = page.find("input", attrs={"name": "csrfmiddlewaretoken"})["value"]

    def get(self, path: str) -> Answer:
        return self._ask(path, None, {})

    def send(self, path: str, fields: Mapping[str, str], name: str, part: Part) -> Answer:
        """Send a form with a file in the field of this name."""
        line = secrets.token_hex(16).encode()
        words = {"csrfmiddlewaretoken": self.token, **fields}
        pieces = [
            b'Content-Disposition: form-data; name="%b"\r\n\r\n%b' % (one.encode(), value.encode())
            for one, value in words.items()
        ]
        pieces.append(
            b'Content-Disposition: form-data; name="%b"; filename="%b"\r\n'
            b"Content-Type: application/octet-stream\r\n\r\n%b"
            % (name.encode(), part.name, part.raw)
        )
        body = (
            b"".join(b"--%b\r\n%b\r\n" % (line, piece) for piece in pieces) + b"--%b--\r\n" % line
        )
        kind = {"Content-Type": f"multipart/form-data; boundary={line.decode()}"}
        return self._ask(path, body, {**kind, "X-Requested-With": "XMLHttpRequest"})

    def _ask(self, path: str, body: bytes | None, headers: Mapping[str, str]) -> Answer:
        asked = Request(
            self.address + path, body, {**headers, "Referer": f"{self.address}/newsroom/"}
        )
        try:
            with self.opener.open(asked, timeout=PATIENCE_SECONDS) as answer:
                return Answer(answer.status, answer.headers, answer.read())
        except HTTPError as error:
            return Answer(error.code, error.headers, error.read())


def ask_as_written(paper: RunningPaper, path: str) -> Answer:
    """Ask for a path exactly as it is written, as nobody's browser would."""
    line = http.client.HTTPConnection("127.0.0.1", paper.port, timeout=PATIENCE_SECONDS)
    try:
        line.putrequest("GET", path, skip_host=True)
        line.putheader("Host", f"localhost:{paper.port}")
        line.endheaders()
        answer = line.getresponse()
        return Answer(answer.status, answer.headers, answer.read())
    finally:
        line.close()
