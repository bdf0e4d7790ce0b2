"""Files that are sent to, and asked of, the program as it runs."""

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from broadsheet.incoming.tests import made
from broadsheet.incoming.tests.measured import on_linux
from broadsheet.incoming.tests.test_pictures import too_much
from broadsheet.photos.tests.noted import NOTE, noted_jpeg
from tests.posting import Answer, Colleague, Part, ask_as_written
from tests.running import RunningPaper
from tests.town import jpeg

pytestmark = pytest.mark.sqlite

SEVERAL_PHOTOS, SEVERAL_DOCUMENTS = (
    "/newsroom/photos/add/one/",
    "/newsroom/documents/multiple/add/",
)


@pytest.fixture(scope="module")
def colleague(running_paper: RunningPaper) -> Colleague:
    return Colleague(running_paper, running_paper.name, running_paper.password)


@pytest.fixture
def bring(colleague: Colleague) -> Iterator[Callable[..., str]]:
    """Return a function that sends a file, and returns the address at which the newsroom keeps it. It is deleted after."""
    brought = []

    def send(path: str, name: bytes, raw: bytes) -> str:
        if path == SEVERAL_PHOTOS:
            key = colleague.send(path, {}, "files", Part(name, raw)).json()["photo"]
            brought.append(f"/newsroom/images/{key}/delete/")
            return f"/newsroom/photos/{key}/"
        answer = colleague.send(path, {"title": "Ferry"}, "files[]", Part(name, raw)).json()
        assert answer["success"], answer
        brought.append(f"/newsroom/documents/multiple/{answer['doc_id']}/delete/")
        return f"/newsroom/documents/edit/{answer['doc_id']}/"

    yield send
    for path in brought:
        colleague.send(path, {}, "none", Part(b"", b""))


def document_of(colleague: Colleague, screen: str) -> str:
    """Return the address at which readers would get the document on a screen of the newsroom."""
    found = re.search(r'href="(/documents/[^"]+)"', colleague.get(screen).text)
    assert found
    return found[1]


class Memory:
    """How much memory the server takes, in kilobytes, as Linux knows it."""

    def __init__(self, paper: RunningPaper) -> None:
        self.folder = Path("/proc", str(paper.process.pid))
        # From here on, the peak is counted anew.
        (self.folder / "clear_refs").write_text("5")
        self.before = self.read("VmRSS")

    def read(self, name: str) -> int:
        found = re.search(rf"{name}:\s+(\d+)", (self.folder / "status").read_text())
        assert found
        return int(found[1])

    @property
    def rise(self) -> int:
        return self.read("VmHWM") - self.before


@on_linux
def test_u04_the_server_refuses_every_picture_of_huge_claims_within_50_mb_and_goes_on(
    running_paper: RunningPaper, colleague: Colleague
):
    colleague.send(SEVERAL_PHOTOS, {}, "files", Part(b"a.jpg", made.PAGE))
    memory = Memory(running_paper)

    answers = {
        claim: colleague.send(SEVERAL_PHOTOS, {}, "files", Part(name.encode(), raw)).json()
        for claim, (name, raw) in too_much().items()
    }

    told = [claim for claim, answer in answers.items() if "most" not in answer["refused"]]
    assert told == []
    assert memory.rise < 50 * 1024
    assert "<h1" in running_paper.read("/")


@pytest.mark.parametrize(
    "name",
    [
        b"../../../../etc/cron.d/ferry.jpg",
        b"C:\\Users\\nell\\ferry.jpg",
        b"ferry\x00.php.jpg",
        "gpj\u202eferry.jpg".encode(),
        b"%2e%2e%2fferry.jpg",
        b"&#47;etc&#47;ferry.jpg",
        b"x" * 300 + b".jpg",
        b"ferry." + b"j" * 300,
        b"\xff\xfe.jpg",
        b".jpg",
        b"..",
        b'ferry.jpg"; name="title',
    ],
)
def test_u08_a_file_with_an_odd_name_leaves_no_trace_of_it(
    running_paper: RunningPaper, colleague: Colleague, name: bytes
):
    # More than is kept in memory while it comes in.
    raw = jpeg()[:-2] + bytes(3_000_000) + b"\xff\xd9"
    before = files_of(running_paper)

    answer = colleague.send(SEVERAL_PHOTOS, {}, "files", Part(name, raw))

    assert answer.status in (200, 400, 422)
    new = files_of(running_paper) - before
    assert [path for path in new if not re.fullmatch(r"(\w+/)[0-9a-f]{32}\.[\w.-]+", path)] == []
    key = answer.json().get("photo") if answer.status == 200 else None
    if key:
        colleague.send(f"/newsroom/images/{key}/delete/", {}, "none", Part(b"", b""))


def files_of(paper: RunningPaper) -> set[str]:
    media = paper.home / "media"
    return {str(path.relative_to(media)) for path in media.rglob("*") if path.is_file()}


def first_size(paper: RunningPaper, before: set[str]) -> str:
    """Return the first size of a photo that has just come in; the worker makes it."""
    end = time.monotonic() + 30
    while time.monotonic() < end:
        made = [one for one in files_of(paper) - before if one.startswith("images/")]
        if made:
            return made[0]
        time.sleep(0.1)
    raise AssertionError("the worker makes no size")


def test_u05_an_original_is_at_no_address_however_its_path_is_written(
    running_paper: RunningPaper, bring: Callable[..., str]
):
    before = files_of(running_paper)
    bring(SEVERAL_PHOTOS, b"ferry.jpg", noted_jpeg())
    original = next(one for one in files_of(running_paper) - before if one.startswith("orig"))

    for path in (
        f"/media/{original}",
        f"/media/images/../{original}",
        f"/media/images/%2e%2e/{original}",
        f"/media/images/..%2f{original}",
        f"/media/images/%252e%252e/{original}",
        f"/media/images\\..\\{original}",
        f"//media/{original}",
        f"/media//{original}",
        f"/media/./{original}",
        f"/media/{original}%00.webp",
        f"/static/../media/{original}",
        f"/documents/1/../../media/{original}",
        f"/media/{original.replace('/', '%2F')}",
    ):
        answer = ask_as_written(running_paper, path)
        assert answer.status in (301, 400, 404), path
        assert NOTE not in answer.body


def check_shut_in(answer: Answer) -> None:
    assert answer.status == 200
    assert answer.headers["Content-Disposition"] == 'attachment; filename="Ferry.pdf"'
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Type"] == "application/pdf"


@pytest.mark.parametrize("raw", [made.PDF_THAT_RUNS, made.PDF_AND_PAGE], ids=["script", "page"])
def test_u09_the_server_hands_a_pdf_out_for_download_in_a_sandbox(
    running_paper: RunningPaper, colleague: Colleague, bring: Callable[..., str], raw: bytes
):
    address = document_of(colleague, bring(SEVERAL_DOCUMENTS, b"report.pdf", raw))

    answer = ask_as_written(running_paper, address)

    check_shut_in(answer)
    assert answer.body == raw


def test_s10_the_files_of_what_is_not_published_have_no_address_that_can_be_guessed(
    running_paper: RunningPaper, colleague: Colleague, bring: Callable[..., str]
):
    address = document_of(colleague, bring(SEVERAL_DOCUMENTS, b"budget.pdf", made.PDF))
    before = files_of(running_paper)
    photo = bring(SEVERAL_PHOTOS, b"ferry.jpg", jpeg())
    key = photo.strip("/").rpartition("/")[2]
    # The newsroom shows it to whoever edits it.
    assert colleague.get(photo).status == 200
    shown = first_size(running_paper, before)
    folder = address.rpartition("/")[0]

    guesses = [
        f"{folder}/budget.pdf",
        f"{folder}/Ferry.pdf",
        f"{folder}/",
        "/media/documents/budget.pdf",
        "/media/images/ferry.width-400.format-webp.webpquality-75.webp",
        "/media/images/ferry.max-165x165.jpg",
        "/media/original_images/ferry.jpg",
        "/media/wagtail_uploads/ferry.jpg",
        f"/media/images/{key}.width-400.format-webp.webpquality-75.webp",
        "/media/images/",
        "/media/",
        "/media/avatar_images/portrait.jpg",
    ]

    assert [one for one in guesses if ask_as_written(running_paper, one).status != 404] == []
    # 128 bits each.
    assert re.fullmatch(r"/documents/\d+/[0-9a-f]{32}\.pdf", address)
    assert re.fullmatch(r"images/[0-9a-f]{32}\.[\w.-]+", shown)


@pytest.mark.browser
def test_u09_a_browser_keeps_a_pdf_that_is_also_a_page_and_shows_nothing_of_it(
    open_window: Callable[..., Page], colleague: Colleague, bring: Callable[..., str]
):
    address = document_of(colleague, bring(SEVERAL_DOCUMENTS, b"report.pdf", made.PDF_AND_PAGE))
    # Of what the paper's pages forbid, nothing is to help it here.
    page = open_window(bypass_csp=True)
    page.goto("/")
    page.on("dialog", lambda _dialog: pytest.fail("something of it ran"))

    with page.expect_download() as kept:
        page.evaluate("address => { location.href = address; }", address)

    assert kept.value.suggested_filename == "Ferry.pdf"
    assert Path(kept.value.path()).read_bytes() == made.PDF_AND_PAGE
    assert page.url.endswith("/")
    # Nor by a way round: a page of the paper that would run it as a script.
    ran = page.evaluate(
        """address => new Promise(done => {
            const script = document.createElement("script");
            script.src = address;
            script.onload = () => done("ran");
            script.onerror = () => done("refused");
            document.head.append(script);
        })""",
        address,
    )
    assert ran == "refused"
