"""Which documents may come in. They are looked at, and never opened or unpacked."""

import zipfile
import zlib
from pathlib import Path

import pytest

from broadsheet.incoming import documents
from broadsheet.incoming.admitting import admit
from broadsheet.incoming.errors import IncomingError
from broadsheet.incoming.tests import made
from broadsheet.incoming.tests.made import archive, docx, docx_leading_out, sent
from broadsheet.incoming.tests.measured import on_linux, refuse
from broadsheet.incoming.uses import DOCUMENT

pytestmark = pytest.mark.sqlite


def let_in(raw: bytes, name: str) -> None:
    admit(sent(name, raw), DOCUMENT)


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("Budget 2026.PDF", made.PDF),
        ("budget.pdf", b"\xef\xbb\xbf\r\n" + made.PDF),
        ("letter.docx", docx()),
        ("table.xlsx", made.xlsx()),
        ("letter.odt", made.odt()),
        ("streets.csv", made.CSV),
        ("streets.csv", "Straße;Jahr\n".encode("utf-16")),
        ("note.txt", "\ufeffThe ferry runs.\r\n\x0c".encode()),
        ("minutes.12.3.2026.txt", b"Present: all."),
        ("larkmere.com.pdf", made.PDF),
        ("dos.txt", b"The ferry runs.\x1a"),
    ],
)
def test_a_document_that_is_what_its_name_says_comes_in(name: str, raw: bytes):
    let_in(raw, name)


@pytest.mark.parametrize(
    ("name", "raw", "sentence"),
    [
        ("report.pdf", made.PAGE, "This is no PDF"),
        ("report.pdf", made.PAGE + made.PDF, "This is no PDF"),
        ("report.pdf", archive({"a": b"b"}), "This is no PDF"),
        ("report.txt", made.PAGE, "web page. Save it as text"),
        ("report.csv", b"\n  <html>", "web page"),
        ("report.txt", b"<?xml version='1.0'?><svg/>", "web page"),
        ("report.txt", b"MZ\x90\0" + bytes(50), "This is no text"),
        ("report.csv", made.xlsx(), "This is no text"),
        ("report.docx", made.PDF, r"no \.docx file"),
        ("report.docx", made.xlsx(), r"no \.docx file"),
        ("report.xlsx", docx(), r"no \.xlsx file"),
        ("report.odt", docx(), r"no \.odt file"),
        ("report.docx", archive({"ferry.txt": b"x"}), r"no \.docx file"),
        ("report.docx", b"PK\x03\x04" + bytes(100), r"no \.docx file"),
        ("report.docx", made.PAGE + docx(), r"no \.docx file"),
        ("report.docx", documents.OLD_OFFICE + bytes(600), "password or is of an old kind"),
        ("report.docx", docx(word__vbaProject=b"")[:-9], r"no \.docx file"),
        ("report.docm", docx(), "holds macros"),
        ("report.doc", documents.OLD_OFFICE, r"\(\.doc\) is not taken in"),
        ("report.html", made.PAGE, r"\(\.html\) is not taken in"),
        ("report.exe.pdf", made.PDF, r"two endings, \.exe\.pdf"),
        ("report.pdf.exe", made.PDF, r"\(\.exe\) is not taken in"),
    ],
)
def test_u03_a_document_that_is_not_what_its_name_says_is_refused_with_what_to_do(
    name: str, raw: bytes, sentence: str
):
    with pytest.raises(IncomingError, match=sentence):
        let_in(raw, name)


@pytest.mark.parametrize(
    "raw",
    [
        archive({"[Content_Types].xml": b"x", "word/a": b"x", "word/vbaProject.bin": b"x"}),
        archive({"[Content_Types].xml": b"x", "word/a": b"x", "word/VBAPROJECT.BIN": b"x"}),
    ],
)
def test_programs_that_come_inside_a_document_are_refused(raw: bytes):
    with pytest.raises(IncomingError, match="holds macros, programs for the reader's computer"):
        let_in(raw, "report.docx")


# Archives -----------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", ["all.zip", "all.7z", "all.tar.gz", "all.rar"])
def test_u07_an_archive_is_refused_with_the_advice_to_send_what_is_in_it(name: str):
    with pytest.raises(IncomingError, match=r"not unpacked\. Send the files in it one by one"):
        let_in(archive({"ferry.txt": b"x"}), name)


@pytest.mark.parametrize(
    "raw",
    [
        docx_leading_out("../../etc/cron.d/x"),
        docx_leading_out("/etc/cron.d/x"),
        docx_leading_out("word\\..\\x"),
        docx_leading_out("word/link", link=True),
    ],
    ids=["up", "root", "backslash", "link"],
)
def test_u07_a_document_whose_files_would_lie_elsewhere_when_unpacked_is_refused(raw: bytes):
    with pytest.raises(IncomingError, match="would unpack to what no document is"):
        let_in(raw, "report.docx")


def test_u07_a_document_that_says_it_would_unpack_to_gigabytes_is_refused(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr(documents, "MOST_UNPACKED", 4 * 1024**2)
    let_in(made.docx_bomb(3), "report.docx")

    with pytest.raises(IncomingError, match="would unpack to what no document is"):
        let_in(made.docx_bomb(5), "report.docx")


def test_u07_nothing_of_a_document_is_unpacked_to_look_at_it(monkeypatch: pytest.MonkeyPatch):
    def unpack(*_args: object, **_more: object) -> None:
        raise AssertionError("it was unpacked")

    bomb = made.understating(made.docx_bomb(8))
    sent_in = [("a.docx", bomb), ("b.docx", docx()), ("a.xlsx", made.xlsx()), ("a.odt", made.odt())]
    monkeypatch.setattr(zipfile.ZipFile, "open", unpack)
    monkeypatch.setattr(zlib, "decompressobj", unpack)

    for name, raw in sent_in:
        let_in(raw, name)


@on_linux
def test_u07_the_list_of_nearly_a_million_files_in_an_archive_is_not_read(tmp_path: Path):
    """Whether the archive tells of it in the usual way, or in that of very large ones."""
    line = b"PK\x01\x02" + bytes(42)
    listed = b"PK\x03\x04" + bytes(26) + line * 800_000
    size = len(line) * 800_000
    end = b"PK\x05\x06" + bytes(6) + b"\xff\xff" + size.to_bytes(4, "little")
    usual = listed + end + (30).to_bytes(4, "little") + b"\0\0"
    large_end = b"PK\x06\x06" + (44).to_bytes(8, "little") + bytes(12)
    large_end += (800_000).to_bytes(8, "little") * 2 + size.to_bytes(8, "little")
    large_end += (30).to_bytes(8, "little")
    elsewhere = b"PK\x06\x07" + bytes(4) + len(listed).to_bytes(8, "little") + b"\x01\0\0\0"
    small = b"PK\x05\x06" + bytes(6) + b"\x02\0" + bytes(8) + b"\0\0"
    (tmp_path / "usual.docx").write_bytes(usual)
    (tmp_path / "large.docx").write_bytes(listed + large_end + elsewhere + small)

    refused = refuse(tmp_path)

    assert refused.number == 2
    assert refused.rise_kb < 50 * 1024
