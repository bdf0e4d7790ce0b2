"""Sets of words, written as running text so that they can be read and sorted by eye."""


def word_set(text: str) -> frozenset[str]:
    return frozenset(text.split())
