"""What `make bench` says must be what it measured."""

from pathlib import Path
from random import Random

import pytest

from bench.cloning import first_pictures
from bench.load import Load, read_wrk
from bench.machine import cpu_seconds, family, private_bytes
from bench.serving import beside
from bench.table import BEGIN, END, Row, as_markdown, as_text, write_into

MANUAL = Path(__file__).parent.parent / "docs" / "publishers" / "performance.md"


def test_a_target_is_held_against_the_median_not_the_best_run():
    row = Row("hot page", "1", "2", [0.30, 0.36, 0.50], at_least=0.37)

    assert row.is_reached is False
    assert row.cells()[3:] == ["0.36", "0.30–0.50", "≥ 0.37", "NO"]


def test_a_figure_without_a_target_is_neither_reached_nor_missed():
    assert Row("seconds", "3").is_reached is None


def test_a_missed_target_stands_out_in_the_table():
    rows = [Row("one", "1 s", figure=1, at_most=2), Row("two", "3 s", figure=3, at_most=2)]

    lines = as_text(rows).splitlines()

    assert lines[1].endswith("yes")
    assert lines[2].endswith("NO")


def test_answers_that_went_wrong_are_counted_and_told():
    right = Load(100, 100, 1, wrong=0)
    wrong = Load(100, 100, 1, wrong=7)

    row = beside("hot page", 0.37, [right], [wrong], [])

    assert "other than 200: 7" in row.notes[0]


def test_socket_errors_count_as_wrong_answers():
    said = """
      100 requests in 1.00s, 1.00MB read
      Socket errors: connect 1, read 2, write 0, timeout 3
    Requests/sec:    100.00
    """

    assert read_wrk(said, 1.0).wrong == 6


def test_the_processor_time_of_this_process_is_seen():
    before = cpu_seconds(family(own_pid()))
    Random(1).choices(range(1000), k=1_500_000)

    assert cpu_seconds(family(own_pid())) > before
    assert private_bytes([own_pid()]) > 5_000_000


def own_pid() -> int:
    return int(Path("/proc/self").resolve().name)


def test_a_phone_is_taken_to_load_the_smallest_picture_that_is_sharp():
    page = """
      <picture><source srcset="/a-400.avif 400w, /a-680.avif 680w, /a-800.avif 800w">
      <source srcset="/a-400.webp 400w"><img srcset="/a-800.jpg 800w" fetchpriority="high"></picture>
      <picture><source srcset="/b-400.avif 400w"><img srcset="/b-400.jpg 400w" loading="lazy"></picture>
    """

    assert first_pictures(page) == ["/a-680.avif"]


@pytest.fixture
def manual(tmp_path):
    copy = tmp_path / "performance.md"
    copy.write_text(MANUAL.read_text())
    return copy


def test_the_manual_keeps_its_words_around_a_new_table(manual):
    before, after = MANUAL.read_text().split(BEGIN)[0], MANUAL.read_text().split(END)[1]

    write_into(manual, as_markdown([Row("one", "1", notes=["a note"])], "2 cores", "Five runs."))
    write_into(manual, as_markdown([Row("two", "2")], "2 cores", "Five runs."))

    assert manual.read_text().startswith(before)
    assert manual.read_text().endswith(after)
    assert "| two | 2 |" in manual.read_text()
    assert "| one |" not in manual.read_text()
