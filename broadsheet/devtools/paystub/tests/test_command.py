"""`broadsheet manage paystub`: beside a demo paper, and beside no other."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import stripe
from django.core.management import CommandError, call_command
from wagtail.models import Site

from broadsheet.devtools.paystub.tests.asking import begin
from broadsheet.lib.demo_mark import is_demo, mark_as_demo
from broadsheet.sections.founding import found_paper
from tests.running import RunningPaper

ROOT = Path(__file__).parents[4]


def test_it_does_not_start_at_a_paper_that_is_no_demo(settings, tmp_path):
    settings.HOME = tmp_path

    with pytest.raises(CommandError, match="not the demo"):
        call_command("paystub", port=0)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"key": "sk_live_1"}, "live key"),
        ({"host": "0.0.0.0"}, "this machine alone"),
        ({"webhook": "https://paper.example/hooks/"}, "this machine alone"),
    ],
)
def test_even_at_a_demo_it_takes_no_live_key_and_no_other_machine(
    settings, tmp_path, options, words
):
    settings.HOME = tmp_path
    mark_as_demo(tmp_path)

    with pytest.raises(CommandError, match=words):
        call_command("paystub", port=0, **options)


def test_a_folder_is_a_demo_only_when_it_says_so(tmp_path):
    assert not is_demo(tmp_path)
    mark_as_demo(tmp_path)
    assert is_demo(tmp_path)


def test_a_demo_that_was_just_loaded_says_so(running_paper: RunningPaper):
    assert is_demo(running_paper.home)


@pytest.mark.django_db
def test_a_paper_of_ones_own_in_a_demos_old_folder_is_no_demo(settings, tmp_path):
    settings.HOME = tmp_path
    mark_as_demo(tmp_path)
    found_paper(
        Site.objects.get(),
        name="The Larkmere Ledger",
        town="Larkmere",
        region="Wisconsin",
        time_zone="America/Chicago",
        language="en-us",
        legal_kind="business",
        sections=["Local News"],
    )

    assert not is_demo(tmp_path)


@pytest.mark.parametrize("word", [signal.SIGINT, signal.SIGTERM])
def test_it_runs_beside_a_demo_as_its_own_program_and_the_library_talks_to_it(tmp_path, word):
    mark_as_demo(tmp_path)
    command = [sys.executable, "-m", "broadsheet.cli", "manage", "paystub", "--port", "0"]
    environment = {**os.environ, "BROADSHEET_HOME": str(tmp_path), "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        command, env=environment, cwd=tmp_path, stdout=subprocess.PIPE, text=True
    ) as program:
        assert program.stdout
        said = [program.stdout.readline() for _ in range(4)]
        address = said[0].split()[-1]
        key, secret = (line.split(": ")[1].strip() for line in said[1:3])
        client = stripe.StripeClient(key, base_addresses={"api": address})
        session = begin(client)
        program.send_signal(word)
        rest = program.stdout.read()

    assert said[0].startswith("TEST, no money moves.")
    assert session.url.startswith(address)
    assert secret.startswith("whsec_")
    assert "Ended" in rest
    assert program.returncode == 0
