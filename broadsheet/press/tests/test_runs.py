"""Whatever is joined from runs is what an independent reader of gzip reads."""

import gzip

from hypothesis import given
from hypothesis import strategies as st

from broadsheet.press.runs import deflate, inflate, join


@given(st.lists(st.binary(max_size=4000), max_size=12))
def test_a_joined_page_is_read_by_any_reader_of_gzip(pieces):
    page = join([deflate(piece) for piece in pieces])

    assert gzip.decompress(page) == b"".join(pieces)


@given(st.lists(st.binary(max_size=4000), max_size=12))
def test_a_reader_who_takes_no_gzip_gets_the_same_words(pieces):
    assert inflate([deflate(piece) for piece in pieces]) == b"".join(pieces)


def test_a_run_may_stand_on_many_pages_in_any_order():
    rail, story, footer = (deflate(word * 300) for word in (b"rail ", b"story ", b"footer "))

    assert (
        gzip.decompress(join([story, rail, footer]))
        == b"story " * 300 + b"rail " * 300 + b"footer " * 300
    )
    assert gzip.decompress(join([footer, rail])) == b"footer " * 300 + b"rail " * 300
