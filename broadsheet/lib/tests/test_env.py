"""Settings: each found where a publisher may write it, and refused with a sentence when wrong."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from broadsheet.lib import env

MEANING = "The paper's public address."


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A paper's folder in which nothing is written yet."""
    monkeypatch.setenv("BROADSHEET_HOME", str(tmp_path))
    monkeypatch.setattr(env, "SETTINGS", [])
    monkeypatch.delenv("ADDRESS", raising=False)
    env.paper_file.cache_clear()
    yield tmp_path
    env.paper_file.cache_clear()


def test_a_setting_nobody_wrote_has_its_default(folder: Path):
    assert env.text("ADDRESS", MEANING, default="none") == "none"


def test_the_papers_own_file_is_read(folder: Path):
    (folder / "paper.toml").write_text('address = "https://ledger.example"\n')

    assert env.text("ADDRESS", MEANING, default="") == "https://ledger.example"


def test_the_environment_goes_before_the_file(folder: Path, monkeypatch: pytest.MonkeyPatch):
    (folder / "paper.toml").write_text('address = "https://ledger.example"\n')
    monkeypatch.setenv("ADDRESS", "https://other.example")

    assert env.text("ADDRESS", MEANING, default="") == "https://other.example"


def test_a_secret_may_stand_in_a_file_of_its_own(folder: Path, monkeypatch: pytest.MonkeyPatch):
    (folder / "address").write_text("https://mounted.example\n")
    monkeypatch.setenv("ADDRESS_FILE", str(folder / "address"))

    assert env.text("ADDRESS", MEANING, default="") == "https://mounted.example"


def test_a_file_that_is_not_there_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("ADDRESS_FILE", str(folder / "nowhere"))

    with pytest.raises(ImproperlyConfigured, match="ADDRESS_FILE"):
        env.text("ADDRESS", MEANING, default="")


def test_a_setting_without_a_default_must_be_set(folder: Path):
    with pytest.raises(ImproperlyConfigured, match=r"Set ADDRESS\. The paper's public address\."):
        env.text("ADDRESS", MEANING)


def test_every_setting_that_is_read_is_listed_with_its_meaning(folder: Path):
    env.text("ADDRESS", MEANING, default="")
    env.flag("DEBUG", "Show errors.", default=False)

    assert [(one.name, one.meaning) for one in env.SETTINGS] == [
        ("ADDRESS", MEANING),
        ("DEBUG", "Show errors."),
    ]


@pytest.mark.parametrize(("written", "meant"), [("yes", True), ("no", False)])
def test_a_flag_is_yes_or_no(
    folder: Path, monkeypatch: pytest.MonkeyPatch, written: str, meant: bool
):
    monkeypatch.setenv("DEBUG", written)

    assert env.flag("DEBUG", MEANING, default=not meant) is meant


def test_a_flag_in_the_papers_file_may_be_true_or_false(folder: Path):
    (folder / "paper.toml").write_text("debug = true\n")

    assert env.flag("DEBUG", MEANING, default=False) is True


def test_any_other_word_for_a_flag_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("DEBUG", "maybe")

    with pytest.raises(ImproperlyConfigured, match="DEBUG must be yes or no, not 'maybe'"):
        env.flag("DEBUG", MEANING, default=False)


def test_names_are_parted_by_commas(folder: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("ALLOWED_HOSTS", "ledger.example, www.ledger.example,,")

    assert env.names("ALLOWED_HOSTS", MEANING) == ["ledger.example", "www.ledger.example"]


def test_a_papers_file_that_is_no_toml_stops_the_start_and_is_named(folder: Path):
    (folder / "paper.toml").write_text("address = https://ledger.example\n")

    with pytest.raises(ImproperlyConfigured, match=r"paper\.toml cannot be read.*Mend it"):
        env.text("ADDRESS", MEANING, default="")


def test_a_papers_file_in_another_encoding_stops_the_start(folder: Path):
    (folder / "paper.toml").write_bytes('address = "https://zürich.example"\n'.encode("latin-1"))

    with pytest.raises(ImproperlyConfigured, match=r"paper\.toml cannot be read"):
        env.text("ADDRESS", MEANING, default="")


def test_the_papers_secret_is_the_one_kept_in_its_folder(folder: Path):
    (folder / "secrets").mkdir()
    (folder / "secrets" / "secret_key").write_text("kept\n")

    assert env.secret("SECRET_KEY", MEANING) == "kept"


def test_a_secret_in_the_environment_goes_before_the_kept_one(
    folder: Path, monkeypatch: pytest.MonkeyPatch
):
    (folder / "secrets").mkdir()
    (folder / "secrets" / "secret_key").write_text("kept\n")
    monkeypatch.setenv("SECRET_KEY", "shared by several machines")

    assert env.secret("SECRET_KEY", MEANING) == "shared by several machines"


def test_before_the_first_run_a_secret_is_random(folder: Path):
    first, second = env.secret("SECRET_KEY", MEANING), env.secret("SECRET_KEY", MEANING)

    assert first != second
    assert len(first) >= 50


def test_a_home_that_begins_with_a_tilde_is_the_users(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("BROADSHEET_HOME", "~/ledger")
    monkeypatch.setenv("HOME", str(tmp_path))

    assert env.home() == tmp_path / "ledger"


def test_a_number_is_read(folder: Path, monkeypatch: pytest.MonkeyPatch):
    (folder / "paper.toml").write_text("uploads_a_day = 40\n")

    assert env.number("UPLOADS_A_DAY", MEANING, default=500) == 40
    assert env.number("OTHER_NUMBER", MEANING, default=500) == 500


@pytest.mark.parametrize("value", ["", "-1", "many", "1.5", "٣", "1_000"])
def test_what_is_no_number_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch, value: str):
    monkeypatch.setenv("UPLOADS_A_DAY", value)

    with pytest.raises(ImproperlyConfigured, match=r"UPLOADS_A_DAY must be a whole number"):
        env.number("UPLOADS_A_DAY", MEANING, default=500)
