"""How a process keeps memory that it no longer needs."""

import ctypes

# Source: mallopt(3) of glibc.
MMAP_THRESHOLD = -3
LARGE_BYTES = 8 * 1024 * 1024


def give_back_large_pieces() -> None:
    """Have the C library hand large pieces of memory back to the system as soon as they are freed.

    Else it learns from the first large picture to keep what the next may need, and the process stays as large as the largest
    picture made it. Other C libraries do so by themselves.
    """
    set_option = getattr(ctypes.CDLL(None), "mallopt", None)
    if set_option is not None:
        set_option(MMAP_THRESHOLD, LARGE_BYTES)
