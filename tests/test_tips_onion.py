"""An onion address for the tip line, as the publishers' manual sets it up: Tor itself takes it, and the line answers at it."""

import re
import subprocess
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.running import RunningPaper
from tests.tools.debian import find

MANUAL = Path(__file__).parent.parent / "docs" / "publishers" / "tips.md"
ITS_OWN_FOLDER = "/var/lib/tor/ledger/"
pytestmark = pytest.mark.sqlite


def written() -> str:
    """Return the lines that the manual puts into Tor's file."""
    section = MANUAL.read_text().partition("## An onion address")[2]
    found = re.findall(r"^    (HiddenService\w+ .+)$", section, re.MULTILINE)[:3]
    assert ITS_OWN_FOLDER in found[0]
    return "\n".join(found)


@pytest.fixture(scope="module")
def onion(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return an address that Tor made by the manual's lines, without a network."""
    folder = tmp_path_factory.mktemp("tor")
    service = folder / "ledger"
    service.mkdir(mode=0o700)
    lines = [
        f"DataDirectory {folder}/data",
        "SocksPort 0",
        "DisableNetwork 1",
        written().replace(ITS_OWN_FOLDER, f"{service}/"),
    ]
    (folder / "torrc").write_text("\n".join(lines) + "\n")
    command = [find("tor"), "-f", str(folder / "torrc"), "--hush"]
    checked = subprocess.run(
        [*command, "--verify-config"], capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stdout
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        until = time.monotonic() + 60
        while not (service / "hostname").exists():
            assert process.poll() is None
            assert time.monotonic() < until, "Tor made no address"
            time.sleep(0.1)
        return (service / "hostname").read_text().strip()
    finally:
        process.terminate()
        process.wait(30)


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory, onion: str) -> Iterator[RunningPaper]:
    paper = RunningPaper(tmp_path_factory.mktemp("onion"), "--demo", ALLOWED_HOSTS=onion)
    yield paper.wait()
    paper.stop()


class Answer(NamedTuple):
    status: int
    head: str
    body: str


def asked(paper: RunningPaper, host: str, path: str, form: str = "") -> Answer:
    """Ask as a browser does that knows the paper by this name; `form` is what is sent in a field `text`."""
    connection = HTTPConnection("127.0.0.1", paper.port, timeout=30)
    headers = {"Host": host}
    body = None
    if form:
        body = f'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\n{form}\r\n--x--\r\n'
        headers |= {"Origin": "null", "Content-Type": "multipart/form-data; boundary=x"}
    connection.request("POST" if form else "GET", path, body, headers)
    answer = connection.getresponse()
    told = Answer(answer.status, str(answer.headers).lower(), answer.read().decode())
    connection.close()
    return told


def test_the_tip_line_answers_at_the_onion_address_and_nowhere_links_to_it(
    paper: RunningPaper, onion: str
):
    assert re.fullmatch(r"[a-z2-7]{56}\.onion", onion)
    for path in ("/tips/", "/tips/reply/", "/tips/plain/", "/tips/list.json", "/tips/tips.js"):
        there, here = asked(paper, onion, path), asked(paper, "localhost", path)
        assert there.status == 200, path
        # The same bytes for those who come by Tor and those who do not.
        assert there.body == here.body
        assert "onion-location" not in there.head + here.head
    # Tor's lines carry no certificate: nothing may send a browser to HTTPS there.
    assert "strict-transport" not in asked(paper, onion, "/tips/").head
    assert ".onion" not in asked(paper, "localhost", "/").body


def test_a_form_without_scripts_is_taken_in_at_the_onion_address(paper: RunningPaper, onion: str):
    answer = asked(paper, onion, "/tips/plain/", form="The mayor sold the quay.")

    assert answer.status == 200
    assert len(re.findall(r"<li>[a-z]{3,7}</li>", answer.body)) == 7
