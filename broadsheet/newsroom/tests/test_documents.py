"""How a reader gets a document: to keep it, whatever is in it, and not before it was published."""

from email.message import Message
from email.utils import collapse_rfc2231_value
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import CollectionViewRestriction

from broadsheet.incoming.tests import made
from broadsheet.incoming.tests.made import sent
from broadsheet.newsroom.models import PaperDocument, User

pytestmark = pytest.mark.django_db
SANDBOX = "sandbox; default-src 'none'"
THAT_WOULD_RUN = {
    "a PDF with JavaScript": ("report.pdf", made.PDF_THAT_RUNS),
    "a PDF that is a page too": ("report.pdf", made.PDF_AND_PAGE),
    "a text that is a page further down": ("report.txt", b"Read this:\n" * 9 + made.PAGE),
    "a table whose cells are sums": ("report.csv", b"=HYPERLINK(1)\n"),
    "a Word file that unpacks to a thousand times itself": (
        "report.docx",
        made.understating(made.docx_bomb(9)),
    ),
}


@pytest.fixture
def desk(client: Client, reporter: User, home: Path) -> Client:
    client.force_login(reporter)
    return client


def bring(
    desk: Client, name: str = "report.pdf", raw: bytes = made.PDF, title: str = "Report"
) -> Any:
    answer = desk.post(reverse("wagtaildocs:add"), {"title": title, "file": sent(name, raw)})
    assert answer.status_code == 302, answer.text
    return PaperDocument.objects.get()


def check_shut_in(answer: Any) -> None:
    assert answer["Content-Disposition"].startswith("attachment; filename")
    assert answer["Content-Security-Policy"] == SANDBOX
    assert answer["X-Content-Type-Options"] == "nosniff"


def body(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


@pytest.mark.parametrize("what", THAT_WOULD_RUN)
def test_u02_what_a_browser_might_run_is_handed_out_to_be_kept_and_in_a_sandbox(
    desk: Client, what: str
):
    name, raw = THAT_WOULD_RUN[what]
    document = bring(desk, name, raw)

    answer = Client().get(document.url)

    check_shut_in(answer)
    assert not answer["Content-Type"].startswith(("text/html", "image/svg"))
    assert body(answer) == raw


@pytest.mark.parametrize(
    ("method", "headers", "status"),
    [
        ("get", {}, 200),
        ("head", {}, 200),
        ("get", {"range": "bytes=0-9"}, 206),
        ("get", {"range": "bytes=99999999-"}, 416),
        ("post", {}, 405),
    ],
)
def test_u09_a_pdf_with_javascript_is_for_download_alone_however_it_is_asked_for(
    desk: Client, method: str, headers: dict[str, str], status: int
):
    document = bring(desk, "report.pdf", made.PDF_THAT_RUNS)

    answer = getattr(Client(), method)(document.url, headers=headers)

    assert answer.status_code == status
    check_shut_in(answer)


def test_u09_a_pdf_that_a_reader_has_already_is_not_sent_again(desk: Client):
    document = bring(desk, "report.pdf", made.PDF_THAT_RUNS)
    changed = Client().get(document.url)["Last-Modified"]

    answer = Client().get(document.url, headers={"if-modified-since": changed})

    assert answer.status_code == 304
    check_shut_in(answer)


def test_u07_a_document_that_would_unpack_to_much_is_kept_as_it_is_and_handed_out_as_it_is(
    desk: Client,
):
    raw = made.understating(made.docx_bomb(9))
    document = bring(desk, "report.docx", raw)

    answer = Client().get(document.url)

    assert len(raw) < 20_000
    assert document.file.read() == raw
    assert body(answer) == raw
    check_shut_in(answer)


# Names --------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Inspection report", "Inspection report.pdf"),
        ('He said "no"; filename=x.html', "He said -no-; filename=x.html.pdf"),
        ("../../etc/passwd", "etc-passwd.pdf"),
        ("report\u202efdp.exe", "reportfdp.exe.pdf"),
        ("تقرير المجلس", "تقرير المجلس.pdf"),
        ("Protokoll für Übach", "Protokoll für Übach.pdf"),
        ("50% of it, 'quoted' (and) *starred*", "50% of it, 'quoted' (and) -starred.pdf"),
        ("ж" * 250, "ж" * 90 + ".pdf"),
    ],
)
def test_u08_a_reader_gets_the_document_under_its_title_however_odd_that_is(
    desk: Client, title: str, name: str
):
    document = bring(desk, title=title)

    written = Client().get(document.url)["Content-Disposition"]

    assert read_as_browsers_do(written) == name
    assert "\n" not in written
    assert document.filename == name


def read_as_browsers_do(written: str) -> str:
    """Return the name in a Content-Disposition.

    Source: RFC 6266, section 4.3; RFC 8187.
    """
    message = Message()
    message["Content-Disposition"] = written
    assert message.get_content_disposition() == "attachment"
    name = message.get_param("filename", header="content-disposition")
    return collapse_rfc2231_value(name)


# Addresses ----------------------------------------------------------------------------------------
def test_s10_the_address_of_a_document_in_a_draft_is_not_to_be_guessed(desk: Client):
    document = bring(desk, "budget.pdf", title="Budget")
    guesses = [
        f"/documents/{document.pk}/{name}"
        for name in ("budget.pdf", "Budget.pdf", "report.pdf", "", ".", "..", "*")
    ]

    answers = [Client().get(guess).status_code for guess in guesses]

    assert answers == [404] * len(guesses)
    # 128 bits.
    assert len(document.kept_name.partition(".")[0]) == 32


def test_s10_no_other_way_leads_to_a_document(desk: Client):
    document = bring(desk)

    for address in (
        f"/media/{document.file.name}",
        f"/media/documents/{document.kept_name}",
        f"/media/images/../{document.file.name}",
        f"/documents/{document.pk + 1}/{document.kept_name}",
        f"/documents/{10**30}/{document.kept_name}",
    ):
        assert Client().get(address).status_code == 404, address


def test_s10_a_document_for_some_readers_only_asks_who_they_are(desk: Client):
    document = bring(desk)
    CollectionViewRestriction.objects.create(
        collection=document.collection, restriction_type=CollectionViewRestriction.LOGIN
    )

    stranger, colleague = Client().get(document.url), desk.get(document.url)

    assert stranger.status_code == 302
    assert colleague.status_code == 200
    assert colleague["Cache-Control"] == "private, no-cache"


def test_a_document_that_was_deleted_or_lost_is_not_there(desk: Client):
    document = bring(desk)
    address = document.url
    Path(document.file.path).unlink()

    lost = Client().get(address)
    document.delete()

    assert lost.status_code == 404
    assert Client().get(address).status_code == 404


def test_a_document_that_came_in_before_names_were_neutral_keeps_its_address(home: Path):
    document = PaperDocument(title="Report", file="documents/report_2016.pdf")
    document.save()
    (home / "media" / "documents").mkdir(parents=True)
    (home / "media" / "documents" / "report_2016.pdf").write_bytes(made.PDF)

    answer = Client().get(f"/documents/{document.pk}/report_2016.pdf")

    assert document.url == f"/documents/{document.pk}/report_2016.pdf"
    assert body(answer) == made.PDF
    check_shut_in(answer)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.pdf", "application/pdf"),
        ("a.csv", "text/csv"),
        ("a.odt", "application/vnd.oasis.opendocument.text"),
        ("a.exe", "application/octet-stream"),
    ],
)
def test_a_document_says_its_kind_whatever_the_machine_knows_of_kinds(name: str, kind: str):
    assert PaperDocument(title="Report", file=f"documents/{name}").content_type == kind
