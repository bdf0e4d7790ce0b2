"""The doors: what is wrong with a request is found here, and refused in a sentence, before Django hears of it.

Printed pages need none of it: they are found by their very address or not at all. Read `refusing.py`, `addresses.py`,
`heads.py`, `bodies.py`, `doors.py`; `listening.py` says how the server listens.
"""
