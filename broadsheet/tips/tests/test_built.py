"""What a source's browser is given is what stands in the sources, and no heavier than is said."""

import gzip
import subprocess
import sys
from pathlib import Path

import brotli

from broadsheet.tips.tests.asked_of_scripts import ROOT

BUILT = Path(__file__).parents[1] / "built"
SENT = ("tips.js", "worker.js")
MOST_BROTLI, MOST_GZIP = 60_000, 75_000


def test_whoever_builds_the_scripts_gets_the_very_bytes_that_papers_hand_out():
    build = [sys.executable, ROOT / "scripts" / "tips.py", "--check"]

    done = subprocess.run(build, capture_output=True, text=True, timeout=300, check=False)

    assert (done.returncode, done.stderr) == (0, "")


def test_script_and_worker_come_within_seconds_on_an_old_phone():
    files = [(BUILT / name).read_bytes() for name in SENT]

    assert sum(len(brotli.compress(file)) for file in files) <= MOST_BROTLI
    assert sum(len(gzip.compress(file, 9)) for file in files) <= MOST_GZIP


def test_codes_are_of_as_many_words_as_is_said():
    words = (BUILT / "words.txt").read_text().split()

    assert words == sorted(set(words))
    assert len(words) == 7_776
    assert all(word.isascii() and word.isalpha() and word.islower() for word in words)
    assert {len(word) for word in words} == {3, 4, 5, 6, 7}


def test_the_licences_of_what_is_in_the_scripts_come_with_them():
    told = (BUILT / "licences.txt").read_text()

    assert "age-encryption 0." in told
    assert told.count("Paul Miller") >= 4
    assert "Kevin Atkinson" in (BUILT / "words.licence.txt").read_text()
