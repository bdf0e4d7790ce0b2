"""What a machine keeps for itself is whole, whoever keeps it at one moment, and never makes sent mail look unsent."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

from django.core.mail import send_mail

from broadsheet.health.kept import keep, kept


def test_many_who_keep_the_same_facts_at_one_moment_do_not_trip_over_each_other(home: Path):
    gate = Barrier(8)

    def one(number: int) -> None:
        gate.wait()
        for _time in range(40):
            keep("mail-sent", {"at": number})

    with ThreadPoolExecutor(8) as threads:
        for done in [threads.submit(one, number) for number in range(8)]:
            done.result()

    assert kept("mail-sent")["at"] in range(8)
    assert [file.name for file in (home / "watch").iterdir()] == ["mail-sent.json"]


def test_a_mail_that_was_sent_was_sent_although_nothing_can_be_noted(home: Path, mail_server: Any):
    (home / "watch").write_text("A file where a folder should be.")

    sent = send_mail("A test", "It arrives.", None, ["ada.lund@example.org"])

    assert sent == 1
    assert len(mail_server.taken) == 1
