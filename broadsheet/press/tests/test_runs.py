"""Whatever is joined from runs is what an independent reader of gzip reads."""

import gzip

from hypothesis import given
from hypothesis import strategies as st

from broadsheet.press.reading import Form, filled, joined
from broadsheet.press.runs import Run, deflate, inflate
from broadsheet.press.shelf_rows import NUMBERS

words = st.binary(max_size=4000)


def page_of(shared: list[bytes], own: list[bytes]) -> bytes:
    """Return a page of one shared piece, then an own one and a shared one in turn."""
    around = tuple(deflate(piece) if piece else Run(0, 0, b"") for piece in shared)
    runs = [deflate(piece) for piece in own]
    numbers = b"".join(NUMBERS.pack(run.size, run.crc, len(run.deflated)) for run in runs)
    return filled(Form(around, b"", 0.0, 0.0), numbers, b"".join(run.deflated for run in runs))


@given(
    st.integers(0, 5).flatmap(
        lambda n: st.tuples(
            st.lists(words, min_size=n + 1, max_size=n + 1), st.lists(words, min_size=n, max_size=n)
        )
    )
)
def test_a_joined_page_is_read_by_any_reader_of_gzip(pieces):
    shared, own = pieces
    page = page_of(shared, own)
    whole = shared[0] + b"".join(a + b for a, b in zip(own, shared[1:], strict=True))

    assert gzip.decompress(page) == whole
    assert inflate(page) == whole


@given(st.lists(words, min_size=1, max_size=6))
def test_parts_that_stand_beside_each_other_are_joined_once(pieces):
    shared = Run(0, 0, b"")
    for piece in pieces:
        shared = joined(shared, deflate(piece))

    assert gzip.decompress(filled(Form((shared,), b"", 0.0, 0.0), b"", b"")) == b"".join(pieces)


def test_a_run_may_stand_on_many_pages_in_any_order():
    rail, story, footer = (word * 300 for word in (b"rail ", b"story ", b"footer "))

    assert gzip.decompress(page_of([rail, footer], [story])) == rail + story + footer
    assert gzip.decompress(page_of([footer, rail], [story])) == footer + story + rail
