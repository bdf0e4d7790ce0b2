"""Python's collector of garbage, set for a program that is large and stays."""

import gc


def calm_collector() -> None:
    """Let the collector leave alone what is loaded by now, and look less often at what comes and goes.

    What was loaded stays for good, and need not be looked at between two readers. One publication makes a hundred thousand
    objects and lets them go again; by its own measure Python would look after each seven hundred.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(60_000, 20, 20)
