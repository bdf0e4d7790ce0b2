"""Sizes that many share: how far a container is filled up before it is locked up."""

STEP_BYTES = 16 * 1024
SMALL_BYTES = 256 * 1024


def padded(size: int) -> int:
    """Return the size to which so many bytes are filled up.

    Source: Nikitin and others, “Reducing Metadata Leakage from Encrypted Files and Communication with PURBs” (2019),
    section 4: Padmé; small sizes have classes of 16 KiB instead.

    >>> padded(1), padded(16_384), padded(16_385), padded(1_000_000)
    (16384, 16384, 32768, 1015808)
    """
    stepped = _up(size, STEP_BYTES)
    if size <= SMALL_BYTES:
        return stepped
    exponent = size.bit_length() - 1
    lost = exponent - exponent.bit_length()
    return max(stepped, _up(_up(size, 1 << lost), STEP_BYTES))


def _up(size: int, step: int) -> int:
    return -(-size // step) * step
