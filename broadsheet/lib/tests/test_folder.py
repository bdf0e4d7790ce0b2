import stat
from collections import namedtuple

import pytest

from broadsheet.lib import folder
from broadsheet.lib.folder import FolderError, make_home, refuse_full_disk, refuse_missing_paper


def test_a_papers_folder_has_all_it_needs(tmp_path):
    make_home(tmp_path / "paper")

    made = {path.name for path in (tmp_path / "paper").iterdir()}
    assert made == {"media", "shelf", "secrets", "paper.toml"}
    assert len((tmp_path / "paper/secrets/secret_key").read_text()) >= 50


def test_only_the_owner_reads_the_secrets(tmp_path):
    make_home(tmp_path)

    assert stat.S_IMODE((tmp_path / "secrets").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "secrets/secret_key").stat().st_mode) == 0o600


def test_a_second_start_keeps_what_the_owner_has_set(tmp_path):
    make_home(tmp_path)
    key = (tmp_path / "secrets/secret_key").read_text()
    (tmp_path / "paper.toml").write_text('address = "https://ledger.example"')

    make_home(tmp_path)

    assert (tmp_path / "secrets/secret_key").read_text() == key
    assert "ledger.example" in (tmp_path / "paper.toml").read_text()


def test_a_full_disk_is_refused_with_what_to_do(tmp_path, monkeypatch):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(folder.shutil, "disk_usage", lambda _path: usage(10**9, 10**9 - 1024, 1024))

    with pytest.raises(FolderError, match="Make at least 100 MB of room"):
        refuse_full_disk(tmp_path)


def test_a_disk_that_fills_while_the_folder_is_made_is_named(tmp_path, monkeypatch):
    def full(*_args, **_kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(folder.Path, "mkdir", full)

    with pytest.raises(FolderError, match="is full"):
        make_home(tmp_path / "paper")


def test_a_folder_without_a_paper_is_told_from_one_with(tmp_path):
    with pytest.raises(FolderError, match="There is no paper"):
        refuse_missing_paper(tmp_path)

    make_home(tmp_path)
    refuse_missing_paper(tmp_path)
