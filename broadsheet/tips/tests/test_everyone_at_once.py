"""Many sources and several journalists at once: nothing is lost, and nobody gets what is another's."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from broadsheet.tips import blobs, threads
from broadsheet.tips.blobs import PART_BYTES
from broadsheet.tips.tests.newsrooms import AGE, Newsroom
from broadsheet.tips.tests.sources import Line, Source, locked, running

WAIT_SECONDS = 120


@pytest.mark.long
def test_sources_and_journalists_at_once_lose_nothing_and_mix_up_nothing(
    tmp_path: Path, whole: bool
):
    sources, journalists = (100, 5) if whole else (12, 2)
    newsroom = Newsroom(tmp_path)
    newsroom.open_line()
    ends = threading.Event()
    with running(tmp_path) as line, ThreadPoolExecutor(sources + journalists) as people:
        desks = [
            people.submit(answer_all, newsroom, number, journalists, ends)
            for number in range(journalists)
        ]
        told = [people.submit(talk, line, number) for number in range(sources)]
        sent = [one.result() for one in told]
        ends.set()
        answered = sum(one.result() for one in desks)

    assert answered == sources
    assert threads.find(newsroom.box).total == sources
    for thread, own in sent:
        kept = [
            b"".join(blobs.read(newsroom.box, one.id))
            for one in threads.messages(newsroom.box, thread)
            if one.sender == "source"
        ]
        assert kept == own
    assert list(newsroom.box.unfinished.iterdir()) == []


def talk(line: Line, number: int) -> tuple[str, list[bytes]]:
    """Send a tip, wait for its answer, send more; return the conversation and what was sent."""
    source = Source(line)
    # Every tenth is of two parts.
    tip, more = locked(PART_BYTES + 1000 if number % 10 == 0 else 20_000), locked(10_000)
    source.send(tip)
    ends = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < ends:
        found = source.thread_told().json["messages"]
        answers = [one["id"] for one in found if one["from"] == "newsroom"]
        if answers:
            break
        time.sleep(0.5)
    [answer] = answers
    told = line.post("/tips/message", {"key": source.key_told, "id": answer})
    assert told.body == AGE + source.thread.encode()
    source.send(more, "more")
    return source.thread, [tip, more]


def answer_all(newsroom: Newsroom, number: int, of: int, ends: threading.Event) -> int:
    """Answer each new conversation of one's share, until nobody sends any more; return how many that were."""
    done: set[str] = set()
    while not ends.wait(0.2):
        for page in range(1, threads.find(newsroom.box).pages + 1):
            for one in threads.find(newsroom.box, page=page).threads:
                if int(one.thread[:8], 16) % of != number or one.thread in done:
                    continue
                done.add(one.thread)
                pieces = [AGE, one.thread.encode()]
                threads.add(newsroom.box, one.thread, sender="newsroom", epoch=1, pieces=pieces)
                threads.change(newsroom.box, one.thread, by=number + 1, state="read")
    return len(done)
