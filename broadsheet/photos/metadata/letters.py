"""The words of notes in pictures: bytes become letters, and what nobody sees is left out."""

import codecs

from broadsheet.incoming.names import plain_words

UNSEEN = str.maketrans("", "", "\u200b\u2060\ufeff\u00ad")


def _as_in_the_west(error: UnicodeError) -> tuple[str, int]:
    """Take bytes that are no UTF-8 for letters as Windows has them in the West, which is what programs wrote before."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", errors="ignore"), error.end


codecs.register_error("broadsheet.west", _as_in_the_west)


def decoded(raw: bytes, *, may_be_cut: bool = False) -> str:
    """Return text of an encoding that nobody names: UTF-8, or where it cannot be that, Windows' own in the West.

    Args:
        may_be_cut: the last letter may be broken off; nothing is left of it then.

    >>> decoded("Käthe".encode()), decoded("Käthe".encode("latin-1")), decoded("Käthe".encode()[:2], may_be_cut=True)
    ('Käthe', 'Käthe', 'K')
    """
    decoder = codecs.getincrementaldecoder("utf-8")(errors="broadsheet.west")
    return decoder.decode(raw, final=not may_be_cut)


def tidied(words: str, *, lines: bool = False) -> str:
    """Return words without what nobody sees, with single blanks.

    Args:
        lines: they may have several lines, of which at most one after another is empty.

    >>> tidied(" The  ferry\\x00\\r\\n\\r\\n\\r\\n runs. ", lines=True), tidied("The\\nferry")
    ('The ferry\\n\\nruns.', 'The ferry')
    """
    words = plain_words(words.translate(UNSEEN)).encode(errors="ignore").decode()
    if not lines:
        return " ".join(words.split())
    rows = [" ".join(row.split()) for row in words.splitlines()]
    kept = [row for place, row in enumerate(rows) if row or (place and rows[place - 1])]
    return "\n".join(kept).strip()
