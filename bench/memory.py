"""Private memory of the paper as it is served, after a day's work in a minute."""

import re
import time
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

from bench.inside import Inside
from bench.load import load
from bench.machine import private_bytes, said
from bench.servers import HOST, get, paper

PUBLISHED = 10


class Desk:
    """Someone who is signed in to the newsroom of a paper that is served."""

    def __init__(self, port: int, name: dict[str, str]) -> None:
        self.root = f"http://127.0.0.1:{port}"
        self.opener = build_opener(HTTPCookieProcessor(CookieJar()))
        self.send("/newsroom/login/", name)

    def read(self, path: str) -> str:
        with self.opener.open(Request(self.root + path, headers={"Host": HOST}), timeout=60) as got:
            return got.read().decode()  # type: ignore[no-any-return]

    def send(self, path: str, fields: dict[str, str]) -> str:
        """Fill in the form at a path and send it."""
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.read(path))
        assert found, f"{path} has no form"
        form = urlencode({**fields, "csrfmiddlewaretoken": found[1]}).encode()
        request = Request(self.root + path, data=form, headers={"Host": HOST})
        with self.opener.open(request, timeout=60) as got:
            return got.read().decode()  # type: ignore[no-any-return]

    def publish(self, key: int) -> None:
        self.send(f"/newsroom/bulk/wagtailcore/page/publish/?id={key}&next=/newsroom/", {})


def after_a_day(home: Path, seconds: int, paths: Path | None = None) -> tuple[float, float]:
    """Return the private bytes of server and worker after reading, writing and publishing."""
    with Inside(home) as inside, paper(home) as served, said("Reading and publishing"):
        headline = f"Landing opens at {time.time():.0f}"
        keys = [inside.ask("draft", title=f"{headline}, part {n}") for n in range(PUBLISHED)]
        desk = Desk(served.port, inside.ask("make_editor"))
        for path in ("/newsroom/", "/newsroom/stories/", f"/newsroom/pages/{keys[0]}/edit/"):
            desk.read(path)
        for key in keys:
            desk.publish(key)
        _, front = get(served.port, "/", **{"Accept-Encoding": "identity"})
        assert headline.encode() in front, "what was published is not on the front"
        load(served, inside.ask("newest_story"), seconds)
        if paths is not None:
            load(served, "/", seconds, paths=paths)
        server, *workers = served.pids
        return private_bytes([server]), private_bytes(workers)
